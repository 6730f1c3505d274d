"""Numbers: prefix and serial, one gap-free series per service and business day."""


def number(prefix: str, serial: int, digits: int = 3) -> str:
    """``number("BA", 5) == "BA005"``; a series that outgrows its digits simply gets longer."""
    return f"{prefix}{serial:0{digits}d}"
