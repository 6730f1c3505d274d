"""Settings of the one who runs the server: what a client may ask for, and what is kept in case of loss."""

from pydantic import Field

from .kinds import MaybePath, Section


class Limits(Section):
    """Bounds that keep one client from hurting the others.

    A whole minute's worth may come at once: a crowd at opening is never refused, a program run wild is.
    LAYSO_LIMITS=off in the environment lifts those per minute.
    """

    body_kb: int = Field(
        64, ge=1, le=1024, description="Largest request body, in KB (1,024 bytes); more is refused with 413."
    )
    issue_per_minute: int = Field(
        3000, ge=60, le=1_000_000, description="Tickets that one kiosk or person may issue in a minute."
    )
    requests_per_minute: int = Field(
        12_000, ge=600, le=1_000_000, description="Requests in a minute of one device or signed-in person."
    )
    open_per_minute: int = Field(
        6000,
        ge=60,
        le=1_000_000,
        description="Requests in a minute that one address may make without being known: track pages, wrong tokens.",
    )
    failed_sign_ins_per_minute: int = Field(
        10,
        ge=3,
        le=1000,
        description="Wrong passwords in a minute for one username from one address; six times as many for all "
        "usernames together.",
    )
    wrong_codes_per_minute: int = Field(
        6,
        ge=3,
        le=1000,
        description="Codes of appointments and of slips, typed wrong, in a minute at one kiosk or by one person.",
    )


class Backup(Section):
    """The copy of the database that the server makes and verifies by itself each business day."""

    keep: int = Field(14, ge=0, le=3650, description="Daily copies that are kept; 0: none is made.")
    folder: MaybePath = Field(
        None,
        description="Folder of the copies, best on another disk. A relative path counts from the folder of this "
        "file. Empty: backups in the data folder.",
    )
