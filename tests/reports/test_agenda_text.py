"""An agenda as a person reads it in a terminal."""

from __future__ import annotations

from dataclasses import replace

from facilitator.domain.agenda import (
    Agenda,
    Brief,
    Fallback,
    Rate,
    Rules,
    Shortlist,
    Statement,
)
from facilitator.reports.agenda_text import AgendaLine, agenda_list_text, agenda_text
from tests.decision_logs import agenda
from tests.reports.test_log_text import HOSTILE, poisoned, shown


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
    text = [" ".join(line.split()) for line in lines(agenda_text(plan()))]
    assert text[0] == "Who owns the grey areas?"
    assert "grey-areas · 4 steps · 3 tasks · 1 h 15 min" in text
    for line in (
        "0:00 5 brief Hello",
        "0:05 40 task Competitive messaging",
        "Who drives Competitive messaging? · PM and PMM · market",
        "0:45 task Launch plan",
        "0:45 30 task Advisory boards",
        "Who drives Advisory boards? · all teams",
        "1:15 end",
    ):
        assert line in text


def test_the_rules_are_said_in_words():
    text = shown(agenda_text(plan()))
    assert "named votes · 75 % agreement required · at most 3 rounds · then defer" in text
    rules = Rules(fallback=Fallback.ESCALATE, approver="VP Product", max_rounds=1)
    text = " ".join(shown(agenda_text(replace(plan(), rules=rules))).split())
    assert "at most 1 round · then escalate to VP Product" in text


def test_steps_of_later_releases_are_outlined_too():
    rate = Rate(
        id="r",
        title="How mature?",
        question="How true?",
        scale=("no", "yes"),
        statements=(Statement(id="s", text="All is well"),),
    )
    shortlist = Shortlist(id="s", title="Which?", dots=3, keep=2, tasks=("a", "b", "c"))
    text = shown(agenda_text(replace(plan(), steps=(rate, shortlist))))
    assert "How true? · 1 statement" in text
    assert "3 dots each · 2 of 3 tasks go on" in text


def test_agendas_are_listed_with_broken_ones_among_them():
    found = [AgendaLine("grey-areas", plan(), "ships"), AgendaLine("mine", None, "agendas/", "no")]
    assert [" ".join(line.split()) for line in lines(agenda_list_text(found))] == [
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
    listed = agenda_list_text([AgendaLine(HOSTILE, bad, HOSTILE, HOSTILE)])
    for part in (agenda_text(bad), listed):
        assert all(char.isprintable() or char == "\n" for char in shown(part, width=300))
        assert "\x1b]" not in shown(part, width=300, terminal=True)
