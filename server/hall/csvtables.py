"""Which CSV files there are, and the columns of each."""

from .csvhours import ClosureRow, HoursRow
from .csvrows import AreaRow, CentreRow, CounterRow, DepartmentRow, PersonRow, ProcedureRow, Row, ServiceRow

TABLES: dict[str, type[Row]] = {
    "centre": CentreRow,
    "areas": AreaRow,
    "departments": DepartmentRow,
    "services": ServiceRow,
    "counters": CounterRow,
    "procedures": ProcedureRow,
    "hours": HoursRow,
    "closures": ClosureRow,
    "people": PersonRow,
}
_KEYS = {
    "hours": ("department", "service", "days"),
    "closures": ("date", "department", "service", "begins", "worked_as"),
}


def columns_of(table: str) -> tuple[str, ...]:
    return tuple(TABLES[table].model_fields)


def required_of(table: str) -> frozenset[str]:
    return frozenset(name for name, field in TABLES[table].model_fields.items() if field.is_required())


def key_of(table: str) -> tuple[str, ...]:
    """The columns in which no two rows are the same."""
    return _KEYS.get(table, columns_of(table)[:1])
