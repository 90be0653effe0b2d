"""The sample company: a workspace of its own that is alive, to be tried and thrown away.

Chengye Tea of Taichung, on the day when somebody finds a wire in a drink. Its four weeks of history are acted out on
the real road with a clock that is held in the past, so that decisions, deadlines, replies and notes are what Earshot
makes of them; some seventy more posts arrive in the hours after.

Invariants:

- Everything is written through the actions of the lower features; nothing is forged.
- Replies go to a channel that stands in for a network and reaches none: nothing leaves the machine.
- Every figure is counted where it arises: what is heard travelled the road, what is imported was read from a file.
- Each step of the story is one transaction with the position behind it: it goes on after a kill, without a double.
- ``remove_sample`` leaves no row of the workspace behind, and touches no row of another.

The company is data, one JSON object a line, in ``company/``:

``company.json``
    ``slug zone brand market connector left_open`` and ``name`` by language of the interface. What was addressed to us
    is closed after four hours where nobody answered, but for the posts in ``left_open`` and those of the last day.
``authors.*.jsonl``
    ``by`` (handle and identity), ``net`` (network), ``name``, ``followers``, ``bio``; the last two may be missing.
``posts.LANG*.jsonl``
    ``id``; ``by``; ``at``; ``text``; perhaps ``title``, ``kind`` (default: the channel's), ``re`` (the post answered:
    an id, or ``r-ID`` for our reply to ID), ``us`` (it is to us), ``group`` (near-duplicates on purpose).
    ``at`` is ``-12d 21:40`` (days before today, wall clock of the company's zone), ``-95m`` or ``+30m`` (minutes from
    the moment the sample was begun; those with ``+`` arrive in real time).
``passing.LANG*.jsonl``
    Likewise: what public streams say besides. A topic or a watch keeps it, or it is counted, sampled and dropped.
``replies.jsonl``
    ``re`` (id of the post), ``by`` (handle of a seat), ``after`` (minutes), ``text``.
``desk.jsonl``
    ``on`` (id of the post), ``by``, ``after``, ``do``: ``note`` or ``tag`` with ``text``, ``snooze`` with an ``at`` as
    ``text``, ``done``; ``correct`` with a finding and its value; ``ask`` for the approval of ``text`` as the answer,
    where the policy wants one, and what became of it: ``approve`` (it goes out) or ``send back`` with the reason.
``uploads.jsonl``
    ``at``, ``by``, ``file`` (in the same folder), ``network``, ``columns``: a file that one of us imports as history.
``channels.jsonl``
    ``network name account``; perhaps ``names`` by language of the interface, ``kind`` (of its posts) and ``us``
    (whatever comes there is to us).
``people.jsonl``
    ``handle`` and the name by language of the interface; ``you`` marks the seat of whoever begins the sample.
``topics.jsonl``
    ``name``, ``title`` by language of the interface, ``query``, perhaps ``brand``, ``watch``, ``mine`` (only who begins
    the sample sees it).
``policy.yaml``, ``words.jsonl``
    The policy as people would save it; its ``$words`` are told by ``words.jsonl`` by language of the interface, and
    ``$ROTA_START``, ``$LEAVE_FROM`` and ``$LEAVE_TO`` are dates.
``draft.jsonl``
    What somebody thinks of changing in the policy: ``rule`` (its ``$word``) and new values of its keys. It is tried on
    the four weeks when they have been told, so that there is a backtest to look at.
``campaigns.jsonl``
    ``name message promise`` and perhaps ``not_to_say`` by language, ``brand``, ``from`` and ``until`` (``at`` in days),
    ``owner`` (handle of a seat), perhaps ``topic`` (its name), ``archived`` (it is over).
"""
