"""Real servers on loopback, for the contract suite and the journeys.

Everything is installed from package registries into ``.servers`` of the checkout (git-ignored, reused), bound to
127.0.0.1 on free ports, keeps its data in a temporary folder and is ended by process id.
"""
