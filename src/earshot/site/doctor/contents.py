"""Does it do its work: channels that hear, answers that go out, policies under which somebody is on duty."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from earshot.engine.policy import PolicyInvalid, load, role_hours
from earshot.kernel.texts import restored, say
from earshot.site.doctor.findings import Finding, ok
from earshot.site.doctor.place import Place

WEEK = timedelta(days=7)


def channels(place: Place) -> Iterator[Finding]:
    """Every channel that is listened to is heard."""
    rows = place.ask(
        "SELECT c.name, w.slug, c.state, c.error, c.mend FROM listening_channel c JOIN people_workspace w "
        "ON w.id = c.workspace_id WHERE c.active "
        "AND c.state IN ('refused', 'waiting') AND c.error <> '' ORDER BY w.slug"
    )
    for name, slug, state, error, mend in rows:
        yield Finding(
            "error" if state == "refused" else "warning",
            say(
                "The channel %(name)s of %(workspace)s: %(error)s",
                name=name,
                workspace=slug,
                error=restored(str(error)),
            ),
            restored(str(mend)) or say("It is tried again by itself."),
        )
    if not rows:
        yield ok(say("No channel is in trouble."))


def outbox(place: Place) -> Iterator[Finding]:
    """No answer waits for a person, or for nobody."""
    rows = place.ask("SELECT state, count(*) FROM delivery_publication GROUP BY state")
    counted = {str(state): number for state, number in rows}
    late = (place.now - timedelta(minutes=15)).strftime("%Y-%m-%d %H:%M:%S")
    waiting = place.ask("SELECT count(*) FROM delivery_publication WHERE state = 'queued' AND not_before < ?", late)
    if number := counted.get("held"):
        yield Finding(
            "warning",
            say("%(number)s answers wait for a person's word.", number=number),
            say("Open them in the inbox: each says what it needs."),
        )
    if number := counted.get("unknown"):
        yield Finding(
            "note",
            say("Of %(number)s answers it is not known yet whether they went out.", number=number),
            say("Earshot looks by itself, and asks where it cannot tell."),
        )
    if waiting and waiting[0][0]:
        yield Finding(
            "warning",
            say("%(number)s answers should have gone out more than 15 minutes ago.", number=waiting[0][0]),
            say("Start Earshot; it asks a person whether they still fit."),
        )
    if not counted.get("held") and not (waiting and waiting[0][0]):
        yield ok(say("No answer is stuck."))


def policies(place: Place) -> Iterator[Finding]:
    """The policies in force can be read, and every role is open some time this week."""
    rows = place.ask(
        "SELECT w.slug, p.text FROM responsibility_policyversion p JOIN people_workspace w ON w.id = p.workspace_id "
        "WHERE p.active ORDER BY w.slug"
    )
    for slug, text in rows:
        yield from _policy(place, str(slug), str(text))


def _policy(place: Place, slug: str, text: str) -> Iterator[Finding]:
    try:
        policy = load(text)
    except PolicyInvalid as invalid:
        first = invalid.problems[0]
        yield Finding(
            "error",
            say("The policy of %(workspace)s cannot be read: %(problem)s", workspace=slug, problem=first.message),
            first.mend,
        )
        return
    shut = [name for name in policy.roles if not role_hours(policy, name, place.now, place.now + WEEK)]
    for role in shut:
        yield Finding(
            "warning",
            say(
                "In %(workspace)s the role %(role)s has no open hours in the next seven days.",
                workspace=slug,
                role=role,
            ),
            say("Look at its hours and its rota in the policy: what falls to it has no deadline that runs."),
        )
    if not shut:
        yield ok(say("The policy of %(workspace)s can be read; each of its roles has open hours.", workspace=slug))


def imports(place: Place) -> Iterator[Finding]:
    """No import stands still for want of its file."""
    for name, path in place.ask("SELECT name, path FROM listening_import WHERE state IN ('waiting', 'running')"):
        if not Path(str(path)).is_file():
            yield Finding(
                "warning",
                say("The import of %(name)s goes on as soon as %(path)s is back.", name=name, path=path),
                say("Put the file back, or cancel the import on its page."),
            )


CHECKS = (channels, outbox, policies, imports)
