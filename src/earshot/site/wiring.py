"""Gives this process its services: the one place where ports meet adapters."""

from __future__ import annotations

import os

from earshot.adapters import mail
from earshot.adapters.chat import AppriseChat
from earshot.adapters.http import GuardedClient
from earshot.adapters.push import WebPush
from earshot.adapters.vault import FileVault
from earshot.kernel.clock import Clock, SystemClock
from earshot.kernel.errors import BadInput
from earshot.ports.registry import find_connectors, find_enrichers
from earshot.ports.services import Services, provide
from earshot.ports.ways import Ways
from earshot.site.home import home, key
from earshot.site.launch import command
from earshot.site.reaching import CONTACT, NOBODY, address


def wire() -> None:
    """Provide the real services. Cheap: plug-ins are found by entry point, nothing is opened."""
    clock = SystemClock()
    provide(
        Services(
            clock=clock,
            vault=FileVault(key()),
            connectors=find_connectors(),
            enrichers=find_enrichers(),
            http=GuardedClient,
            link_command=command("link"),
            ways=_ways(clock),
            address=lambda: address(home()),
        )
    )


def _ways(clock: Clock) -> Ways:
    """Mail only where somebody has named a server; a name that cannot be used is told on the pages."""
    chat, text = AppriseChat(), os.environ.get(mail.VARIABLE, "")
    contact, trouble, letters = os.environ.get(CONTACT, ""), "", None
    if text:
        try:
            account = mail.read_account(text)
            letters = mail.SmtpMail(account, clock)
            contact = contact or f"mailto:{account.sender.addr_spec}"
        except BadInput as error:
            trouble = error.message
    push = WebPush(GuardedClient, key(), contact or NOBODY, clock)
    return Ways(mail=letters, chat=chat, push=push, mail_trouble=trouble)
