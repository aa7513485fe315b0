"""Whatever is changed in a sound log is told, unless nothing else in the log tells of it."""

from __future__ import annotations

import copy
import random
import re
import tomllib
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import tomli_w

from facilitator.storage.decision_log_toml import LogState, check_log_data
from tests.worlds.by_hand import with_known_keys_alone

TESTS = Path(__file__).parents[1]
CASES = TESTS / "cases" / "logs"
EXAMPLE = (TESTS / "storage" / "decision-log-example.toml").read_text("utf-8")
SOUND = {
    "by hand": (with_known_keys_alone(), CASES / "by-hand.toml"),
    "the example of the format": (EXAMPLE, CASES / "example.toml"),
    "two sessions": (
        (CASES / "stale" / "2026-05-20-grey-areas-hl5u.toml").read_text("utf-8"),
        CASES / "stale" / "2026-05-20-grey-areas-hl5u.toml",
    ),
}
MUTATIONS = 120
"""For each of these logs."""
MOST_MESSAGES = 5

NOTHING_ELSE_TELLS = re.compile(
    r"""
    (change|delete|swap|duplicate)\ of\ (
        # what people wrote, and when they meant it to be
        [a-z_.[\]]*\.(title|text|reason|rationale|would_change|detail|when|owner|due|phase|priority)
      | decisions\[]\.(review_on|dissent\[]\.(name|team|position)|support\[]\.input|task)
      | (decisions\[]\.(support|dissent)|commitments|parking_lot|ratings|shortlist|amendments|close)
        (\[])?
      | commitments\[]\.(id|from|to|status|carried_from)
      | parking_lot\[]\.(raised_by|became)
      | amendments\[]\.(by|what|at)
      | session\.(title|facilitators(\[])?|agenda_digest|rehearsal|ended_at|started_at|status)
      | session\.(attribution|follows|agenda)
      | teams\[]\.name | teams | participants\[]\.(name|team|seat) | participants\[]
        # who chose what, with what certainty, and how dots and fingers fell
      | decisions\[]\.rounds\[]\.ballots\[]\.(confidence|proxy|today|participant)
      | decisions\[]\.rounds\[]\.(ballots|opened_at|closed_at)
      | decisions\[]\.(decided_at|driver_absent)
      | shortlist\[]\.(dots|people|taken|task)
      | close\.(plan|return_on_time)(\[])?
      | ratings\[]\.(step|statement) | ratings\[]\.by_team(\.[a-z]+)?(\[])?
        # the order in which things are told
      | decisions | decisions\[]
        # rules that were kept, whatever they were
      | rules | rules\.(agreement_required|max_rounds|review_after_days|fallback)
    )
  | delete\ of\ (
        # what follows from the rest, or is what the format gives
        decisions\[]\.(agreement|pattern|supersedes|verdict|rounds(\[])?)
      | decisions\[]\.rounds\[]\.(eligible|votes|abstained|need_info|silent|number)
      | decisions\[]\.rounds\[]\.by_team(\.[a-z]+)?
      | decisions\[]\.rounds\[]\.ballots\[]
      | ratings\[]\.(median|consensus|agreement|scale)
    )
    """,
    re.VERBOSE,
)
"""Where nothing in a log is said twice: such a change can't be seen."""

Path_ = tuple[str | int, ...]


def nodes(value: object, path: Path_ = ()) -> Iterator[tuple[Path_, object]]:
    """Every value in a document, with its path."""
    if path:
        yield path, value
    below = value.items() if isinstance(value, dict) else ()
    below = enumerate(value) if isinstance(value, list) else below
    for key, each in below:
        yield from nodes(each, (*path, key))


def at(document: object, path: Path_):
    for key in path:
        document = document[key]
    return document


def pattern(path: Path_) -> str:
    return "".join("[]" if isinstance(key, int) else f".{key}" for key in path)[1:]


def other(draw: random.Random, value: object, alike: list[str]) -> object:
    """Another value of the same kind, as a slip makes it."""
    match value:
        case bool():
            return not value
        case int():
            return value + draw.choice((-1, 1, 2, 10))
        case float():
            return round(value + draw.choice((-0.1, 0.05, 0.2, 1)), 4)
        case datetime():
            return value + timedelta(days=draw.choice((-400, -30, 30, 400)))
        case date():
            return value + timedelta(days=draw.choice((-400, -30, -1, 1, 30, 400)))
        case _:
            place = draw.randrange(len(value)) if value else 0
            typed = value[:place] + draw.choice("abcxyz") + value[place + 1 :]
            return draw.choice([typed, value[:place] + value[place + 1 :], "", *alike, *alike])


def mutated(draw: random.Random, document: dict) -> tuple[dict, str] | None:
    """The document with one slip in it, and what that is; None where it would say the same."""
    document = copy.deepcopy(document)
    path, value = draw.choice(list(nodes(document)))
    parent, key = at(document, path[:-1]), path[-1]
    is_leaf = not isinstance(value, dict | list)
    kinds = ["delete"] + ["rename"] * isinstance(key, str) + ["duplicate"] * isinstance(key, int)
    kinds += ["change"] * 4 * is_leaf
    kinds += ["swap"] * (isinstance(value, list) and len(value) > 1)
    kind = draw.choice(kinds)
    match kind:
        case "delete":
            del parent[key]
        case "duplicate":
            parent.insert(key, copy.deepcopy(value))
        case "swap":
            one, two = draw.sample(range(len(value)), 2)
            if value[one] == value[two]:
                return None
            value[one], value[two] = value[two], value[one]
        case "rename":
            name = draw.choice((f"{key}s", key.removesuffix("s"), key.replace("_", "-"), f"x{key}"))
            if name in parent:
                return None
            items = [(name if each == key else each, below) for each, below in parent.items()]
            parent.clear()
            parent.update(items)
        case _:
            alike = [
                each
                for place, each in nodes(document)
                if isinstance(each, str) and pattern(place) == pattern(path)
            ]
            changed = other(draw, value, alike)
            if changed == value:
                return None
            parent[key] = changed
    return document, f"{kind} of {pattern(path)}"


@pytest.mark.parametrize("name", SOUND)
def test_a_slip_is_told_in_few_words_unless_nothing_else_tells_of_it(name):
    text, path = SOUND[name]
    document = tomllib.loads(text)
    before = check_log_data(tomli_w.dumps(document).encode(), path)
    assert before.state is LogState.SOUND
    draw = random.Random(name)  # noqa: S311 - the same slips every time
    told_of = 0
    for _ in range(MUTATIONS):
        made = mutated(draw, document)
        if made is None:
            continue
        changed, slip = made
        reading = check_log_data(tomli_w.dumps(changed).encode(), path)
        new = {str(problem) for problem in reading.problems} - set(map(str, before.problems))
        assert len(new) <= MOST_MESSAGES, (slip, new)
        assert new or NOTHING_ELSE_TELLS.fullmatch(slip), slip
        told_of += bool(new)
    assert told_of > MUTATIONS / 3
