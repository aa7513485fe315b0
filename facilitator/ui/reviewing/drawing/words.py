"""The words and signs for past decisions, the same on every tab."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.content import Content

from facilitator.domain.agenda import SHORT_CELLS
from facilitator.domain.ballots import ABSTAIN, NEED_INFO, NOBODY, UNCLEAR
from facilitator.domain.claims import ClaimPattern
from facilitator.domain.decision_log import DecisionLog, LogDecision, LogSupport, Verdict
from facilitator.domain.decisions import Outcome
from facilitator.domain.words.figures import counted, percent
from facilitator.domain.words.signs import OUTCOME_SIGNS, VERDICT_SIGNS
from facilitator.ui.widgets.lines import Lines, line, paragraph, say

_COLUMNS = "▁▂▃▄▅▆▇█"
QUIET = "$muted"
WARN = "bold $text-warning"
GOOD = "$text-success"

NO_LOGS = (
    "No past decisions yet. A workshop leaves its decision log here when it ends. To see what "
    "that looks like: facilitator rehearse grey-areas --auto"
)
READING = "Reading …"

CONTRADICTS = "≠"
"""Stands before what a log says that contradicts itself."""

CHOICES = {
    ABSTAIN: "abstained",
    NEED_INFO: "needs to know more",
    NOBODY: "nobody",
    UNCLEAR: "unclear",
}
"""What a ballot may say besides a team."""

PATTERNS = {
    ClaimPattern.AGREED: "the teams agreed",
    ClaimPattern.CONTESTED: "both sides claimed it",
    ClaimPattern.DIVIDED: "a team was divided",
    ClaimPattern.ORPHANED: "each pointed at another",
    ClaimPattern.DISPUTED: "one claimed it, others disagreed",
    ClaimPattern.THIN: "only one side voted",
}
"""What the first vote looked like."""

_LABEL = 11
"""Cells of the word that a text stands behind, with the blanks after it."""

_STYLES: Mapping[Verdict, str] = {
    Verdict.NEW: GOOD,
    Verdict.SETTLED: GOOD,
    Verdict.REVERSED: WARN,
    Verdict.REOPENED: WARN,
    Verdict.STILL_OPEN: WARN,
}
"""The verdicts that should catch the eye; the others are quiet."""


def verdict_said(verdict: Verdict, *, wavering: bool = False, brief: bool = False) -> Content:
    """A verdict with its sign; ``brief`` leaves out that what wavers was reaffirmed."""
    sign = VERDICT_SIGNS[verdict]
    if wavering and brief:
        return say(f"{sign.glyph} wavering", WARN)
    told = say(str(sign), _STYLES.get(verdict, QUIET))
    return line(told, say(", wavering", WARN)) if wavering else told


def contradicts_lines(log: DecisionLog, width: int) -> Lines:
    """That a log contradicts itself, and what lists where; nothing of one that is sound."""
    if not log.contradicts:
        return []
    told = "This log contradicts itself, or one that it names; it counts all the same."
    mend = f"What to mend: facilitator log check {log.session.id}"
    return paragraph(f"{told} {mend}", width, WARN, first=f"{CONTRADICTS} ")


def marked(text: Content, *, contradicts: bool) -> Content:
    """A text with a sign before it where its log contradicts itself."""
    return line(say(f"{CONTRADICTS} ", WARN), text) if contradicts else text


def team(names: Mapping[str, str], team_id: str | None) -> str:
    """A team's name by its id."""
    return names.get(team_id or "", team_id or "")


def short(team_id: str | None) -> str:
    """A team in few letters, as an agenda has it that gives none: its id in capitals."""
    return (team_id or "").upper()[:SHORT_CELLS]


def outcome_said(log: DecisionLog, decision: LogDecision, *, brief: bool = False) -> Content:
    """Who drives the task, or what became of it; ``brief`` has the team in few letters."""
    if decision.outcome is Outcome.DECIDED:
        driver = decision.driver
        return say(short(driver) if brief else team(log.team_names, driver))
    sign = OUTCOME_SIGNS[decision.outcome]
    return say(str(sign), "$text-warning")


def labelled(label: str, text: str, width: int, style: str = "") -> Lines:
    """A text behind its word, which wraps under itself; its own line breaks are the file's."""
    first, *rest = paragraph(" ".join(text.split()), max(10, width - _LABEL), style)
    head = line(say(f"{label:<{_LABEL}}", "$text-secondary"), first)
    return [head, *(line(" " * _LABEL, more) for more in rest)]


def detail_said(given: LogSupport) -> str:
    """What exactly a team gives, and when."""
    return " · ".join(given.terms)


def late(days_overdue: int, *, brief: bool = False) -> str:
    """How late something is, or how long there is."""
    if brief and days_overdue:
        return f"{days_overdue} d late" if days_overdue > 0 else f"in {-days_overdue} d"
    if days_overdue > 0:
        return f"{counted(days_overdue, 'day')} late"
    if days_overdue == 0:
        return "today"
    return f"in {counted(-days_overdue, 'day')}"


def share_said(share: float | None) -> str:
    """An agreement in per cent, "" where there is none."""
    return "" if share is None else percent(share)


def columns(shares: Sequence[float | None]) -> str:
    """Shares of 0 to 1 as columns beside each other; a dot for none."""
    top = len(_COLUMNS) - 1
    return "".join("·" if share is None else _COLUMNS[round(share * top)] for share in shares)
