"""Does mail go out: the server that the environment names is one, is there, and takes us."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_address

from earshot.adapters.mail import VARIABLE, Account, read_account, try_account
from earshot.kernel.errors import BadInput
from earshot.kernel.texts import say
from earshot.ports.ways import WayFailed
from earshot.site.doctor.findings import Finding, ok
from earshot.site.doctor.place import Place

TRY = "earshot doctor --mail"


def mail(place: Place) -> Iterator[Finding]:
    """Whoever wants to be told by e-mail can be. A server elsewhere is called only where that was asked for."""
    wanted = _wanted(place)
    text = place.environment.get(VARIABLE, "")
    if not text:
        yield _nobody_named(wanted) if wanted else ok(say("Nobody is told by e-mail, and no mail server is named."))
        return
    try:
        account = read_account(text)
    except BadInput as error:
        yield Finding("error" if wanted else "warning", error.message, error.mend)
        return
    if place.calls or _is_here(account.host):
        yield _tried(account, wanted)
    else:
        sender = account.sender.addr_spec
        words = say("E-mail goes out by %(host)s as %(sender)s; not tried.", host=account.host, sender=sender)
        yield Finding("ok", words, say("To try it, without a letter: %(command)s", command=TRY))


def _wanted(place: Place) -> int:
    """How many people are told by e-mail."""
    rows = place.ask("SELECT count(DISTINCT person_id) FROM notices_way WHERE kind = 'mail' AND active")
    return int(str(rows[0][0])) if rows else 0


def _nobody_named(wanted: int) -> Finding:
    return Finding(
        "warning",
        say(
            "People who are to be told by e-mail: %(number)s; %(variable)s names no mail server.",
            number=wanted,
            variable=VARIABLE,
        ),
        say("Set it where Earshot is started. Where it is set there, run this with the same environment."),
    )


def _tried(account: Account, wanted: int) -> Finding:
    try:
        try_account(account)
    except WayFailed as error:
        return Finding("error" if wanted else "warning", error.message, error.mend)
    sender = account.sender.addr_spec
    return ok(say("The mail server %(host)s takes mail from %(sender)s.", host=account.host, sender=sender))


def _is_here(host: str) -> bool:
    """Whether a call to it stays on this machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.casefold() == "localhost"


CHECKS = (mail,)
