"""What teams promise each other, what they say to it, and what became of earlier promises."""

from __future__ import annotations

from collections.abc import Sequence

from facilitator.domain.decisions import CommitmentStatus
from facilitator.domain.views import CommitView, ConsentView, OwedView, PromiseView
from facilitator.domain.words.figures import counted, day, listed
from facilitator.domain.words.sentences import withheld_words
from facilitator.domain.words.signs import AGREED, AT_HAND, LEFT_OUT, STATUS_SIGNS, TO_COME, YOURS
from facilitator.ui.ink import BLANK, Entry, Ink, Line, band, flowing, line, paragraph
from facilitator.ui.text import fit

_NAME_CELLS = 24
_STATUS_INKS = {CommitmentStatus.KEPT: Ink.GOOD, CommitmentStatus.MISSED: Ink.BAD}


def promise_words(each: PromiseView | OwedView) -> str:
    """Who owes whom what, with short names: ``PMM → PM: a written update``."""
    return f"{each.giver.short} → {each.receiver.short}: {each.text}"


def promise(each: PromiseView, width: int) -> list[Line]:
    """The promise at hand, large, with its day and its owner."""
    lines = paragraph(parties(each), width, Ink.SECONDARY)
    due = (f"by {day(each.due)}", Ink.TEXT) if each.due else ("no day yet", Ink.WARN)
    owner = (
        (f"{fit(each.owner, _NAME_CELLS)} answers for it", Ink.TEXT)
        if each.owner
        else ("nobody named yet", Ink.WARN)
    )
    return [*lines, *band(each.text, width, Ink.MINE), (due, (" · ", Ink.TEXT), owner)]


def parties(each: PromiseView) -> str:
    """Who promises whom."""
    return f"{each.giver.name} promises {each.receiver.name}:"


def terms(each: PromiseView) -> str:
    """By when a promise is to be kept, and who answers for it; "" where neither is known."""
    return " · ".join(filter(None, (f"by {day(each.due)}" if each.due else "", each.owner)))


def promised(promises: Sequence[PromiseView], width: int) -> list[Line]:
    """Every promise that was agreed, for reading back."""
    lines: list[Line] = []
    for each in promises:
        lines += paragraph(promise_words(each), width, first=(("✔ ", Ink.GOOD),))
        by = terms(each) if each.due else " · ".join(filter(None, ("no day", each.owner)))
        lines += paragraph(by, width, Ink.MUTED, first="  ")
    return lines


def promise_entry(each: PromiseView, commit: CommitView) -> Entry:
    """One promise of a step: agreed, left out, at hand, or to come."""
    at_hand = commit.at_hand
    if each.agreed is not None:
        sign, ink = (AGREED, Ink.GOOD) if each.agreed else (LEFT_OUT, Ink.MUTED)
    elif at_hand is not None and each.id == at_hand.id:
        sign, ink = AT_HAND, Ink.STRONG
    else:
        sign, ink = TO_COME, Ink.TEXT
    return sign.glyph, promise_words(each), ink


def consent(told: ConsentView, width: int, *, own: str = "") -> list[Line]:
    """What those said who were asked: whether it is given, the figures, and the objections.

    ``own`` is what whoever looks answered, in words.
    """
    if told.withheld:
        return paragraph(withheld_words(told.withheld), width, Ink.WARN)
    lines = paragraph(" ".join(consent_verdict(told)), width, consent_ink(told))
    lines += flowing(consent_figures(told), width)
    lines += [line(f"{YOURS.glyph} you said {own}", Ink.MINE)] if own else []
    for each in told.objections:
        who = f"{fit(each.name, _NAME_CELLS)}, {each.team}" if each.name else "Someone"
        reason = f"“{each.reason}”" if each.reason else "gave no reason"
        lines += paragraph(f"{who}: {reason}", width, first="• ")
    return lines


def consent_ink(told: ConsentView) -> str:
    """Consent is good; without it there is more to do."""
    return Ink.GOOD if told.is_given else Ink.WARN


def consent_verdict(told: ConsentView) -> list[str]:
    """Whether it can be promised, in a sentence; if not, why not, in one or more."""
    if told.is_given:
        return ["✔ Nobody objects: it can be promised."]
    parts = []
    if told.objections:
        number = len(told.objections)
        parts.append("Somebody objects." if number == 1 else f"{number} people object.")
    if told.lacking:
        parts.append(f"Nobody said yes for {listed(told.lacking)}.")
    first, *others = parts or ["Nobody said yes."]
    return [f"✘ {first}", *others]


def consent_figures(told: ConsentView) -> list[str]:
    """How many said what."""
    figures = [f"yes {told.yes}", f"stood aside {told.aside}"]
    figures.append(counted(len(told.objections), "objection"))
    return [*figures, *([f"silent {told.silent}"] if told.silent else [])]


def owed(
    each: OwedView, status: CommitmentStatus | None, width: int, *, own: str = ""
) -> list[Line]:
    """A promise of the earlier session with what was said of it and stands beside it, if anything.

    ``own`` is what whoever looks said of it, in words.
    """
    lead, word = line("• "), BLANK
    if status is not None:
        sign, ink = STATUS_SIGNS[status], status_ink(status)
        lead, word = line(f"{sign.glyph} ", ink), (("  ", Ink.TEXT), (sign.word, ink))
    lines = paragraph(promise_words(each), width, first=lead)
    if each.withheld:
        few = paragraph(withheld_words(each.withheld), width, Ink.MUTED, first="  ")
        lines += [*([word] if word else []), *few]
    elif word or each.said:
        gap = "   " if word else "  "
        lines.append((*word, (f"{gap}said: {said_words(each) or 'nothing'}", Ink.MUTED)))
    yours = [line(f"  {YOURS.glyph} you said {own}", Ink.MINE)] if own else []
    return [*lines, *yours, _due(each, is_kept=status is CommitmentStatus.KEPT)]


def said_words(each: OwedView) -> str:
    """What was said of an earlier promise, counted."""
    return " · ".join(f"{STATUS_SIGNS[status].word} {count}" for status, count in each.said)


def status_ink(status: CommitmentStatus) -> str:
    """Kept is good, missed is bad, all between is to be looked after."""
    return _STATUS_INKS.get(status, Ink.WARN)


def _due(each: OwedView, *, is_kept: bool) -> Line:
    due = f"due {day(each.due)}" if each.due else "no day was set"
    owner = f" · {fit(each.owner, _NAME_CELLS)}" if each.owner else ""
    late = " · overdue" if each.overdue and not is_kept else ""
    return (*line(f"  {due}{owner}", Ink.MUTED), (late, Ink.WARN))
