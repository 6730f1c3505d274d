"""config.toml as frozen, validated objects; every mistake at once, in sentences."""

from .loading import load
from .mistakes import ConfigError, Mistake
from .models import Class, Config, Look, Numbers, Printer, Rules, Server
from .operations import Backup, Limits
from .words import Phrase, Words

__all__ = [
    "Backup",
    "Class",
    "Config",
    "ConfigError",
    "Limits",
    "Look",
    "Mistake",
    "Numbers",
    "Phrase",
    "Printer",
    "Rules",
    "Server",
    "Words",
    "load",
]
