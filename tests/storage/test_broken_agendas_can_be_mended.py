"""Every rule of the agenda format, broken once: the one message is enough to mend the file.

Each row holds what is broken, the place that the message must name, the words of it that say what
to do, and the mend that somebody makes who has read nothing else. The mended file passes.
"""

from __future__ import annotations

from typing import NamedTuple

import pytest

from facilitator.storage.agenda_toml import parse_agenda

SOUND = """\
format = "facilitator.agenda/1"
id = "demo"
title = "Demo day"
summary = "Who does what."

[[teams]]
id = "pm"
name = "Product Management"
short = "PM"
purpose = "Builds"

[[teams]]
id = "pmm"
name = "Product Marketing"

[[teams]]
id = "sales"
name = "Sales"

[[teams]]
id = "help"
name = "Help desk"

[rules]
attribution = "named"
agreement_required = 0.75
max_rounds = 3
review_after_days = 120
fallback = "escalate"
approver = "VP Product"

[[steps]]
kind = "brief"
title = "Welcome"
minutes = 5
notes = "Smile."
text = "Good morning."

[[steps]]
kind = "follow-up"
title = "Since last time"
minutes = 5

[[steps]]
kind = "rate"
title = "Maturity"
minutes = 10
question = "How true is this?"
scale = ["No", "Partly", "Yes"]
statements = [
  { id = "well", text = "We do it well", team = "pm", tasks = ["pricing"] },
  { id = "known", text = "All know who does it" },
]

[[steps]]
kind = "shortlist"
title = "Which today?"
minutes = 5
dots = 3
keep = 2
from = ["pricing", "launch"]

[[steps]]
kind = "task"
id = "pricing"
title = "Pricing"
minutes = 8
question = "Who sets prices?"
background = "It is hard."
phase = "market"
candidates = ["pm", "pmm"]
market_facing = true
ask_today = true
source = "S1"
  [steps.suggested]
  driver = "pmm"
  because = "Buyers"
  support = [
    { team = "pm", input = "review", detail = "Cost", when = "Yearly" },
    { team = "sales", input = "inform", detail = "Discounts", when = "Monthly" },
  ]

[[steps]]
kind = "task"
id = "launch"
title = "Launch"
minutes = 8

[[steps]]
kind = "commit"
title = "What we owe"
minutes = 10
proposals = [
  { id = "win-loss", from = "pmm", to = "pm", text = "Findings every month" },
  { id = "dates", from = "pm", to = "sales", text = "Dates that hold" },
]

[[steps]]
kind = "close"
title = "The end"
minutes = 10
"""


class Row(NamedTuple):
    """``broken`` and ``mended`` are what is replaced, by what, once."""

    broken: tuple[str, str]
    place: str
    words: str
    mended: tuple[str, str]


SUPPORT = '{ team = "pm", input = "review", detail = "Cost", when = "Yearly" }'
FIRST_TEAM = '[[teams]]\nid = "pm"'

ROWS = {
    # The file as a whole
    "format missing": Row(
        ('format = "facilitator.agenda/1"\n', ""),
        "format",
        'is missing; write format = "facilitator.agenda/1" at the top of the file',
        ('id = "demo"', 'format = "facilitator.agenda/1"\nid = "demo"'),
    ),
    "format of something else": Row(
        ("facilitator.agenda/1", "facilitator.decision-log/1"),
        "format",
        "this is a decision log; `facilitator log check` reads it; if it is an agenda, "
        'write format = "facilitator.agenda/1"',
        ("facilitator.decision-log/1", "facilitator.agenda/1"),
    ),
    "id missing": Row(
        ('id = "demo"\n', ""), "id", 'add id = "demo-day"', ("title", 'id = "demo-day"\ntitle')
    ),
    "id no slug": Row(
        ('"demo"', '"Démo day!"'),
        "id",
        'use a-z, 0-9 and -, starting with a letter, at most 64 characters: "demo-day", say',
        ("Démo day!", "demo-day"),
    ),
    "title missing": Row(
        ('title = "Demo day"\n', ""), "title", "add title =", ("summary", 'title = "T"\nsummary')
    ),
    "title empty": Row(('"Demo day"', '""'), "title", "write something here", ('""', '"T"')),
    "title no text": Row(('"Demo day"', "5"), "title", "put it in quotes", ("= 5", '= "5"')),
    "title too wide": Row(
        ("Demo day", "D" * 121), "title", "at most 120 fit; shorten it", ("D" * 121, "D" * 120)
    ),
    "a character that terminals obey": Row(
        ("Demo day", r"Demo\u001b day"),
        "title",
        "character 5 is a control character (U+001B); take that character out",
        (r"\u001b", ""),
    ),
    "optional text empty": Row(
        ('"Who does what."', '" "'),
        "summary",
        "write something here, or take the key out",
        ('summary = " "\n', ""),
    ),
    "key misspelt": Row(
        ("summary", "sumary"), "sumary", "is not a key of this table; did you mean summary?",
        ("sumary", "summary"),
    ),
    "table misspelt": Row(
        ("[rules]", "[rulse]"), "rulse", "did you mean rules?", ("[rulse]", "[rules]")
    ),
    "key unlike any": Row(
        ("max_rounds = 3", "max_rounds = 3\nquorum = 5"),
        "rules.quorum",
        "use one of agreement_required, approver, attribution, fallback, max_rounds, "
        "review_after_days, or take it out",
        ("quorum = 5\n", ""),
    ),
    # Teams
    "team id missing": Row(
        ('id = "sales"\n', ""), "teams[2].id", 'is missing (in "Sales"); add id = "sales"',
        ('name = "Sales"', 'name = "Sales"\nid = "sales"'),
    ),
    "team id twice": Row(
        ('id = "help"', 'id = "sales"'),
        "teams[3].id",
        '"sales" is the id of teams[2] already (in "Help desk"); give one of them another id',
        ('id = "sales"\nname = "Help', 'id = "help"\nname = "Help'),
    ),
    "team id with another meaning": Row(
        ('id = "help"', 'id = "abstain"'),
        "teams[3].id",
        "give the team another id",
        ('"abstain"', '"support"'),
    ),
    "team name missing": Row(
        ('name = "Sales"\n', ""), "teams[2].name", 'is missing (in "sales"); add name =',
        ('id = "sales"', 'id = "sales"\nname = "Sales"'),
    ),
    "short name too wide": Row(
        ('short = "PM"', 'short = "PRODUCTMG"'),
        "teams[0].short",
        "is 9 characters wide, and at most 8 fit",
        ("PRODUCTMG", "PRODUCT"),
    ),
    "names alike": Row(
        ('name = "Sales"', 'name = "Product Marketing"'),
        "teams[2].name",
        "give one of them another name",
        ('name = "Product Marketing"', 'name = "Marketing"'),
    ),
    "short names alike": Row(
        ('short = "PM"', 'short = "PMM"'),
        "teams[1].short",
        "give one of them another short name",
        ('name = "Product Marketing"', 'name = "Product Marketing"\nshort = "Mktg"'),
    ),
    # Rules
    "attribution unknown": Row(
        ('"named"', '"secret"'), "rules.attribution", 'use "named" or "anonymous"',
        ('"secret"', '"anonymous"'),
    ),
    "agreement in percent": Row(
        ("0.75", "75"), "rules.agreement_required", "75 % is 0.75", ("= 75", "= 0.75")
    ),
    "half agreed": Row(
        ("0.75", "0.5"), "rules.agreement_required", "above 0.5 and at most 1.0", ("0.5", "0.51")
    ),
    "too many rounds": Row(
        ("max_rounds = 3", "max_rounds = 10"),
        "rules.max_rounds",
        "write a whole number from 1 to 9",
        ("max_rounds = 10", "max_rounds = 9"),
    ),
    "half a round": Row(
        ("max_rounds = 3", "max_rounds = 2.5"),
        "rules.max_rounds",
        "is a number with decimals, not a whole number; write a whole number from 1 to 9",
        ("2.5", "2"),
    ),
    "review too late": Row(
        ("120", "1000"), "rules.review_after_days", "from 1 to 730", ("1000", "730")
    ),
    "fallback misspelt": Row(
        ('"escalate"', '"escalte"'),
        "rules.fallback",
        'did you mean "escalate"? use "defer" or "escalate"',
        ("escalte", "escalate"),
    ),
    "escalation to nobody": Row(
        ('approver = "VP Product"\n', ""),
        "rules.approver",
        'with fallback = "escalate", say who decides: add approver = "…"',
        ('"escalate"', '"escalate"\napprover = "VP Product"'),
    ),
    "approver of nothing": Row(
        ('"escalate"', '"defer"'),
        "rules.approver",
        'write fallback = "escalate", or take the approver out',
        ('approver = "VP Product"\n', ""),
    ),
    # Steps of any kind
    "kind missing": Row(
        ('kind = "close"\n', ""),
        "steps[7].kind",
        'is missing (in "The end"); add kind = "brief", "follow-up", "rate", "shortlist", "task", '
        '"commit" or "close"',
        ('title = "The end"', 'kind = "close"\ntitle = "The end"'),
    ),
    "kind misspelt": Row(
        ('"follow-up"', '"followup"'), "steps[1].kind", 'did you mean "follow-up"?',
        ("followup", "follow-up"),
    ),
    "step title missing": Row(
        ('title = "The end"\n', ""),
        "steps[7].title",
        "is missing in entry 8 of steps; add title =",
        ('kind = "close"', 'kind = "close"\ntitle = "The end"'),
    ),
    "timebox too long": Row(
        ('"The end"\nminutes = 10', '"The end"\nminutes = 241'),
        "steps[7].minutes",
        "from 1 to 240",
        ("minutes = 241", "minutes = 24"),
    ),
    "timebox in quotes": Row(
        ('"The end"\nminutes = 10', '"The end"\nminutes = "ten"'),
        "steps[7].minutes",
        "is text, not a whole number",
        ('"ten"', "10"),
    ),
    "step ids alike": Row(
        ('title = "The end"', 'title = "Launch!"'),
        "steps[7].id",
        '"launch", made from its title, is the id of steps[5] already (in "Launch!"); '
        "give one of them another id",
        ('title = "Launch!"', 'title = "Launch!"\nid = "the-launch"'),
    ),
    "key of another kind": Row(
        ('kind = "close"', 'kind = "close"\ndots = 3'),
        "steps[7].dots",
        "or take it out",
        ("\ndots = 3\ntitle", "\ntitle"),
    ),
    # Brief, rate
    "brief without text": Row(
        ('text = "Good morning."\n', ""),
        "steps[0].text",
        'add text = """…"""',
        ('notes = "Smile."', 'notes = "Smile."\ntext = """Hello"""'),
    ),
    "rate without a question": Row(
        ('question = "How true is this?"\n', ""),
        "steps[2].question",
        "add question =",
        ('scale = ["No"', 'question = "How true?"\nscale = ["No"'),
    ),
    "scale of one": Row(
        ('["No", "Partly", "Yes"]', '["No"]'),
        "steps[2].scale",
        'has 1 entry (in "Maturity"); give 2 to 7',
        ('["No"]', '["No", "Yes"]'),
    ),
    "scale missing": Row(
        ('scale = ["No", "Partly", "Yes"]\n', ""),
        "steps[2].scale",
        "add at least 2 entries",
        ("statements", 'scale = ["No", "Yes"]\nstatements'),
    ),
    "label twice": Row(
        ('"Partly"', '"No"'), "steps[2].scale[1]", '"No" stands here twice', ('"No", "No"', '"No"')
    ),
    "statement without id": Row(
        ('id = "known", ', ""),
        "steps[2].statements[1].id",
        'is missing in entry 2 of statements (in "Maturity"); add id = "all-know-who-does-it"',
        ("{ text", '{ id = "all-know-who-does-it", text'),
    ),
    "statement ids alike": Row(
        ('"known"', '"well"'),
        "steps[2].statements[1].id",
        "give one of them another id",
        ('"well", text = "All', '"known", text = "All'),
    ),
    "statement of an unknown team": Row(
        ('text = "We do it well", team = "pm"', 'text = "We do it well", team = "product"'),
        "steps[2].statements[0].team",
        'use "pm", "pmm", "sales" or "help"',
        ('"product"', '"pm"'),
    ),
    "statement on an unknown task": Row(
        ('tasks = ["pricing"]', 'tasks = ["prices"]'),
        "steps[2].statements[0].tasks[0]",
        'is not a task of this agenda (in "Maturity"); did you mean "pricing"?',
        ('"prices"', '"pricing"'),
    ),
    # Shortlist
    "too many dots": Row(
        ("dots = 3", "dots = 11"), "steps[3].dots", "from 1 to 10", ("dots = 11", "dots = 10")
    ),
    "keep more than offered": Row(
        ("keep = 2", "keep = 3"), "steps[3].keep", "write at most 2", ("keep = 3", "keep = 2")
    ),
    "shortlist of an unknown task": Row(
        ('"pricing", "launch"]', '"pricing", "lunch"]'),
        "steps[3].from[1]",
        'did you mean "launch"?',
        ("lunch", "launch"),
    ),
    "shortlist of nothing": Row(
        ('from = ["pricing", "launch"]', "from = []"),
        "steps[3].from",
        "give at least 1, or take it out",
        ("from = []\n", ""),
    ),
    "shortlist after its task": Row(
        ('kind = "close"', 'kind = "shortlist"\ndots = 1\nkeep = 1\nfrom = ["pricing"]'),
        "steps[7].from[0]",
        '"pricing" comes before this step (in "The end"); '
        "move the shortlist before the tasks it chooses from",
        ('kind = "shortlist"\ndots = 1\nkeep = 1\nfrom = ["pricing"]', 'kind = "close"'),
    ),
    "shortlist after all tasks": Row(
        ('kind = "close"', 'kind = "shortlist"\ndots = 1\nkeep = 1'),
        "steps[7].from",
        'there is no task after this step (in "The end"); move it before the tasks',
        ('kind = "shortlist"\ndots = 1\nkeep = 1\n', 'kind = "close"\n'),
    ),
    # Task
    "task without id": Row(
        ('id = "launch"\n', ""),
        "steps[5].id",
        'is missing (in "Launch"); add id = "launch"',
        ('title = "Launch"', 'title = "Launch"\nid = "launch"'),
    ),
    "phase unknown": Row(
        ('"market"', '"marketing"'), "steps[4].phase", 'did you mean "market"?',
        ("marketing", "market"),
    ),
    "candidate unknown": Row(
        ('candidates = ["pm", "pmm"]', 'candidates = ["pm", "pmm", "salse"]'),
        "steps[4].candidates[2]",
        'did you mean "sales"?',
        ('"salse"', '"sales"'),
    ),
    "candidate twice": Row(
        ('candidates = ["pm", "pmm"]', 'candidates = ["pm", "pmm", "pm"]'),
        "steps[4].candidates[2]",
        '"pm" stands here twice (in "Pricing"); take one out',
        (', "pm"]', "]"),
    ),
    "only one candidate": Row(
        ('candidates = ["pm", "pmm"]', 'candidates = ["pmm"]'),
        "steps[4].candidates",
        "only one team can be chosen, so there is nothing to vote about",
        ('["pmm"]', '["pmm", "sales"]'),
    ),
    "market_facing in quotes": Row(
        ("market_facing = true", 'market_facing = "true"'),
        "steps[4].market_facing",
        "write true or false, without quotes",
        ('"true"', "true"),
    ),
    "driver no candidate": Row(
        ('driver = "pmm"', 'driver = "sales"'),
        "steps[4].suggested.driver",
        '"sales" is not a candidate of this task (in "Pricing"); use "pm" or "pmm"',
        ('driver = "sales"', 'driver = "pmm"'),
    ),
    "driver missing": Row(
        ('  driver = "pmm"\n', ""),
        "steps[4].suggested.driver",
        'add driver = "pm" or "pmm"',
        ("  because", '  driver = "pmm"\n  because'),
    ),
    "support by the driver": Row(
        ('{ team = "pm", input', '{ team = "pmm", input'),
        "steps[4].suggested.support[0].team",
        "drives this task, so it can't support it too",
        ('{ team = "pmm", input', '{ team = "pm", input'),
    ),
    "support of an unknown kind": Row(
        ('"inform"', '"tell"'),
        "steps[4].suggested.support[1].input",
        'use "inform", "consult", "review", "contribute" or "approve"',
        ('"tell"', '"inform"'),
    ),
    "support without a when": Row(
        (', when = "Yearly"', ""),
        "steps[4].suggested.support[0].when",
        'is missing in entry 1 of support (in "Pricing"); add when =',
        ('detail = "Cost"', 'detail = "Cost", when = "Yearly"'),
    ),
    "support twice": Row(
        (SUPPORT, f"{SUPPORT}, {SUPPORT.replace('Cost', 'Terms')}"),
        "steps[4].suggested.support[1].input",
        "put both details into one, or change the input",
        (f", {SUPPORT.replace('Cost', 'Terms')}", ""),
    ),
    # Commit
    "promise to oneself": Row(
        ('to = "sales"', 'to = "pm"'),
        "steps[6].proposals[1].to",
        "name the team that gets something out of it",
        ('from = "pm", to = "pm"', 'from = "pm", to = "sales"'),
    ),
    "promise to an unknown team": Row(
        ('to = "sales"', 'to = "slaes"'), "steps[6].proposals[1].to", 'did you mean "sales"?',
        ("slaes", "sales"),
    ),
    "proposal ids alike": Row(
        ('"dates"', '"win-loss"'),
        "steps[6].proposals[1].id",
        '"win-loss" is the id of steps[6].proposals[0] already',
        ('"win-loss", from = "pm"', '"dates", from = "pm"'),
    ),
    # Warnings about the time
    "over four hours": Row(
        ('"The end"\nminutes = 10', '"The end"\nminutes = 200'),
        "steps",
        "add up to 251 minutes, over four hours; split the workshop in two",
        ("minutes = 200", "minutes = 10"),
    ),
    "timebox missing among others": Row(
        ('"The end"\nminutes = 10', '"The end"'),
        "steps[7].minutes",
        'though other steps have a timebox (in "The end"); add minutes = …',
        ('"The end"', '"The end"\nminutes = 5'),
    ),
    # No TOML
    "quotes never closed": Row(
        ('title = "Demo day"', 'title = "Demo day'),
        "line 3",
        "text in quotes ends on its line",
        ('"Demo day', '"Demo day"'),
    ),
    "text without quotes": Row(
        ('"Demo day"', "Demo day"),
        "line 3",
        "text needs quotes",
        ("Demo day", '"Demo day"'),
    ),
    "key twice": Row(
        ('id = "demo"', 'id = "demo"\nid = "demo-2"'),
        "line 3",
        "id stands twice in this table, first on line 2; take one out",
        ('id = "demo-2"\n', ""),
    ),
    "table twice": Row(
        ('fallback = "escalate"', '[rules]\nfallback = "escalate"'),
        "line 29",
        "this table stands twice: [rules] is on line 24 already; put the keys of both into one",
        ('[rules]\nfallback = "escalate"', 'fallback = "escalate"'),
    ),
    "bracket never closed": Row(
        ('candidates = ["pm", "pmm"]', 'candidates = ["pm", "pmm"'),
        "line 71",
        "the array that begins here has no closing ]; write ] at its end",
        ('["pm", "pmm"', '["pm", "pmm"]'),
    ),
}  # fmt: skip


def problems(text: str) -> list:
    return list(parse_agenda(text.encode(), "demo.toml").problems)


def test_the_agenda_to_be_broken_is_sound():
    assert problems(SOUND) == []


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_one_mistake_is_one_message_with_its_place_and_its_mend(row: Row):
    assert row.broken[0] in SOUND
    broken = SOUND.replace(*row.broken, 1)
    (problem,) = problems(broken)
    assert problem.place.split(", column")[0] == row.place
    assert row.words in f"{problem.message}; {problem.hint}"
    where = f" (line {problem.line})" if problem.line and "line" not in problem.place else ""
    assert str(problem).startswith(f"demo.toml: {problem.place}{where}: ")
    assert row.mended[0] in broken
    assert problems(broken.replace(*row.mended, 1)) == []


def test_all_that_is_wrong_is_told_in_one_run_in_the_order_of_the_file():
    text = SOUND
    for name in ("key misspelt", "agreement in percent", "phase unknown", "promise to oneself"):
        text = text.replace(*ROWS[name].broken, 1)
    assert [problem.place for problem in problems(text)] == [
        *("sumary", "rules.agreement_required", "steps[4].phase", "steps[6].proposals[1].to"),
    ]


@pytest.mark.parametrize(
    ("data", "place", "words"),
    [
        (
            SOUND.replace("Demo day", "Déjà vu").encode("latin-1"),
            "line 3, column 11",
            "save the file with the encoding UTF-8",
        ),
        (SOUND.encode() + b"#" * 1024 * 1024, "", "larger than 1 MiB; shorten it"),
    ],
    ids=["not UTF-8", "over 1 MiB"],
)
def test_a_file_that_can_not_be_taken_at_all_says_how_to_save_it(data, place, words):
    (problem,) = parse_agenda(data, "demo.toml").problems
    assert problem.place == place
    assert words in str(problem)
