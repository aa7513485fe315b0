"""A first agenda from a few answers."""

from __future__ import annotations

import pytest

from facilitator.domain.agenda import ContestedTask
from facilitator.domain.agenda_drafts import (
    AnswerRefused,
    TeamAnswer,
    short_name,
    starter_agenda,
    team_answer,
    title_answer,
)
from facilitator.domain.steps.brief import Brief
from facilitator.domain.steps.close import Close

TEAMS = (TeamAnswer("Product Management"), TeamAnswer("Product Marketing", "PMM"))


def starter(teams=TEAMS, tasks=("Pricing",), **more):
    return starter_agenda("ours", "Who owns what?", teams, tasks, **more)


@pytest.mark.parametrize(
    ("name", "taken", "short"),
    [
        ("Sales", (), "Sales"),
        ("Product Management", (), "PM"),
        ("Product Marketing", ("pm",), "PMa"),
        ("Product Marketing", ("pm", "pma"), "PMar"),
        ("Engineering", (), "Engineer"),
        ("Sales", ("sales",), "Team 1"),
        ("研究開発部門", (), "研究開発"),
        ("👩‍🚀👩‍🚀👩‍🚀", (), "👩‍🚀👩‍🚀"),
        ("!!! ???", ("!!!",), "Team 1"),
    ],
)
def test_a_short_name_is_made_of_initials_or_the_first_word(name, taken, short):
    assert short_name(name, taken) == short


def test_it_holds_a_brief_the_tasks_and_the_close():
    agenda = starter(tasks=("Pricing", "Launch plan"))
    assert [type(step) for step in agenda.steps] == [Brief, ContestedTask, ContestedTask, Close]
    assert [(team.id, team.short) for team in agenda.teams] == [("pm", "PM"), ("pmm", "PMM")]
    assert [(task.id, task.minutes) for task in agenda.tasks] == [
        ("pricing", 8),
        ("launch-plan", 8),
    ]
    assert agenda.tasks[0].candidates == ("pm", "pmm")


def test_a_made_up_short_name_gives_way_to_one_that_was_given():
    teams = (TeamAnswer("Product Management"), TeamAnswer("Project Marketing", "pm"))
    assert [team.short for team in starter(teams).teams] == ["PMa", "pm"]


def test_ids_are_slugs_unlike_each_other_and_those_reserved():
    agenda = starter(
        teams=(
            TeamAnswer("Abstain", "abstain"),
            TeamAnswer("日本", "日本"),
            TeamAnswer("Pé", "Pé"),
        ),
        tasks=("Pricing!", "Pricing?", "価格", "Close", "The game plan", "x" * 64, f"{'x' * 64}y"),
        reserved=("close",),
    )
    assert [team.id for team in agenda.teams] == ["abstain-2", "team-cf2abf", "pe"]
    assert [task.id for task in agenda.tasks] == [
        *("pricing", "pricing-2", "task-855e4c", "close-2", "the-game-plan-2"),
        *("x" * 64, f"{'x' * 57}-96a61e"),
    ]


@pytest.mark.parametrize(
    ("stem", "agenda_id"), [("Q3 2027!", "q3-2027"), ("日本", "workshop-cf2abf")]
)
def test_the_agendas_id_is_made_of_the_files_name(stem, agenda_id):
    assert starter_agenda(stem, "Who owns what?", TEAMS, ("Pricing",)).id == agenda_id


def test_the_minutes_are_those_asked_for_or_fewer_where_many_tasks_share_the_time():
    assert starter(minutes=20).tasks[0].minutes == 20
    many = starter(tasks=[f"Task {n}" for n in range(45)], within=240)
    assert {task.minutes for task in many.tasks} == {5}


@pytest.mark.parametrize(
    ("teams", "tasks", "words"),
    [
        (TEAMS[:1], ("A",), "2 to 12 teams, and here are 1"),
        (TEAMS, (), "1 to 198 tasks, and here are 0"),
        ((*TEAMS, TeamAnswer("product management")), ("A",), "is given twice"),
        ((*TEAMS, TeamAnswer("Other", "pmm")), ("A",), "short name “pmm” is given twice"),
        (TEAMS, ("A", "B", "a"), "task “a” is given twice"),
    ],
)
def test_what_makes_no_agenda_is_refused_in_words(teams, tasks, words):
    with pytest.raises(AnswerRefused, match=words):
        starter(teams, tasks)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "the title is empty"),
        ("a\x1b[31m", "“a<U\\+001B>.*” can't be used: it has a fault: character 2 is a control"),
        ("x" * 200, "it is 200 characters wide, and at most 120 fit"),
    ],
)
def test_a_title_that_no_file_may_hold_is_refused_in_words(text, words):
    with pytest.raises(AnswerRefused, match=words):
        title_answer(text)


def test_a_team_is_kept_without_outer_blanks():
    assert team_answer("  Sales ", " S ") == TeamAnswer("Sales", "S")
    with pytest.raises(AnswerRefused, match="short name"):
        team_answer("Sales", "123456789")
    with pytest.raises(AnswerRefused, match="name of a team"):
        team_answer(" ")
