"""The centre's colours as CSS custom properties: what ``/tokens.css`` says."""

from collections.abc import Mapping

from server.config.colour import is_colour


def tokens_css(look: Mapping[str, object]) -> str:
    """CSS of every colour in ``look``: ``call_ink`` "#0A2A3A" becomes ``--call-ink: #0A2A3A``; the rest is left out."""
    lines = (f"  --{name.replace('_', '-')}: {value};" for name, value in colours(look).items())
    return ":root {\n" + "\n".join(lines) + "\n}\n"


def colours(look: Mapping[str, object]) -> dict[str, str]:
    """The colours among the settings of ``look``, by setting name."""
    return {n: v for n, v in look.items() if isinstance(v, str) and is_colour(v)}
