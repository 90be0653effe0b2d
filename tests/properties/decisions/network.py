"""What the network says."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

from hypothesis import strategies as st
from hypothesis.stateful import rule

from earshot import pipeline
from earshot.features.conversations import actions as talk
from earshot.features.responsibility.models import Decision
from earshot.ports.envelope import Source
from earshot.ports.heard import Batch, HeardAuthor, HeardDeletion, HeardEvent, HeardPost, PostKind
from tests.properties.decisions.base import Base, ruled
from tests.properties.decisions.company import CHANNELS, MINUTE
from tests.properties.decisions.said import ABOUT, AUTHORS, CHANNEL, FACTS, KINDS, About, Said, posts


class Network(Base):
    """Posts, edits, deletions, our own answers."""

    def travel(self, channel: str, *events: HeardEvent) -> None:
        self.number += 1
        source = Source(self.workspace.pk, self.channels[channel].pk, "channel")
        pipeline.travel(Batch(events, f"cursor {self.number}", len(events)), source, self.clock)

    def tell(self, *said: Said) -> None:
        """Let the network say these, by the channel of the first, with their authors as they are by now."""
        self.travel(said[0].channel, *(replace(each.heard, author=self.author(*each.known)) for each in said))

    def speak(
        self, author: str, facts: dict[str, Any], about: About, channel: str, kind: PostKind, parent: str = ""
    ) -> Said:
        """Note a new post, without sending it. An answer is heard on the network of what it answers."""
        self.number += 1
        if parent and CHANNELS[channel][0] != self.said[parent].heard.network:
            channel = self.said[parent].channel
        network = CHANNELS[channel][0]
        key = f"{network}://{author}/{self.number}"
        thread = self.said[parent].thread if parent else key
        heard = HeardPost(
            network=network,
            canonical_id=key,
            author=self.author(network, author),
            text="",
            posted_at=self.clock.now(),
            kind=kind,
            parent_id=parent,
            root_id=thread if parent else "",
        )
        said = Said(heard, author, thread, about, channel, facts, self.clock.now(), len(self.said))
        self.said[key] = said
        self.word(said, facts)
        return said

    def author(self, network: str, name: str) -> HeardAuthor:
        followers, verified = self.fame.get((network, name), (10, False))
        return HeardAuthor(f"id:{name}", name, followers=followers, verified=verified)

    @rule(target=posts, parent=posts, followers=st.sampled_from([10, 49_999, 60_000]), verified=st.booleans(),
          facts=FACTS, about=ABOUT, channel=CHANNEL, kind=KINDS)  # fmt: skip
    def an_author_grows(self, parent: str, followers: int, verified: bool, facts: dict[str, Any], about: About,
                        channel: str, kind: PostKind) -> str:  # fmt: skip
        """Told along with something new that they say: all else of theirs that is open rests on it, too."""
        said = self.said[parent]
        before = self.fame.get(said.known, (10, False))
        self.fame[said.known] = (max(followers, before[0]), verified or before[1])
        return cast(str, self.a_comment(parent, said.author, facts, about, channel, kind))

    def word(self, said: Said, facts: dict[str, Any]) -> None:
        """Give a post these facts and a text that says them."""
        self.number += 1
        said.facts = facts
        text = f"number {self.number}{' recall' if facts['recall'] else ''}{'?' if facts['asks'] else ''}"
        told: dict[str, object] = {
            "intent": facts["intent"],
            "risk": str(facts["risk"]),
            "sentiment": facts["sentiment"],
        }
        told |= {kind: value for kind, value in vars(said.about).items() if value}
        told |= {"advocate": facts["advocate"]}
        said.heard = replace(said.heard, text=text, lang=facts["language"], findings=told)

    @rule(target=posts, author=AUTHORS, facts=FACTS, about=ABOUT, channel=CHANNEL, kind=KINDS)
    def a_new_thread(self, author: str, facts: dict[str, Any], about: About, channel: str, kind: PostKind) -> str:
        said = self.speak(author, facts, about, channel, kind)
        self.tell(said)
        return said.heard.canonical_id

    @rule(target=posts, parent=posts, author=AUTHORS, facts=FACTS, about=ABOUT, channel=CHANNEL, kind=KINDS)
    def a_comment(
        self, parent: str, author: str, facts: dict[str, Any], about: About, channel: str, kind: PostKind
    ) -> str:
        said = self.speak(author, facts, about, channel, kind, parent)
        self.tell(said)
        return said.heard.canonical_id

    @rule(target=posts, parent=posts, facts=FACTS, about=ABOUT, channel=CHANNEL, kind=KINDS)
    def they_go_on(self, parent: str, facts: dict[str, Any], about: About, channel: str, kind: PostKind) -> str:
        return cast(str, self.a_comment(parent, self.said[parent].author, facts, about, channel, kind))

    @rule(target=posts, author=AUTHORS, first=FACTS, second=FACTS, about=st.tuples(ABOUT, ABOUT), channel=CHANNEL,
          kinds=st.tuples(KINDS, KINDS))  # fmt: skip
    def two_posts_in_one_batch(self, author: str, first: dict[str, Any], second: dict[str, Any],
                               about: tuple[About, About], channel: str, kinds: tuple[PostKind, PostKind]) -> str:  # fmt: skip
        root = self.speak(author, first, about[0], channel, kinds[0])
        answer = self.speak(author, second, about[1], channel, kinds[1], root.heard.canonical_id)
        self.tell(root, answer, root)
        return answer.heard.canonical_id

    @rule(post=posts, facts=FACTS)
    def an_edit(self, post: str, facts: dict[str, Any]) -> None:
        self.move_clock(self.clock.now() + MINUTE)
        said, before = self.said[post], self.decided(post)
        if said.gone:
            return
        self.word(said, facts)
        self.tell(said)
        if before is None or before[0].turn_since is not None or said.foreign:
            return
        after = Decision.objects.filter(conversation=before[0]).latest("id")
        if ruled(before[1]) != ruled(after) and after.result["handling"] == "answer":
            said.answered = said.done = None
            said.received = self.clock.now()

    @rule(post=posts)
    def heard_again(self, post: str) -> None:
        self.tell(self.said[post])

    @rule(post=posts)
    def a_deletion(self, post: str) -> None:
        self.travel(self.said[post].channel, HeardDeletion(self.said[post].heard.network, post))
        self.said[post].gone = True

    @rule(post=posts, outside=st.booleans())
    def we_answer(self, post: str, outside: bool) -> None:
        conversation = self.conversation(post)
        if conversation is None:
            return
        if outside:
            said = self.said[post]
            network, account = CHANNELS[said.channel]
            us, key = HeardAuthor(f"id:{account}", account), f"{network}://{account}/{self.number}"
            ours = HeardPost(network, key, us, "sorry", posted_at=self.clock.now(), parent_id=post, root_id=said.thread)
            self.travel(said.channel, ours)
        else:
            talk.end_turn(conversation, self.clock.now(), self.clock, "reply")
            self.climbs.pop(conversation.pk, None)
        for said in self.told(conversation):
            said.answered = said.answered or self.clock.now()
