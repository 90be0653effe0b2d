"""What two versions of a policy do differently, part by part; ``changing`` puts the parts together.

``change``: what is told. ``terms``: what a rule decides, and who decides with whom. ``involving``: who is consulted and
informed, additions included. ``staff``: who is in a role. ``beside``: what differs and changes no conversation.
``wording``: the sentences.
"""
