"""An agenda as a person reads it in a terminal."""

from __future__ import annotations

from dataclasses import replace

from facilitator.domain.agenda import Agenda, ContestedTask, Fallback, Phase, Rules, Suggestion
from facilitator.domain.steps import KINDS
from facilitator.domain.steps.brief import Brief
from facilitator.domain.steps.close import Close
from facilitator.domain.steps.commit import Commit, Proposal
from facilitator.domain.steps.follow_up import FollowUp
from facilitator.domain.steps.rate import Rate, Statement
from facilitator.domain.steps.shortlist import Shortlist
from facilitator.domain.text import cells
from facilitator.reports.documents.agenda import GISTS, AgendaLine, agenda_document, agenda_list
from tests.reports.test_log_text import HOSTILE, poisoned, shown
from tests.worlds.workshop import agenda


def plan() -> Agenda:
    steps = [
        replace(step, minutes=minutes)
        for step, minutes in zip(agenda().steps, (5, 40, None, 30), strict=True)
    ]
    steps[1] = replace(steps[1], candidates=("pm", "pmm"))
    return replace(agenda(), steps=tuple(steps), summary="Three tasks that many could own.")


def lines(part) -> list[str]:
    return [line.strip() for line in shown(part).splitlines()]


def test_the_outline_gives_each_step_its_time():
    text = [" ".join(line.split()) for line in lines(agenda_document(plan()))]
    assert text[0] == "Who owns the grey areas?"
    assert "grey-areas · 4 steps · 3 tasks · 1 h 15 min" in text
    for line in (
        "0:00 5 brief Hello",
        "0:05 40 task Competitive messaging",
        "Who drives Competitive messaging?",
        "PM and PMM · market",
        "0:45 task Launch plan",
        "0:45 30 task Advisory boards",
        "Who drives Advisory boards?",
        "all teams",
        "1:15 75 end",
        "1 step has no timebox; the clock counts nothing for it.",
    ):
        assert line in text


def test_the_rules_are_said_in_words():
    text = shown(agenda_document(plan()))
    assert "named votes · 75% agreement required · at most 3 rounds · then defer" in text
    rules = Rules(fallback=Fallback.ESCALATE, approver="VP Product", max_rounds=1)
    text = " ".join(shown(agenda_document(replace(plan(), rules=rules))).split())
    assert "at most 1 round · then escalate to VP Product" in text


EVERY_KIND = (
    Brief(id="b", title="Welcome", minutes=5, text="Two sides\nof one coin."),
    FollowUp(id="f", title="Since last time", minutes=5),
    Rate(
        id="r",
        title="How mature?",
        minutes=10,
        question="How true?",
        scale=("No", "Partly", "Yes"),
        statements=(Statement(id="s", text="All is well"),),
    ),
    Shortlist(id="s", title="Which?", minutes=5, dots=3, keep=2, tasks=("a", "b", "c")),
    ContestedTask(
        id="t",
        title="Pricing",
        minutes=60,
        question="Who sets prices?",
        candidates=("pm", "sales"),
        phase=Phase.SELL,
        market_facing=True,
        ask_today=True,
        suggested=Suggestion("sales", "They hear the objections."),
    ),
    Commit(
        id="c",
        title="Promises",
        minutes=10,
        proposals=(
            Proposal(id="p", giver="pm", receiver="pmm", text="Facts"),
            Proposal(id="q", giver="pm", receiver="pmm", text="Dates"),
            Proposal(id="r", giver="pmm", receiver="sales", text="Words"),
        ),
    ),
    Commit(id="d", title="More promises", minutes=10),
    Close(id="e", title="The end", minutes=5),
)


def test_each_kind_of_step_is_told_by_its_gist():
    text = [
        " ".join(line.split()) for line in lines(agenda_document(replace(plan(), steps=EVERY_KIND)))
    ]
    start = text.index("At Min Kind Step")
    assert text[start + 1 :] == [
        *("0:00 5 brief Welcome", "5 words to read out"),
        "0:05 5 follow-up Since last time",
        "what the last log leaves due; passes by itself without one",
        *("0:10 10 rate How mature?", "How true?", "1 statement · 3 grades, from “No” to “Yes”"),
        *("0:20 5 shortlist Which?", "3 dots each · 2 of 3 tasks go on"),
        *("0:25 60 task Pricing", "Who sets prices?"),
        "PM and SALES · sell · market-facing · asks about today",
        *("1:25 10 commit Promises", "3 proposals · PM to PMM and PMM to SALES"),
        *("1:35 10 commit More promises", "nothing proposed: the room makes its own"),
        *("1:45 5 close The end", "the read-back of all that was decided"),
        "1:50 110 end",
    ]


def test_the_agendas_own_answer_is_not_shown_to_whoever_stands_by():
    assert "objections" not in shown(agenda_document(replace(plan(), steps=EVERY_KIND)))


def test_it_fits_eighty_columns():
    wide = replace(plan(), steps=EVERY_KIND, title="Wide " * 20, summary="wide " * 50)
    assert max(map(cells, shown(agenda_document(wide), width=80).splitlines())) <= 80


def test_agendas_are_listed_with_broken_ones_among_them():
    found = [AgendaLine("grey-areas", plan(), "ships"), AgendaLine("mine", None, "agendas/", "no")]
    assert [" ".join(line.split()) for line in lines(agenda_list(found))] == [
        "Agenda Title Tasks Time From",
        "grey-areas Who owns the grey areas? 3 1 h 15 min ships",
        "mine ✘ broken: no agendas/",
    ]


def test_hostile_text_in_any_field_reaches_no_terminal():
    bad = replace(
        plan(),
        title=HOSTILE,
        summary=HOSTILE,
        teams=poisoned(plan().teams[:1]),
        steps=(Brief(id=HOSTILE, title=HOSTILE, text=HOSTILE),),
        rules=Rules(fallback=Fallback.ESCALATE, approver=HOSTILE),
    )
    listed = agenda_list([AgendaLine(HOSTILE, bad, HOSTILE, HOSTILE)])
    for part in (agenda_document(bad), listed):
        assert all(char.isprintable() or char == "\n" for char in shown(part, width=300))
        assert "\x1b]" not in shown(part, width=300, terminal=True)


def test_of_every_kind_of_step_it_is_told_what_it_is_about():
    assert set(GISTS) == set(KINDS)
