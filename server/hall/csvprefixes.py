"""Whether the prefixes of tickets can be told apart, by ear too."""

from collections.abc import Iterator
from itertools import combinations

from server.config import Mistake, Numbers
from server.rules.catalogue import Service

Found = list[tuple[Service, str]]


def prefix_mistakes(services: Found, numbers: Numbers) -> Iterator[Mistake]:
    """Yield what is wrong with the prefixes of ``services``, each given with where it stands."""
    two = len(services) > numbers.one_letter_services
    for service, where in services:
        yield from _one(service, where, numbers)
        yield from _length(service, where, numbers.one_letter_services, two=two)
    for (one, _), (other, where) in combinations(services, 2):
        yield from _pair(one, other, where, numbers)


def _one(service: Service, where: str, numbers: Numbers) -> Iterator[Mistake]:
    bad = [letter for letter in service.prefix if letter not in numbers.letters]
    if bad:
        says = f"prefix '{service.prefix}' has {' and '.join(bad)}, which cannot be told apart when spoken."
        yield Mistake(where, says, f"Use letters of {' '.join(numbers.letters)}.")
    elif service.prefix in numbers.deny:
        yield Mistake(where, f"prefix '{service.prefix}' is on the deny list.", "Choose other letters.")


def _length(service: Service, where: str, most: int, *, two: bool) -> Iterator[Mistake]:
    prefix = service.prefix
    if two and len(prefix) == 1:
        says = f"prefix '{prefix}' has one letter; above {most} services it needs two, the first being the area's."
        yield Mistake(where, says, f"Begin it with {service.area}.")
    elif two and prefix[0] != service.area:
        says = f"prefix '{prefix}' does not begin with its area {service.area}."
        yield Mistake(where, says, f"People learn where to sit from it: begin it with {service.area}.")
    elif not two and len(prefix) == 2:
        yield Mistake(where, f"prefix '{prefix}' has two letters.", f"Up to {most} services one is enough.", "warning")


def _pair(one: Service, other: Service, where: str, numbers: Numbers) -> Iterator[Mistake]:
    a, b = one.prefix, other.prefix
    if a == b:
        yield Mistake(where, f"prefix '{b}' is already that of {one.code}.", "Each service has its own.")
    elif one.area == other.area and _sound_alike(a, b, numbers):
        says = f"prefixes {a} and {b} of area {one.area} sound alike."
        yield Mistake(where, says, "Listen to both over the loudspeaker.", "warning")


def _sound_alike(a: str, b: str, numbers: Numbers) -> bool:
    """One begins the other, the same letters turned round, or one letter that sounds like another's."""
    if a.startswith(b) or b.startswith(a) or a == b[::-1]:
        return True
    if len(a) != len(b):
        return False
    differ = [x + y for x, y in zip(a, b, strict=True) if x != y]
    return len(differ) == 1 and (differ[0] in numbers.sound_alike or differ[0][::-1] in numbers.sound_alike)
