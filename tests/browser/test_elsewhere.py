"""A number that is called to a counter of another area stays large where its person waits, until somebody has come."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.screen import call, opened
from tests.web.calling import Caller, Desk, good
from tests.web.running import Demo

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("ends", ["serve", "no-show"])
def test_a_call_to_another_area_stays_large_until_it_is_served_or_missed(
    own_demo: Demo, new_page: Open, ends: str
) -> None:
    kiosk, sender, far = Caller(own_demo.url, own_demo.access["kiosk_token"]), Desk(own_demo, "11"), Desk(own_demo, "1")
    screen = opened(new_page, own_demo, "B")
    screen.clock.install()
    kiosk.ticket("BA")
    ticket = good(sender.next())["ticket"]
    good(sender.move(ticket, "transfer", {"counter": "1"}))
    good(far.next())
    number = call(screen, ticket["number"])
    expect(number).to_contain_text("1")
    [*_, shown] = good(kiosk.get("/api/v1/board?area=B"))["calls"]
    assert (shown["counter"], shown["current"]) == ("1", True)
    # Long after a served number would have left the large rows.
    screen.clock.run_for(180_000)
    expect(number).to_be_visible()
    good(far.miss(ticket) if ends == "no-show" else far.move(ticket, ends))
    [*_, shown] = good(kiosk.get("/api/v1/board?area=B"))["calls"]
    assert (shown["counter"], shown["current"]) == ("1", False)
    screen.clock.run_for(180_000)
    expect(number).to_be_hidden()
    expect(screen.locator("#recent")).to_contain_text(ticket["number"])
