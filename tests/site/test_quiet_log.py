"""What reaches the operator's terminal: our failures, with their place; not what others ask for in vain."""

from __future__ import annotations

import logging

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from earshot.site import urls


def _breaks(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError("ours")


def _forbids(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


urlpatterns = [path("breaks", _breaks), path("forbids", _forbids), *urls.urlpatterns]


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.parametrize(("address", "status"), [("/forbids", 403), ("/nowhere", 404)])
def test_what_others_get_wrong_is_not_logged(
    client: Client, caplog: pytest.LogCaptureFixture, address: str, status: int
) -> None:
    assert client.get(address).status_code == status
    assert not caplog.records


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=__name__)
def test_a_failure_of_ours_is_logged_with_its_place(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    assert client.get("/breaks").status_code == 500
    (record,) = caplog.records
    assert record.levelno == logging.ERROR
    assert record.exc_info is not None and record.exc_info[0] is ZeroDivisionError
