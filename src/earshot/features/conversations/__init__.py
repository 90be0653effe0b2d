"""One outside author in one thread for one brand: its state, its facts, its notes and tags.

Invariants: every stored conversation has an accountable membership; state and turn change only in actions; a
person's correction of a fact wins over the machine's.
"""
