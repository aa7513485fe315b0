"""One broken agenda for each rule of the format: the place is named, and the mend."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from facilitator.storage.agenda_toml import parse_agenda, read_agenda
from facilitator.storage.toml_file import MOST_BYTES, FileUnreadable
from facilitator.storage.toml_problems import Reading, Severity
from tests.anybody import as_anybody, folder_for_anybody

SOUND = """
format = "facilitator.agenda/1"
id = "demo"
title = "Demo"

[rules]
agreement_required = 0.75

[[teams]]
id = "pm"
name = "Product Management"

[[teams]]
id = "pmm"
name = "Product Marketing"

[[teams]]
id = "sales"
name = "Sales"

[[steps]]
kind = "rate"
title = "Maturity"
question = "How true is this?"
scale = ["No", "Partly", "Yes"]
statements = [
  { id = "first", text = "It is so", team = "pm", tasks = ["pricing"] },
  { id = "second", text = "It is otherwise" },
]

[[steps]]
kind = "shortlist"
title = "Which today?"
dots = 3
keep = 1
from = ["pricing"]

[[steps]]
kind = "task"
id = "pricing"
title = "Pricing"
phase = "market"
candidates = ["pm", "pmm"]
  [steps.suggested]
  driver = "pmm"
  support = [ { team = "pm", input = "review", detail = "The cost", when = "Yearly" } ]

[[steps]]
kind = "commit"
title = "What we owe"
proposals = [ { id = "win-loss", from = "pmm", to = "pm", text = "Findings every month" } ]

[[steps]]
kind = "close"
title = "The end"
"""

BROKEN = {
    # what is broken: (replace this, by this, place, what the line says to do or to use instead)
    "format missing": ('format = "facilitator.agenda/1"', "", "format", "facilitator.agenda/1"),
    "format of another kind": ("facilitator.agenda/1", "recipe/1", "format", "write format ="),
    "format from the future": ("agenda/1", "agenda/2", "format", "update facilitator"),
    "id missing": ('id = "demo"', "", "id", 'add id = "demo"'),
    "id not a slug": ('id = "demo"', 'id = "Demo day"', "id", "a-z, 0-9 and -"),
    "id too long": ('id = "demo"', f'id = "{"a" * 65}"', "id", "at most 64"),
    "title missing": ('title = "Demo"', "", "title", "add title ="),
    "title empty": ('"Demo"', '" "', "title", "write something here"),
    "title a number": ('"Demo"', "5", "title", "put it in quotes"),
    "title too wide": ('"Demo"', f'"{"a" * 200}"', "title", "shorten it"),
    "title with an escape": ('"Demo"', r'"De\u001bmo"', "title", "take that character out"),
    "title of two lines": ('"Demo"', r'"De\nmo"', "title", "take that character out"),
    "unknown key": ('title = "Demo"', 'title = "D"\nsumary = "x"', "sumary", "mean summary?"),
    "unknown table": ("[rules]", "[ruels]", "ruels", "did you mean rules?"),
    "team id missing": ('id = "sales"', "", "teams[2].id", "add id ="),
    "team id twice": ('id = "sales"', 'id = "pm"', "teams[2].id", "another id"),
    "team id reserved": ('id = "sales"', 'id = "abstain"', "teams[2].id", "another id"),
    "team name missing": ('name = "Sales"', "", "teams[2].name", "add name ="),
    "team short too wide": (
        'name = "Sales"',
        'name = "Sales"\nshort = "123456789"',
        "teams[2].short",
        "shorten it",
    ),
    "rules not a table": (
        "[rules]\nagreement_required = 0.75",
        "rules = 3",
        "rules",
        "write it as [rules]",
    ),
    "attribution unknown": (
        "agreement_required = 0.75",
        'attribution = "secret"',
        "rules.attribution",
        'use "named" or "anonymous"',
    ),
    "half is no agreement": ("0.75", "0.5", "rules.agreement_required", "above 0.5"),
    "agreement over one": ("0.75", "75", "rules.agreement_required", "at most 1.0"),
    "agreement not a number": ("0.75", "nan", "rules.agreement_required", "write a number"),
    "no rounds": ("agreement_required = 0.75", "max_rounds = 0", "rules.max_rounds", "from 1 to 9"),
    "rounds a fraction": (
        "agreement_required = 0.75",
        "max_rounds = 2.5",
        "rules.max_rounds",
        "a whole number",
    ),
    "rounds true": (
        "agreement_required = 0.75",
        "max_rounds = true",
        "rules.max_rounds",
        "a whole number",
    ),
    "review too late": (
        "agreement_required = 0.75",
        "review_after_days = 731",
        "rules.review_after_days",
        "from 1 to 730",
    ),
    "fallback unknown": (
        "agreement_required = 0.75",
        'fallback = "escalte"',
        "rules.fallback",
        'did you mean "escalate"?',
    ),
    "escalation to nobody": (
        "agreement_required = 0.75",
        'fallback = "escalate"',
        "rules.approver",
        "say who decides",
    ),
    "approver without escalation": (
        "agreement_required = 0.75",
        'approver = "The boss"',
        "rules.approver",
        'fallback = "escalate"',
    ),
    "kind missing": ('kind = "close"', "", "steps[4].kind", "add kind ="),
    "kind misspelt": ('kind = "close"', 'kind = "closs"', "steps[4].kind", 'mean "close"?'),
    "step title missing": ('title = "The end"', "", "steps[4].title", "add title ="),
    "step id twice": (
        'title = "The end"',
        'title = "The end"\nid = "pricing"',
        "steps[4].id",
        "is the id of steps[2] already",
    ),
    "step id twice by titles": (
        'title = "The end"',
        'title = "Pricing!"',
        "steps[4].id",
        '"pricing", made from its title, is the id of steps[2] already',
    ),
    "task id missing": ('id = "pricing"', "", "steps[2].id", "add id ="),
    "timebox zero": ('"The end"', '"The end"\nminutes = 0', "steps[4].minutes", "from 1 to 240"),
    "timebox in quotes": (
        '"The end"',
        '"The end"\nminutes = "5"',
        "steps[4].minutes",
        "write a whole number",
    ),
    "key of another kind": (
        '"The end"',
        '"The end"\ndots = 3',
        "steps[4].dots",
        "use one of id, kind",
    ),
    "brief without text": (
        'kind = "close"',
        'kind = "brief"',
        "steps[4].text",
        "add text =",
    ),
    "rate without question": (
        'question = "How true is this?"',
        "",
        "steps[0].question",
        "add question =",
    ),
    "scale of one": ('["No", "Partly", "Yes"]', '["No"]', "steps[0].scale", "give 2 to 7"),
    "scale label twice": ('"Partly"', '"No"', "steps[0].scale[1]", "take one out"),
    "statement id twice": ('"second"', '"first"', "steps[0].statements[1].id", "another id"),
    "statement without text": (
        ', text = "It is otherwise"',
        "",
        "steps[0].statements[1].text",
        "add text =",
    ),
    "statement of an unknown team": (
        'team = "pm", tasks',
        'team = "pn", tasks',
        "steps[0].statements[0].team",
        'use "pm", "pmm" or "sales"',
    ),
    "statement on an unknown task": (
        'tasks = ["pricing"]',
        'tasks = ["prices"]',
        "steps[0].statements[0].tasks[0]",
        'did you mean "pricing"?',
    ),
    "too many dots": ("dots = 3", "dots = 11", "steps[1].dots", "from 1 to 10"),
    "keep more than offered": ("keep = 1", "keep = 2", "steps[1].keep", "write at most 1"),
    "shortlist of an unknown task": (
        'from = ["pricing"]',
        'from = ["prices"]',
        "steps[1].from[0]",
        'did you mean "pricing"?',
    ),
    "shortlist of what is no task": (
        'from = ["pricing"]',
        'from = ["maturity"]',
        "steps[1].from[0]",
        'use "pricing"',
    ),
    "shortlist empty": ('from = ["pricing"]', "from = []", "steps[1].from", "give at least 1"),
    "shortlist after its task": (
        'kind = "close"',
        'kind = "shortlist"\ndots = 1\nkeep = 1\nfrom = ["pricing"]',
        "steps[4].from[0]",
        "move the shortlist before",
    ),
    "shortlist after all tasks": (
        'kind = "close"',
        'kind = "shortlist"\ndots = 1\nkeep = 1',
        "steps[4].from",
        "move it before the tasks",
    ),
    "phase unknown": ('phase = "market"', 'phase = "marked"', "steps[2].phase", 'mean "market"?'),
    "candidate unknown": (
        'candidates = ["pm", "pmm"]',
        'candidates = ["pm", "pmm", "salse"]',
        "steps[2].candidates[2]",
        'did you mean "sales"?',
    ),
    "candidate twice": (
        'candidates = ["pm", "pmm"]',
        'candidates = ["pm", "pmm", "pm"]',
        "steps[2].candidates[2]",
        "take one out",
    ),
    "no candidates": (
        'candidates = ["pm", "pmm"]',
        "candidates = []",
        "steps[2].candidates",
        "give at least 1, or take it out",
    ),
    "market_facing in quotes": (
        'phase = "market"',
        'market_facing = "yes"',
        "steps[2].market_facing",
        "true or false, without quotes",
    ),
    "driver no candidate": (
        'driver = "pmm"',
        'driver = "sales"',
        "steps[2].suggested.driver",
        'use "pm" or "pmm"',
    ),
    "driver missing": ('driver = "pmm"', "", "steps[2].suggested.driver", "add driver ="),
    "support by the driver": (
        '{ team = "pm", input',
        '{ team = "pmm", input',
        "steps[2].suggested.support[0].team",
        "name another team",
    ),
    "support of an unknown kind": (
        '"review"',
        '"revue"',
        "steps[2].suggested.support[0].input",
        'did you mean "review"?',
    ),
    "support without a when": (
        ', when = "Yearly"',
        "",
        "steps[2].suggested.support[0].when",
        "add when =",
    ),
    "support twice": (
        "support = [",
        'support = [ { team = "pm", input = "review", detail = "x", when = "y" },',
        "steps[2].suggested.support[1].input",
        "put both details into one",
    ),
    "promise to oneself": ('to = "pm"', 'to = "pmm"', "steps[3].proposals[0].to", "name the team"),
    "promise by an unknown team": (
        'from = "pmm"',
        'from = "ppmm"',
        "steps[3].proposals[0].from",
        'did you mean "pmm"?',
    ),
}


def errors(reading: Reading) -> list[str]:
    return [str(each) for each in reading.problems if each.severity is Severity.ERROR]


def test_the_sound_agenda_has_no_problem():
    assert parse_agenda(SOUND.encode(), "demo.toml").problems == ()


@pytest.mark.parametrize(("old", "new", "place", "mend"), BROKEN.values(), ids=BROKEN)
def test_a_broken_rule_is_reported_with_its_place_and_its_mend(old, new, place, mend):
    assert old in SOUND
    reading = parse_agenda(SOUND.replace(old, new, 1).encode(), "demo.toml")
    assert reading.found is None
    found = [
        str(each)
        for each in reading.problems
        if each.severity is Severity.ERROR and each.place == place
    ]
    assert found, errors(reading)
    assert any(mend in line for line in found), found
    assert all(line.startswith(f"demo.toml: {place}") for line in found)


def test_all_problems_come_in_one_run_in_the_order_of_the_file():
    text = (
        SOUND.replace('title = "Demo"', "")
        .replace('id = "sales"', 'id = "pm"')
        .replace('driver = "pmm"', 'driver = "sales"')
        .replace("dots = 3", "dots = 3\ndotts = 4")
    )
    assert errors(parse_agenda(text.encode(), "demo.toml")) == [
        'demo.toml: title: is missing; add title = "…"',
        (
            'demo.toml: teams[2].id (line 18): "pm" is the id of teams[0] already (in "Sales"); '
            "give one of them another id"
        ),
        (
            'demo.toml: steps[1].dotts (line 35): is not a key of this table (in "Which today?"); '
            "did you mean dots? it stands here already: take this one out"
        ),
        (
            'demo.toml: steps[2].suggested.driver (line 46): "sales" is not a candidate of '
            'this task (in "Pricing"); use "pm" or "pmm"'
        ),
    ]


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        ("steps = []", "demo.toml: steps (line 4): has 0 entries; give 1 to 200"),
        ("steps = 1", "demo.toml: steps (line 4): is not an array; write steps = […]"),
        (
            "steps = [1]",
            "demo.toml: steps[0] (line 4): is not a table; write it as [[steps]] with its keys",
        ),
        ("", "demo.toml: steps: is missing; add at least 1 [[steps]]"),
        (
            "steps = [{}]",
            (
                "demo.toml: steps[0].kind (line 4): is missing in entry 1 of steps; add kind = "
                '"brief", "follow-up", "rate", "shortlist", "task", "commit" or "close"'
            ),
        ),
    ],
)
def test_an_agenda_without_teams_or_steps_says_so(keys, line):
    text = f'format = "facilitator.agenda/1"\nid = "demo"\ntitle = "Demo"\n{keys}'
    found = errors(parse_agenda(text.encode(), "demo.toml"))
    assert line in found
    assert "demo.toml: teams: is missing; add at least 2 [[teams]]" in found


def test_one_team_is_too_few():
    text = SOUND[: SOUND.index("[[teams]]")] + 'teams = [{ id = "pm", name = "Product" }]'
    text = text.replace("[rules]\nagreement_required = 0.75", "")
    found = errors(parse_agenda(text.encode(), "demo.toml"))
    assert "demo.toml: teams (line 8): has 1 entry; give 2 to 12" in found


def test_one_mistake_is_one_problem():
    misspelt_kind = SOUND.replace('kind = "task"', 'kind = "taks"')
    assert len(errors(parse_agenda(misspelt_kind.encode(), "demo.toml"))) == 1
    refused_team = SOUND.replace('"pmm"', '"PMM"')
    assert len(errors(parse_agenda(refused_team.encode(), "demo.toml"))) == 1
    misspelt_candidate = SOUND.replace('["pm", "pmm"]', '["pm", "pnm"]').replace(
        'driver = "pmm"', 'driver = "pnm"'
    )
    assert len(errors(parse_agenda(misspelt_candidate.encode(), "demo.toml"))) == 1


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (
            b'id = "a"\ntitle = \n',
            "x.toml: line 2, column 9: not valid TOML: a value is missing after =; write one",
        ),
        (b'id = "a"\nid = "b"', "x.toml: line 2, column 1: not valid TOML: id stands twice"),
        (
            b'id = "a"\ntitle = "caf\xe9"',
            "x.toml: line 2, column 13: byte 22 of the file (0xe9) is not UTF-8; save the file",
        ),
        (b"#" * 2 * MOST_BYTES, "x.toml: the file is larger than 1 MiB; shorten it"),
        (b"a = " + b"[" * 100_000, "x.toml: arrays or tables are nested too deeply"),
        (b"a = " + b"1" * 5000, "x.toml: a value can't be read"),
        (b"a" + b".a" * 300_000 + b" = 1", "x.toml: line 1: more than 32 words with dots"),
        (b"", 'x.toml: format: is missing; write format = "facilitator.agenda/1"'),
    ],
    ids=["syntax", "key twice", "encoding", "size", "depth", "digits", "dots", "empty"],
)
def test_what_is_no_agenda_at_all_is_one_plain_line(data, line):
    reading = parse_agenda(data, "x.toml")
    assert reading.found is None
    assert errors(reading)[0].startswith(line)


@pytest.mark.parametrize(
    "flood",
    [
        "\n".join(f"k{n} = 1" for n in range(80_000)),
        "[rules]\n" + "\n".join(f"mix_rounds{n} = 1" for n in range(40_000)),
        "\n".join("[[steps]]" for _ in range(100_000)),
        "\n".join("[[teams]]\nid = 1\nx = 2" for _ in range(40_000)),
    ],
    ids=["keys", "keys like known ones", "steps", "teams"],
)
def test_a_flood_of_mistakes_is_answered_in_seconds(flood):
    started = time.process_time()
    reading = parse_agenda(flood.encode(), "flood.toml")
    assert reading.found is None
    assert len(reading.problems) < 2000
    assert time.process_time() - started < 20


def test_problems_never_repeat_what_a_terminal_would_obey():
    text = SOUND.replace('"Demo"', r'"a\u001b]52;c;aGk=\u0007"').replace(
        "[rules]", '["ru\\u202eles\\u001b[31m"]'
    )
    reading = parse_agenda(text.encode(), "\x1b[31m.toml")
    printed = "".join(str(each) for each in reading.problems)
    assert len(reading.problems) == 2
    assert printed.isprintable()
    assert "<U+001B>" in printed


def warnings(text: str) -> list[str]:
    reading = parse_agenda(text.encode(), "demo.toml")
    assert reading.found is not None
    return [str(each) for each in reading.problems]


def test_a_workshop_over_four_hours_gets_a_warning():
    text = SOUND.replace("\ntitle =", "\nminutes = 50\ntitle =").replace("minutes = 50\n", "", 1)
    (warning,) = warnings(text)
    assert warning == (
        "demo.toml: steps (line 21): warning: the timeboxes add up to 250 minutes, "
        "over four hours; split the workshop in two"
    )


def test_a_step_without_a_timebox_among_others_gets_a_warning():
    text = SOUND.replace('kind = "close"', 'kind = "close"\nminutes = 5')
    assert [re.sub(r" \(line \d+\)", "", each.split(";")[0]) for each in warnings(text)] == [
        f"demo.toml: steps[{index}].minutes: warning: is missing, though other steps have a "
        f'timebox (in "{title}")'
        for index, title in enumerate(["Maturity", "Which today?", "Pricing", "What we owe"])
    ]


def test_a_task_with_one_candidate_gets_a_warning():
    text = SOUND.replace('["pm", "pmm"]', '["pmm"]')
    assert [each.split(":")[1] for each in warnings(text)] == [" steps[2].candidates (line 43)"]


def test_teams_that_look_the_same_get_a_warning():
    text = SOUND.replace('name = "Sales"', 'name = "Product Marketing"\nshort = "PMM"')
    assert [each.split(":")[1] for each in warnings(text)] == [
        " teams[2].name (line 19)",
        " teams[2].short (line 20)",
    ]


def test_files_that_cannot_be_read_are_told_from_files_with_problems(tmp_path: Path):
    loop = tmp_path / "loop.toml"
    loop.symlink_to(loop)
    for path, said in [
        (tmp_path / "none.toml", "there is no such file"),
        (tmp_path, "this is a folder"),
        (loop, "this file can't be read"),
        (Path("/dev/null"), "this is not a regular file"),
        (tmp_path / ("a" * 300), "this file can't be read"),
        (tmp_path / "a\0b", "this file can't be read"),
        (tmp_path / "none" / "none.toml", "there is no such file"),
    ]:
        with pytest.raises(FileUnreadable, match=said) as raised:
            read_agenda(path)
        assert "\n" not in str(raised.value)


def test_a_file_without_permission_is_unreadable():
    with folder_for_anybody() as folder:
        path = folder / "demo.toml"
        path.write_text(SOUND)
        path.chmod(0)
        with as_anybody(), pytest.raises(FileUnreadable, match="you may not read this file"):
            read_agenda(path)


def test_a_file_is_read_and_named_by_its_path(tmp_path: Path):
    path = tmp_path / "demo.toml"
    path.write_text(SOUND.replace('title = "Demo"', ""))
    assert errors(read_agenda(path)) == [f'{path}: title: is missing; add title = "…"']
