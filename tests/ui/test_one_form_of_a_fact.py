"""A fact is worded once: every screen and every report, held to one form of each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

import pytest

from facilitator.domain.past.comparison import compare
from facilitator.domain.past.due import due_reviews, open_commitments, within
from facilitator.domain.past.register import histories, register
from facilitator.domain.views import facilitator_view, stage_view
from facilitator.domain.words.choices import support_sentence
from facilitator.domain.words.sentences import outcome_sentence, rule_sentence
from facilitator.live.ports import ServerState, ServerStatus
from facilitator.reports.documents.blocks import Section
from facilitator.reports.documents.comparison import comparison_document
from facilitator.reports.documents.due import due_document
from facilitator.reports.documents.history import history_document
from facilitator.reports.documents.log import log_document
from facilitator.reports.documents.register import register_document
from facilitator.reports.markdown import as_markdown
from facilitator.storage.decision_log_toml import read_log
from facilitator.ui.facilitating.scene import Scene
from facilitator.ui.facilitating.steps import stage_page
from facilitator.ui.ink import plain
from tests.reports.reading import shown
from tests.ui.presenting import test_drawing as wall
from tests.ui.voting import test_drawing as voter
from tests.ui.voting.every_kind import KINDS
from tests.ui.voting.rooms import STAGES
from tests.worlds.written import LOGS

ROOMS = {**STAGES, **KINDS}
TODAY = date(2027, 4, 1)
OFF = ServerStatus(ServerState.OFF)


@lru_cache
def screens(name: str) -> dict[str, str]:
    """What each screen says in a room, on one line, however it was wrapped."""
    room = ROOMS[name]()
    page = stage_page(Scene(facilitator_view(room.state), "f1", OFF), 400)
    texts = {
        "facilitator": "\n".join(plain(row) for row in page),
        "voter": voter.text_of(voter.scene_of(room), (300, 200)),
        "wall": wall.words(wall.scene_of(room), 120, 24),
    }
    return {who: " ".join(text.split()) for who, text in texts.items()}


def documents() -> Iterator[tuple[str, Section]]:
    """Every telling of the logs that lie with the tests."""
    logs = [read_log(path).log for path in sorted(LOGS.glob("*.toml"))]
    for log in logs:
        yield log.session.id, log_document(log)
    yield "register", register_document(register(logs), TODAY)
    yield "due", due_document(within(due_reviews(logs), open_commitments(logs), TODAY, None), None)
    yield "comparison", comparison_document(compare(logs[0], logs[-1]), everything=True)
    for task, told in histories(logs).items():
        yield f"history of {task}", history_document(told)


@lru_cache
def reports() -> dict[str, str]:
    """What each report says, in a terminal and as Markdown."""
    texts = {}
    for name, document in documents():
        texts[name] = shown(document, width=200)
        texts[f"{name} (Markdown)"] = as_markdown(document)
    return texts


def everything() -> Iterator[tuple[str, str]]:
    for name in ROOMS:
        for who, text in screens(name).items():
            yield f"{who}, {name}", text
    yield from reports().items()


@pytest.mark.parametrize(
    ("fact", "other_forms"),
    [
        ("a share", r"[\d%][\s ]%"),
        ("a day", r"(?<![\w-])\d{4}-\d\d-\d\d(?![\w-])"),
        ("a month", r"\b\d{1,2} (January|February|March|April|June|July|August|October)\b"),
        ("an open question", r"I need to know|Need info\b(?! )"),
        ("deferred", "◷"),
        ("parked", "■ parked"),
        ("a perception gap", "[≠▲] ?(perception|seen diff)"),
        ("an outcome", r"\bdrives it; |answers for it, |\bowns the task"),
        ("the rule", r"Leading share \d|for one team, \d|: not met"),
    ],
)
def test_no_screen_and_no_report_has_another_form(fact, other_forms):
    texts = dict(everything())
    assert len(texts) > 3 * len(ROOMS)
    found = {
        where: match.group()
        for where, text in texts.items()
        if (match := re.search(f".{{0,30}}(?:{other_forms}).{{0,20}}", text))
    }
    assert found == {}


@pytest.mark.parametrize("name", ["revealed", "revealed-again"])
def test_all_screens_hold_a_round_against_the_rule_in_the_same_words(name):
    stage = stage_view(ROOMS[name]().state)
    said = rule_sentence(stage.reveal, stage.agreement_required)
    assert [who for who, text in screens(name).items() if said not in text] == []


def test_all_screens_word_an_outcome_and_what_teams_give_to_it_the_same():
    decision = stage_view(ROOMS["settled"]().state).decision
    support = [support_sentence(team, given) for team, given in decision.support]
    assert support
    for who, text in screens("settled").items():
        assert [each for each in support if each not in text] == [], who
    assert outcome_sentence(decision) in screens("settled")["facilitator"]
