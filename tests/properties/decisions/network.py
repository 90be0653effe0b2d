"""What the network says."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

from hypothesis import strategies as st
from hypothesis.stateful import rule

from earshot import pipeline
from earshot.features.conversations import actions as talk
from earshot.features.responsibility.models import Decision
from earshot.ports.envelope import Source
from earshot.ports.heard import Batch, HeardAuthor, HeardDeletion, HeardEvent, HeardPost, Media, PostKind
from tests.properties.decisions.base import Base, ruled
from tests.properties.decisions.company import CHANNELS, MINUTE
from tests.properties.decisions.said import ABOUT, AUTHORS, CHANNEL, FACTS, KINDS, About, Fame, Said, posts


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
        answers_us = facts["addressed"] == "answer" and thread in self.ours
        written = self.clock.now() - timedelta(hours=facts["ago"])
        heard = HeardPost(
            network=network,
            canonical_id=key,
            author=self.author(network, author),
            text="",
            posted_at=written,
            kind=kind,
            parent_id=self.ours[thread] if answers_us else parent,
            root_id=thread if parent else "",
            is_quote=facts["quote"],
            is_repost=facts["repost"],
            country=facts["country"],
            url=f"https://{facts['site']}/{self.number}" if facts["site"] else "",
        )
        now = self.clock.now()
        said = Said(heard, author, thread, about, channel, facts, now, len(self.said), min(written, now), answers_us)
        self.said[key] = said
        self.word(said, facts)
        return said

    def author(self, network: str, name: str) -> HeardAuthor:
        fame = self.fame_of(network, name)
        return HeardAuthor(f"id:{name}", fame.handle, followers=fame.followers, verified=fame.verified)

    def fame_of(self, network: str, name: str) -> Fame:
        return self.fame.get((network, name), Fame(name))

    @rule(target=posts, parent=posts, followers=st.sampled_from([10, 49_999, 60_000]), verified=st.booleans(),
          handle=st.sampled_from(["", "", "ann", "bob", "cho"]), facts=FACTS, about=ABOUT, channel=CHANNEL, kind=KINDS)  # fmt: skip
    def an_author_changes(self, parent: str, followers: int, verified: bool, handle: str, facts: dict[str, Any],
                          about: About, channel: str, kind: PostKind) -> str:  # fmt: skip
        """Told along with something new that they say: all else of theirs that is open rests on it, too."""
        self.wait_for(facts)
        said = self.said[parent]
        before = self.fame_of(*said.known)
        grown = Fame(handle or before.handle, max(followers, before.followers), verified or before.verified)
        self.fame[said.known] = grown
        return cast(str, self.a_comment(parent, said.author, facts, about, channel, kind))

    def word(self, said: Said, facts: dict[str, Any]) -> None:
        """Give a post these facts and a text that says them; once it is to us, it stays so."""
        self.number += 1
        said.facts = facts
        text = (
            f"number {self.number}{' recall' if facts['recall'] else ''}{'?' if facts['asks'] else ''} {facts['sign']}"
        )
        told: dict[str, object] = {
            "intent": facts["intent"],
            "risk": str(facts["risk"]),
            "sentiment": facts["sentiment"],
        }
        told |= {kind: value for kind, value in vars(said.about).items() if value}
        told |= {"advocate": facts["advocate"], "emotion": facts["emotion"]}
        said.addressed |= facts["addressed"] in ("channel", "mention")
        said.heard = replace(
            said.heard,
            text=text,
            lang=facts["language"],
            findings=told,
            media=(Media(facts["media"]),) if facts["media"] else (),
            links=("https://elsewhere.example/",) if facts["link"] else (),
            addressed=facts["addressed"] == "channel",
            mentions=(CHANNELS[said.channel][1],) if facts["addressed"] == "mention" else (),
        )

    def wait_for(self, *facts: dict[str, Any]) -> None:
        """Where what is said next was written before now: in one instant the networks' clocks tell what came first."""
        if any(each["ago"] > 0 for each in facts):
            self.move_clock(self.clock.now() + MINUTE)

    @rule(target=posts, author=AUTHORS, facts=FACTS, about=ABOUT, channel=CHANNEL, kind=KINDS)
    def a_new_thread(self, author: str, facts: dict[str, Any], about: About, channel: str, kind: PostKind) -> str:
        self.wait_for(facts)
        said = self.speak(author, facts, about, channel, kind)
        self.tell(said)
        return said.heard.canonical_id

    @rule(target=posts, parent=posts, author=AUTHORS, facts=FACTS, about=ABOUT, channel=CHANNEL, kind=KINDS)
    def a_comment(
        self, parent: str, author: str, facts: dict[str, Any], about: About, channel: str, kind: PostKind
    ) -> str:
        self.wait_for(facts)
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
        self.wait_for(first, second)
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

    @rule(post=posts, as_ours=st.booleans())
    def heard_again(self, post: str, as_ours: bool) -> None:
        """Perhaps ``as_ours``: what a public stream told first, our own account's channel tells to be to us."""
        said = self.said[post]
        if as_ours and (self.conversation(post) is not None or said.thread not in self.ours):
            said.heard, said.addressed = replace(said.heard, addressed=True), True
        self.tell(said)

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
            self.ours[said.thread] = key
        else:
            talk.end_turn(conversation, self.clock.now(), self.clock, "reply")
            self.climbs.pop(conversation.pk, None)
        for said in self.told(conversation):
            said.answered = said.answered or self.clock.now()
