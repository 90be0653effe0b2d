"""Who did what, when: acts of people and of administration, append-only.

Invariants: rows are never changed or deleted by the application; the actor is kept by id and name, without a
foreign key, so that removing a person never removes what they did.
"""
