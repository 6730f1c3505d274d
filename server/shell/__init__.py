"""What every page shares: base templates, look, browser modules, languages, security headers."""

from flask import Blueprint


def blueprint() -> Blueprint:
    """Serves the shared browser parts under ``/shell/static`` and the ``shell/*.html`` templates."""
    return Blueprint(
        "shell",
        __name__,
        template_folder="templates",
        static_folder="static",
        static_url_path="/shell/static",
    )
