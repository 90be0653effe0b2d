"""Mail by SMTP (``ports.ways.Way``), through the server that ``EARSHOT_SMTP`` names.

    smtp://user:password@mail.example.org:587?from=Earshot <earshot@example.org>
    smtps://user:password@mail.example.org

``smtp`` turns to TLS by STARTTLS before anything is said, and says nothing to a server that cannot; ``?tls=none`` is
for a server on this machine or behind a tunnel. ``smtps`` speaks TLS from the first byte.
"""

from earshot.adapters.mail.account import VARIABLE, Account, read_account
from earshot.adapters.mail.sending import SmtpMail, try_account

__all__ = ["VARIABLE", "Account", "SmtpMail", "read_account", "try_account"]
