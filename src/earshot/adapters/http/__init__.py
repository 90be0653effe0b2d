"""The guarded HTTP client: the one way out to the network.

It resolves a name once, checks every address it leads to against a list of its own (``addresses``), connects to the
very address that was checked (``guard``), does so again for each redirect and carries no credentials to another origin
(``trip``), caps what it reads (``body``) and says exactly whether a failed request may have been heard (``client``).
A company's own hosts, this machine included, are reached only through ``EARSHOT_ALLOW_HOSTS``: ``host`` or
``host:port``, comma-separated, empty by default.
"""

from earshot.adapters.http.client import GuardedClient

__all__ = ["GuardedClient"]
