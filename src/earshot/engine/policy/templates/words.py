"""What the starting points are called, and what each size can not guarantee, in the languages of the pages."""

from __future__ import annotations

from collections.abc import Mapping

Words = Mapping[str, str]
"""Language (en, zh-hant, zh-hans) -> text."""


def _in(en: str, hant: str, hans: str) -> Words:
    return {"en": en, "zh-hant": hant, "zh-hans": hans}


SIZES: Mapping[str, Words] = {
    "solo": _in("One person", "一個人", "一个人"),
    "startup": _in("Start-up, up to 10 people", "新創團隊（10人以內）", "初创团队（10人以内）"),
    "growing": _in("Growing, 11 to 50 people", "成長型公司（11至50人）", "成长型公司（11至50人）"),
    "midsize": _in("Mid-size company", "中型企業", "中型企业"),
    "enterprise": _in("Enterprise", "大型企業", "大型企业"),
}

MARKETS: Mapping[str, Words] = {
    "b2c": _in("B2C", "B2C（消費者）", "B2C（面向消费者）"),
    "b2b": _in("B2B", "B2B（企業）", "B2B（面向企业）"),
}

_SLEEPS = _in(
    "At night nobody is on duty: harm waits until the morning.",
    "夜間無人值班：危害事件要等到早上才有人處理。",
    "夜间无人值班：危害事件要等到早上才有人处理。",
)
_WEEKEND = _in(
    "Outside office hours nobody is on duty: harm waits until the next working day.",
    "非上班時間無人值班：危害事件要等到下一個工作日。",
    "非工作时间无人值班：危害事件要等到下一个工作日。",
)
_NO_SECOND_PAIR = _in(
    "Nobody else reads a reply before it goes out.",
    "回覆送出前，沒有第二個人看過。",
    "回复发出前，没有第二个人看过。",
)
_LEAVE = _in(
    "While you are away nobody takes your place.",
    "您請假時沒有職務代理人。",
    "您休假时没有代理人。",
)
_TWO = _in(
    "Two people take turns at being on call: when both are away, nobody is.",
    "值班由兩人輪流：兩人同時請假就沒有人值班。",
    "值班由两人轮流：两人同时休假就无人值班。",
)
_LEAD_ALONE = _in(
    "In the weeks in which PR's lead is on call, nobody else approves the lead's replies about harm.",
    "公關主管輪值的那幾週，主管自己對危害事件的回覆沒有其他人核准。",
    "公关负责人值班的那几周，本人对危害事件的回复没有其他人审批。",
)
_LEGAL_BY_DAY = _in(
    "Outside office hours legal is not there to approve: PR uses statements that were approved by day.",
    "非上班時間法務無法核准：公關只能使用白天已核准的聲明。",
    "非工作时间法务无法审批：公关只能使用白天已通过的声明。",
)
_WEEKEND_GAPS = _in(
    "At the weekend PR looks twice a day, not all the time.",
    "週末公關每天只看兩次，不是全程值班。",
    "周末公关每天只看两次，并非全程值班。",
)
_NO_MARKET = _in(
    "What names no market goes to the hub, which has to know the right spoke.",
    "沒有標明市場的對話由總部接手，再轉給該市場的團隊。",
    "没有标明市场的会话由总部接手，再转给对应市场的团队。",
)

CANNOT: Mapping[str, tuple[Words, ...]] = {
    "solo-b2c": (_SLEEPS, _NO_SECOND_PAIR, _LEAVE),
    "solo-b2b": (_WEEKEND, _NO_SECOND_PAIR, _LEAVE),
    "startup-b2c": (_SLEEPS, _TWO),
    "startup-b2b": (_WEEKEND, _TWO),
    "growing-b2c": (_LEAD_ALONE,),
    "growing-b2b": (_WEEKEND,),
    "midsize-b2c": (_LEGAL_BY_DAY,),
    "midsize-b2b": (_LEGAL_BY_DAY, _WEEKEND_GAPS),
    "enterprise-b2c": (_NO_MARKET,),
    "enterprise-b2b": (_LEGAL_BY_DAY, _NO_MARKET),
}
