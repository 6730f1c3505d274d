"""config.toml as frozen, validated objects; every mistake at once, in sentences."""

from .loading import load
from .mistakes import ConfigError, Mistake
from .models import Class, Config, Limits, Look, Numbers, Outcome, Printer, Rules, Server, Words

__all__ = [
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
