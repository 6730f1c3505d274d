"""The `layso` command: every command is a function here, every piece of work one in server/app*.py."""

import errno
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import click

from server import app_backup as keeping
from server import app_commands as commands

FILE = click.option("--config", "config", type=click.Path(path_type=Path), help="The configuration file.")
DATA = click.option("--data", "data", type=click.Path(path_type=Path), help="The data folder, instead of --config.")


def _patch() -> None:
    """Makes sockets, locks and sleeps of the standard library yield: before anything else is imported."""
    from gevent import monkey

    monkey.patch_all()


def _with_hall(command: Callable[..., Any]) -> Callable[..., Any]:
    return FILE(DATA(command))


def _fail(sentence: str, code: int) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(code)


def _do(work: Callable[..., str | None], *given: Any) -> None:
    """Runs a command, shows what it says, and turns what stops it into a sentence and an exit code."""
    try:
        said = work(*given)
    except commands.Stop as stop:
        _fail(stop.sentence, stop.code)
    except OSError as refused:
        if refused.errno != errno.ENAMETOOLONG:
            raise
        _fail(f"{str(refused.filename)[:60]}...: is too long a name for a file.", 2)
    if said:
        click.echo(said)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="layso")
def main() -> None:
    """Lấy Số: numbers, counters and screens of a public service centre."""


@main.command()
@click.option("--config", type=click.Path(path_type=Path), default=Path("config.toml"), help="The configuration file.")
def run(config: Path) -> None:
    """Run the server."""
    _patch()
    _do(commands.run, config)


@main.command()
@click.option("--data", type=click.Path(path_type=Path), default=Path(".demo"), help="The folder to keep the demo in.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, help="0 takes a free one.")
@click.option("--host", default="127.0.0.1", help="0.0.0.0: the whole network.")
def demo(data: Path, port: int, host: str) -> None:
    """Run the sample hall, ready to try, open around the clock."""
    _patch()
    _do(commands.demo, data, port, host)


@main.command()
@click.option("--config", type=click.Path(path_type=Path), help="The configuration file (default: config.toml).")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
def check(config: Path | None, files: tuple[Path, ...]) -> None:
    """Report every mistake of the configuration and of CSV FILES at once."""
    _do(commands.check, config, files)


@main.group()
def device() -> None:
    """Kiosks and displays that may connect."""


@device.command("add")
@click.argument("kind", type=click.Choice(["kiosk", "display"]))
@click.argument("name")
@_with_hall
def device_add(kind: str, name: str, config: Path | None, data: Path | None) -> None:
    """Let a kiosk or display connect; prints its token, this once."""
    _do(commands.device_add, config, data, kind, name)


@device.command("list")
@_with_hall
def device_list(config: Path | None, data: Path | None) -> None:
    """List the devices."""
    _do(commands.device_list, config, data)


@device.command("revoke")
@click.argument("name")
@_with_hall
def device_revoke(name: str, config: Path | None, data: Path | None) -> None:
    """Make a device's token worthless."""
    _do(commands.device_revoke, config, data, name)


@main.group()
def user() -> None:
    """People who may sign in."""


@user.command("add")
@click.argument("username")
@click.option("--name", required=True, help="The name that pages show.")
@click.option("--role", required=True, type=click.Choice(commands.ROLES), help="What they may do.")
@click.option("--department", default="", help="An officer's department (code).")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@_with_hall
def user_add(
    username: str, name: str, role: str, department: str, password_stdin: bool, config: Path | None, data: Path | None
) -> None:
    """Let somebody sign in."""
    _do(commands.user_add, config, data, (username, name, role, department), _password(password_stdin))


@user.command("passwd")
@click.argument("username")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@_with_hall
def user_passwd(username: str, password_stdin: bool, config: Path | None, data: Path | None) -> None:
    """Set a password; sessions under the old one end."""
    _do(commands.user_passwd, config, data, username, _password(password_stdin))


@user.command("disable")
@click.argument("username")
@_with_hall
def user_disable(username: str, config: Path | None, data: Path | None) -> None:
    """Let somebody sign in no more."""
    _do(commands.user_disable, config, data, username)


@user.command("list")
@_with_hall
def user_list(config: Path | None, data: Path | None) -> None:
    """List the people."""
    _do(commands.user_list, config, data)


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))


@main.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@_with_hall
def import_(files: tuple[Path, ...], config: Path | None, data: Path | None) -> None:
    """Replace the catalogue by CSV FILES, all or nothing."""
    _do(commands.import_, config, data, files)


@main.group()
def audit() -> None:
    """The log of events."""


@audit.command("verify")
@click.option("--head", metavar="SEQ:HASH", default="", help="A head kept elsewhere, which the log must still hold.")
@_with_hall
def audit_verify(head: str, config: Path | None, data: Path | None) -> None:
    """Walk the chain of events; prints its head."""
    _do(commands.audit_verify, config, data, head)


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@_with_hall
def backup(file: Path, config: Path | None, data: Path | None) -> None:
    """Copy the database to the new FILE, also while the server runs, and verify the copy."""
    _do(keeping.backup, config, data, file)


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@_with_hall
def restore(file: Path, config: Path | None, data: Path | None) -> None:
    """Put the verified backup FILE in the place of the database; stop the server first."""
    _do(keeping.restore, config, data, file)


@main.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@_with_hall
def export(folder: Path, config: Path | None, data: Path | None) -> None:
    """Write the catalogue (for `layso import`), the records and a copy of the database into DIR."""
    _do(keeping.export, config, data, folder)


if __name__ == "__main__":
    main()
