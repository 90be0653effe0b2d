"""The features, in one line: each may use those to its right.

inbox > delivery > responsibility > conversations > listening > people > audit
"""
