"""What a supervisor and reception do to the hall while it runs, over a House."""

from typing import Any

from server.hall import assigning, linemoves, noticing, pausing
from server.hall.assigning import Assignment
from server.hall.linemoves import Target
from server.hall.once import Asked
from server.rules.people import Identity
from tests.hall.house import Document, House, body

SUPERVISOR = Identity("supervisor", "s1", "Giám sát", "quangninh")
OTHER = Identity("supervisor", "s2", "Giám sát khác", "quangninh")


def assign(house: House, counter: str, services: dict[str, int], *, until_close: bool = True, **more: Any) -> Document:
    who = more.pop("who", SUPERVISOR)
    wish = Assignment(services, until_close, **more)
    return body(assigning.assign(house.hall, who, Asked(who.actor), counter, wish))


def give(house: House, service: str, counter: str) -> Document:
    return body(assigning.give(house.hall, SUPERVISOR, Asked(SUPERVISOR.actor), service, counter))


def move_line(house: House, line: str, *, who: Identity = SUPERVISOR, **to: Any) -> Document:
    return body(linemoves.move(house.hall, who, Asked(who.actor), line, Target(**to)))


def pause(house: House, message: str = "drill") -> Document:
    return body(pausing.pause(house.hall, SUPERVISOR, Asked(SUPERVISOR.actor), message))


def resume(house: House) -> Document:
    return body(pausing.resume(house.hall, SUPERVISOR, Asked(SUPERVISOR.actor)))


def notice(house: House, message: str = "officer-away", **where: Any) -> Document:
    return body(noticing.put(house.hall, SUPERVISOR, Asked(SUPERVISOR.actor), message, **where))


def what(house: House) -> list[str]:
    return [one["what"] for one in house.events()]
