"""What the earlier session left due: promises to tell of, and tasks that are due again."""

from __future__ import annotations

from facilitator.domain.commitments import CommitmentStatus
from facilitator.domain.earlier import DueReason
from facilitator.domain.marks import TOLD
from facilitator.domain.views import DueView, FollowUpView, OwedView, Place, Stage
from facilitator.domain.words.figures import listed
from facilitator.domain.words.sentences import withheld_words
from facilitator.ui.ink import Ink, Line, Span, line, paragraph
from facilitator.ui.voting.drawing.page import Page, blocks
from facilitator.ui.voting.drawing.subject import Subject
from facilitator.ui.voting.steps.asked import TOLD_WORDS, due_words, long_day, questions_of_promises
from facilitator.ui.voting.steps.questions import Hand, asking

STATUS = {
    **dict(zip(TOLD, TOLD_WORDS, strict=True)),
    CommitmentStatus.DROPPED: "Dropped",
}
SIGNS = {
    CommitmentStatus.KEPT: "✔",
    CommitmentStatus.PARTLY: "◐",
    CommitmentStatus.MISSED: "✕",
    CommitmentStatus.OPEN: "○",
    CommitmentStatus.DROPPED: "–",
}
PLACES = {
    Place.NOT_TODAY: "not on today's agenda",
    Place.ON_AGENDA: "on today's agenda",
    Place.BROUGHT_BACK: "brought back for today",
}


def page(subject: Subject, hand: Hand, width: int) -> Page:
    """The follow-up, as the stage has it."""
    follow_up = subject.follow_up
    if follow_up is None:
        return Page()
    if not follow_up.earlier:
        return Page(
            main=[line("There was no session before this one.", Ink.MUTED)],
            status="Nothing to follow up: the facilitator goes on.",
        )
    if subject.stage is Stage.VOTING and subject.asked:
        questions = questions_of_promises(follow_up, subject.asked)
        return asking(subject, hand, questions, width, "it closes")
    return Page(
        main=blocks(
            _heading(follow_up, width),
            _owed(subject, follow_up, width),
            _due(follow_up, width),
        ),
        status=_status(subject, follow_up),
    )


def _heading(follow_up: FollowUpView, width: int) -> list[Line]:
    held_on = f", {long_day(follow_up.held_on)}" if follow_up.held_on else ""
    return [
        *paragraph("Since last time", width, Ink.STRONG),
        *paragraph(f"“{follow_up.earlier}”{held_on}", width, Ink.MUTED),
    ]


def _status(subject: Subject, follow_up: FollowUpView) -> str:
    teams = list(dict.fromkeys(each.receiver.name for each in follow_up.owed))
    asked = listed(teams) if subject.named else "Everybody"
    match subject.stage:
        case Stage.READY if subject.is_concerned:
            return "You will be asked, one key for each: 1 kept, 2 partly, 3 missed, 4 still open."
        case Stage.READY:
            return f"{asked} will be asked what became of what was promised to them."
        case Stage.VOTING:
            return f"Asked of {asked if subject.named else 'everybody'}: what was promised to them."
        case Stage.REVEALED:
            return "The answers are open. The facilitator records what became of each."
        case _:
            return "Recorded for the decision log. If it reads wrong, say so now."


def _owed(subject: Subject, follow_up: FollowUpView, width: int) -> list[Line]:
    if not follow_up.owed:
        return [line("No promise was open.", Ink.MUTED)]
    own = dict(subject.marks)
    rows: list[Line] = [line("What we promised each other", Ink.STRONG)]
    for each in follow_up.owed:
        mark = own.get(each.id) if subject.stage is not Stage.VOTING else None
        value = "" if mark is None else _says(mark.value)
        rows += _promise(each, value, width)
    return rows


def _says(value: int | None) -> str:
    return "Can't say" if value is None else TOLD_WORDS[value - 1]


def _promise(each: OwedView, own: str, width: int) -> list[Line]:
    """One promise: what was promised, by when, what was said of it, and what was recorded."""
    sign = SIGNS[each.status] if each.status else "·"
    lead = f"{each.giver.name} → {each.receiver.name}: "
    first, *rest = paragraph(lead + each.text, width - 4)
    rows: list[Line] = [(("  ", Ink.TEXT), (f"{sign} ", Ink.STRONG), *first)]
    rows += [((" " * 4, Ink.TEXT), *row) for row in rest]
    due = due_words(each)
    if due:
        is_late = each.overdue and each.status is None
        rows.append(((" " * 4, Ink.TEXT), (due, Ink.WARN if is_late else Ink.MUTED)))
    said = ", ".join(f"{STATUS[status]} {count}" for status, count in each.said)
    told = withheld_words(each.withheld) if each.withheld else f"said: {said}" if said else ""
    spans: list[Span] = [(told, Ink.MUTED)] if told else []
    if own:
        spans += [("   " if spans else "", Ink.TEXT), (f"▸ you said {own}", Ink.MINE)]
    rows += [((" " * 4, Ink.TEXT), *spans)] if spans else []
    if each.status is not None:
        rows.append(line(f"    Recorded: {STATUS[each.status]}", Ink.STRONG))
    return rows


def _due(follow_up: FollowUpView, width: int) -> list[Line]:
    """The tasks that are due again. Who drives them is not told: they are voted on blind."""
    if not follow_up.due:
        return []
    rows: list[Line] = [line("Tasks that are due again", Ink.STRONG)]
    for each in follow_up.due:
        is_here = each.place is not Place.NOT_TODAY
        first, *rest = paragraph(each.title, width - 4)
        rows.append((("  ", Ink.TEXT), ("▶ " if is_here else "· ", Ink.MUTED), *first))
        rows += [((" " * 4, Ink.TEXT), *row) for row in rest]
        words = f"{_why(each)}; {PLACES[each.place]}"
        rows += [((" " * 4, Ink.TEXT), *row) for row in paragraph(words, width - 4, Ink.MUTED)]
    return rows


def _why(due: DueView) -> str:
    match due.reason:
        case DueReason.REVIEW:
            when = f" on {long_day(due.review_on)}" if due.review_on else ""
            return f"its review was due{when}"
        case DueReason.REOPENED:
            return "decided once, then left open"
        case DueReason.OPEN:
            return f"left without a decision on {long_day(due.decided_on)}"
