"""How much one device, person or address may ask for; known before anything is looked up, let alone written."""

import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import ceil
from typing import Any

from flask import Flask, request

from server.access import Access, Identity
from server.config import Limits
from server.hall import Hall
from server.rules.catalogue import Text
from server.rules.errors import Invalid, NotSignedIn, TooMany, Unknown

# Paths that people without any sign-in ask for, again and again.
OPEN = ("/t/", "/api/v1/track/", "/enter")
# What programs look up without any. Pages and their files are not counted: they cost no more than refusing them.
LOOKED_UP = ("/readyz", "/problems/", "/api/v1/openapi.json")
ISSUE = ("POST", "/api/v1/tickets")
ADDRESS_TIMES = 6
_COUNTED = "layso.counted"
Key = tuple[str, ...]


def lifted() -> bool:
    """Whether LAYSO_LIMITS=off lifts the limits: for load tests."""
    return os.environ.get("LAYSO_LIMITS", "").casefold() == "off"


@dataclass(slots=True)
class Rate:
    """Lets ``per_minute`` pass in a minute for each key, all at once if need be (the generic cell rate algorithm).

    All it remembers of a key is one instant, so a thousand requests cost no more than one.
    """

    per_minute: float
    clock: Callable[[], float] = time.monotonic
    most_keys: int = 20_000
    _empty_at: dict[Key, float] = field(default_factory=dict)

    def take(self, key: Key) -> None:
        """Counts one more. Raises TooMany with the seconds to wait when that is one too many, and counts nothing."""
        now = self.clock()
        empty_at = max(now, self._empty_at.get(key, now)) + 60 / self.per_minute
        # A hair's breadth, so that rounding never costs the last of a minute's worth.
        if empty_at - now > 60.000001:
            raise TooMany(retry_after=ceil(empty_at - now - 60))
        if len(self._empty_at) >= self.most_keys:
            self._forget(now)
        self._empty_at[key] = empty_at

    def give_back(self, key: Key) -> None:
        if key in self._empty_at:
            self._empty_at[key] -= 60 / self.per_minute

    def _forget(self, now: float) -> None:
        """Drops who asked for nothing lately; if everybody did, an attacker makes up keys, and all begin anew."""
        busy = {key: at for key, at in self._empty_at.items() if at > now}
        self._empty_at = busy if len(busy) < self.most_keys else {}


class Limited(Access):
    """The hall's doors, with a count of who comes through."""

    def __init__(self, hall: Hall, elsewhere: Callable[..., Any]) -> None:
        super().__init__(hall, elsewhere)
        limits: Limits = hall.config.limits
        self._issued, self._asked = Rate(limits.issue_per_minute), Rate(limits.requests_per_minute)
        self._open = Rate(limits.open_per_minute)
        self._failed = Rate(limits.failed_sign_ins_per_minute)
        self._failed_there = Rate(limits.failed_sign_ins_per_minute * ADDRESS_TIMES)
        self._wrong = Rate(limits.wrong_codes_per_minute)

    def identify(self, environ: Mapping[str, Any]) -> Identity | None:
        """As without limits, counted once for each request. Raises TooMany."""
        who = super().identify(environ)
        if _COUNTED not in environ:
            environ[_COUNTED] = True  # type: ignore[index]
            self._count(who, environ)
        return who

    def _count(self, who: Identity | None, environ: Mapping[str, Any]) -> None:
        if who is None:
            self._open.take((address(environ),))
        elif (environ["REQUEST_METHOD"], environ["PATH_INFO"]) == ISSUE:
            self._issued.take((who.kind, who.id))
        else:
            self._asked.take((who.kind, who.id))

    def stranger(self) -> None:
        """Counts a request for what anybody may see. Raises TooMany."""
        if request.path.startswith(OPEN):
            self._open.take((address(request.environ),))
        elif request.path.startswith(LOOKED_UP):
            self._look_up(request.environ)

    def _look_up(self, environ: Mapping[str, Any]) -> None:
        """Whoever only looks things up locks out neither the phones behind the same address nor its devices."""
        if who := super().identify(environ):
            self._asked.take((who.kind, who.id))
        else:
            self._open.take((address(environ), "looked up"))

    def sign_in(self, username: str, password: str, counter: str | None, takeover: bool) -> tuple[str, Identity]:
        """As without limits, but wrong passwords are counted. Counted beforehand, so that many at once do not pass."""
        there = (address(request.environ),)
        name = (*there, username.casefold())
        self._failed.take(name)
        self._failed_there.take(there)
        try:
            found = super().sign_in(username, password, counter, takeover)
        except NotSignedIn:
            raise
        except BaseException:
            self._forgive(there, name)
            raise
        self._forgive(there, name)
        return found

    @contextmanager
    def guessing(self, who: Identity) -> Iterator[None]:
        """As without limits, but codes that open nothing are counted. Beforehand, as passwords are. Raises TooMany."""
        key = (who.kind, who.id)
        try:
            self._wrong.take(key)
        except TooMany as many:
            raise TooMany(many.retry_after, _wrong_codes(many.retry_after)) from None
        try:
            yield
        except (Unknown, Invalid):
            raise
        except BaseException:
            self._wrong.give_back(key)
            raise
        self._wrong.give_back(key)

    def _forgive(self, there: Key, name: Key) -> None:
        self._failed_there.give_back(there)
        self._failed.give_back(name)


def _wrong_codes(seconds: int) -> Text:
    return Text(
        f"Mã nhập sai quá nhiều lần. Xin chờ {seconds} giây rồi nhập lại, hoặc hỏi bàn hướng dẫn.",
        f"Too many wrong codes. Please wait {seconds} seconds and try again, or ask at reception.",
    )


def address(environ: Mapping[str, Any]) -> str:
    """Where a request comes from; of an IPv6 address the network (/64), which is one household's or office's."""
    whole = str(environ.get("REMOTE_ADDR", ""))
    return ":".join(whole.split(":")[:4]) if whole.count(":") > 1 else whole


def guard(app: Flask, doors: Access) -> None:
    """Has strangers counted too, where limits are in force."""
    if isinstance(doors, Limited):
        app.before_request(doors.stranger)


def doors(hall: Hall, elsewhere: Callable[..., Any]) -> Access:
    return (Access if lifted() else Limited)(hall, elsewhere)
