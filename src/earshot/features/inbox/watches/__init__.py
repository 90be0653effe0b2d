"""Watches: what is listened to without anybody having to answer.

Purpose: a brand that nobody mentions yet still hears its industry; everyone may keep an ear on something of their own.
Invariants: a personal watch, and that it keeps a post, is shown to nobody else; nothing here has a deadline; what a
person takes over is decided by the policy like any other post, and becomes theirs where nobody has taken it up.
"""
