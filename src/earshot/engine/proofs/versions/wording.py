"""What changes as sentences that can be said again in any language."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from earshot.engine.policy import OTHERWISE, Clocked, Rule
from earshot.engine.policy.problems import quoted
from earshot.engine.proofs.describing import described, listed
from earshot.engine.proofs.timely.moments import length, moment
from earshot.engine.proofs.versions.change import Kind
from earshot.engine.proofs.versions.terms import Version, Way
from earshot.kernel.texts import N_, Said, say

Sample = Mapping[str, Any]

_HANDLINGS = {"answer": N_("answered"), "watch": N_("only watched"), "ignore": N_("ignored")}


def stated(kind: Kind, old: Rule, new: Rule, sample: Sample) -> Said:
    """What two rules that decide a conversation one after the other say differently."""
    return _STATED[kind](old, new, {"what": _what(old.name, new.name), "conversation": described(sample)})


def _accountable(old: Rule, new: Rule, parts: dict[str, Said]) -> Said:
    return say(
        "What %(from_rule)s gave to %(from_role)s, %(to_rule)s now gives to %(to_role)s: for example %(conversation)s.",
        from_rule=_name(old.name),
        from_role=old.accountable,
        to_rule=_name(new.name),
        to_role=new.accountable,
        conversation=parts["conversation"],
    )


def _responsible(old: Rule, new: Rule, parts: dict[str, Said]) -> Said:
    return say(
        "%(after)s is responsible instead of %(before)s for %(what)s: for example %(conversation)s.",
        before=old.responsible,
        after=new.responsible,
        **parts,
    )


def _handling(old: Rule, new: Rule, parts: dict[str, Said]) -> Said:
    return say(
        "Now %(after)s instead of %(before)s is %(what)s: for example %(conversation)s.",
        before=say(_HANDLINGS[old.handling]),
        after=say(_HANDLINGS[new.handling]),
        **parts,
    )


def _approvals(old: Rule, new: Rule, parts: dict[str, Said]) -> Said:
    return _between(
        old.approve_by and listed(old.approve_by),
        new.approve_by and listed(new.approve_by),
        N_("Answers to %(what)s must now be approved by %(after)s: for example %(conversation)s."),
        N_("Answers to %(what)s need no longer be approved by %(before)s: for example %(conversation)s."),
        N_("Answers to %(what)s must be approved by %(after)s instead of %(before)s: for example %(conversation)s."),
        parts,
    )


def _deadline(old: Rule, new: Rule, parts: dict[str, Said]) -> Said:
    return _between(
        _clocks(old.within),
        _clocks(new.within),
        N_("An answer within %(after)s is now owed to %(what)s: for example %(conversation)s."),
        N_("No answer within %(before)s is owed any more to %(what)s: for example %(conversation)s."),
        N_("An answer within %(after)s instead of %(before)s is owed to %(what)s: for example %(conversation)s."),
        parts,
    )


def _ladder(old: Rule, new: Rule, parts: dict[str, Said]) -> Said:
    return _between(
        old.ladder and quoted(old.ladder),
        new.ladder and quoted(new.ladder),
        N_("The ladder %(after)s is now climbed for %(what)s: for example %(conversation)s."),
        N_("The ladder %(before)s is no longer climbed for %(what)s: for example %(conversation)s."),
        N_("The ladder %(after)s instead of %(before)s is climbed for %(what)s: for example %(conversation)s."),
        parts,
    )


def _skill(old: Rule, new: Rule, parts: dict[str, Said]) -> Said:
    return _between(
        old.skill,
        new.skill,
        N_("The skill %(after)s is now wanted for %(what)s: for example %(conversation)s."),
        N_("The skill %(before)s is no longer wanted for %(what)s: for example %(conversation)s."),
        N_("The skill %(after)s instead of %(before)s is wanted for %(what)s: for example %(conversation)s."),
        parts,
    )


_STATED: dict[Kind, Callable[[Rule, Rule, dict[str, Said]], Said]] = {
    "accountable": _accountable,
    "responsible": _responsible,
    "handling": _handling,
    "approvals": _approvals,
    "deadline": _deadline,
    "ladder": _ladder,
    "skill": _skill,
}


def _between(before: object, after: object, come: str, gone: str, changed: str, parts: dict[str, Said]) -> Said:
    """The template for what has come, gone or changed."""
    if not before:
        return say(come, after=after, **parts)
    return say(changed, before=before, after=after, **parts) if after else say(gone, before=before, **parts)


def _name(rule: str) -> Said:
    return say("otherwise") if rule == OTHERWISE else quoted(rule)


def _what(old: str, new: str) -> Said:
    if old == new:
        return say("what %(rule)s decides", rule=_name(new))
    return say("what %(from_rule)s decided and %(to_rule)s decides now", from_rule=_name(old), to_rule=_name(new))


def _clocks(within: Sequence[Clocked]) -> Said | None:
    """The durations of clocks, the first of which counts; None: there are none."""
    if not within:
        return None
    found = _clock(within[0])
    for clock in within[1:]:
        found = say("%(clocks)s or %(clock)s", clocks=found, clock=_clock(clock))
    return found


def _clock(clock: Clocked) -> Said:
    if clock.hours == "always":
        return length(clock.minutes)
    return say("%(length)s of %(hours)s", length=length(clock.minutes), hours=quoted(clock.hours))


def hours(after: Version, name: str, minute: int, is_open: bool, sample: Sample) -> Said:
    """Hours in which deadlines count have become others. ``is_open``: at that minute, now; before it was not so."""
    template = (
        N_(
            "The hours %(hours)s, in which deadlines are counted, are others: on %(moment)s they are now open; "
            "for example %(conversation)s."
        )
        if is_open
        else N_(
            "The hours %(hours)s, in which deadlines are counted, are others: on %(moment)s they are now closed; "
            "for example %(conversation)s."
        )
    )
    return say(template, hours=quoted(name), moment=moment(after.policy, minute), conversation=described(sample))


def ladder(name: str, before: tuple[Way, ...], after: tuple[Way, ...], sample: Sample) -> Said:
    """A ladder has become another."""
    return say(
        "The ladder %(ladder)s goes %(after)s instead of %(before)s: for example %(conversation)s.",
        ladder=quoted(name),
        before=_steps(before),
        after=_steps(after),
        conversation=described(sample),
    )


def steps_as_written(ways: tuple[Way, ...]) -> tuple[str, ...]:
    """The steps of a ladder with those that continue it, as ``10m: pr``."""
    return tuple(f"{after}m: {to}" for way in ways for after, to in way if to)


def _steps(ways: tuple[Way, ...]) -> Said:
    steps = [(after, to) for way in ways for after, to in way if to]
    return listed([say("after %(length)s to %(to)s", length=length(after), to=to) for after, to in steps])


_INVOLVED = {
    "consulted": (
        N_("%(after)s will now be consulted on %(what)s: for example %(conversation)s."),
        N_("%(before)s will no longer be consulted on %(what)s: for example %(conversation)s."),
        N_("%(after)s instead of %(before)s will be consulted on %(what)s: for example %(conversation)s."),
    ),
    "informed": (
        N_("%(after)s will now be informed of %(what)s: for example %(conversation)s."),
        N_("%(before)s will no longer be informed of %(what)s: for example %(conversation)s."),
        N_("%(after)s instead of %(before)s will be informed of %(what)s: for example %(conversation)s."),
    ),
}


def involved(
    letter: str,
    rules: tuple[str, str] | None,
    lost: Sequence[str],
    gained: Sequence[str],
    sample: Sample,
) -> Said:
    """Roles that are consulted or informed otherwise. ``rules`` None: by additions, whichever rule decides."""
    what = _what(*rules) if rules else say("what an addition names")
    parts = {"what": what, "conversation": described(sample)}
    return _between(lost and listed(lost), gained and listed(gained), *_INVOLVED[letter], parts)
