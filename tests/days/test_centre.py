"""What the days are played on: the centre, its clock, its people."""

from tests.days.conftest import Opened
from tests.web.calling import good


def test_the_centre_runs_at_the_chosen_hour_and_its_time_moves_on(centre: Opened) -> None:
    here = centre("08:00")
    assert here.kiosk.ticket("BA")["issued_at"][11:16] == "08:00"
    here.until("10:30")
    ticket = here.kiosk.ticket("BA")
    assert ticket["issued_at"][11:16] == "10:30"
    assert good(here.desk("11").next())["ticket"]["number"] == "BA001"
    assert good(here.staff("reception").get(f"/api/v1/tickets?number={ticket['number']}"))["tickets"]
