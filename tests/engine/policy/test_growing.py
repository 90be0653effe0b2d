"""From one size to the next: everybody is somewhere, and the document is one that can be reviewed."""

from __future__ import annotations

import pytest

from earshot.engine.policy import load, template, templates
from earshot.engine.policy.layout import laid_out
from earshot.engine.policy.templates.growing import grown, nearest, next_size
from tests.engine.policy.acme import acme

NAMES = [one.name for one in templates()]
LANGUAGES = ["en", "zh-hant", "zh-hans"]


@pytest.mark.parametrize("name", NAMES)
def test_a_starting_point_is_nearest_to_itself(name: str) -> None:
    assert nearest(load(template(name, owner="boss"))) == name


def test_the_sizes_in_their_order() -> None:
    assert next_size("solo-b2c") == "startup-b2c"
    assert next_size("growing-b2b") == "midsize-b2b"
    assert next_size("enterprise-b2b") is None


def test_what_is_like_none_goes_by_its_people() -> None:
    text = "roles:\n  tea: {lead: mei, members: [%s], hours: always}\notherwise: {accountable: tea}\n"
    assert nearest(load(text % "mei")) == "solo-b2c"
    assert nearest(load(text % ", ".join(f"p{number}" for number in range(30)))) == "growing-b2c"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [name for name in NAMES if next_size(name)])
def test_everybody_is_somewhere_in_the_next_size(name: str, language: str) -> None:
    policy = load(template(name, owner="老闆", zone="Asia/Taipei", language=language))
    following = next_size(name)
    assert following is not None
    found = grown(policy, following, language, newcomers=["kim", "zoe-2"])
    after = load(found.text)
    staff = {person for role in after.roles for person in (*after.staff(role), after.roles[role].lead)}
    assert set(policy.people) | {"kim", "zoe-2"} <= staff | set(found.unseated)
    assert staff <= set(policy.people) | {"kim", "zoe-2"}, "nobody is made up"
    assert (after.zone, after.backstop) == (policy.zone, policy.backstop)
    assert nearest(after) == following
    assert found.dropped == ()
    assert laid_out(found.text) == found.text
    for person, role in found.joined.items():
        assert person in after.staff(role)
    for person in after.people.values():
        assert person.deputy != person.id


def test_whoever_knows_the_work_takes_it() -> None:
    after = load(grown(acme(), "midsize-b2c").text)
    assert (after.roles["pr"].lead, after.roles["support"].lead, after.roles["legal"].lead) == ("ana", "ben", "chloe")
    assert set(after.staff("pr")) == {"ana", "ivo"}


def test_what_is_known_of_people_stays() -> None:
    before = acme()
    found = grown(before, "midsize-b2c", "zh-hans")
    after = load(found.text)
    assert after.name == before.name
    assert after.people["ceo"].name == "Grace"
    assert after.people["ana"].deputy == "ivo"
    assert after.leave == before.leave
    assert found.dropped == ("Talk of the industry",), "the other rules are called as those of starting points are"


def test_a_name_of_a_starting_point_belongs_to_nobody() -> None:
    """Somebody real may be called like somebody made up."""
    policy = load(template("startup-b2c", owner="ben"))
    after = load(grown(policy, "growing-b2c").text)
    assert after.backstop == "ben"
    assert after.roles["board"].lead == "ben"
