"""Who is asking: identities, sessions, roles and device tokens."""

from collections.abc import Callable, Container, Iterator, Mapping, Set
from contextlib import contextmanager
from functools import cache
from typing import Any
from urllib.parse import parse_qs

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from werkzeug.http import parse_cookie

from server.hall import Hall, people, rooms
from server.rules.errors import Forbidden, Invalid, NotSignedIn, OtherOrigin, Unknown
from server.rules.people import DEVICES, PEOPLE, Identity

__all__ = ["DEVICES", "LOOKERS", "PEOPLE", "Access", "Identity", "admitted", "same_origin"]

LOOKERS = DEVICES | PEOPLE
AS = ("kiosk", "display", "officer")
# OWASP's second choice: 33 ms a password here, where the library's default takes 135.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
Run = Callable[..., Any]


def _here(work: Callable[..., Any], *arguments: Any) -> Any:
    return work(*arguments)


def hashed(password: str, salt: bytes | None = None) -> str:
    """The password as it is stored; ``salt`` is random unless given."""
    return _HASHER.hash(password, salt=salt)


@cache
def _nobodys() -> str:
    """What a password is held against for an unknown name, which takes as long as a known one."""
    return hashed("a password nobody has")


def matches(stored: str | None, password: str) -> bool:
    """Whether this is the password that is stored so; never where none is (None), though that takes as long."""
    nobodys = _nobodys()
    try:
        return _HASHER.verify(nobodys if stored is None else stored, password) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


def cookie(kind: str) -> str:
    """The name of the cookie a page of this kind uses."""
    return f"layso_{kind}"


def same_origin(environ: Mapping[str, Any]) -> None:
    """Raises OtherOrigin for a request that another site's page made; programs send neither header."""
    if environ.get("HTTP_SEC_FETCH_SITE") in ("cross-site", "same-site"):
        raise OtherOrigin
    origin = environ.get("HTTP_ORIGIN")
    if origin is not None and not _names(origin, environ.get("HTTP_HOST", "")):
        raise OtherOrigin


def _names(origin: str, host: str) -> bool:
    """Whether an Origin, ``scheme://host[:port]``, names this host; ``null`` and what is no origin name none."""
    named = origin.partition("://")[2]
    return bool(named) and named.casefold() == host.casefold()


def admitted(who: Identity | None, kinds: Container[str]) -> Identity:
    """Who asks. Raises NotSignedIn for nobody, Forbidden for another kind than these."""
    if who is None:
        raise NotSignedIn
    if who.kind not in kinds:
        raise Forbidden
    return who


def _allowed(who: Identity, kinds: Set[str], room: str) -> str:
    if who.kind not in kinds:
        raise Forbidden
    return room


class Access:
    """Identities of one hall; ``elsewhere`` runs what takes long where it stops nobody."""

    def __init__(self, hall: Hall, elsewhere: Run = _here) -> None:
        self._hall, self._elsewhere = hall, elsewhere

    def identify(self, environ: Mapping[str, Any]) -> Identity | None:
        """Who sent this request: a bearer token wins, else the cookie that Layso-As (or ``?as=``) names."""
        bearer = environ.get("HTTP_AUTHORIZATION")
        if bearer is not None:
            word, _, token = bearer.partition(" ")
            return people.device(self._hall, token.strip()) if word.casefold() == "bearer" else None
        cookies = parse_cookie(environ.get("HTTP_COOKIE", ""))
        kinds = [kind for kind in AS if cookie(kind) in cookies]
        wanted = environ.get("HTTP_LAYSO_AS") or "".join(parse_qs(environ.get("QUERY_STRING", "")).get("as", [])[:1])
        if wanted:
            kinds = [kind for kind in kinds if kind == wanted]
        return self.holder(kinds[0], cookies[cookie(kinds[0])]) if len(kinds) == 1 else None

    def on_page(self, environ: Mapping[str, Any], kind: str) -> Identity | None:
        """Who sent this request of a page that is for the cookie of this kind: a page's own request, or its
        pictures', cannot carry Layso-As."""
        return self.identify({**environ, "HTTP_LAYSO_AS": kind})

    def holder(self, kind: str, token: str) -> Identity | None:
        """Whom the token of this kind of cookie belongs to."""
        if kind == "officer":
            return people.signed_in(self._hall, token)
        found = people.device(self._hall, token)
        return found if found and found.kind == kind else None

    def watch(self, who: Identity, wish: object) -> str:
        """The room that a live wish names. Raises Invalid, Forbidden or Unknown."""
        if not (isinstance(wish, dict) and len(wish) == 1):
            raise Invalid
        ((kind, which),) = wish.items()
        if kind == "kiosk" and which is True:
            return _allowed(who, {"kiosk", "officer", "reception", "supervisor"}, rooms.KIOSK)
        if kind == "board" and isinstance(which, str):
            return _allowed(who, LOOKERS, self._existing(rooms.board(which), "area"))
        if kind == "counter" and isinstance(which, str):
            return _allowed(who, {"officer"} if who.counter == which else set(), self._counter(who, which))
        raise Invalid

    def _counter(self, who: Identity, which: str) -> str:
        _allowed(who, {"officer"}, "")
        return self._existing(rooms.counter(which), "counter")

    def _existing(self, room: str, what: str) -> str:
        if room not in self._hall.rooms.all:
            raise Unknown(what)
        return room

    def device(self, token: str) -> Identity:
        """The device of a device link. Raises NotSignedIn for a token that is not, or no longer, good."""
        found = people.device(self._hall, token)
        if found is None:
            raise NotSignedIn
        return found

    @contextmanager
    def guessing(self, who: Identity) -> Iterator[None]:
        """Around whatever a short code opens, which could be guessed by trying them all."""
        yield

    def sign_in(self, username: str, password: str, counter: str | None, takeover: bool) -> tuple[str, Identity]:
        """A new session's token and who it is. Raises NotSignedIn, and what hall.people.sign_in raises."""
        person = people.person_named(self._hall, username)
        good = self._elsewhere(matches, person.password if person else None, password)
        if person is None or not good or not person.active:
            raise NotSignedIn(people.WRONG)
        return people.sign_in(self._hall, people.SignIn(person, counter, takeover))
