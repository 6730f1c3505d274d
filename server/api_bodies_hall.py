"""Bodies of what supervisors and reception do to the hall as a whole."""

from typing import Annotated

from pydantic import Field

from server.api_bodies import Body, Code

STRICTLY_FIRST = 1440
"""Minutes of preference that put one service before every other: a whole day."""
MOST_SERVICES = 100

Version = Annotated[int, Field(ge=0, le=2**53)]


class Services(Body):
    services: Annotated[dict[Code, Annotated[int, Field(ge=0, le=STRICTLY_FIRST)]], Field(max_length=MOST_SERVICES)]
    until_close: bool = True
    version: Version | None = None


class Give(Body):
    counter: Code


class MoveLine(Body):
    to: Code | None = None
    counter: Code | None = None
    version: Version | None = None
    tell: Code | None = None


class Pause(Body):
    message: Code


class Notice(Body):
    message: Code
    area: Code | None = None
    service: Code | None = None
