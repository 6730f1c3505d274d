"""config.toml as frozen, validated objects; every mistake at once, in sentences."""

from .loading import load
from .mistakes import ConfigError, Mistake
from .models import Class, Config, Look, Numbers, Outcome, Printer, Rules, Server, Words
from .operations import Backup, Limits

__all__ = [
    "Backup",
    "Class",
    "Config",
    "ConfigError",
    "Limits",
    "Look",
    "Mistake",
    "Numbers",
    "Outcome",
    "Printer",
    "Rules",
    "Server",
    "Words",
    "load",
]
