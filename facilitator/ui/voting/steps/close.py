"""The end: everything read back, a fist of five on it, and thanks."""

from __future__ import annotations

from facilitator.domain.decisions import Outcome
from facilitator.domain.marks import PLAN, RETURN_ON_TIME, Mark
from facilitator.domain.views import (
    DecisionView,
    FingersView,
    PlanView,
    PromiseView,
    SinceView,
    Stage,
)
from facilitator.domain.words.figures import counted
from facilitator.domain.words.sentences import since_rows, since_title, withheld_words
from facilitator.domain.words.signs import OUTCOME_SIGNS
from facilitator.ui.ink import BLANK, Ink, Line, line, paragraph
from facilitator.ui.voting.drawing.page import Page, blocks, sides
from facilitator.ui.voting.drawing.subject import Subject
from facilitator.ui.voting.sheet import recorded
from facilitator.ui.voting.steps.asked import FIST, long_day
from facilitator.ui.voting.steps.decision import WORDS
from facilitator.ui.voting.steps.questions import (
    Hand,
    answers,
    asked,
    at_hand,
    keys,
    listed_answers,
    listing_status,
    status,
)

LONGEST_BAR = 24


def page(subject: Subject, hand: Hand, width: int) -> Page:
    """The close, as the stage has it."""
    if subject.stage is Stage.VOTING and subject.asked:
        return _fingers(subject, hand, width)
    if subject.plan is not None and subject.stage is Stage.REVEALED:
        return _revealed(subject, subject.plan, width)
    words = "Listen to the read-back. If something is wrong, say so now."
    if subject.stage is Stage.VOTING:
        words = "The room shows fingers: one to five on the plan. You watch, without a vote."
    return Page(main=read_back(subject, width), status=words)


def _fingers(subject: Subject, hand: Hand, width: int) -> Page:
    """The two questions, beside what they are about."""
    left, right = sides(width)
    question = at_hand(FIST, hand.sheet)
    if hand.sheet.listing:
        rows, _ = listed_answers(subject, hand.sheet, FIST, right)
        return Page(
            main=[BLANK, *read_back(subject, left)],
            side=[BLANK, line("Your 2 answers", Ink.STRONG), BLANK, *rows],
            status=listing_status(subject, hand, FIST, width, "it closes"),
            is_good=not hand.sheet.wishes and not hand.is_slow,
            keys=(("←→", "Change"),),
        )
    return Page(
        main=[BLANK, *read_back(subject, left)],
        side=[
            BLANK,
            *blocks(asked(question, right), answers(subject, hand, FIST, right)),
        ],
        status=status(subject, hand, question, width, "it closes"),
        is_good=question.item in recorded(subject.marks, hand.sheet) and not hand.is_slow,
        keys=keys(subject, hand.sheet, FIST),
    )


def ended(subject: Subject, width: int) -> Page:
    """Thanks, and what came of it; first what one's own team has promised."""
    own = [each for each in subject.promised if each.giver.id == subject.team]
    return Page(
        main=blocks(
            paragraph(f"Thank you, {subject.name}. The workshop has ended.", width, Ink.STRONG),
            _promises("Your team promised", own, width, is_own=True),
            read_back(subject, width, without=tuple(each.id for each in own)),
        ),
        status="Everything is recorded. Q leaves.",
    )


def read_back(subject: Subject, width: int, without: tuple[str, ...] = ()) -> list[Line]:
    """Everything that was settled, promised and set aside."""
    others = [each for each in subject.promised if each.id not in without]
    return blocks(
        [*paragraph("What we settled", width, Ink.STRONG), *_settled(subject, width)],
        _promises("What we promise each other", others, width),
        _promises("Proposed, and not agreed yet", list(subject.unsettled), width),
        _since(subject.since, width),
        _set_aside(subject.set_aside, width),
    )


def _since(since: SinceView | None, width: int) -> list[Line]:
    """What changed since the earlier session."""
    rows: list[Line] = []
    for sign, sentence in since_rows(since) if since is not None else ():
        first, *rest = paragraph(sentence, width - 4)
        rows += [((f"  {sign} ", Ink.MUTED), *first), *((("    ", Ink.TEXT), *r) for r in rest)]
    title = since_title(since) if since is not None else ""
    return [*paragraph(title, width, Ink.STRONG), *rows] if rows else []


def _settled(subject: Subject, width: int) -> list[Line]:
    if not subject.settled:
        return [line("No task was settled.", Ink.MUTED)]
    rows: list[Line] = []
    for title, decision in subject.settled:
        sign = OUTCOME_SIGNS[decision.outcome]
        is_decided = decision.outcome is Outcome.DECIDED
        lead = ((f"  {sign.glyph} ", Ink.GOOD if is_decided else Ink.MUTED),)
        first, *rest = paragraph(title, max(20, width - 4), Ink.STRONG)
        rows += [(*lead, *first), *((("    ", Ink.TEXT), *each) for each in rest)]
        rows += [(("    ", Ink.TEXT), *each) for each in paragraph(_result(decision), width - 4)]
    return rows


def _result(decision: DecisionView) -> str:
    if decision.driver is None:
        return WORDS[decision.outcome]
    owner = f", {decision.owner}" if decision.owner else ""
    return f"{decision.driver.name}{owner}"


def _promises(
    title: str, promises: list[PromiseView], width: int, *, is_own: bool = False
) -> list[Line]:
    if not promises:
        return []
    rows = paragraph(title, width, Ink.STRONG)
    for each in promises:
        who = f"to {each.receiver.name}" if is_own else f"{each.giver.name} to {each.receiver.name}"
        first, *rest = paragraph(f"{who}: {each.text}", width - 4)
        sign = "✔" if each.agreed else "·"
        rows += [((f"  {sign} ", Ink.GOOD), *first), *((("    ", Ink.TEXT), *row) for row in rest)]
        due = f"by {long_day(each.due)}" if each.due else ""
        words = " · ".join(part for part in (due, each.owner) if part)
        rows += [line(f"    {words}", Ink.MUTED)] if words else []
    return rows


def _set_aside(items: tuple[str, ...], width: int) -> list[Line]:
    if not items:
        return []
    rows: list[Line] = [line("In the parking lot", Ink.STRONG)]
    for item in items:
        first, *rest = paragraph(item, width - 4)
        rows += [(("  ◇ ", Ink.MUTED), *first), *((("    ", Ink.TEXT), *row) for row in rest)]
    return rows


def _revealed(subject: Subject, plan: PlanView, width: int) -> Page:
    own = dict(subject.marks)
    return Page(
        main=blocks(
            [line(FIST[0].text, Ink.STRONG), *_bars(plan.plan, own.get(PLAN), width)],
            _low(plan, width),
            [
                line(FIST[1].text, Ink.STRONG),
                *_bars(plan.return_on_time, own.get(RETURN_ON_TIME), width),
            ],
            read_back(subject, width),
        ),
        status="The answers are open. Talk it over; the facilitator takes it on from here.",
    )


def _bars(fingers: FingersView, own: Mark | None, width: int) -> list[Line]:
    """A row for each number of fingers, from five down; one's own has the sign."""
    if fingers.withheld:
        return paragraph(withheld_words(fingers.withheld), width, Ink.MUTED)
    room = max(6, min(LONGEST_BAR, width - 36))
    total = max(1, sum(fingers.counts))
    rows: list[Line] = []
    for number in range(len(fingers.counts), 0, -1):
        count = fingers.counts[number - 1]
        is_own = own is not None and own.value == number
        full = round(room * count / total)
        rows.append(
            (
                ("▸ " if is_own else "  ", Ink.MINE),
                (f"{number}  ", Ink.MINE if is_own else Ink.MUTED),
                ("█" * full, Ink.BAR),
                ("░" * (room - full), Ink.RULE),
                (f" {count:>3}", Ink.STRONG),
                ("  your answer" if is_own else "", Ink.MINE),
            )
        )
    parts = [
        counted(fingers.abstained, "abstained", "abstained") if fingers.abstained else "",
        f"{fingers.silent} without an answer" if fingers.silent else "",
        "you abstained" if own is not None and own.value is None else "",
    ]
    rest = " · ".join(part for part in parts if part)
    return [*rows, *([line(f"     {rest}", Ink.MUTED)] if rest else [])]


def _low(plan: PlanView, width: int) -> list[Line]:
    if not plan.low:
        return []
    rows: list[Line] = [line("What is missing", Ink.STRONG)]
    for each in plan.low:
        shown = counted(each.fingers, "finger") if each.fingers else ""
        who = ", ".join(part for part in (each.name, shown) if part)
        said = f"“{each.reason}”" if each.reason else "no reason typed"
        words = f"{who}: {said}" if who else said
        rows += [(("  ", Ink.TEXT), *row) for row in paragraph(words, width - 2)]
    return rows
