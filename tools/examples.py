"""An event of every kind as a hall might write it, for docs/events.md to show in words."""

from dataclasses import dataclass

from server.config.words import Words
from server.rules import events, events_hall, events_hours, events_visits, reasons
from server.rules.catalogue import Text
from server.rules.telling import Told

_NOON = 1_795_582_800_000
_WAIT = {"low": 23, "high": 41, "text": {"vi": "09:40-10:00", "en": "09:40-10:00"}}
_LINES = {"service": "BA"}, {"service": "AK"}


_WORDS = Words()


@dataclass(frozen=True, slots=True)
class Example:
    """Names of a centre that exists nowhere; codes stand for themselves. People are named only if ``named``."""

    named: bool = True

    def line(self, service: str) -> str:
        return service

    def department(self, code: str) -> Text:
        return Text(code, code)

    def area(self, code: str) -> Text:
        return Text(f"khu {code}", f"area {code}") if code not in ("", "all") else Text("toàn trung tâm", "the hall")

    def person(self, id: str) -> str:
        return "Lê An" if self.named else ""

    def device(self, id: str) -> str:
        return "kiosk-1"

    def reason(self, act: str, word: str) -> Text:
        return _WORDS.said(act, word)

    def outcome(self, word: str) -> Text:
        return _WORDS.outcomes[word].text

    def message(self, word: str) -> Text:
        return _WORDS.messages[word].text

    def why(self, code: str, word: str) -> Text:
        return reasons.chosen(self.reason("call", word)) if code == "chosen" else reasons.text(code, word)

    def clock(self, instant: int) -> str:
        return "09:40 24/11"


_OF_TICKETS = (
    Told(
        events.Issued(credit=30, ahead=4, wait=_WAIT),
        after={"service": "BA", "why": "priority", "why_arg": "30"},
    ),
    Told(events.Called("order"), "5"),
    Told(events.Recalled(), "5", {"calls": 1}, {"calls": 2}),
    Told(events.Announced(7, "B"), "5"),
    Told(events.Serving(), "5"),
    Told(events.Finished("BA", "received", 2, "AK"), "5"),
    Told(events.Missed(), "5", {"misses": 0}, {"misses": 1}),
    Told(events.Returned(), "5"),
    Told(events.Held("copy"), "5"),
    Told(events.Transferred(reason="elsewhere"), "5", *_LINES),
    Told(events.Cancelled("left")),
    Told(events.Left()),
    Told(events.Stayed()),
    Told(events.Rejoined(720)),
    Told(events.Recorded("BA", "network")),
    Told(events.Undone(7), "5", {"state": "serving"}, {"state": "called"}),
    Told(events.Expired()),
    Told(events.PrintQueued("j")),
    Told(events.PrintStarted("j")),
    Told(events.Printed("j", "yes", "ok")),
    Told(events_hall.MovedWithLine(), None, *_LINES),
    Told(events_hall.Released(), "5"),
    Told(events_visits.Amended("entitled", credit=30, then=("AK",))),
)
_OF_THE_HALL = (
    Told(events.SignedIn(takeover=True), "5"),
    Told(events.SignedOut("idle"), "5"),
    Told(events.CounterStatus("paused", "lunch", after_current=True), "5"),
    Told(events.DayOpened("2026-11-24")),
    Told(events.Imported(32, 38, 105)),
    Told(events.DeviceAdded("d", "kiosk")),
    Told(events.DeviceRevoked("d")),
    Told(events.UserAdded("p", "officer")),
    Told(events.RoleChanged("p", "supervisor")),
    Told(events.PasswordChanged("p")),
    Told(events.UserDisabled("p")),
    Told(events_hall.ServicesAssigned({"BA": 0, "AK": 30}, until_close=True), "5"),
    Told(events_hall.AssignmentEnded(), "5"),
    Told(events_hall.LineMoved("BA", "AK", None, 12)),
    Told(events_hall.LineAlone("BA", _NOON)),
    Told(events_hall.LineServed("BA")),
    Told(events_hall.ScreensTurned("B", dark=True)),
    Told(events_hall.HallPaused("power")),
    Told(events_hall.HallResumed(754)),
    Told(events_hall.NoticePut("n", "officer-away", "B", "BA")),
    Told(events_hall.NoticeTakenOff("n")),
    Told(events_visits.AppointmentMade("a", "123456", "BA", _NOON)),
    Told(events_visits.AppointmentCancelled("a")),
    Told(events_visits.BurstSuspected("d", "BA", 8, 6)),
)
_OF_HOURS = (
    Told(events_hours.DayClosed("2026-11-24", 3, "7:ab")),
    Told(events_hours.HoursTurned(30)),
    Told(events_hours.IssuingStopped("")),
    Told(events_hours.IssuingResumed("BA")),
    Told(events_hours.IssuingOpened("")),
    Told(events_hours.CapSet("BA", None, 120)),
    Told(events_hours.HoursSet("", "BA", "mon-fri", "07:00-16:00", "07:30-11:30 13:00-16:30")),
    Told(events_hours.ClosureAdded("2026-12-01", "", "", "09:00-11:00", "", 3)),
    Told(events_hours.ClosureRemoved("2026-12-05", "", "", "", "mon")),
)
EXAMPLES = {told.event.what: told for told in (*_OF_TICKETS, *_OF_THE_HALL, *_OF_HOURS)}
