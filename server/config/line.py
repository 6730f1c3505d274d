"""Settings of the line: what the rules of calling, missing, waiting and closing are at this centre."""

from pydantic import Field

from .kinds import MaybeClock, Section


class Line(Section):
    """How people are called, how long they are waited for, and what becomes of who was missed."""

    around_the_clock: bool = Field(
        False,
        description="true: numbers are given at any hour of any day, whatever hours and closures say; to try things.",
    )
    close_at: MaybeClock = Field(
        "20:00",
        description="Time of day at which a day that nobody closed is closed: who still waits then is not served any "
        "more. Empty: at midnight.",
    )
    no_show_calls: int = Field(
        3, ge=1, le=9, description="Calls after which a person who did not come may be noted as missed."
    )
    no_show_delay_s: int = Field(
        60, ge=0, le=600, description="Seconds after the end of the last announcement from which that may be."
    )
    missed_after: int = Field(
        3,
        ge=0,
        le=50,
        description="Waiting tickets of its line behind which a missed ticket stands when it comes back.",
    )
    missed_void: int = Field(
        3,
        ge=2,
        le=9,
        description="Misses with which a ticket is void. From the second on it comes back after the last.",
    )
    leave_undo_minutes: int = Field(
        2, ge=1, le=30, description="Minutes for which somebody who left the line can take that back, place and all."
    )
    rejoin_minutes: int = Field(
        30, ge=1, le=240, description="Minutes after a missed call in which its number can come back into the line."
    )
    appointment_credit: int = Field(
        60,
        ge=0,
        le=120,
        description="Minutes by which an appointment counts as earlier than its time.",
    )
    appointment_late_minutes: int = Field(
        15,
        ge=0,
        le=120,
        description="Minutes after its time up to which an appointment holds; later its holder counts as just come.",
    )
    carry_credit: int = Field(
        60,
        ge=0,
        le=120,
        description="Minutes of credit for somebody who was left when a day closed and comes again.",
    )
    carry_days: int = Field(7, ge=1, le=60, description="Days for which somebody who was left can get that credit.")
    burst_tickets: int = Field(
        12,
        ge=3,
        le=500,
        description="Numbers of one service taken at one kiosk within a minute; more are watched as a burst.",
    )
    burst_missed: int = Field(
        3, ge=1, le=500, description="Numbers of a burst that are missed before the supervisor is told of it."
    )
    kiosk_asks_after: int = Field(
        2,
        ge=1,
        le=50,
        description="Numbers of one service within 30 seconds after which the kiosk asks whether they are for others.",
    )
    alert_s: int = Field(
        45,
        ge=5,
        le=600,
        description="Seconds somebody may wait whom no open counter may call before the supervisor is alerted.",
    )
    recall_s: int = Field(
        25,
        ge=0,
        le=120,
        description="Seconds between the end of a call and the next of the same number. "
        "The counter's page keeps them; the API does not.",
    )
    hold_reminder_minutes: int = Field(
        20, ge=1, le=240, description="Minutes after which a held ticket stands out at its counter."
    )
    dossiers_per_ticket: int = Field(
        3,
        ge=1,
        le=50,
        description="Dossiers that one ticket covers; who has more takes a new number at the end. "
        "The counter's page says so; nothing is refused.",
    )
    auto_call: bool = Field(
        False, description="true: after finishing, a counter calls the next by itself, unless the officer stops it."
    )
    auto_call_s: int = Field(10, ge=3, le=60, description="Seconds for which that can be stopped.")
