"""A first agenda from a few answers: a title, who takes part, and which tasks are debatable."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from facilitator.domain.agenda import (
    MOST_MINUTES,
    MOST_STEPS,
    MOST_TEAMS,
    NAME_CELLS,
    SHORT_CELLS,
    TITLE_CELLS,
    Agenda,
    ContestedTask,
    Team,
    default_question,
)
from facilitator.domain.rounds import ABSTAIN, NEED_INFO, NOBODY, UNCLEAR
from facilitator.domain.slugs import slug, unlike
from facilitator.domain.steps.brief import Brief
from facilitator.domain.steps.close import Close
from facilitator.domain.text import TextRefused, cells, clean_line, visible

FEWEST_TEAMS = 2
BRIEF_MINUTES = 5
CLOSE_MINUTES = 10
TASK_MINUTES = 8
"""How long a task takes: explain it, vote, listen, vote again, decide."""

_TAKEN_TEAM_IDS = frozenset({ABSTAIN, NEED_INFO, NOBODY, UNCLEAR})
_BRIEF_TEXT = """\
A **grey area** is a task for which you could defend more than one owner.
That is nobody's fault: a division of work that suited us once stops fitting, and nobody decides to change it.

With each task we do three things.

1. **Vote alone, in silence.** Who should *drive* it here? Nobody sees your vote until all are revealed.
2. **Listen.** Where we differ, the side with the fewest votes speaks first.
3. **Settle it.** One driver, the reasons, what the others owe, and a date on which we look again.

The **driver** is the one team that answers for the result. Driving is not doing it all."""  # noqa: E501 - prose
_BRIEF_NOTES = "Ask each person for one task where they have been unsure whose it is. One sentence."
_CLOSE_NOTES = "Read each decision aloud: the driver first, then what the others owe, and when."


class AnswerRefused(ValueError):  # noqa: N818 - reads as what happened
    """An answer does not fit. The message is a sentence for the person who gave it."""


@dataclass(frozen=True, slots=True)
class TeamAnswer:
    """A team as it was named; without a ``short`` name one is made up."""

    name: str
    short: str = ""


def title_answer(text: str) -> str:
    """A title as it is kept: of the workshop or of a task; raises AnswerRefused."""
    return _answer(text, "title", TITLE_CELLS)


def team_answer(name: str, short: str = "") -> TeamAnswer:
    """A team as it is kept; raises AnswerRefused."""
    kept = _answer(short, "short name", SHORT_CELLS) if short.strip() else ""
    return TeamAnswer(_answer(name, "name of a team", NAME_CELLS), kept)


def short_name(name: str, taken: Container[str] = ()) -> str:
    """A short name for a team, which none in ``taken`` (in small letters) has.

    "Sales" stays as it is, "Product Management" becomes "PM", and "Product Marketing" after it
    "PMa".
    """
    found = (short for short in _short_names(name) if _is_fit(short))
    return next(short for short in found if short.casefold() not in taken)


def starter_agenda(
    agenda_id: str,
    title: str,
    teams: Sequence[TeamAnswer],
    tasks: Sequence[str],
    *,
    minutes: int | None = None,
    reserved: Sequence[str] = (),
    within: int = MOST_MINUTES,
) -> Agenda:
    """A brief, the tasks one after another, and the close.

    ``agenda_id`` is a file's name or a title, of which a slug is made. ``minutes`` is each task's
    timebox; without it tasks take :data:`TASK_MINUTES`, or less where that many would last longer
    than ``within`` minutes in all. No task gets one of the ids in ``reserved``. Raises
    AnswerRefused when the answers make no agenda.
    """
    _refuse_number(len(teams), "team", FEWEST_TEAMS, MOST_TEAMS)
    _refuse_number(len(tasks), "task", 1, MOST_STEPS - 2)
    _refuse_twice([team.name for team in teams], "team")
    _refuse_twice([team.short for team in teams if team.short], "short name")
    _refuse_twice(tasks, "task")
    brief = Brief(
        id="why-we-are-here",
        title="Why we are here",
        minutes=BRIEF_MINUTES,
        notes=_BRIEF_NOTES,
        text=_BRIEF_TEXT,
    )
    close = Close(
        id="the-game-plan", title="The game plan", minutes=CLOSE_MINUTES, notes=_CLOSE_NOTES
    )
    team_list = _teams(teams)
    each = minutes or _minutes_each(len(tasks), within)
    ids = _ids(tasks, "task", {brief.id, close.id, *reserved})
    task_steps = [_task(*task, each, team_list) for task in zip(ids, tasks, strict=True)]
    return Agenda(
        id=slug(agenda_id, "workshop") or slug(title, "workshop") or "workshop",
        title=title,
        teams=team_list,
        steps=(brief, *task_steps, close),
    )


def _task(task_id: str, title: str, minutes: int, teams: Sequence[Team]) -> ContestedTask:
    return ContestedTask(
        id=task_id,
        title=title,
        minutes=minutes,
        question=default_question(title),
        candidates=tuple(team.id for team in teams),
    )


def _minutes_each(tasks: int, within: int) -> int:
    return max(1, min(TASK_MINUTES, (within - BRIEF_MINUTES - CLOSE_MINUTES) // tasks))


def _teams(answers: Sequence[TeamAnswer]) -> tuple[Team, ...]:
    shorts: list[str] = []
    given = {answer.short.casefold() for answer in answers}
    for answer in answers:
        taken = given | {short.casefold() for short in shorts}
        shorts.append(answer.short or short_name(answer.name, taken))
    ids = _ids(shorts, "team", _TAKEN_TEAM_IDS)
    return tuple(
        Team(team_id, answer.name, short)
        for team_id, answer, short in zip(ids, answers, shorts, strict=True)
    )


def _short_names(name: str) -> Iterator[str]:
    words = name.split()
    if len(words) == 1 and cells(name) <= SHORT_CELLS:
        yield name
    initials = "".join(word[0] for word in words if word[0].isalnum()).upper()
    if len(words) > 1 and cells(initials) in range(2, SHORT_CELLS):
        yield initials
        for more in range(2, 5):
            yield _fitting(initials + words[-1][1:more])
    yield _fitting(words[0])
    for number in count(1):
        yield f"Team {number}"


def _is_fit(short: str) -> bool:
    """Whether a name that was cut is still text: an emoji of several parts may not be."""
    try:
        return clean_line(short, most_cells=SHORT_CELLS) == short != ""
    except TextRefused:
        return False


def _fitting(text: str) -> str:
    while cells(text) > SHORT_CELLS:
        text = text[:-1]
    return text


def _ids(titles: Sequence[str], stand_in: str, taken: Collection[str]) -> tuple[str, ...]:
    """A slug of each title, unlike each other and those taken."""
    ids: list[str] = []
    for title in titles:
        ids.append(unlike(slug(title, stand_in), {*taken, *ids}))
    return tuple(ids)


def _answer(text: str, what: str, most_cells: int) -> str:
    try:
        answer = clean_line(text, most_cells=most_cells)
    except TextRefused as refused:
        shown = visible(text, most_cells=40)
        raise AnswerRefused(f"the {what} “{shown}” can't be used: it {_it(refused)}") from refused
    if not answer:
        raise AnswerRefused(f"the {what} is empty: write something")
    return answer


def _it(refused: TextRefused) -> str:
    told = str(refused)
    return told if told.startswith("is ") else f"has a fault: {told}"


def _refuse_number(found: int, what: str, fewest: int, most: int) -> None:
    if not fewest <= found <= most:
        raise AnswerRefused(f"a workshop has {fewest} to {most} {what}s, and here are {found}")


def _refuse_twice(names: Sequence[str], what: str) -> None:
    seen: set[str] = set()
    for name in names:
        if name.casefold() in seen:
            shown = visible(name, most_cells=40)
            raise AnswerRefused(f"the {what} “{shown}” is given twice: take one out")
        seen.add(name.casefold())
