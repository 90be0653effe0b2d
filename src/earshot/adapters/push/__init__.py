"""Browsers' push (``ports.ways.Push``): RFC 8030 through the guarded client, sealed for the browser (RFC 8291,
``sealing``), signed with a key of this installation (RFC 8292, ``signing``)."""

from earshot.adapters.push.sending import WebPush

__all__ = ["WebPush"]
