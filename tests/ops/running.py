"""The `layso` command and a configured server, as whoever runs a hall starts them."""

import subprocess

from tests.web.running import command

Done = subprocess.CompletedProcess[str]
cli = command


def said(done: Done) -> str:
    """What a command that must have gone well said."""
    assert done.returncode == 0, done.stderr
    return done.stdout
