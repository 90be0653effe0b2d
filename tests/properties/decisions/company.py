"""The company of the test: four policies, its people, channels and clock."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from tests.oracle_policy import Oracle

ZONE = "Europe/Berlin"
STARTS = (datetime(2026, 10, 24, 13, 7, tzinfo=UTC), datetime(2027, 3, 27, 20, 3, tzinfo=UTC))
"""Shortly before the clocks go back, and before they go forward."""
PEOPLE = ("mei", "jun", "ana", "ivo", "ben", "lin", "kai")
MINUTE, HALF_HOUR, HOUR = timedelta(minutes=1), timedelta(minutes=30), timedelta(hours=1)
CHANNELS = {"desk": ("testnet", "acme"), "street": ("testnet", "acme-too"), "outpost": ("othernet", "acme-there")}
"""Name -> its network, and our account there."""
CROSSINGS = ("leave", "a shift's end", "daylight saving")
CROSSED: Counter[str] = Counter()
"""How often the clock went past one of these while an answer was owed, over all that ran in this process."""


def policy(variant: int, start: date, leave: tuple[tuple[str, int, int], ...]) -> str:
    """Four policies that differ in rules, roles, hours, approvals and people; leave as (person, first day, last day) from
    start. Every field that a condition can ask is asked, ``legal`` to ``board`` being there to be told: so that what one
    fact adds is seen beside what others do."""
    away = ", ".join(
        f"{{person: {who}, from: {start + timedelta(first)}, to: {start + timedelta(last)}}}"
        for who, first, last in leave
    )
    support = ("[ben, lin]", "[lin, ben, kai]", "[lin]", "[ben, lin]")[variant]
    within = ("{office: 90m}", "{office: 90m, always: 20h}", "3h", "{night: 2h}")[variant]
    praise = ("social", "social", "night", "social")[variant]
    fans = ("social", "night", "social", "pr")[variant]
    spam = ("ignore", "watch", "ignore", "answer")[variant]
    harm = ("ladder: harm", "ladder: harm", "", "ladder: late")[variant]
    late = ("ladder: late", "ladder: late", "ladder: harm", "")[variant]
    first = (10, 25, 10, 10)[variant]
    signed = ("approve by: [pr.lead, legal]", "approve by: [pr.lead]", "", "approve by: [board]")[variant]
    angry = ("support", "social", "pr", "support")[variant]
    passed_on = ("pr", "pr", "social", "night")[variant]
    read = ("", ", approve by: [social.lead]", "", ", approve by: [pr, legal]")[variant]
    return f"""
policy: variant {variant}
zone: {ZONE}
backstop: mei
people:
  ana: {{deputy: kai}}
  ben: {{deputy: jun}}
roles:
  social:  {{lead: mei, members: [mei, jun], hours: always}}
  pr:      {{lead: ana, members: [ana, ivo], rota: pr}}
  support: {{lead: lin, members: {support}, hours: office}}
  night:   {{lead: kai, members: [kai], hours: night}}
  legal:   {{lead: mei, members: [mei], hours: always}}
  shop:    {{lead: mei, members: [mei], hours: always}}
  events:  {{lead: mei, members: [mei], hours: always}}
  board:   {{lead: mei, members: [mei], hours: always}}
hours:
  office: {{days: mon-fri, from: "09:00", to: "17:30"}}
  night: {{from: "22:00", to: "06:00"}}
rotas:
  pr: {{hours: always, rotation: daily, people: [ana, ivo], handover: "02:30", start: {start}}}
ladders:
  harm: [{{after: {first}m, to: pr}}, {{after: 40m, to: pr.lead}}, {{after: 90m, to: kai}}]
  late: [{{after: 2h, to: support}}, {{after: 3h, to: night.lead}}, {{continue: harm}}]
rules:
  - name: Harm
    when: risk>=70 OR topic:recall
    accountable: pr
    responsible: social
    informed: [support]
    answer within: 45m
    {harm}
    {signed}
  - name: Cakes in Taiwan
    when: brand:cake market:tw
    accountable: night
    answer within: {{night: 3h}}
  - name: Complaints
    when: intent:complaint OR tag:vip OR (sentiment:negative brand:tea)
    accountable: support
    consulted: [pr]
    answer within: {within}
    {late}
  - name: Famous
    when: followers>=50000 OR is:verified
    accountable: pr
    answer within: 2h
  - name: Angry
    when: emotion:anger NOT country:de
    accountable: {angry}
    approve by: [social.lead]
    answer within: 3h
  - name: Passed on
    when: is:quote OR (is:repost NOT (is:addressed has:link))
    accountable: {passed_on}
    answer within: 8h
  - name: In the shop
    when: site:acme.example (has:media OR country:tw)
    accountable: support
    approve by: [pr, shop]
    answer within: 7h
  - name: Reviews and mail
    when: kind:(review OR mail)
    accountable: support
    answer within: 5h
  - name: Advocates
    when: is:advocate NOT network:othernet
    accountable: {fans}
    answer within: 4h
  - name: At the outpost
    when: channel:outpost risk>=10
    accountable: night
    answer within: {{night: 4h}}
  - name: Praise
    when: intent:praise
    accountable: {praise}
    answer within: 1d
  - name: Spam
    when: intent:spam
    handling: {spam}
    accountable: social
also:
  - {{when: "lang:de OR is:question", informed: [night]}}
  - {{when: "sentiment:negative OR market:jp", informed: [pr]}}
  - {{when: "channel:street OR kind:comment", informed: [support]}}
  - {{when: "network:othernet OR is:advocate", consulted: [night]}}
  - {{when: "is:addressed", informed: [legal]}}
  - {{when: "is:reply NOT author:bob", consulted: [legal]}}
  - {{when: "author:@bob OR emotion:joy", informed: [shop]}}
  - {{when: "country:(de OR jp)", consulted: [shop]}}
  - {{when: "site:acme.example OR is:repost", consulted: [board]}}
  - {{when: "has:link", informed: [board]}}
  - {{when: "has:(hashtag OR mention)", consulted: [board]}}
  - {{when: "has:question", informed: [social]}}
  - {{when: "has:(video OR image) OR (has:media risk>=10)", informed: [events]}}
  - {{when: "hour>=20", consulted: [events]}}
  - {{when: "posted>={start + timedelta(1)}", consulted: [support]}}
otherwise: {{accountable: social, answer within: 6h{read}}}
leave: [{away}]
"""


@lru_cache(maxsize=64)
def oracle_of(text: str, gone: frozenset[str] = frozenset()) -> Oracle:
    """What a policy says while the seats of ``gone`` are deactivated: they are on leave for ever, and cover nothing."""
    oracle = Oracle(text)
    covers = [each for each in oracle.document.get("overrides") or [] if each["person"] not in gone]
    for_ever = [{"person": who, "from": "2000-01-01", "to": "2100-01-01"} for who in sorted(gone)]
    away = [*(oracle.document.get("leave") or []), *for_ever]
    return Oracle({**oracle.document, "leave": away, "overrides": covers})
