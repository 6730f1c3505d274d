"""The demo's sign-ins: every password it shows is one that works."""

import pytest

from server import app_demo
from server.access import hashed, matches
from server.app import open_hall
from server.config import Config
from server.hall import Hall, people
from server.store.people import Person


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Hall:
    hall = open_hall(Config.demo(tmp_path_factory.mktemp("demo"), "127.0.0.1", 0))
    app_demo.prepare(hall, lambda sentence: None)
    return hall


def shown(demo: Hall) -> dict[str, str]:
    facts = app_demo.details(demo, "http://x")
    everybody = [*facts["officers"], *(facts[role] for role in ("reception", "supervisor", "admin") if role in facts)]
    return {one["username"]: one["password"] for one in everybody}


def works(demo: Hall, username: str, password: str) -> bool:
    person = people.person_named(demo, username)
    return person is not None and matches(person.password, password)


def test_each_counter_has_an_officer_and_their_passwords_work(demo: Hall) -> None:
    assert {one["counter"] for one in app_demo.details(demo, "http://x")["officers"]} == set(demo.catalogue.counters)
    for username in ("quay1", "quay54", "huongdan", "giamsat", "admin"):
        assert works(demo, username, shown(demo)[username])


def test_a_password_of_ones_own_is_never_guessed_at(demo: Hall) -> None:
    people.set_password(demo, "quay2", hashed("a password of my own"))
    people.add_person(demo, Person("", "aaa", "A", "reception", "", "", (), hashed("another one"), True))
    people.add_person(demo, Person("", "bbb", "B", "officer", "TT", "", (), hashed("a third one"), True))
    assert not {"quay2", "aaa", "bbb"} & set(shown(demo))
    assert works(demo, "huongdan", shown(demo)["huongdan"])


def test_who_may_no_longer_sign_in_is_not_shown(demo: Hall) -> None:
    people.disable(demo, "quay3")
    assert "quay3" not in shown(demo)


def test_a_hall_whose_people_all_have_their_own_passwords_still_says_hello(demo: Hall) -> None:
    facts = {**app_demo.details(demo, "http://x"), "officers": []}
    assert "http://x/enter#" in app_demo.welcome(facts)
