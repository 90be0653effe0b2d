"""Why a server cannot be reached, in words."""

from __future__ import annotations

import errno
import socket
import ssl

import httpcore
import pytest

from earshot.adapters.http.reasons import why


def wrapped(cause: BaseException) -> Exception:
    try:
        try:
            raise cause
        except BaseException as error:
            raise httpcore.ConnectError(str(error)) from error
    except httpcore.ConnectError as error:
        return error


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (socket.gaierror(-2, "Name or service not known"), "nobody knows this name"),
        (ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused"), "nothing answers there"),
        (OSError(errno.ENETUNREACH, "Network is unreachable"), "may be offline"),
        (TimeoutError(), "no answer in time"),
        (httpcore.ConnectTimeout(), "no answer in time"),
        (ConnectionResetError(errno.ECONNRESET, "Connection reset by peer"), "ended the connection"),
        (UnicodeError("label too long"), "cannot be the name"),
        (ssl.SSLError(1, "[SSL: WRONG_VERSION_NUMBER] wrong version number"), "no secure connection"),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
def test_no_reason_shows_the_number_of_an_error(error: Exception, words: str) -> None:
    for each in (error, wrapped(error)):
        assert words in why(each)
        assert "Errno" not in why(each)


def test_a_certificate_is_named_with_what_is_wrong_with_it() -> None:
    error = ssl.SSLCertVerificationError(1, "certificate verify failed")
    error.verify_message = "certificate has expired"
    assert why(error) == "its certificate cannot be trusted: certificate has expired"


def test_what_is_not_known_says_what_it_is() -> None:
    assert why(OSError(errno.EMFILE, "Too many open files")) == "[Errno 24] Too many open files"
    assert why(ValueError()) == "ValueError"
