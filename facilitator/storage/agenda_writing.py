"""From an agenda to the text of its file, laid out for the people who go on writing it."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeGuard

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
from facilitator.storage.agenda_steps import step_id
from facilitator.storage.agenda_toml import FORMAT
from facilitator.storage.records import Document, document_of
from facilitator.storage.toml_layout import one_value

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
    parts = [comment(heading), "", *table_lines("", _top(document)), "", *rules_lines(agenda.rules)]
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


def _top(document: Document) -> dict[str, object]:
    return {key: document[key] for key in ("format", "id", "title", "summary") if key in document}


def _takes_remark(line: str) -> bool:
    return "\n" not in line and cells(line) <= _WIDEST_REMARKED


def _assignment(key: str, value: object, indent: str) -> str:
    if _is_tables(value):
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


def _is_tables(value: object) -> TypeGuard[Sequence[Document]]:
    return isinstance(value, list) and any(isinstance(each, Mapping) for each in value)


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
