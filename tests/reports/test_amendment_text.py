"""What an amendment would change, as a person reads it before saying yes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from facilitator.domain.decision_log.amending import Amended, Edit
from facilitator.domain.decision_log.projection import project_log
from facilitator.reports.documents.log import amendment_document, excerpts
from tests.reports.reading import shown
from tests.worlds.workshop import held_session

LOG = project_log(held_session())


def text_of(*edits: Edit, log=LOG, width: int = 80) -> str:
    return shown(amendment_document(Amended(log, (), edits)), width=width)


def test_each_field_says_what_it_was_and_what_it_will_be():
    text = text_of(Edit("owner of launch-plan", "Ana", "Kim"), Edit("review of x", "2027", "2028"))
    lines = [line.split() for line in text.splitlines() if line.strip()]
    assert lines == [
        ["Who", "owns", "the", "grey", "areas?", "22", "Nov", "2026"],
        ["Change", "From", "To"],
        ["owner", "of", "launch-plan", "Ana", "Kim"],
        ["review", "of", "x", "2027", "2028"],
    ]


@pytest.mark.parametrize("width", [40, 80])
def test_nothing_that_a_terminal_obeys_is_printed(width):
    hostile = "\x1b]52;c;eA==\x07\x1b[2J\u202egnp.exe [red]\nline"
    log = replace(LOG, session=replace(LOG.session, title=hostile))
    text = text_of(Edit(hostile, hostile, f"{hostile}!"), log=log, width=width)
    assert not set("\x1b\x07\u202e") & set(text)
    assert "[red]" in "".join(text.split())
    assert all(len(line) <= width for line in text.splitlines())


@pytest.mark.parametrize(
    ("was", "now", "shown"),
    [
        ("Ana", "Kim", ("Ana", "Kim")),
        ("nobody", "Kim", ("nobody", "Kim")),
        ("teh", "the", ("teh", "the")),
        (
            "a" * 30 + "X" + "b" * 30,
            "a" * 30 + "YY" + "b" * 30,
            ("…" + "a" * 24 + "X" + "b" * 24 + "…", "…" + "a" * 24 + "YY" + "b" * 24 + "…"),
        ),
        ("x x", "x x x", ("x x", "x x x")),
        ("long" * 20, "long" * 20 + "er", ("…" + "long" * 6, "…" + "long" * 6 + "er")),
    ],
)
def test_of_a_long_text_only_what_is_around_the_change_is_shown(was, now, shown):
    assert excerpts(Edit("x", was, now)) == shown
