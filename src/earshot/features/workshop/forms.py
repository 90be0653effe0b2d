"""What people fill in on the pages of the workshop."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from earshot.features.listening.models import Topic
from earshot.features.workshop.testing import TopicTest


class TopicForm(forms.Form):
    """A standing query and its name."""

    name = forms.SlugField(
        label=_("Name"),
        max_length=80,
        allow_unicode=True,
        error_messages={"invalid": _("Use letters, digits and - without spaces: it is written topic:name.")},
        help_text=_("Policies and searches write it like topic:refund."),
    )
    title = forms.CharField(label=_("Title"), max_length=120, required=False)
    brand = forms.CharField(label=_("Brand"), max_length=80, required=False)
    use = forms.ChoiceField(
        label=_("What for"),
        choices=(
            ("answer", _("To answer: what matches is given to somebody")),
            ("watch", _("To listen: nobody has to answer it")),
            ("mine", _("To listen, for me alone")),
        ),
        required=False,
    )
    query = forms.CharField(
        label=_("Query"),
        max_length=65_536,
        strip=False,
        widget=forms.Textarea({"rows": 4, "spellcheck": "false", "autocapitalize": "off", "autocomplete": "off"}),
        help_text=_("For example: refund OR 退款 OR “money back” -giveaway"),
    )
    note = forms.CharField(label=_("Reason for this change"), max_length=300, required=False)
    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    """The number of the version that the person began from."""

    def settings(self) -> Iterable[forms.BoundField]:
        """Everything but the query, which has its own place on the page."""
        return (self[name] for name in ("name", "title", "brand", "use"))

    def clean_query(self) -> str:
        """As the person wrote it, in the line ends of the language."""
        return str(self.cleaned_data["query"]).replace("\r\n", "\n").strip()


def told(topic: Topic, version: int) -> dict[str, object]:
    """A topic as its form shows it; ``version`` is the number of its newest one."""
    use = "mine" if topic.watcher_id else "watch" if topic.watch else "answer"
    return {
        "name": topic.name, "title": topic.title, "brand": topic.brand, "query": topic.query, "use": use,
        "seen": version,
    }  # fmt: skip


def tests_from(posted: QueryDict) -> tuple[TopicTest, ...] | None:
    """The tests that a page sent; rows without a text are none. None where the page had no rows of tests at all."""
    texts, kinds = posted.getlist("test-text"), posted.getlist("test-kind")
    if not texts:
        return None
    rows = zip(texts, kinds, strict=False)
    return tuple(TopicTest(text.strip(), kind != "misses") for text, kind in rows if text.strip())
