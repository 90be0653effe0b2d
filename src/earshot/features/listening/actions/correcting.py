"""A person's word on what Earshot found in a post."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from earshot.features.audit.actions import record
from earshot.features.listening.actions.holding import held
from earshot.features.listening.actions.topics import tell
from earshot.features.listening.languages import language_tag
from earshot.features.listening.lessons import NOT_ABOUT_US, TAUGHT, forget, teach
from earshot.features.listening.models import Correction, Post
from earshot.features.listening.storing import ON_THE_POST
from earshot.features.people.actions import actor_of
from earshot.features.people.models import Membership
from earshot.kernel.clock import Clock
from earshot.kernel.errors import BadInput
from earshot.kernel.texts import shortened

VALUES: dict[str, tuple[str, ...]] = {
    "sentiment": ("positive", "neutral", "negative"),
    "intent": ("complaint", "question", "praise", "purchase", "press", "job", "spam", "other"),
}
"""What a person may say; ``risk`` is a whole number 0..100, ``language`` a tag, ``advocate`` is ``yes``."""
HIGHEST_RISK = 100
_LONGEST = 40


def correct(post: Post, actor: Membership, kind: str, value: str, clock: Clock) -> Post:
    """One word: see :func:`correct_all`. Answers the post as it stands now."""
    correct_all(post, actor, {kind: value}, clock)
    return Post.objects.get(pk=post.pk)


@transaction.atomic
def correct_all(post: Post, actor: Membership, words: Mapping[str, str], clock: Clock) -> tuple[str, ...]:
    """A person's words on findings (kind -> value), all of them or none; each wins over the machine's, also for later
    versions, and is a lesson for posts like it. "" takes a word back. Answers the kinds that were changed; where none
    is, nothing is written down.

    Raises:
        BadInput: no such kind, or a value is not one of it.
        NotAllowed: the actor may only look.
        NotFound: the post is of another workspace.
    """
    row = held(post, actor)
    said = {kind: checked(kind, value.strip()) for kind, value in words.items()}
    stands = dict(Correction.objects.filter(post=row, kind__in=said).values_list("kind", "value"))
    changed = tuple(kind for kind, value in said.items() if value != stands.get(kind, ""))
    for kind in changed:
        _say(row, actor, kind, said[kind], clock)
    if changed:
        row.save(update_fields=["lang", "risk", "sentiment", "intent"])
        tell(row.workspace_id, [row.pk], "correction")
    return changed


def _say(post: Post, actor: Membership, kind: str, value: str, clock: Clock) -> None:
    if value:
        Correction.objects.update_or_create(
            post=post, kind=kind, defaults={"value": value, "by": actor, "at": clock.now(), "lesson": None}
        )
        if kind in TAUGHT:
            teach(post, actor, kind, value, clock)
    else:
        Correction.objects.filter(post=post, kind=kind).delete()
        forget(post, kind)
        value = _machines_word(post, kind)
    _set(post, kind, value)
    record(actor_of(actor), "post.correct", clock, post.workspace_id, "post", post.pk, kind=kind, value=value)


def checked(kind: str, value: str) -> str:
    """The value as it is stored. Raises BadInput where there is no such kind, or where it is no value of it."""
    if kind not in (*VALUES, "risk", "language", "advocate", NOT_ABOUT_US):
        raise BadInput(
            _("%(kind)s cannot be corrected.") % {"kind": shortened(kind)},
            _("Correct one of: %(kinds)s.") % {"kinds": ", ".join((*VALUES, "risk", "language"))},
        )
    if not value:
        return ""
    return _CHECKS.get(kind, _check_word)(kind, value)


def _check_word(kind: str, value: str) -> str:
    allowed = VALUES.get(kind)
    if len(value) > _LONGEST or (allowed is not None and value not in allowed):
        mend = _("It is one of: %(values)s.") % {"values": ", ".join(allowed)} if allowed else ""
        raise BadInput(_("It cannot be %(value)s.") % {"value": shortened(value, _LONGEST)}, mend)
    return value


def _check_risk(kind: str, value: str) -> str:
    if not (value.isascii() and value.isdecimal() and len(value) <= _LONGEST and int(value) <= HIGHEST_RISK):
        wrong = _("The risk cannot be %(value)s.") % {"value": shortened(value, _LONGEST)}
        raise BadInput(wrong, _("It is a whole number from 0 to 100."))
    return str(int(value))


def _check_language(kind: str, value: str) -> str:
    tag = language_tag(value)
    if not tag:
        raise BadInput(
            _("“%(value)s” is no language that Earshot knows.") % {"value": shortened(value, _LONGEST)},
            _("Write its tag, for example en, zh-Hant or pt-BR."),
        )
    return tag


_CHECKS = {"risk": _check_risk, "language": _check_language}


def _machines_word(post: Post, kind: str) -> str:
    version = post.versions.get(number=post.version)
    return str(version.findings.get(kind, {}).get("value", ""))


def _set(post: Post, kind: str, value: str) -> None:
    if kind == "language":
        post.lang = value or "und"
    elif kind == "risk":
        post.risk = int(value or 0)
    elif kind in ON_THE_POST:
        setattr(post, ON_THE_POST[kind], value)
