"""A task before its reveal: the question, and the voter's own ballot beside it."""

from __future__ import annotations

from dataclasses import dataclass

from facilitator.domain.ballots import ABSTAIN, NEED_INFO, Ballot
from facilitator.domain.views import TaskView
from facilitator.domain.words.signs import YOURS
from facilitator.ui.ink import BLANK, Ink, Line, fitted, line, padded, paragraph
from facilitator.ui.text import cells
from facilitator.ui.voting.drawing.markdown import markdown_lines
from facilitator.ui.voting.drawing.page import Key, Page, blocks
from facilitator.ui.voting.drawing.subject import Subject
from facilitator.ui.voting.keys import today_keys
from facilitator.ui.voting.scene import CHOICE_KEYS, Draft, Mode

RECORDED = "Recorded. Nobody sees it before the reveal. Change it until voting closes."
RECORDED_BRIEFLY = "Recorded. Nobody sees it before the reveal."
STARS = 5


def ready(task: TaskView, widths: tuple[int, int]) -> Page:
    """The question, before its vote is open."""
    names = [line(f"  · {each.name}") for each in task.candidates]
    return Page(
        main=question(task, widths[0]),
        side=[BLANK, line("The vote will be between", Ink.MUTED), *names],
        status="Voting has not begun. Read the question; the facilitator opens the vote.",
    )


@dataclass(frozen=True, slots=True)
class Hand:
    """What a voter has in hand: the draft of a ballot, and what they are being asked."""

    draft: Draft
    mode: Mode
    is_slow: bool


def voting(subject: Subject, task: TaskView, hand: Hand, widths: tuple[int, int]) -> Page:
    """The question, and the choices with the voter's own marked."""
    if not subject.is_voter:
        names = [line(f"  · {each.name}") for each in task.candidates]
        side = [BLANK, line("The vote is between", Ink.MUTED), *names]
        status = "Voting is open. You watch, without a vote."
        return Page(main=question(task, widths[0]), side=side, status=status)
    if hand.mode is Mode.TODAY:
        side = _today_choices(hand.draft, task, widths[1])
    else:
        side = [
            *_choices(hand, subject.ballot, task, widths[1]),
            BLANK,
            *_extras(hand.draft, task, widths[1]),
        ]
    return Page(
        main=question(task, widths[0]),
        side=[BLANK, *side],
        status=_status(hand, subject.ballot, widths),
        is_good=subject.ballot is not None and not hand.is_slow,
        keys=_keys(hand, subject.ballot, task),
    )


def question(task: TaskView, width: int) -> list[Line]:
    """The question and its background, as a column."""
    about = [task.phase or "", "market-facing" if task.market_facing else ""]
    background = list(markdown_lines(task.background, width)) if task.background else []
    tags = " · ".join(each for each in about if each)
    return [
        BLANK,
        *blocks(
            paragraph(task.question, width, Ink.STRONG),
            background,
            [line(tags, Ink.MUTED)] if tags else [],
        ),
    ]


def choice_name(task: TaskView, choice: str) -> str:
    """What a choice is called here."""
    plain = {ABSTAIN: "Abstain", NEED_INFO: "I need to know more"}
    return plain.get(choice) or next(c.name for c in task.candidates if c.id == choice)


def stars(confidence: int | None) -> str:
    """Confidence as stars; "" for none."""
    return "★" * confidence + "☆" * (STARS - confidence) if confidence else ""


def _choices(hand: Hand, ballot: Ballot | None, task: TaskView, width: int) -> list[Line]:
    mine = ballot.choice if ballot else None
    wanted = hand.draft.choice if hand.is_slow else None
    keys = [*zip(CHOICE_KEYS, (c.id for c in task.candidates), strict=False)]
    rows = [(key, choice, choice_name(task, choice)) for key, choice in keys]
    rows += [("A", ABSTAIN, "Abstain"), ("I", NEED_INFO, "I need to know more")]
    return [_choice(each, mine=mine, wanted=wanted, width=width) for each in rows]


def _choice(row: tuple[str, str, str], *, mine: str | None, wanted: str | None, width: int) -> Line:
    key, choice, name = row
    is_mine = choice == mine
    note = YOURS.word if is_mine else ""
    if choice == wanted and not is_mine:
        note = "recording…"
    label = fitted(line(name, Ink.MINE if is_mine else Ink.TEXT), width - 5 - (len(note) + 2))
    lead: Line = ((f"{YOURS.glyph} " if is_mine else "  ", Ink.MINE), (f"{key}  ", Ink.KEY))
    return (*lead, *label, *((("  " + note, Ink.MINE),) if note else ()))


def _extras(draft: Draft, task: TaskView, width: int) -> list[Line]:
    """What may go with the choice."""
    rows = _extra("+ −", "Confidence", stars(draft.confidence) or NOT_SAID, width)
    reason = _extra("R", "Reason", draft.reason or NOT_SAID, width)
    if len(reason) > MOST_REASON_ROWS or len(task.candidates) > FEW:
        reason = [*reason[:2], ((" " * (LABELLED - 1), Ink.TEXT), ("…", Ink.MUTED))][: len(reason)]
        if len(task.candidates) > FEW:
            reason = [fitted((*reason[0], ("…", Ink.MUTED)), width)]
    rows += reason
    if task.ask_today:
        today = next((c.name for c in task.today_choices if c.id == draft.today), NOT_SAID)
        rows += _extra("T", "Drives today", today, width)
    return rows


NOT_SAID = "not said"
LABELLED = 20
MOST_REASON_ROWS = 3
FEW = 7
"""With more candidates than these there is one row only for a reason."""


def _extra(key: str, name: str, value: str, width: int) -> list[Line]:
    ink = Ink.MUTED if value == NOT_SAID else Ink.TEXT
    first, *rest = paragraph(value, width - LABELLED, ink)
    lead = (*padded(line(f"  {key}", Ink.KEY), 6), *padded(line(name, Ink.MUTED), LABELLED - 6))
    return [(*lead, *first), *(((" " * LABELLED, Ink.TEXT), *each) for each in rest)]


def _today_choices(draft: Draft, task: TaskView, width: int) -> list[Line]:
    rows = [
        (
            ("▸ " if choice.id == draft.today else "  ", Ink.MINE),
            (f"{key}  ", Ink.KEY),
            (choice.name, Ink.TEXT),
        )
        for key, choice in zip(today_keys(len(task.today_choices)), task.today_choices, strict=True)
    ]
    return [*paragraph("Who drives it today, as things are?", width, Ink.STRONG), BLANK, *rows]


def _status(hand: Hand, ballot: Ballot | None, widths: tuple[int, int]) -> str:
    if hand.is_slow:
        return "Recording… Nothing is counted before it is recorded."
    if ballot is None:
        return "One key votes. Nobody sees it before the reveal."
    if ballot.proxy:
        return "The facilitator entered this vote for you. Change it until voting closes."
    return RECORDED if sum(widths) >= cells(RECORDED) else RECORDED_BRIEFLY


def _keys(hand: Hand, ballot: Ballot | None, task: TaskView) -> tuple[Key, ...]:
    if hand.mode is Mode.TODAY:
        return (("1-9 N U", "Answer"), ("Esc", "Cancel"))
    numbers = len(task.candidates)
    span = f"1-{min(numbers, 9)}" + (f" X-{CHOICE_KEYS[numbers - 1]}" if numbers > 9 else "")  # noqa: PLR2004
    take_back: tuple[Key, ...] = (("U", "Undo"),) if ballot else ()
    return ((span.replace("X-X", "X"), "Vote"), ("A", "Abstain"), ("I", "Need info"), *take_back)
