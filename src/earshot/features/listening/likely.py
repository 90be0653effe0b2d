"""Which topics a post may belong to, before anything is made of it: on a public stream nearly every post ends here.

Few topics are asked one by one for the literals that they need; beyond ``MOST_LITERALS`` of these the index of the
query engine is quicker, whose time hardly depends on how many topics there are (``looking_up``).
"""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock

from earshot.engine.query import Document
from earshot.engine.text import fold
from earshot.features.listening.looking_up import LookUp
from earshot.features.listening.standing import Standing
from earshot.ports.heard import HeardPost

MOST_LITERALS = 350
"""Where looking for so many pieces of text takes as long as cutting a post into words (``python -m bench match``)."""

_kept: dict[int, Likely] = {}
_lock = Lock()


def likely_topics(workspace_id: int, topics: Sequence[Standing]) -> Likely:
    """What is asked for the topics of a workspace; made anew only where they are others than the last time."""
    with _lock:
        kept = _kept.get(workspace_id)
        if kept is None or kept.topics is not topics:
            kept = _kept[workspace_id] = Likely(topics, kept)
        return kept


class Likely:
    """The topics of one workspace, as the ``match`` stage asks for them.

    ``before``: the same of its topics until now; what has not changed stays filed in the index, which both then share,
    and what the index learned of the posts stays learned.
    """

    def __init__(self, topics: Sequence[Standing], before: Likely | None = None) -> None:
        self.topics = topics
        self._places = {str(topic.topic_id): place for place, topic in enumerate(topics)}
        self._index: LookUp | None = None
        if sum(max(1, len(topic.literals.alternatives)) for topic in topics) > MOST_LITERALS:
            known = before if before is not None and before._index is not None else None
            self._index = known._index if known is not None else LookUp()
            self._file({topic.topic_id: topic for topic in known.topics} if known is not None else {})

    def _file(self, known: dict[int, Standing]) -> None:
        assert self._index is not None
        for topic_id in known.keys() - {topic.topic_id for topic in self.topics}:
            self._index.remove(str(topic_id))
        for topic in self.topics:
            filed = known.get(topic.topic_id)
            if filed is None or filed.query != topic.query:
                self._index.add(str(topic.topic_id), topic.query)

    def of(self, post: HeardPost) -> list[Standing]:
        """The topics that ``post`` may belong to, in their order; to the others it certainly does not."""
        return self.of_all((post,))[0]

    def of_all(self, posts: Sequence[HeardPost]) -> list[list[Standing]]:
        """The same for each of many posts."""
        if self._index is None:
            return [self._by_literals(post) for post in posts]
        documents = [Document(post.text, post.title, post.author.bio) for post in posts]
        return [self._standing(names) for names in self._index.candidates_all(documents)]

    def _by_literals(self, post: HeardPost) -> list[Standing]:
        text = f"{post.title}\n{post.text}" if post.title else post.text
        folded = text.lower() if text.isascii() else fold(text)
        return [topic for topic in self.topics if topic.literals.may_match(folded)]

    def _standing(self, names: Sequence[str]) -> list[Standing]:
        return [self.topics[place] for place in sorted(self._places[name] for name in names if name in self._places)]
