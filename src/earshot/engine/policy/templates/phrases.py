"""What the starting points say in people's words - names of rules, meetings and guarantees, reasons, comments - in
Chinese. Names of roles, hours and ladders stay as they are: rules refer to them."""

from __future__ import annotations

import re
from collections.abc import Mapping

PHRASE = re.compile(
    r"^(?:policy: |\s*- name: )(?P<name>.+)$"
    r"|\{name: (?P<meeting>[^,]+),"
    r"|subject: (?P<subject>[^,]+),"
    r"|^  - (?P<guarantee>[^{}\n]+?): when "
    r'|because: "(?P<because>[^"]+)"'
    r"|# (?P<comment>.+)$",
    re.MULTILINE,
)
"""Where in a document people's words stand."""


def in_language(text: str, language: str) -> str:
    """The document with its words in ``zh-hant`` or ``zh-hans``; as it is for every other language.

    Raises:
        KeyError: a phrase has no translation (a test sees to it).
    """
    column = {"zh-hant": 0, "zh-hans": 1}.get(language)
    if column is None:
        return text

    def said(match: re.Match[str]) -> str:
        phrase = str(match[match.lastgroup or 0])
        return match[0].replace(phrase, PHRASES[phrase][column])

    return PHRASE.sub(said, text)


PHRASES: Mapping[str, tuple[str, str]] = {
    # Documents
    "Solo, selling to consumers": ("個人，面向消費者", "个人，面向消费者"),
    "Solo, selling to companies": ("個人，面向企業客戶", "个人，面向企业客户"),
    "Start-up, selling to consumers": ("新創團隊，面向消費者", "初创团队，面向消费者"),
    "Start-up, selling to companies": ("新創團隊，面向企業客戶", "初创团队，面向企业客户"),
    "Growing, selling to consumers": ("成長型公司，面向消費者", "成长型公司，面向消费者"),
    "Growing, selling to companies": ("成長型公司，面向企業客戶", "成长型公司，面向企业客户"),
    "Mid-size, selling to consumers": ("中型企業，面向消費者", "中型企业，面向消费者"),
    "Mid-size, selling to companies": ("中型企業，面向企業客戶", "中型企业，面向企业客户"),
    "Enterprise, selling to consumers": ("大型企業，面向消費者", "大型企业，面向消费者"),
    "Enterprise, selling to companies": ("大型企業，面向企業客戶", "大型企业，面向企业客户"),
    # Rules
    "Harm": ("危害事件", "危害事件"),
    "Harm first": ("危害事件優先", "危害事件优先"),
    "Harm goes to PR": ("危害事件交公關", "危害事件交公关"),
    "Harm goes to the crisis team": ("危害事件交危機小組", "危害事件交危机小组"),
    "Spam is only counted": ("垃圾訊息只計數", "垃圾信息只计数"),
    "Press": ("媒體詢問", "媒体问询"),
    "Complaints and questions": ("客訴與提問", "投诉与提问"),
    "Complaints and questions on the brand's channel": ("品牌管道上的客訴與提問", "品牌渠道上的投诉与提问"),
    "Support channel": ("客服管道", "客服渠道"),
    "Praise and advocates": ("好評與鐵粉", "好评与铁粉"),
    "Buyers": ("採購意向", "采购意向"),
    "Buyers and customers by name": ("採購意向與重點客戶", "采购意向与重点客户"),
    "Customers in Asia and the Pacific": ("亞太地區客戶", "亚太地区客户"),
    "Customers in Europe, the Middle East and Africa": ("歐洲、中東與非洲客戶", "欧洲、中东和非洲客户"),
    "Customers in the Americas": ("美洲客戶", "美洲客户"),
    "Support in Asia and the Pacific": ("亞太地區客服", "亚太地区客服"),
    "Support in Europe, the Middle East and Africa": ("歐洲、中東與非洲客服", "欧洲、中东和非洲客服"),
    "Support in the Americas": ("美洲客服", "美洲客服"),
    "All else that addresses us": ("其他對我們說的話", "其他对我们说的话"),
    "Not addressed to us": ("不是對我們說的", "不是对我们说的"),
    # Meetings
    "Daily": ("每日晨會", "每日晨会"),
    "Weekly": ("週會", "周会"),
    "Handover of the day": ("每日交接", "每日交接"),
    # Guarantees
    "harm always involves PR": ("危害事件一定有公關參與", "危害事件一定有公关参与"),
    "harm always involves PR and legal approves": (
        "危害事件一定有公關參與並經法務核准",
        "危害事件一定有公关参与并经法务审批",
    ),
    "harm always involves the crisis team and legal approves": (
        "危害事件一定有危機小組參與並經法務核准",
        "危害事件一定有危机小组参与并经法务审批",
    ),
    "harm always involves the account owners": ("危害事件一定有客戶負責人參與", "危害事件一定有客户负责人参与"),
    "harm always involves the founder": ("危害事件一定有創辦人參與", "危害事件一定有创始人参与"),
    "harm is answered within an hour": ("危害事件一小時內回覆", "危害事件一小时内回复"),
    "harm is answered within two hours": ("危害事件兩小時內回覆", "危害事件两小时内回复"),
    "harm is answered within a day": ("危害事件一天內回覆", "危害事件一天内回复"),
    "what addresses us is answered in three days": ("對我們說的話三天內回覆", "对我们说的话三天内回复"),
    "complaints to us are answered in an open hour": (
        "對我們的客訴在一個服務小時內回覆",
        "对我们的投诉在一个服务小时内回复",
    ),
    "complaints to us are answered in two open hours": (
        "對我們的客訴在兩個服務小時內回覆",
        "对我们的投诉在两个服务小时内回复",
    ),
    "complaints to us are answered in half a working day": (
        "對我們的客訴在半個工作日內回覆",
        "对我们的投诉在半个工作日内回复",
    ),
    # Reasons for accepted findings
    "outside legal's hours the crisis team uses statements approved before": (
        "非法務上班時間，危機小組使用事先核准的聲明",
        "法务非工作时间，危机小组使用事先审批的声明",
    ),
    "nobody is on call at the weekend": ("週末無人值班", "周末无人值班"),
    "in her own weeks PR's lead approves with the statement that the board agreed by day": (
        "公關主管自己輪值的那幾週，依管理層白天同意的聲明核准",
        "公关负责人自己值班的那几周，按管理层白天同意的声明审批",
    ),
    "outside the office PR uses the statements that legal approved by day": (
        "非上班時間，公關使用法務白天核准的聲明",
        "非工作时间，公关使用法务白天审批的声明",
    ),
    "at night PR uses the statements that legal approved by day": (
        "夜間公關使用法務白天核准的聲明",
        "夜间公关使用法务白天审批的声明",
    ),
    "nobody works at the weekend; it waits until Monday": (
        "週末沒有人上班，等到星期一再處理",
        "周末没有人上班，等到星期一再处理",
    ),
    "at night I sleep; it waits until the morning": ("夜間我在睡覺，等到早上再處理", "夜间我在睡觉，等到早上再处理"),
    "two people on call can not cover the night": ("只有兩人輪值，無法涵蓋夜間", "只有两人值班，无法覆盖夜间"),
    # Comments
    "the first rule that matches decides": ("由第一條符合的規則決定", "由第一条匹配的规则决定"),
    "Add your country's holidays with: holidays: TW (an ISO code), or a list of dates.": (
        "國定假日請寫 holidays: TW（ISO代碼），或列出日期。",
        "法定节假日请写 holidays: CN（ISO代码），或列出日期。",
    ),
    "Add holidays to each with: holidays: TW (an ISO code), or a list of dates.": (
        "各組時段的國定假日請寫 holidays: TW（ISO代碼），或列出日期。",
        "各组时段的法定节假日请写 holidays: CN（ISO代码），或列出日期。",
    ),
    "Around the clock, a week each: whoever has it keeps the telephone at the bed.": (
        "全天候，每人輪一週：輪到的人把手機放在床邊。",
        "全天候，每人值一周：值班的人把手机放在床边。",
    ),
    "A week each; the handover is on Monday morning.": (
        "每人輪一週，星期一早上交接。",
        "每人值一周，星期一早上交接。",
    ),
    "PR also looks at the weekend, twice a day.": ("公關週末也看，每天兩次。", "公关周末也看，每天两次。"),
    "The names of your connected accounts; rename them here and in the rules.": (
        "您已連接的帳號名稱；請在這裡與規則中一併改名。",
        "您已连接的账号名称；请在这里和规则中一并改名。",
    ),
    "The hours in which you really look. Nobody is on duty in the others, and no deadline falls there.": (
        "您真正會看的時段。其他時間沒有人值班，期限也不會落在那裡。",
        "您真正会看的时段。其他时间无人值班，时限也不会落在那里。",
    ),
    "With nobody else to call, a ladder reminds you, and then once more.": (
        "沒有其他人可以通報時，通報層級會提醒您，之後再提醒一次。",
        "没有其他人可以上报时，上报层级会提醒您，之后再提醒一次。",
    ),
    "One person answers everything. The order is by deadline, the closed hours are yours.": (
        "一個人回覆所有對話：依期限排序，非服務時段是您自己的。",
        "一个人回复所有会话：按时限排序，非服务时段是您自己的。",
    ),
    "One person answers everything, in office hours, at length.": (
        "一個人在上班時間回覆所有對話，慢慢說清楚。",
        "一个人在工作时间回复所有会话，慢慢说清楚。",
    ),
    "Up to ten people: one team of generalists, and two who take turns at being on call.": (
        "十人以內：一個什麼都做的團隊，兩人輪流值班。",
        "十人以内：一个什么都做的团队，两人轮流值班。",
    ),
    "Up to ten people: one team of generalists in office hours, the founder owns the accounts and the press.": (
        "十人以內：一個什麼都做的團隊在上班時間工作，客戶與媒體由創辦人負責。",
        "十人以内：一个什么都做的团队在工作时间工作，客户与媒体由创始人负责。",
    ),
    "Eleven to fifty people, hub and spoke: support answers, social keeps the voice, PR has harm and the press, "
    "marketing watches.": (
        "十一至五十人，軸輻式：客服回覆，社群維持口吻，公關負責危害事件與媒體，行銷留意動向。",
        "十一至五十人，轴辐式：客服回复，新媒体维持口吻，公关负责危害事件与媒体，营销留意动向。",
    ),
    "Eleven to fifty people, hub and spoke, office hours: every customer has an account owner, PR has harm and the "
    "press.": (
        "十一至五十人，軸輻式，上班時間：每位客戶都有客戶負責人，公關負責危害事件與媒體。",
        "十一至五十人，轴辐式，工作时间：每位客户都有客户负责人，公关负责危害事件与媒体。",
    ),
    "A support channel of its own beside the brand's channel; support works seven days, PR takes turns around the "
    "clock.": (
        "品牌管道之外另有客服管道；客服每週七天，公關全天候輪值。",
        "品牌渠道之外另有客服渠道；客服每周七天，公关全天候轮班。",
    ),
    "A support channel of its own beside the brand's channel; account owners for named customers; PR on call at the "
    "weekend.": (
        "品牌管道之外另有客服管道；重點客戶有客戶負責人，公關週末值班。",
        "品牌渠道之外另有客服渠道；重点客户有客户负责人，公关周末值班。",
    ),
    "Dandelion: a hub holds policy, crisis and tools around the clock; each market has a spoke with its own people and "
    "hours.": (
        "蒲公英式：總部全天候掌管規範、危機與工具；各市場有自己的團隊與時段。",
        "蒲公英式：总部全天候掌管规范、危机与工具；各市场有自己的团队与时段。",
    ),
    "Dandelion: a hub holds policy, crisis and tools; each market's account owners and support work in their own "
    "office hours.": (
        "蒲公英式：總部掌管規範、危機與工具；各市場的客戶負責人與客服依當地上班時間工作。",
        "蒲公英式：总部掌管规范、危机与工具；各市场的客户负责人与客服按当地工作时间工作。",
    ),
}
"""English -> (zh-hant, zh-hans)."""
