"""Figures for a monitoring system, in Prometheus' text format: what stands open, what the auditor found, what climbs.

Everything is read from the database when asked for, so that any number of processes tell the same. What is told are
counts by workspace, never words or names of anybody.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address

from django.db.models import Count, F
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from earshot import __version__
from earshot.features.conversations.models import Conversation, State
from earshot.features.notices.queries import unacknowledged, waiting_to_go_out
from earshot.features.people.models import Workspace
from earshot.features.responsibility.escalating.climbing import LATE
from earshot.features.responsibility.models import AuditorLook, Escalation, EscalationStep
from earshot.features.responsibility.views_auditor import CHECKS
from earshot.ports.services import services

VARIABLE = "EARSHOT_METRICS_TOKEN"
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_FORWARDED = ("HTTP_FORWARDED", "HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP")


@dataclass(frozen=True, slots=True)
class Metric:
    """One figure with its samples: labels and a value."""

    name: str
    kind: str
    help: str
    samples: tuple[tuple[Mapping[str, str], float], ...]


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """From this machine without a key; from elsewhere with ``Authorization: Bearer`` and the word in
    ``EARSHOT_METRICS_TOKEN``. What a proxy passes on comes from elsewhere."""
    if not (_is_here(request) or _has_key(request)):
        refused = HttpResponse(f"Send the token of {VARIABLE} as a bearer token.\n", "text/plain", status=401)
        refused["WWW-Authenticate"] = 'Bearer realm="metrics"'
        return refused
    answer = HttpResponse(written(measured(services().clock.now())), CONTENT_TYPE)
    answer["Cache-Control"] = "no-store"
    return answer


def _is_here(request: HttpRequest) -> bool:
    if any(request.META.get(name) for name in _FORWARDED):
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def _has_key(request: HttpRequest) -> bool:
    token = os.environ.get(VARIABLE, "")
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    return bool(token) and scheme.casefold() == "bearer" and secrets.compare_digest(given.encode(), token.encode())


def measured(now: datetime) -> Iterator[Metric]:
    """Every figure, at ``now``."""
    slugs: dict[int, str] = dict(Workspace.objects.order_by("id").values_list("pk", "slug"))
    yield Metric("earshot_build_info", "gauge", "The version that runs.", (({"version": __version__}, 1),))
    yield from _conversations(slugs, now)
    yield from _audits(slugs)
    yield from _ladders(slugs)
    yield _by_workspace(
        "earshot_notices_unacknowledged", "Notices that somebody is still to acknowledge.", slugs,
        {pk: len(unacknowledged(pk, now)) for pk in slugs},
    )  # fmt: skip
    yield Metric("earshot_notices_waiting", "gauge", "Notices that are to go out.", (({}, waiting_to_go_out()),))


def _conversations(slugs: Mapping[int, str], now: datetime) -> Iterator[Metric]:
    rows = Conversation.objects.exclude(state=State.RESOLVED).order_by()
    open_ones = rows.values("workspace_id", "handling").annotate(number=Count("pk"))
    yield Metric(
        "earshot_conversations_open", "gauge", "Open conversations, by what the policy asks for.",
        tuple(
            ({"workspace": slugs[row["workspace_id"]], "handling": row["handling"]}, row["number"])
            for row in open_ones
            if row["workspace_id"] in slugs
        ),
    )  # fmt: skip
    owed = rows.filter(handling="answer", turn_since__isnull=False)
    for name, told, which in (
        ("earshot_conversations_unanswered", "Conversations in which an answer is owed.", owed),
        ("earshot_deadlines_passed", "Owed answers whose deadline has passed.", owed.filter(deadline_at__lte=now)),
        ("earshot_deadlines_gap", "Owed answers at whose deadline nobody is on duty.", owed.filter(gap=True)),
    ):
        counted = which.values("workspace_id").annotate(number=Count("pk")).values_list("workspace_id", "number")
        yield _by_workspace(name, told, slugs, dict(counted))


def _audits(slugs: Mapping[int, str]) -> Iterator[Metric]:
    looks = list(AuditorLook.objects.filter(pk__in=slugs).order_by("pk"))
    yield Metric(
        "earshot_auditor_findings", "gauge", "Promises that were not kept when the auditor looked last, by kind.",
        tuple(
            ({"workspace": slugs[look.pk], "kind": check.kind}, look.findings.get(check.kind, 0))
            for look in looks
            for check in CHECKS
        ),
    )  # fmt: skip
    yield Metric(
        "earshot_auditor_looked_timestamp_seconds", "gauge", "When the auditor looked last, in Unix time.",
        tuple(({"workspace": slugs[look.pk]}, look.at.timestamp()) for look in looks),
    )  # fmt: skip


def _ladders(slugs: Mapping[int, str]) -> Iterator[Metric]:
    key = "conversation__workspace_id"
    running = Escalation.objects.filter(state="running").order_by().values(key).annotate(number=Count("pk"))
    yield _by_workspace(
        "earshot_escalations_running",
        "Ladders that are being climbed.",
        slugs,
        dict(running.values_list(key, "number")),
    )
    far = "escalation__conversation__workspace_id"
    steps = EscalationStep.objects.order_by()
    late = steps.filter(ran_at__gt=F("due_at") + LATE)
    for name, told, rows in (
        ("earshot_escalation_steps_total", "Steps of ladders that ran.", steps),
        ("earshot_escalation_steps_late_total", "Steps that ran more than a minute after their time.", late),
        ("earshot_escalation_steps_gap_total", "Steps that reached nobody whom they name.", steps.filter(gap=True)),
    ):
        counted = rows.values(far).annotate(number=Count("pk")).values_list(far, "number")
        yield _by_workspace(name, told, slugs, dict(counted), "counter")


def _by_workspace(
    name: str, told: str, slugs: Mapping[int, str], counts: Mapping[int, int], kind: str = "gauge"
) -> Metric:
    """One sample a workspace, 0 where nothing was counted: a figure that is not there cannot be alarmed on."""
    samples = tuple(({"workspace": slug}, float(counts.get(pk, 0))) for pk, slug in slugs.items())
    return Metric(name, kind, told, samples)


def written(figures: Iterable[Metric]) -> str:
    """The text format: two lines of comment a figure, then its samples."""
    lines: list[str] = []
    for figure in figures:
        lines += [f"# HELP {figure.name} {figure.help}", f"# TYPE {figure.name} {figure.kind}"]
        lines += [f"{figure.name}{_labels(labels)} {value:.15g}" for labels, value in figure.samples]
    return "\n".join(lines) + "\n"


def _labels(labels: Mapping[str, str]) -> str:
    told = ",".join(f'{name}="{_escaped(value)}"' for name, value in labels.items())
    return f"{{{told}}}" if told else ""


def _escaped(value: str) -> str:
    return value.replace("\\", r"\\").replace("\n", r"\n").replace('"', r"\"")
