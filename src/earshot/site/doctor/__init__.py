"""What is wrong with an installation, in words, each with what mends it.

Purpose: whoever runs Earshot finds out by one command what they would otherwise guess at.
Invariants: looking changes nothing, makes no home, needs neither the web framework nor a sound database, and sends no
packet off this machine (but where somebody asks for that by ``--mail``); a check that fails itself is a finding, and
the others go on.
"""
