"""What every migration does: statements, one after another."""

from sqlite_utils import Database


def run(db: Database, statements: str) -> None:
    """Executes statements that end with a semicolon at the end of a line. Not executescript(): that commits."""
    for statement in statements.split(";\n"):
        if statement.strip():
            db.execute(statement)
