"""Codes that let people in."""

from __future__ import annotations

import re

import pytest

from facilitator.hosting import codes


def test_codes_have_the_bits_that_were_promised_in_groups_that_read_well():
    join, resume = codes.new_join_code(), codes.new_resume_code()
    assert re.fullmatch(r"[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{2}", join)
    assert re.fullmatch(r"[2-9A-HJ-NP-Z]{4}(-[2-9A-HJ-NP-Z]{4}){3}", resume)
    bits_a_sign = 5
    assert len(set(codes.ALPHABET)) == 2**bits_a_sign
    assert bits_a_sign * codes.JOIN_CODE_SIGNS >= 40
    assert bits_a_sign * codes.RESUME_CODE_SIGNS >= 64
    assert join != codes.new_join_code()


@pytest.mark.parametrize(
    "typed",
    [
        "7kxm-4qpd-9t",
        "7KXM4QPD9T",
        " 7kxm 4qpd 9t ",
        "7KXM–4QPD–9T",
        "７ＫＸＭ－４ＱＰＤ－９Ｔ",
        "７ｋｘｍ　４ｑｐｄ　９ｔ",
        "٧KXM-٤QPD-٩T",
        "۷kxm-۴qpd-۹t",
        "७KXM ४QPD ९T",
        "\u200b7KXM-4QPD-9T\ufeff",
    ],
)
def test_a_code_is_known_however_it_is_typed(typed):
    assert codes.same_code(typed, "7KXM-4QPD-9T")
    assert codes.code_credential(typed) == codes.code_credential("7KXM-4QPD-9T")


@pytest.mark.parametrize("typed", ["", "-", "7KXM-4QPD-9", "7KXM-4QPD-9TT", "é" * 10])
def test_any_other_code_is_not(typed):
    assert not codes.same_code(typed, "7KXM-4QPD-9T")


def test_a_resume_code_is_not_kept_as_it_is():
    assert "7KXM" not in codes.code_credential("7KXM-4QPD-9T")
