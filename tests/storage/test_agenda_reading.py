"""What a sound agenda becomes: defaults, made-up fields, and the way back to a document."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from facilitator.domain.agenda import (
    Agenda,
    ContestedTask,
    Fallback,
    InputKind,
    Rules,
    Support,
    default_question,
)
from facilitator.domain.steps import KINDS
from facilitator.domain.steps.brief import Brief
from facilitator.domain.steps.commit import Proposal
from facilitator.domain.steps.rate import Statement
from facilitator.domain.steps.shortlist import Shortlist
from facilitator.storage.agenda_toml import READERS, parse_agenda, read_agenda
from facilitator.storage.agenda_writing import agenda_document

SHIPPED = Path(__file__).parents[2] / "agendas"

SMALL = """
format = "facilitator.agenda/1"
id = "small"
title = "Small"
teams = [{ id = "pm", name = "Product" }, { id = "product-marketing", name = "Marketing" }]
"""

FULL = """
format = "facilitator.agenda/1"
id = "full"
title = "  Full  "
summary = "All of it"
teams = [
  { id = "pm", name = "Product", short = "Prod", purpose = "Builds" },
  { id = "pmm", name = "Marketing" },
]

[rules]
attribution = "anonymous"
agreement_required = 1
max_rounds = 2
review_after_days = 30
fallback = "escalate"
approver = "VP Product"

[[steps]]
kind = "brief"
title = "Welcome"
minutes = 5
notes = "Say hello"
text = "# Hello\\n\\n\\tindented"

[[steps]]
kind = "follow-up"
title = "Since last time"

[[steps]]
kind = "rate"
title = "Maturity"
question = "How true?"
scale = ["No", "Yes"]
statements = [
  { id = "a", text = "So", team = "pmm", tasks = ["pricing"] },
  { id = "b", text = "Not so" },
]

[[steps]]
kind = "shortlist"
title = "Which?"
dots = 3
keep = 2

[[steps]]
kind = "task"
id = "pricing"
title = "Pricing"
question = "Who sets the price?"
background = "It is **hard**."
phase = "plan"
candidates = ["pmm", "pm"]
market_facing = true
ask_today = true
source = "S1"
  [steps.suggested]
  driver = "pmm"
  because = "Buyers"
  support = [
    { team = "pm", input = "consult", detail = "Cost", when = "Yearly" },
    { team = "pm", input = "approve", detail = "Limits", when = "Always" },
  ]

[[steps]]
kind = "task"
id = "launch"
title = "Launch"

[[steps]]
kind = "commit"
title = "Promises"
proposals = [ { id = "win-loss", from = "pmm", to = "pm", text = "Findings" } ]

[[steps]]
kind = "close"
title = "The end"
"""


def agenda_of(text: str) -> Agenda:
    reading = parse_agenda(text.encode(), "test.toml")
    assert reading.found is not None, [str(each) for each in reading.problems]
    return reading.found


def task_of(keys: str) -> ContestedTask:
    return agenda_of(f'{SMALL}\n[[steps]]\nkind = "task"\nid = "it"\n{keys}').tasks[0]


def test_every_kind_of_step_has_a_reader() -> None:
    assert set(KINDS) == set(READERS)


def test_what_is_left_out_takes_the_defaults():
    agenda = agenda_of(SMALL + '[[steps]]\nkind = "close"\ntitle = "Á la fin!"')
    assert agenda.rules == Rules()
    assert agenda.summary == ""
    assert [team.short for team in agenda.teams] == ["PM", "PRODUCT-"]
    assert agenda.steps[0].id == "a-la-fin"
    assert agenda.steps[0].minutes is None


def test_a_task_asks_by_its_title_among_all_teams_unless_it_says_otherwise():
    task = task_of('title = "Competitive messaging"')
    assert task.question == "Who drives competitive messaging?"
    assert task.candidates == ("pm", "product-marketing")
    assert not task.market_facing
    assert not task.ask_today
    assert task.suggested is None


@pytest.mark.parametrize(
    ("title", "question"),
    [
        ("Competitive messaging", "Who drives competitive messaging?"),
        ("Go-to-market strategy", "Who drives go-to-market strategy?"),
        ("OKRs", "Who drives OKRs?"),
        ("B2B pricing", "Who drives B2B pricing?"),
        ("FAQ for sales", "Who drives FAQ for sales?"),
        ("A new plan.", "Who drives a new plan?"),
        ("iOS launch", "Who drives iOS launch?"),
        ("Äußere Kommunikation", "Who drives äußere Kommunikation?"),
        ("Who answers analysts?", "Who answers analysts?"),
    ],
)
def test_the_default_question_reads_like_a_sentence(title, question):
    assert default_question(title) == question


def test_a_title_in_another_script_gets_an_id_of_its_own_wherever_it_stands():
    one, other = (
        f'[[steps]]\nkind = "brief"\ntext = "…"\ntitle = "{title}"\n' for title in ("議題", "休憩")
    )
    ids = {each.title: each.id for each in agenda_of(SMALL + one + other).steps}
    assert ids == {each.title: each.id for each in agenda_of(SMALL + other + one).steps}
    assert ids == {"議題": "step-5dd7fb", "休憩": "step-011595"}


def test_steps_of_one_such_title_are_told_apart():
    """They were by their place, and agendas may have them so."""
    breather = '[[steps]]\nkind = "brief"\ntext = "…"\ntitle = "休憩"\n'
    one, other = agenda_of(SMALL + breather * 2).steps
    assert other.id == f"{one.id}-2"


def test_a_shortlist_offers_every_later_task_by_default():
    (shortlist,) = (step for step in agenda_of(FULL).steps if step.id == "which")
    assert isinstance(shortlist, Shortlist)
    assert shortlist.tasks == ("pricing", "launch")


def test_every_key_arrives_where_it_belongs():
    agenda = agenda_of(FULL)
    assert agenda.title == "Full"
    assert agenda.rules.fallback is Fallback.ESCALATE
    assert agenda.rules.approver == "VP Product"
    assert agenda.rules.agreement_required == 1.0
    brief = agenda.steps[0]
    assert isinstance(brief, Brief)
    assert brief.text == "# Hello\n\n\tindented"
    assert brief.notes == "Say hello"
    steps = {step.id: step for step in agenda.steps}
    rate = steps["maturity"]
    assert rate.statements[0] == Statement(id="a", text="So", team="pmm", tasks=("pricing",))
    pricing = agenda.tasks[0]
    assert pricing.candidates == ("pmm", "pm")
    assert pricing.suggested is not None
    assert pricing.suggested.support[1] == Support("pm", InputKind.APPROVE, "Limits", "Always")
    assert steps["promises"].proposals == (
        Proposal(id="win-loss", giver="pmm", receiver="pm", text="Findings"),
    )


def test_the_digest_is_of_the_very_bytes():
    assert agenda_of(FULL).digest == "sha256:" + hashlib.sha256(FULL.encode()).hexdigest()


def without_digest(agenda: Agenda) -> Agenda:
    return Agenda(
        id=agenda.id,
        title=agenda.title,
        teams=agenda.teams,
        steps=agenda.steps,
        rules=agenda.rules,
        summary=agenda.summary,
    )


def shipped_texts() -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted(SHIPPED.glob("*.toml"))]


@pytest.mark.parametrize("text", [FULL, *shipped_texts()])
def test_an_agenda_goes_to_a_document_and_back(text):
    agenda = agenda_of(text)
    document = agenda_document(agenda)
    assert json.loads(json.dumps(document)) == document
    assert without_digest(agenda_of(tomli_w.dumps(document))) == without_digest(agenda)


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.toml")), ids=lambda path: path.stem)
def test_agendas_that_ship_have_no_problem_not_even_a_warning(path):
    reading = read_agenda(path)
    assert [str(each) for each in reading.problems] == []
    assert reading.found is not None
    assert reading.found.id == path.stem


@given(st.binary(max_size=2000))
def test_no_bytes_at_all_make_the_reader_raise(data):
    parse_agenda(data, "fuzz.toml")


@given(st.data())
def test_no_change_to_a_real_agenda_makes_the_reader_raise(data):
    lines = FULL.splitlines()
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(lines) - 1))
        junk = data.draw(st.sampled_from([*lines, "x = 1", "[steps]", "[[teams]]", "= [{}]"]))
        lines[at : at + data.draw(st.integers(0, 2))] = [junk]
    reading = parse_agenda("\n".join(lines).encode(), "fuzz.toml")
    assert (reading.found is None) == any(p.severity == "error" for p in reading.problems)


@given(st.data())
def test_no_damage_to_the_shipped_agenda_makes_the_reader_raise(data):
    found = bytearray((SHIPPED / "grey-areas.toml").read_bytes())
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(found) - 1))
        found[at : at + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=8))
    parse_agenda(bytes(found), "fuzz.toml")


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63)
    | st.floats()
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
    | st.dates()
    | st.datetimes(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
).filter(lambda value: value is not None)


@given(st.data())
def test_any_value_at_any_place_is_a_problem_or_is_fine_but_never_raises(data):
    document = agenda_document(agenda_of(FULL))
    container = document
    while True:
        key = data.draw(
            st.sampled_from(
                list(container) if isinstance(container, dict) else container_keys(container)
            )
        )
        inner = container[key]
        if not isinstance(inner, dict | list) or not inner or data.draw(st.booleans()):
            break
        container = inner
    container[key] = data.draw(values)
    try:
        text = tomli_w.dumps(document)
    except (TypeError, ValueError):
        return
    parse_agenda(text.encode("utf-8", "replace"), "fuzz.toml")


def container_keys(container: list[object]) -> list[int]:
    return list(range(len(container)))
