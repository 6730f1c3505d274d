"""What happened to the hours and the day, in the words that staff read."""

from collections.abc import Mapping

from server.rules import events_hours as events
from server.rules.catalogue import Text
from server.rules.event import Event
from server.rules.opening_text import WEEKDAYS
from server.rules.opening_words import DAYS
from server.rules.telling import Names, Sentence, Told, day, joined, scope, some

_WEEK = dict(zip(WEEKDAYS, DAYS, strict=True))


def _closed(event: events.DayClosed, told: Told, names: Names) -> Text:
    when, count = day(event.business_date), event.expired
    return Text(
        f"Đóng ngày {when}, {count} số hết hiệu lực",
        f"The day {when} closed, {some(count, 'number', 'numbers')} expired",
    )


def _turned(event: events.HoursTurned, told: Told, names: Names) -> Text:
    count = event.open
    vi = f"Theo giờ làm việc: {count} nội dung phát số"
    return Text(vi, f"By the hours: {some(count, 'service gives', 'services give')} numbers")


def _issuing(vi: str, en: str) -> Sentence:
    def sentence(event: events.IssuingStopped, told: Told, names: Names) -> Text:
        return joined(Text(vi, en), scope("", event.service, names), by=": ")

    return sentence


def _cap(event: events.CapSet, told: Told, names: Names) -> Text:
    line = names.line(event.service)
    before, after = (
        Text("không giới hạn", "as many as wanted")
        if cap is None
        else Text(f"{cap} số", some(cap, "number", "numbers"))
        for cap in (event.before, event.cap)
    )
    return Text(
        f"Giới hạn mỗi ngày của {line}: {after.vi} (trước: {before.vi})",
        f"Daily limit of {line}: {after.en} (before: {before.en})",
    )


def _hours(event: events.HoursSet, told: Told, names: Names) -> Text:
    whom, days = scope(event.department, event.service, names), _days(event.days)
    head = Text(f"Giờ làm việc của {whom.vi}, {days.vi}", f"Hours of {whom.en}, {days.en}")
    if not event.own:
        return joined(head, Text("theo giờ chung", "as what it belongs to"), by=": ")
    numbers, counters = event.numbers, event.counters
    given = Text(f"phát số {numbers or 'nghỉ'}", f"numbers {numbers or 'none'}")
    said = joined(head, joined(given, Text(f"quầy {counters or 'nghỉ'}", f"counters {counters or 'closed'}")), by=": ")
    return joined(said, _unkept(event.appointments), by=". ")


def _unkept(count: int) -> Text | None:
    en = f"{some(count, 'appointment', 'appointments')} without a counter"
    return Text(f"{count} lịch hẹn không còn quầy làm", en) if count else None


def _days(written: str) -> Text:
    """``mon-fri sat`` in words."""
    vi, en = (
        ", ".join("-".join(_word(one, lang) for one in run.split("-")) for run in written.split())
        for lang in ("vi", "en")
    )
    return Text(vi, en)


def _word(weekday: str, lang: str) -> str:
    return _WEEK[weekday].in_(lang) if weekday in _WEEK else weekday


def _differs(event: events.ClosureAdded | events.ClosureRemoved, names: Names) -> Text:
    """``ngày 2/9/2026, cả trung tâm, 09:00-11:00``: which day differs, for whom, and how."""
    hours = Text(event.hours, event.hours) if event.hours else Text("cả ngày", "the whole day")
    worked = Text(f"làm bù như {_word(event.worked_as, 'vi')}", f"worked as a {_word(event.worked_as, 'en')}")
    how = worked if event.worked_as else joined(Text("đóng cửa", "closed"), hours, by=" ")
    return joined(Text(day(event.date), day(event.date)), scope(event.department, event.service, names), how)


def _added(event: events.ClosureAdded, told: Told, names: Names) -> Text:
    return _told("Thêm ngày khác thường lệ", "A day is to differ", event, names)


def _removed(event: events.ClosureRemoved, told: Told, names: Names) -> Text:
    return _told("Bỏ ngày khác thường lệ", "A day is as usual again", event, names)


def _told(vi: str, en: str, event: events.ClosureAdded | events.ClosureRemoved, names: Names) -> Text:
    """Which day differs, or did, and whom that concerned."""
    head, count = joined(Text(vi, en), _differs(event, names), by=": "), event.tickets
    valid = Text(f"{count} số vẫn có hiệu lực", f"{some(count, 'number stays', 'numbers stay')} valid")
    return joined(head, valid if count else None, _unkept(event.appointments), by=". ")


WORDS: Mapping[type[Event], Sentence] = {
    events.DayClosed: _closed,
    events.HoursTurned: _turned,
    events.IssuingStopped: _issuing("Ngừng phát số", "Giving numbers stopped"),
    events.IssuingResumed: _issuing("Phát số trở lại", "Numbers are given again"),
    events.IssuingOpened: _issuing("Phát số ngay, ngoài giờ", "Numbers are given outside the hours"),
    events.CapSet: _cap,
    events.HoursSet: _hours,
    events.ClosureAdded: _added,
    events.ClosureRemoved: _removed,
}
