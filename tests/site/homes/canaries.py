"""Secrets that must be found nowhere outside the database and its key."""

TOKEN = "canary-token-5f1d"
PASSWORD = "canary-password-93ab"
SESSION = "canarysession0123456789abcdefghi"
CANARIES = (TOKEN, PASSWORD, SESSION)
FORMULA = '=HYPERLINK("http://127.0.0.1/","refund")'
"""A post that a spreadsheet would run."""
