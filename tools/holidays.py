"""A year's public holidays of Vietnam as rows for closures.csv: ``python -m tools.holidays 2028``.

A beginning, not the last word: swapped days and the days of Tết are announced each year, some for civil servants alone.
"""

import csv
import sys
from collections.abc import Mapping
from datetime import date, datetime

from holidays import country_holidays

HEADER = ("date", "department", "service", "begins", "ends", "worked_as", "reason_vi", "reason_en")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SWAP = "Ngày nghỉ (thay cho ngày "


def days_off(year: int, language: str = "vi") -> Mapping[date, str]:
    """Every public holiday of the year, days in lieu and swapped days too, with its name."""
    return dict(sorted(country_holidays("VN", years=year, language=language).items()))


def swapped(year: int) -> Mapping[date, date]:
    """Days that are worked instead: the day -> the holiday whose weekday it is worked as."""
    found = {day: name for day, name in days_off(year).items() if name.startswith(_SWAP)}
    return {_worked(name): day for day, name in found.items()}


def _worked(name: str) -> date:
    return datetime.strptime(name.removeprefix(_SWAP).removesuffix(")"), "%d/%m/%Y").date()


def rows(year: int) -> list[tuple[str, ...]]:
    """The rows of closures.csv, in order."""
    english = days_off(year, "en_US")
    off = [(day.isoformat(), "", "", "", "", "", name, english[day]) for day, name in days_off(year).items()]
    made_up = [
        (
            day.isoformat(),
            "",
            "",
            "",
            "",
            WEEKDAYS[free.weekday()],
            f"Làm bù cho ngày {free:%d/%m}",
            f"For {free:%d/%m}",
        )
        for day, free in swapped(year).items()
    ]
    return sorted([*off, *made_up])


if __name__ == "__main__":
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(HEADER)
    for year in sys.argv[1:] or [str(date.today().year + 1)]:
        writer.writerows(rows(int(year)))
