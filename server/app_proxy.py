"""Whose request it is behind a reverse proxy: the word of a configured proxy counts, nobody else's."""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from ipaddress import ip_address, ip_network
from typing import Any

Wsgi = Callable[..., Iterable[bytes]]
FOR, PROTO = "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO"


def behind(proxies: Sequence[str], application: Wsgi) -> Wsgi:
    """The application, told the caller's own address and scheme where one of ``proxies`` (addresses, networks) asks."""
    if not proxies:
        return application
    networks = [ip_network(one) for one in proxies]

    @lru_cache(1024)
    def trusted(address: str) -> bool:
        try:
            return any(ip_address(address) in network for network in networks)
        except ValueError:
            return False

    def seen(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if FOR in environ and trusted(environ.get("REMOTE_ADDR", "")):
            _believe(environ, trusted)
        return application(environ, start_response)

    return seen


def _believe(environ: dict[str, Any], trusted: Callable[[str], bool]) -> None:
    """Takes the nearest address that is not itself a proxy of ours: what stands before it anybody may have written."""
    steps = [step.strip() for step in environ.pop(FOR).split(",")]
    environ["REMOTE_ADDR"] = next((step for step in reversed(steps) if not trusted(step)), steps[0])
    if environ.pop(PROTO, "") == "https":
        environ["wsgi.url_scheme"] = "https"
