"""Reasons, refusals and events: closed lists, each entry in both languages."""

from dataclasses import fields, is_dataclass

import pytest

from server.rules import errors, events, reasons
from server.rules.catalogue import Text
from server.rules.errors import WHAT, QueueError, Unknown

TYPES = {
    *("invalid", "key-reused", "not-signed-in", "forbidden", "other-origin", "method", "not-allowed", "counter-busy"),
    *("counter-taken", "service-closed", "conflict", "too-large", "media-type", "too-many", "unavailable"),
}
STATUS = {
    **{"invalid": {422, 400}, "key-reused": {422}, "not-signed-in": {401}, "forbidden": {403}, "other-origin": {403}},
    **{"method": {405}, "too-large": {413}, "media-type": {415}, "too-many": {429}, "unavailable": {503}},
    **{kind: {409} for kind in ("not-allowed", "counter-busy", "counter-taken", "service-closed", "conflict")},
}
REFUSALS = [kind for kind in QueueError.__subclasses__() if kind is not Unknown]


def whole(text: Text) -> bool:
    return bool(text.vi.strip() and text.en.strip() and text.vi != text.en)


@pytest.mark.parametrize("code", sorted(reasons.CODES))
@pytest.mark.parametrize("word", ["", "30"])
def test_every_reason_is_a_sentence_in_both_languages(code: str, word: str) -> None:
    said = reasons.text(code, word)
    assert whole(said)
    assert "{" not in said.vi + said.en


def test_a_reason_outside_the_list_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        reasons.text("because")


@pytest.mark.parametrize(
    ("code", "word", "vi"),
    [
        ("order", "", "Đến lượt theo thứ tự lấy số"),
        ("priority", "30", "Ưu tiên: được tính như đến sớm hơn 30 phút"),
        ("supplemented", "", "Đã bổ sung giấy tờ, giữ nguyên lượt"),
        ("transferred", "3", "Chuyển từ quầy 3, giữ nguyên lượt"),
        ("next", "", "Nội dung tiếp theo trong cùng lượt đến"),
        ("rejoined", "", "Vắng khi gọi, đã báo lại"),
        ("chosen", "", "Cán bộ gọi chọn"),
        ("results", "AT", "Nhận kết quả, giải quyết nhanh"),
        ("preferred", "Căn cước", "Quầy này gọi trước: Căn cước"),
        ("by-service", "Căn cước", "Cán bộ gọi nội dung: Căn cước"),
        ("closed", "", "Quầy trước đã đóng, giữ nguyên lượt"),
    ],
)
def test_reasons_are_those_of_the_hall(code: str, word: str, vi: str) -> None:
    assert reasons.text(code, word).vi == vi


def test_the_types_of_refusals_are_a_closed_list() -> None:
    assert {kind.type for kind in REFUSALS} == TYPES
    assert {kind.type: kind.status in STATUS[kind.type] for kind in REFUSALS} == dict.fromkeys(TYPES, True)


@pytest.mark.parametrize("kind", REFUSALS)
def test_every_refusal_says_what_in_both_languages(kind: type[QueueError]) -> None:
    assert whole(kind.title)
    assert kind().detail == kind.title


@pytest.mark.parametrize("what", WHAT)
def test_an_unknown_thing_is_404_in_a_path_and_422_in_a_body(what: str) -> None:
    path, body = Unknown(what), Unknown(what, "field")
    assert (path.type, path.status, path.errors) == (f"unknown-{what}", 404, {})
    assert (body.type, body.status, set(body.errors)) == (f"unknown-{what}", 422, {"field"})
    assert whole(path.detail)


def test_one_unknown_thing_does_not_rename_another() -> None:
    ticket = Unknown("ticket")
    Unknown("service", "service")
    assert (ticket.type, ticket.status) == ("unknown-ticket", 404)


def test_nothing_unknown_can_be_named_that_has_no_words() -> None:
    with pytest.raises(KeyError):
        Unknown("planet")
    assert issubclass(errors.Unavailable, QueueError)


def test_every_event_is_frozen_documented_and_has_its_own_word() -> None:
    known = [kind for part in (events, *events.PARTS) for kind in vars(part).values()]
    defined = {kind for kind in known if isinstance(kind, type) and issubclass(kind, events.Event)}
    kinds = defined - {events.Event}
    assert set(events.EVENTS.values()) == kinds
    assert {what: kind.what for what, kind in events.EVENTS.items()} == {what: what for what in events.EVENTS}
    for kind in kinds:
        assert is_dataclass(kind)
        assert kind.__dataclass_params__.frozen  # type: ignore[attr-defined]
        assert kind.what.replace("-", "").isalpha()
        assert (kind.__doc__ or "").strip().endswith("."), kind


# A username, a name, a phone number or an address has no place in a log that is kept for ever.
PERSONAL = {"name", "username", "phone", "email", "address", "password", "token", "identity", "citizen"}


def test_no_event_has_room_for_personal_data() -> None:
    assert {field.name for kind in events.EVENTS.values() for field in fields(kind)} & PERSONAL == set()
