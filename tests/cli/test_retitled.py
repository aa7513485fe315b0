"""Two tasks do not become one because an id says so: the checks remark it."""

from __future__ import annotations

import json

import pytest

from tests.worlds.by_hand import decided, promise, put, skipped

FIRST = "2026-05-20-areas-x1y2"
SECOND = "2026-11-22-areas-7k2m"
AGENDA = """
format = "facilitator.agenda/1"
id = "{id}"
title = "第二次会议"
[[teams]]
id = "pm"
name = "产品"
[[teams]]
id = "pmm"
name = "市场"
[[steps]]
kind = "task"
id = "task-1"
title = "{title}"
[[steps]]
kind = "task"
id = "task-2"
title = "发布计划"
"""


def titled(task: str, title: str):
    """A task decided under that title."""
    return lambda day: decided(task)(day).replace(
        f'title = "{task.replace("-", " ").capitalize()}"', f'title = "{title}"'
    )


@pytest.fixture
def sessions(facilitator):
    folder = facilitator.folder / "sessions"
    put(folder, FIRST, titled("task-1", "定价策略"), titled("task-2", "发布计划"))
    return folder


def checked(facilitator, *arguments: str) -> list[tuple[str, str, str]]:
    done = facilitator(*arguments, "--json")
    assert done.returncode == 0
    return [(each["place"], each["severity"], each["message"]) for each in json.loads(done.stdout)]


def test_new_agendas_in_any_script_have_no_task_in_common(facilitator):
    teams = ("--team", "产品", "--team", "市场")
    ids = []
    for name, tasks in (("a", ("定价策略", "发布计划")), ("b", ("客户访谈", "路线图"))):
        wanted = [part for task in tasks for part in ("--task", task)]
        done = facilitator("agenda", "new", name, "--title", "会议", *teams, *wanted, "--json")
        made = json.loads(done.stdout)["agenda"]
        ids += [step["id"] for step in made["steps"] if step["kind"] == "task"]
        assert [team["id"] for team in made["teams"]] == ["team-aea827", "team-9c1e8b"]
    assert len(set(ids)) == 4


@pytest.mark.parametrize("agenda_id", ["areas", "another"])
def test_an_agenda_is_held_against_the_last_word_on_each_of_its_tasks(
    facilitator, sessions, agenda_id
):
    path = facilitator.folder / "second.toml"
    path.write_text(AGENDA.format(id=agenda_id, title="客户访谈"), "utf-8")
    told = f"“客户访谈” has the id of “定价策略” in {FIRST}"
    assert checked(facilitator, "agenda", "check", "second.toml") == [
        ("steps[0].id", "warning", told)
    ]
    path.write_text(AGENDA.format(id=agenda_id, title="价格策略"), "utf-8")
    assert checked(facilitator, "agenda", "check", "second.toml") == []
    elsewhere = checked(facilitator, "agenda", "check", "second.toml", "--sessions", "nowhere")
    assert elsewhere == []


def test_where_a_task_was_renamed_on_the_way_its_last_title_counts(facilitator, sessions):
    put(sessions, SECOND, titled("task-1", "客户访谈"), skipped("task-2"))
    path = facilitator.folder / "second.toml"
    path.write_text(AGENDA.format(id="areas", title="客户访谈"), "utf-8")
    assert checked(facilitator, "agenda", "check", "second.toml") == []


def test_a_log_is_held_against_the_one_it_follows(facilitator, sessions):
    text = put(sessions, SECOND, titled("task-2", "发布计划"), titled("task-1", "客户访谈"))
    followed = text.read_text("utf-8").replace("[rules]", f'follows = "{FIRST}"\n[rules]', 1)
    followed = followed.replace("\n[rules]", "\n\n[rules]").replace(
        "[[decisions]]", f'[[decisions]]\nsupersedes = "{FIRST}"\nverdict = "reaffirmed"'
    )
    text.write_text(followed, "utf-8")
    assert checked(facilitator, "log", "check", SECOND) == [
        ("decisions[1].task", "warning", f"“客户访谈” has the id of “定价策略” in {FIRST}")
    ]


def test_logs_that_are_not_followed_are_left_alone(facilitator, sessions):
    put(sessions, SECOND, titled("task-1", "客户访谈"), more=promise("calls"))
    assert checked(facilitator, "log", "check", SECOND) == []
