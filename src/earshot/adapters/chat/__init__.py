"""Chats by Apprise (``ports.ways.Way``): Slack, Teams, Discord, Telegram, WeCom, DingTalk, Feishu, Matrix and others.

Apprise is heavy and speaks to the network by itself. So it runs in a process of its own that lives for one message
(``child``), is never imported anywhere else, and in which every connection passes our guard (``fence``).
"""

from earshot.adapters.chat.sending import AppriseChat

__all__ = ["AppriseChat"]
