"""What can be wrong between rows that are each right: doubles, references, desks that serve nothing, prefixes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from server.config import Mistake, Numbers
from server.config.mistakes import did_you_mean, one_of
from server.rules import line
from server.rules.catalogue import Closure, Counter, Department, Hours, Person, Procedure, Service

from . import csvhours
from .csvprefixes import prefix_mistakes
from .csvrows import Fact

LABEL = 40


@dataclass(frozen=True, slots=True)
class Placed:
    """A fact and where it was read ("services.csv:5"), or that it is in the hall already."""

    fact: Fact
    where: str


@dataclass(slots=True)
class Table:
    """All rows of one kind by code. ``known`` also has the codes of rows that are wrong in something else."""

    rows: dict[str, Placed] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)
    where: str = ""


Tables = Mapping[str, Table]


def between(tables: Tables, numbers: Numbers) -> Iterator[Mistake]:
    """Yield what is wrong between rows. A table that is not there is not missed: nothing refers to it."""
    for table in ("departments", "services", "counters", "procedures", "hours", "closures", "people"):
        for placed in tables[table].rows.values() if table in tables else ():
            yield from _references(tables, placed)
            yield from _labels(placed)
    for placed in tables["people"].rows.values() if "people" in tables else ():
        yield from _person(tables, placed)
    yield from _hours(tables)
    if "services" in tables:
        yield from _served(tables)
        yield from _shown(tables)
        services = [(p.fact, p.where) for p in tables["services"].rows.values() if isinstance(p.fact, Service)]
        yield from prefix_mistakes(services, numbers)


def _hours(tables: Tables) -> Iterator[Mistake]:
    for table in ("hours", "closures"):
        rows = tables[table].rows.values() if table in tables else ()
        yield from csvhours.between([(p.fact, p.where) for p in rows if isinstance(p.fact, Hours | Closure)])
    # A row that is wrong may be the one that opens a service.
    if "services" in tables and "hours" in tables and len(tables["hours"].rows) == len(tables["hours"].known):
        services = [(p.fact, p.where) for p in tables["services"].rows.values() if isinstance(p.fact, Service)]
        hours = [p.fact for p in tables["hours"].rows.values() if isinstance(p.fact, Hours)]
        yield from csvhours.never_open(services, hours)
        if file := tables["hours"].where:
            yield from csvhours.days_missing(file, [service for service, _ in services], hours)


def _references(tables: Tables, placed: Placed) -> Iterator[Mistake]:
    for table, noun, code in _refers(placed.fact):
        if code and table in tables and code not in tables[table].known:
            known = sorted(tables[table].known)
            yield Mistake(placed.where, f"there is no {noun} '{code}'.", did_you_mean(code, known) or one_of(known))


def _refers(fact: Fact) -> Iterator[tuple[str, str, str]]:
    """Yield (table, what it is called, code) of everything that ``fact`` names."""
    if isinstance(fact, Department | Service | Counter):
        yield "areas", "area", fact.area
    if isinstance(fact, Service | Person | Hours | Closure):
        yield "departments", "department", fact.department
    if isinstance(fact, Procedure | Hours | Closure):
        yield "services", "service", fact.service
    if isinstance(fact, Person):
        yield "counters", "counter", fact.counter
    if isinstance(fact, Counter):
        for service in fact.services:
            yield "services", "service", service


def _labels(placed: Placed) -> Iterator[Mistake]:
    if isinstance(placed.fact, Department | Service):
        for lang, text in (("vi", placed.fact.label.vi), ("en", placed.fact.label.en)):
            if len(text) > LABEL:
                says = f"label_{lang} is needed: the name has {len(text)} characters, at the kiosk {LABEL} fit."
                yield Mistake(placed.where, says, "Write a short name there.")


def _person(tables: Tables, placed: Placed) -> Iterator[Mistake]:
    person = placed.fact
    if not isinstance(person, Person):
        return
    if person.role == "officer" and not person.department:
        yield Mistake(placed.where, "an officer needs a department: it decides at which counters to sign in.")
    if person.role != "officer" and person.counter:
        yield Mistake(placed.where, f"only officers sit at a counter, not {person.role}.", "Leave counter empty.")
    if person.role == "officer" and person.department and not _may_sit(tables, person):
        says = f"counter {person.counter} serves nothing of department {person.department}."
        yield Mistake(placed.where, says, "This officer cannot sign in there.", "warning")


def _may_sit(tables: Tables, person: Person) -> bool:
    counters, services = tables.get("counters"), tables.get("services")
    desk = counters.rows.get(person.counter) if counters else None
    if services is None or desk is None or not isinstance(desk.fact, Counter):
        return True
    served = [services.rows[code].fact for code in desk.fact.services if code in services.rows]
    return any(isinstance(one, Service) and one.department == person.department for one in served)


def _served(tables: Tables) -> Iterator[Mistake]:
    if "counters" not in tables:
        return
    counters = [(p.fact, p.where) for p in tables["counters"].rows.values() if isinstance(p.fact, Counter)]
    for counter, where in counters:
        if not counter.services:
            yield Mistake(where, f"counter {counter.code} serves no service.", "Name some in the column services.")
    # A counter row that is wrong may be the one that serves it.
    if len(counters) < len(tables["counters"].known):
        return
    served = {code for counter, _ in counters for code in counter.services}
    for code, placed in tables["services"].rows.items():
        if code not in served:
            says = f"no counter serves {code}: its tickets would never be called."
            yield Mistake(placed.where, says, "Add it to a counter's services in counters.csv.")
    for code in sorted(served):
        yield from _never_next(tables, code, [counter for counter, _ in counters])


def _never_next(tables: Tables, code: str, counters: list[Counter]) -> Iterator[Mistake]:
    """Warn of a service whose people wait, at each of its counters, for everybody of another one to be served."""
    before = line.strictly_before(code, [counter.services for counter in counters])
    if before and code in tables["services"].rows:
        others = ", ".join(sorted(before))
        says = f"{code} comes strictly after {others} at every counter that serves it: on a busy day nobody is called."
        fix = "Let one counter serve it with the same preference, or give the others less than 1440."
        yield Mistake(tables["services"].rows[code].where, says, fix, "warning")


def _shown(tables: Tables) -> Iterator[Mistake]:
    """Warn of what a citizen at the kiosk could not see or not tell apart."""
    seen: dict[tuple[str, str], str] = {}
    for code, placed in tables["services"].rows.items():
        if isinstance(placed.fact, Service):
            first = seen.setdefault((placed.fact.department, placed.fact.label.vi.casefold()), code)
            if first != code:
                says = f"{code} has the same label as {first}: nobody can tell them apart at the kiosk."
                yield Mistake(placed.where, says, None, "warning")
    if "departments" in tables and len(tables["services"].rows) == len(tables["services"].known):
        owners = {p.fact.department for p in tables["services"].rows.values() if isinstance(p.fact, Service)}
        for code, placed in tables["departments"].rows.items():
            if code not in owners:
                yield Mistake(
                    placed.where, f"department {code} has no service; the kiosk leaves it out.", None, "warning"
                )
