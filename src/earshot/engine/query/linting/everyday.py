"""Words that say little: the commonest of each language, and brands whose names are everyday words.

Our own lists, folded (``engine.text.fold``): short on purpose, for what surely floods. What a workspace really hears is
told to ``lint`` by a frequency.
"""

from __future__ import annotations

from functools import cache

from earshot.engine.text.folding import fold

_COMMONEST = """
the a an and or but if of to in on at by for from with as is are was were be been am do does did have has had
will would
can could should may might must not no yes it its this that these those there here he she they we you i me my
your his
her our their them us who what when where why how which all any some more most very just so than then too
also one two
new now get got go like good day time people today know see make want need think really still much many up
out about
der die das und oder ist nicht ein eine ich sie wir mit von zu auf für den dem im
le la les de des du un une et est pas que qui je il elle nous vous dans pour sur
el los las una es y o no que en con por para se lo su más
o os um uma e não em com para do da
di il lo gli un che è non per con del
的 了 是 我 你 他 她 它 我們 你們 他們 在 有 和 也 就 都 不 人 這 那 一個 沒有 什麼 可以 因為 所以 但是 如果
還是 就是 不是 自己 現在 今天 大家
知道 覺得 時候 真的 可能 這個 那個 怎麼 已經 還有 一下 喜歡 問題 東西 謝謝 開始 最近 看到 希望
の に は を た が で て と し れ さ こと する ます です この その ない ある いる から まで
이 그 저 것 수 등 들 및 에서 있는 하는 그리고
"""

_BRANDS = """
apple amazon target shell gap visa orange oracle meta uber line windows dove tide galaxy subway puma jaguar
polo sprint
signal discord slack zoom teams square stripe block snap pinterest twitch medium wish chase discover
progressive general
next boots currys argos three virgin sky ford mini smart beetle civic accord fiesta focus pilot explorer mustang
always bounce gain cheer dawn joy glad raid axe lynx arrow crest ritz mars twix orbit extra eclipse innocent
pret
corona budweiser stella sprite fanta monster rockstar bounty galaxy milka nature valley kind nike vans guess
coach fossil swatch omega tudor arena champion express buckle torrid limited staples
nest ring echo alexa siri cortana surface edge chrome safari opera brave word excel outlook access swift rust
go python
全家 統一 美的 大眾 小米 聯想 蘋果 方正 長城 太平洋 自然 好市多 家樂福 大潤發 寶島 遠東 國泰 新光 中華 台灣大
遠傳 老虎 可愛 維他 光明 紅牛 藍天
順風 滴滴 餓了麼 得到 知乎 快手 閒魚 天眼 自如 貝殼 神州 幸福 雅典 聲寶 國際 東元 歌林 禾聯 王品 鼎王 老爺
晶華 君悅
"""


@cache
def commonest() -> frozenset[str]:
    """Folded words that are in a large part of all posts of their language. (Folding Chinese loads large tables.)"""
    return frozenset(fold(word) for word in _COMMONEST.split())


@cache
def brands() -> frozenset[str]:
    """Folded brand names that people write for other reasons, too."""
    return frozenset(fold(word) for word in _BRANDS.split()) - commonest()
