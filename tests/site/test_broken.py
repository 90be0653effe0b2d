"""What a page that broke says in its place."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils.translation import override

from earshot.site import broken


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Something broke on our side"), ("zh-hant", "系統發生錯誤"), ("zh-hans", "系统出错了")],
)
def test_it_is_said_in_the_readers_language(language: str, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise RuntimeError("on purpose")

    # The addresses hold the function already: it is its inside that breaks.
    monkeypatch.setattr("earshot.site.views.healthy.__code__", breaks.__code__)
    answer = Client(raise_request_exception=False).get("/healthz", headers={"accept-language": language})
    page = answer.content.decode()
    assert answer.status_code == 500
    assert words in page
    assert 'href="/healthz"' in page
    assert "earshot doctor" in page
    assert "on purpose" not in page


def test_where_even_that_breaks_it_is_said_in_all(monkeypatch: pytest.MonkeyPatch) -> None:

    def breaks(name: str, *rest: object) -> str:
        if name == "web/broken.html":
            raise RuntimeError("the database is gone")
        return render_to_string(name)

    monkeypatch.setattr("earshot.site.broken.render_to_string", breaks)
    with override("en"):
        answer = broken.server_error(RequestFactory().get("/"))
    assert answer.status_code == 500
    for words in ("Something broke on our side", "系統發生錯誤", "系统出错了"):
        assert words in answer.content.decode()
