"""The vault: what it seals only it can open, for the row it was sealed for, and nothing shines through."""

from __future__ import annotations

import base64
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earshot.adapters.vault import FileVault, key_id
from earshot.kernel.errors import BadInput
from earshot.ports.services import Vault

KEY = bytes(range(32))
OTHER = bytes(range(32, 64))
CANARY = "canary-7f3a-秘密-token"
ROW = "listening.Channel:7:token"


def test_it_is_a_vault() -> None:
    vault: Vault = FileVault(KEY)
    assert vault.unseal(vault.seal(CANARY, ROW), ROW) == CANARY


@settings(max_examples=50, deadline=None)
@given(st.text(), st.text())
def test_whatever_is_sealed_comes_back(plain: str, bound: str) -> None:
    vault = FileVault(KEY)
    assert vault.unseal(vault.seal(plain, bound), bound) == plain


def test_sealing_twice_gives_different_texts() -> None:
    vault = FileVault(KEY)
    assert vault.seal(CANARY, ROW) != vault.seal(CANARY, ROW)


def test_neither_secret_nor_key_nor_row_shows_in_the_sealed_text() -> None:
    sealed = FileVault(KEY).seal(CANARY, ROW)
    decoded = b"".join(base64.urlsafe_b64decode(part) for part in sealed.split(".")[2:])
    for hidden in (CANARY.encode(), KEY, ROW.encode(), b"canary"):
        assert hidden not in sealed.encode()
        assert hidden not in decoded
        assert base64.b64encode(hidden).rstrip(b"=")[:-1] not in sealed.encode()


def test_every_altered_character_is_noticed() -> None:
    vault = FileVault(KEY)
    sealed = vault.seal("short", ROW)
    alphabet = string.ascii_letters + string.digits + "-_=."
    for position, original in enumerate(sealed):
        replacement = next(letter for letter in alphabet if letter != original)
        with pytest.raises(BadInput):
            vault.unseal(sealed[:position] + replacement + sealed[position + 1 :], ROW)


@pytest.mark.parametrize("cut", [0, 1, 5, 20, -1, -2, -30])
def test_a_piece_of_a_sealed_value_is_refused_in_words(cut: int) -> None:
    vault = FileVault(KEY)
    with pytest.raises(BadInput) as caught:
        vault.unseal(vault.seal(CANARY, ROW)[:cut], ROW)
    assert caught.value.message.endswith(".")
    assert caught.value.mend


@pytest.mark.parametrize("junk", ["", "plain token", "1.x", "a.b.c.d.e", "1.00000000.ü.ü", f"1.{key_id(KEY)}."])
def test_what_was_never_sealed_is_refused(junk: str) -> None:
    with pytest.raises(BadInput):
        FileVault(KEY).unseal(junk, ROW)


def test_a_value_moved_to_another_row_is_refused() -> None:
    vault = FileVault(KEY)
    with pytest.raises(BadInput, match="belongs to something else"):
        vault.unseal(vault.seal(CANARY, ROW), "listening.Channel:8:token")


def test_halves_of_two_sealed_values_do_not_fit_together() -> None:
    vault = FileVault(KEY)
    one, two = (vault.seal(CANARY, ROW).split(".") for _ in range(2))
    with pytest.raises(BadInput):
        vault.unseal(".".join([*one[:3], two[3]]), ROW)


def test_another_key_says_which_key_is_missing() -> None:
    sealed = FileVault(KEY).seal(CANARY, ROW)
    with pytest.raises(BadInput) as caught:
        FileVault(OTHER).unseal(sealed, ROW)
    assert key_id(KEY) in caught.value.message
    assert key_id(OTHER) in caught.value.message
    assert "key file" in caught.value.mend


def test_a_forged_key_id_does_not_open_anything() -> None:
    sealed = FileVault(KEY).seal(CANARY, ROW).replace(key_id(KEY), key_id(OTHER))
    with pytest.raises(BadInput):
        FileVault(OTHER).unseal(sealed, ROW)


def test_rotation_keeps_the_secret_and_leaves_the_old_key_behind() -> None:
    old = FileVault(KEY).seal(CANARY, ROW)
    rotated = FileVault(OTHER, older=[KEY])
    assert rotated.unseal(old, ROW) == CANARY
    assert rotated.needs_rewrap(old)
    moved = rotated.rewrap(old, ROW)
    assert not rotated.needs_rewrap(moved)
    assert moved.split(".")[3] == old.split(".")[3]
    assert FileVault(OTHER).unseal(moved, ROW) == CANARY
    with pytest.raises(BadInput):
        rotated.rewrap(old, "another row")


def test_a_newer_form_is_said_to_be_newer() -> None:
    sealed = FileVault(KEY).seal(CANARY, ROW)
    with pytest.raises(BadInput, match="does not know"):
        FileVault(KEY).unseal("2" + sealed[1:], ROW)


def test_a_key_of_the_wrong_length_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="31 bytes"):
        FileVault(KEY[:31])
