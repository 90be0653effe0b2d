"""The first ten minutes: from an empty workspace to the first post that has somebody accountable.

Purpose: five short steps (who, brand, ears, topics, people), six decisions, each of which can be skipped, taken back
and changed later where it belongs: in the policy, the topics, the channels, the people.
Invariants: nothing is asked twice (what was answered stands in the form when one comes back); every answer takes
effect at once through the action of the feature that owns it, so that leaving half-way leaves a working house;
whoever skips everything has the policy for one person.
"""
