"""What requests may say: their bodies as strict models, and every mistake in them as a sentence."""

from hashlib import sha256
from typing import Annotated, Any, Literal, TypeVar

import orjson
from flask import Request
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.types import StringConstraints
from werkzeug.exceptions import RequestEntityTooLarge

from server.rules.catalogue import Text
from server.rules.errors import Broken, Invalid, MediaType, TooLarge

Code = Annotated[str, StringConstraints(min_length=1, max_length=40, pattern=r"^[^\x00-\x1f\x7f]+$")]
Words = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$")]
MAX_KEY = 200
JSON = "application/json"
MAX_TOLD = 20


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class SignIn(Body):
    username: Code
    password: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    counter: Code | None = None
    takeover: bool = False


class Issue(Body):
    service: Code
    priority: Code | None = None
    assist: bool = False
    lang: Literal["vi", "en"] = "vi"
    then: Annotated[list[Code], Field(max_length=2)] = []
    appointment: Code | None = None
    carried: Code | None = None
    reason: Words | None = None


class Amend(Body):
    """``priority`` null takes a priority away, left out it stays; ``then`` replaces what was planned."""

    reason: Words
    service: Code | None = None
    priority: Code | None = None
    then: Annotated[list[Code], Field(max_length=2)] | None = None


class Book(Body):
    service: Code
    at: Code


class Nothing(Body):
    """A body that may only be ``{}``."""


class Reasoned(Body):
    reason: Words | None = None


class Finish(Body):
    """``further``: the person has more dossiers, and gets a new number at the end of the line of what was done."""

    outcome: Code | None = None
    service: Code | None = None
    dossiers: Annotated[int, Field(ge=0, le=999)] | None = None
    next: Code | None = None
    further: bool = False


class Transfer(Body):
    service: Code | None = None
    counter: Code | None = None
    officer: Code | None = None
    end: bool = False
    reason: Words | None = None


class Print(Body):
    kiosk: Words | None = None


class CallNext(Body):
    service: Code | None = None


class Status(Body):
    status: Literal["open", "paused", "closed"]
    reason: Words | None = None


class Enter(Body):
    token: Annotated[str, StringConstraints(min_length=1, max_length=200)]


MOVES: dict[str, type[Body]] = {
    "call": Reasoned,
    "recall": Nothing,
    "serve": Nothing,
    "finish": Finish,
    "no-show": Nothing,
    "return": Reasoned,
    "hold": Reasoned,
    "transfer": Transfer,
    "cancel": Reasoned,
    "record": Reasoned,
    "undo": Nothing,
    "print": Print,
}

B = TypeVar("B", bound=Body)
Environ = dict[str, Any]
_RAW = "layso.raw_body"


def read(request: Request, model: type[B], *, empty: bool = False) -> B:
    """The request's body as ``model``; ``empty`` lets an absent body stand for ``{}``.

    Raises TooLarge, MediaType, Broken (not JSON) or Invalid with a sentence for each field.
    """
    raw = raw_body(request)
    if not raw and empty:
        return _checked(model, {})
    # Asked as it mostly comes first: taking a media type apart costs more than the rest of a small body.
    if request.environ.get("CONTENT_TYPE") != JSON and request.mimetype != JSON:
        raise MediaType
    try:
        given = orjson.loads(raw)
    except orjson.JSONDecodeError:
        raise Broken from None
    return _checked(model, given)


def raw_body(request: Request) -> bytes:
    """The body's bytes. Raises TooLarge beyond the configured size, also for a body of unknown length."""
    environ = request.environ
    if _RAW not in environ:
        length, most = environ.get("CONTENT_LENGTH") or "", request.max_content_length or 0
        environ[_RAW] = (
            _known(environ, int(length)) if length.isdecimal() and int(length) <= most else _unknown(request)
        )
    raw: bytes = environ[_RAW]
    return raw


def _known(environ: Environ, length: int) -> bytes:
    """A body as long as its request says, which the server counts itself. Raises Broken when the sender stops."""
    try:
        raw: bytes = environ["wsgi.input"].read(length)
    except OSError:
        raise Broken from None
    return raw


def _unknown(request: Request) -> bytes:
    try:
        raw = request.get_data(cache=True)
    except RequestEntityTooLarge:
        raise TooLarge from None
    # A body of unknown length is cut off at the limit, and a part of a request is no request.
    if not request.environ.get("CONTENT_LENGTH") and len(raw) >= (request.max_content_length or 0):
        raise TooLarge
    return raw


def digest(request: Request) -> str:
    """What a repeated request must have in common with the first: method, path and raw body."""
    return sha256(b"\n".join((request.method.encode(), request.path.encode(), raw_body(request)))).hexdigest()


def key(request: Request) -> str | None:
    """The Idempotency-Key. Raises Invalid for one that is empty or too long."""
    given = request.headers.get("Idempotency-Key")
    if given is not None and not 1 <= len(given) <= MAX_KEY:
        raise Invalid(errors={"Idempotency-Key": Text("Dài từ 1 đến 200 ký tự.", "Must have 1 to 200 characters.")})
    return given


def _checked(model: type[B], given: Any) -> B:
    try:
        return model.model_validate(given)
    except ValidationError as wrong:
        told = wrong.errors(include_url=False, include_input=False)[:MAX_TOLD]
        raise Invalid(errors={_field(one["loc"]): sentence(one) for one in told}) from None


def _field(place: tuple[int | str, ...]) -> str:
    return ".".join(str(step)[:40] for step in place) or "body"


_SENTENCES = {
    "missing": Text("Thiếu trường này.", "This field is missing."),
    "extra_forbidden": Text("Không có trường này.", "There is no such field."),
    "string_type": Text("Phải là chữ.", "Must be text."),
    "bool_type": Text("Phải là true hoặc false.", "Must be true or false."),
    "int_type": Text("Phải là số nguyên.", "Must be a whole number."),
    "list_type": Text("Phải là danh sách.", "Must be a list."),
    "string_too_short": Text("Không được để trống.", "Must not be empty."),
    "string_too_long": Text("Quá dài.", "Is too long."),
    "too_long": Text("Có quá nhiều phần tử.", "Has too many entries."),
    "string_pattern_mismatch": Text("Có ký tự không dùng được.", "Has characters that cannot be used."),
    "model_type": Text("Nội dung phải là một đối tượng JSON.", "The body must be a JSON object."),
    "greater_than_equal": Text("Số quá nhỏ.", "Is too small."),
    "less_than_equal": Text("Số quá lớn.", "Is too large."),
}


def sentence(mistake: Any) -> Text:
    """One of pydantic's mistakes in words."""
    if mistake["type"] == "literal_error":
        expected = mistake["ctx"]["expected"].replace(" or ", ", ")
        return Text(f"Phải là một trong: {expected}.", f"Must be one of: {expected}.")
    return _SENTENCES.get(mistake["type"], Text("Giá trị chưa đúng.", "This value is not valid."))
