"""From an agenda to the text of its file, laid out for the people who go on writing it.

The starter that ``facilitator agenda new`` writes is a file to learn the format from. Its comments
are most of it, and the program never edits it again: so it is written from templates, with the
values by tomli-w, rather than kept in a document that knows comments.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping
from string import Template

from facilitator.domain.agenda import (
    SHORT_CELLS,
    Agenda,
    ContestedTask,
    Rules,
    StepBase,
    Team,
    default_question,
)
from facilitator.domain.steps import KIND_WORDS
from facilitator.domain.text import cells
from facilitator.domain.words.figures import listed
from facilitator.storage.agenda_toml import FORMAT, step_id
from facilitator.storage.records import Document, document_of, one_value

_COMMENT_WIDTH = 98
_LONG_LINE = 80
_PROSE = ("summary", "text", "notes", "background", "because")
"""Keys whose text may go over several lines; readers take away the line break at its end."""
_WIDEST_REMARKED = 60
"""Values that reach further get their remark on a line of its own."""


def agenda_document(agenda: Agenda) -> Document:
    """The agenda with every default spelt out and nothing empty, fit for JSON and for TOML.

    Reading it back gives the same agenda but for the digest, which is of a file's bytes.
    """
    found = {
        "format": FORMAT,
        "id": agenda.id,
        "title": agenda.title,
        "summary": agenda.summary,
        "rules": document_of(agenda.rules),
        "teams": [document_of(team) for team in agenda.teams],
        "steps": [_step(step) for step in agenda.steps],
    }
    return {key: value for key, value in found.items() if value}


def _step(step: StepBase) -> Document:
    return {"kind": KIND_WORDS[type(step)], **document_of(step)}


def agenda_toml(agenda: Agenda, *, heading: str = "") -> str:
    """The agenda's file. Keys whose value is the default are left out, the rules' apart.

    ``heading`` is a comment for the top. Reading the text back gives the same agenda but for the
    digest, which is of a file's bytes.
    """
    document = agenda_document(agenda)
    top = {key: value for key, value in document.items() if isinstance(value, str)}
    parts = [comment(heading), "", *table_lines("", top), "", *rules_lines(agenda.rules)]
    for team in agenda.teams:
        parts += ["", *team_lines(team)]
    for step in agenda.steps:
        parts += ["", "", *step_lines(step, agenda)]
    return "\n".join(parts).lstrip("\n") + "\n"


def comment(text: str) -> str:
    """Prose as a comment, wrapped; paragraphs are parted by empty comment lines."""
    paragraphs = (
        textwrap.fill(
            paragraph, _COMMENT_WIDTH, initial_indent="# ", subsequent_indent="# ",
            break_long_words=False, break_on_hyphens=False,
        )
        for paragraph in text.split("\n\n")
        if paragraph
    )  # fmt: skip
    return "\n#\n".join(paragraphs)


def rules_lines(rules: Rules, remarks: Mapping[str, str] | None = None) -> Iterator[str]:
    """The table of the rules, defaults spelt out."""
    return table_lines("[rules]", document_of(rules), remarks)


def team_lines(team: Team, *, with_short: bool = False) -> Iterator[str]:
    """A team's table; ``with_short``: with its short name even where that is the default."""
    document = document_of(team)
    if not with_short and team.short == team.id[:SHORT_CELLS].upper():
        del document["short"]
    return table_lines("[[teams]]", document)


def step_lines(step: StepBase, agenda: Agenda) -> Iterator[str]:
    """A step's table, with the suggestion below it if it has one."""
    document = _step(step)
    suggested = document.pop("suggested", None)
    yield from table_lines("[[steps]]", _without_defaults(document, step, agenda))
    if suggested:
        yield from table_lines("[steps.suggested]", suggested, indent="  ")


def table_lines(
    header: str, document: Document, remarks: Mapping[str, str] | None = None, *, indent: str = ""
) -> Iterator[str]:
    """A table with its keys, an array of tables as one inline table a line.

    ``remarks`` are comments by key; those that fit stand behind their values, one below another.
    """
    remarks = remarks or {}
    if header:
        yield f"{indent}{header}"
    written = {key: _assignment(key, value, indent) for key, value in document.items()}
    remarked = [
        cells(line) for key, line in written.items() if key in remarks and _takes_remark(line)
    ]
    column = max(remarked, default=0) + 2
    for key, line in written.items():
        if key not in remarks:
            yield line
        elif _takes_remark(line):
            yield f"{line}{' ' * (column - cells(line))}# {remarks[key]}"
        else:
            yield comment(remarks[key])
            yield line


def _takes_remark(line: str) -> bool:
    return "\n" not in line and cells(line) <= _WIDEST_REMARKED


def _assignment(key: str, value: object, indent: str) -> str:
    if isinstance(value, list) and any(isinstance(each, Mapping) for each in value):
        rows = "".join(f"\n{indent}  {one_value(row)}," for row in value)
        return f"{indent}{key} = [{rows}\n{indent}]"
    if isinstance(value, str) and ("\n" in value or (key in _PROSE and cells(value) > _LONG_LINE)):
        return f"{indent}{key} = {_block(value)}"
    return f"{indent}{key} = {one_value(value)}"


def _block(text: str) -> str:
    """Text of several lines as people write it: quotes as they are, the end on its own line."""
    written = one_value(f"{text}\n\n", multiline=True).removesuffix('\n"""') + '"""'
    if '""' in text:
        return written
    return re.sub(r'(?<!\\)((?:\\\\)*)\\"', r'\1"', written)


def _without_defaults(document: Document, step: StepBase, agenda: Agenda) -> Document:
    """The keys that say something that leaving them out would not say."""
    if not isinstance(step, ContestedTask):
        is_by_title = step.id == step_id(step.title)
        return {key: value for key, value in document.items() if key != "id" or not is_by_title}
    defaults = {
        "question": default_question(step.title),
        "candidates": [team.id for team in agenda.teams],
        "market_facing": False,
        "ask_today": False,
    }
    return {key: value for key, value in document.items() if defaults.get(key) != value}


EXAMPLE_IDS = (
    "since-last-time",
    "how-mature-are-we",
    "which-grey-areas-today",
    "what-we-owe-each-other",
)
"""The ids of the commented examples, which no task may take."""

_TOP = """\
A workshop for `facilitator`. Change what you like, then let `facilitator agenda check` tell you
every mistake at once.

Comments with a blank after the # explain. Where there is none, it is an example that is not in
force: take the # away to use it."""
_TEAMS = """\
The teams: 2 to 12 groups of people, each of which could drive a task. Voters say which one they
are from. Other tables call a team by its id."""
_RULES = """\
The rules: fixed before the first vote, and kept in the decision log. The whole table may go; these
are the defaults."""
_STEPS = f"""\
The steps: the workshop from top to bottom. Every step has a kind and a title. It may have minutes
(its timebox, 1 to 240) and notes, which only the facilitator sees: begin with Say: each line of
them that is to be said aloud.

The kinds are {listed(tuple(KIND_WORDS.values()))}."""
_BRIEF = "brief: something to read out before going on. The text is Markdown."
_FOLLOW_UP = """\
follow-up: what the last workshop left due. It passes by itself when there is no earlier decision
log. `facilitator agenda from-log latest` makes an agenda of whatever is due."""
_RATE = """\
rate: statements, rated blind on a scale of 2 to 7 labels from low to high. A statement may name the
team whose work it describes, and the tasks that it covers."""
_SHORTLIST = """\
shortlist: for more tasks than there is time. Every voter places dots, and the first few tasks go
on. It stands before the tasks it chooses from; without `from` that is every task after it."""
_TASK = """\
task: one grey area, voted on blind, discussed, and decided. Later workshops know a task again by
its id, so keep the id when you change the title."""
_TASK_MORE = """\
A task can say more; all of this is optional. The suggestion is shown only after the first reveal.
Support is to inform, consult, review, contribute or approve."""
_COMMIT = """\
commit: what the teams promise each other. The room can change these proposals and add its own."""
_CLOSE = "close: all that was decided is read back, and the room says if it was worth the time."

_FOLLOW_UP_STEP = """\
[[steps]]
kind = "follow-up"
title = "Since last time"
minutes = 10"""
_RATE_STEP = """\
[[steps]]
kind = "rate"
title = "How mature are we?"
minutes = 10
question = "How true is this of us today?"
scale = ["Not at all", "A little", "Partly", "Mostly", "Fully"]
statements = [
  { id = "known-owners", text = "Everybody knows who drives what" },
  { id = "done-well", text = "This is done well", team = "$team", tasks = ["$task"] },
]"""
_COMMIT_STEP = """\
[[steps]]
kind = "commit"
title = "What we owe each other"
minutes = 10
proposals = [
  { id = "monthly-news", from = "$team", to = "$other", text = "News of our plans, every month" },
]"""

_RULES_REMARKS = {
    "attribution": 'or "anonymous": nobody sees who voted for what',
    "agreement_required": "the share of votes that settles a task: above 0.5, at most 1.0",
    "max_rounds": "how often the room votes on a task at the most: 1 to 9",
    "review_after_days": "when a decision is looked at again: 1 to 730",
    "fallback": 'or "escalate": what becomes of a task without agreement',
}


def starter_toml(agenda: Agenda) -> str:
    """The file of an agenda made by ``starter_agenda``, with comments that teach the format.

    Every kind of step stands in it, those that the agenda lacks as commented examples.
    """
    return "\n".join(_lines(agenda)) + "\n"


def _lines(agenda: Agenda) -> Iterator[str]:
    yield from (comment(_TOP), "")
    yield from _top(agenda)
    yield from ("", "", comment(_TEAMS))
    yield from _teams(agenda)
    yield from ("", "", comment(_RULES), "")
    yield from rules_lines(agenda.rules, _RULES_REMARKS)
    yield '#approver = "VP Product"  # who decides then; needed with fallback = "escalate"'
    yield from ("", "", comment(_STEPS))
    brief, *tasks, close = agenda.steps
    yield from _shown(_BRIEF, step_lines(brief, agenda))
    yield from _shown(_FOLLOW_UP, _example(_FOLLOW_UP_STEP, agenda))
    yield from _shown(_RATE, _example(_RATE_STEP, agenda))
    yield from _shown(_SHORTLIST, _shortlist(agenda))
    yield from _tasks(tasks, agenda)
    yield from _shown(_COMMIT, _example(_COMMIT_STEP, agenda))
    yield from _shown(_CLOSE, step_lines(close, agenda))


def _example(step: str, agenda: Agenda) -> Iterator[str]:
    """A step as a commented example, told of this agenda's first teams and its first task."""
    team, other, *_ = agenda.teams
    names = {"team": team.id, "other": other.id, "task": agenda.tasks[0].id}
    return _commented(iter(Template(step).substitute(names).split("\n")))


def _shown(words: str, lines: Iterator[str]) -> Iterator[str]:
    yield from ("", "", comment(words), "")
    yield from lines


def _top(agenda: Agenda) -> Iterator[str]:
    remarks = {
        "format": "always this",
        "id": "how decision logs know this workshop again: keep it",
    }
    document = {"format": FORMAT, "id": agenda.id, "title": agenda.title}
    yield from table_lines("", document, remarks)
    yield '#summary = "One paragraph for the list of agendas."'


def _teams(agenda: Agenda) -> Iterator[str]:
    for number, team in enumerate(agenda.teams):
        yield ""
        yield from team_lines(team, with_short=True)
        if number == 0:
            yield '#purpose = "What this team is there for, in one line."'


def _tasks(tasks: list[StepBase], agenda: Agenda) -> Iterator[str]:
    for number, task in enumerate(tasks):
        if number:
            yield from ("", "")
            yield from step_lines(task, agenda)
            continue
        yield from _shown(_TASK, step_lines(task, agenda))
        if isinstance(task, ContestedTask):
            yield from ("", comment(_TASK_MORE))
            yield from _commented(_more_of(task))


def _more_of(task: ContestedTask) -> Iterator[str]:
    driver, supporter, *_ = task.candidates
    yield from table_lines(
        "",
        {
            "question": task.question,
            "background": "What everybody should know before they vote. Markdown.",
            "phase": "market",
            "candidates": list(task.candidates),
            "market_facing": True,
            "ask_today": True,
            "source": "Where this task comes from.",
        },
        {
            "question": "what the vote asks; this is the default",
            "phase": "or define, plan, build, sell, support",
            "candidates": "who can be voted for; default: all teams",
            "market_facing": "whether it is about the market and customers; default: false",
            "ask_today": "also ask who drives it now; default: false",
        },
    )
    support = {
        "team": supporter,
        "input": "contribute",
        "detail": "The facts",
        "when": "Two weeks before",
    }
    suggested = {"driver": driver, "because": "Why that would be best.", "support": [support]}
    yield from table_lines("[steps.suggested]", suggested, indent="  ")


def _shortlist(agenda: Agenda) -> Iterator[str]:
    step: Document = {"kind": "shortlist", "title": "Which grey areas today?", "minutes": 5}
    step |= {"dots": 3, "keep": (len(agenda.tasks) + 1) // 2}
    remarks = {"dots": "for each voter, 1 to 10", "keep": "how many tasks go on"}
    yield from _commented(table_lines("[[steps]]", step, remarks))
    yield from _commented(table_lines("", {"from": [task.id for task in agenda.tasks]}))


def _commented(lines: Iterator[str]) -> Iterator[str]:
    """Lines as an example that is not in force: no blank after the #, unlike prose."""
    for line in lines:
        yield from (f"#{each}" for each in line.split("\n"))
