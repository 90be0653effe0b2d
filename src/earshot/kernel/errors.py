"""The exception tree of Earshot.

EarshotError                 says what is wrong (message) and how to mend it (mend)
|-- BadInput                 what a person or a file gave us cannot be used
|   `-- NotFound             no such thing in this workspace (or not yours: the same answer)
|-- NotAllowed               the person's role does not permit the act
|-- Conflict                 somebody else was faster, or the state has moved on
`-- ConnectorError           a network said no, or said nothing (see ``earshot.ports.connector``)
"""

from __future__ import annotations


class EarshotError(Exception):
    """What is wrong, and how to mend it. Both are shown to people."""

    def __init__(self, message: str, mend: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.mend = mend

    def __str__(self) -> str:
        return f"{self.message} {self.mend}".strip()


class BadInput(EarshotError):
    """Input that cannot be used as it is."""


class NotFound(BadInput):
    """Nothing of that name or number here."""


class NotAllowed(EarshotError):
    """The person's role does not permit this."""


class Conflict(EarshotError):
    """The state has moved on since the person looked."""
