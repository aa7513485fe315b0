"""What teams promise each other: the promise at hand large, the others quietly."""

from __future__ import annotations

from facilitator.domain.marks import CONSENT, OBJECTION, YES, Mark
from facilitator.domain.views import CommitView, ConsentView, PromiseView, Stage
from facilitator.domain.words.figures import counted, listed
from facilitator.domain.words.sentences import withheld_words
from facilitator.ui.ink import BLANK, Ink, Line, Span, line, paragraph
from facilitator.ui.voting.drawing.page import Key, Page, blocks, sides
from facilitator.ui.voting.drawing.subject import Subject
from facilitator.ui.voting.sheet import recorded, wanted
from facilitator.ui.voting.steps.asked import long_day
from facilitator.ui.voting.steps.questions import (
    SLOWLY,
    UNSEEN,
    Hand,
    in_one_line,
    option,
    own_note,
    said_why,
)

ANSWERS = (("Y", YES, "Yes"), ("O", OBJECTION, "Object"), ("A", None, "Stand aside"))


def page(subject: Subject, hand: Hand, width: int) -> Page:
    """The promises, as the stage has them."""
    commit = subject.commit
    if commit is None:
        return Page()
    at_hand = commit.at_hand
    if at_hand is None or subject.stage is Stage.SETTLED:
        return _settled(subject, commit, width)
    if subject.stage is Stage.VOTING and subject.asked:
        return _asked(subject, commit, at_hand, hand, width)
    if subject.stage is Stage.REVEALED and commit.consent is not None:
        return _revealed(subject, commit, at_hand, width)
    left, right = sides(width)
    return Page(
        main=[BLANK, *blocks(promise(commit, at_hand, left), _others(commit, left))],
        side=[BLANK, *_who_is_asked(subject, at_hand, right)],
        status=_before(subject),
    )


def _before(subject: Subject) -> str:
    if subject.stage is Stage.VOTING:
        return "You see the answers at the reveal." if subject.is_voter else _WATCHING
    if subject.is_concerned:
        return "Nobody is asked yet. Read it; the facilitator asks when the room is ready."
    return "Read and listen. The facilitator asks when the room is ready."


_WATCHING = "The promise is being asked about. You watch, without a vote."


def _who_is_asked(subject: Subject, at_hand: PromiseView, width: int) -> list[Line]:
    """Whose yes it needs, and how those will answer who are asked."""
    teams = [at_hand.giver.name, at_hand.receiver.name] if subject.named else ["Everybody"]
    is_open = subject.stage is Stage.VOTING
    two = "of the two teams" if subject.named else ""
    head = f"Asked {two}".strip() if is_open else f"To be asked {two}".strip()
    names = [line(f"  · {name}") for name in teams]
    keys = [row for key, _, label in ANSWERS for row in option(key, label, "", width)]
    shows_keys = subject.is_concerned and not is_open
    return blocks(
        [line(head, Ink.MUTED), *names],
        [line("You will answer with", Ink.MUTED), *keys] if shows_keys else [],
    )


def promise(commit: CommitView, at_hand: PromiseView, width: int) -> list[Line]:
    """The promise at hand, large."""
    return blocks(
        paragraph(f"{at_hand.giver.name} promises {at_hand.receiver.name}:", width),
        [
            *paragraph(at_hand.text, width, Ink.STRONG),
            *paragraph(terms(at_hand), width, Ink.MUTED),
        ],
        paragraph(NEW_WORDS, width, Ink.WARN) if commit.reworded else [],
    )


NEW_WORDS = "↻ New words since it was last asked. Read it again: earlier answers no longer count."


def terms(each: PromiseView) -> str:
    """By when a promise is to be kept, and who answers for it."""
    due = f"by {long_day(each.due)}" if each.due else "no day named yet"
    return f"{due} · {each.owner}" if each.owner else due


def _asked(
    subject: Subject, commit: CommitView, at_hand: PromiseView, hand: Hand, width: int
) -> Page:
    sheet = hand.sheet
    mark = wanted(subject.marks, sheet).get(CONSENT)
    note = own_note(mark, is_under_way=sheet.wish(CONSENT) is not None)
    left, right = sides(width)
    rows: list[Line] = []
    for key, value, label in ANSWERS:
        is_mine = mark is not None and mark.value == value
        rows += option(key, label, note if is_mine else "", right)
    undo: tuple[Key, ...] = (("U", "Undo"),) if mark is not None else ()
    ask = line("Can this promise be made?", Ink.MUTED)
    return Page(
        main=[BLANK, *blocks(promise(commit, at_hand, left), _others(commit, left))],
        side=[BLANK, *blocks([ask], rows, said_why(mark, right))],
        status=_status(subject, hand, width),
        is_good=CONSENT in recorded(subject.marks, sheet) and not hand.is_slow,
        keys=(("Y", "Yes"), ("O", "Object"), ("A", "Stand aside"), *undo),
    )


def _status(subject: Subject, hand: Hand, width: int) -> str:
    mark = dict(subject.marks).get(CONSENT)
    if hand.is_slow:
        return SLOWLY
    if mark is None or hand.sheet.wishes:
        return f"One key answers. {UNSEEN}"
    if mark.proxy:
        return "The facilitator entered this for you. Change it until it closes."
    return in_one_line(f"Recorded. {UNSEEN}", "Change it until it closes.", width)


def _revealed(subject: Subject, commit: CommitView, at_hand: PromiseView, width: int) -> Page:
    consent = commit.consent
    if consent is None:
        return Page()
    return Page(
        main=blocks(
            promise(commit, at_hand, width),
            [] if consent.withheld else _counts(consent, dict(subject.marks).get(CONSENT)),
            _objections(consent, width),
            paragraph(
                _verdict(consent, named=subject.named),
                width,
                Ink.GOOD if consent.is_given else Ink.WARN,
            ),
            _others(commit, width),
        ),
        status=f"{'Asking has ended' if consent.withheld else 'The answers are open'}. {_ON}",
    )


_ON = "The facilitator takes it on from here."


def _counts(consent: ConsentView, own: Mark | None) -> list[Line]:
    counts = (consent.yes, len(consent.objections), consent.aside)
    rows: list[Line] = []
    for (_, value, label), count in zip(ANSWERS, counts, strict=True):
        is_own = own is not None and own.value == value
        rows.append(
            (
                ("▸ " if is_own else "  ", Ink.MINE),
                (f"{count:>3}  ", Ink.STRONG),
                (label, Ink.MINE if is_own else Ink.TEXT),
                ("  your answer" if is_own else "", Ink.MINE),
            )
        )
    if consent.silent:
        rows.append((("  ", Ink.TEXT), (f"{consent.silent:>3}  no answer", Ink.MUTED)))
    return rows


def _objections(consent: ConsentView, width: int) -> list[Line]:
    if not consent.objections:
        return []
    rows: list[Line] = [line("To hear", Ink.STRONG)]
    for each in consent.objections:
        who = f"{each.name}, {each.team}: " if each.name else ""
        said = f"“{each.reason}”" if each.reason else "no reason typed: ask"
        rows += [(("  ", Ink.TEXT), *row) for row in paragraph(who + said, width - 2)]
    return rows


def _verdict(consent: ConsentView, *, named: bool) -> str:
    if consent.withheld:
        return withheld_words(consent.withheld)
    if consent.is_given:
        # Without names it is the room that says yes: of a small team nothing may be told.
        yes = "Both say yes and nobody objects" if named else "Nobody objects"
        return f"✔ {yes}: it can be agreed."
    if consent.objections:
        return "Somebody objects: hear why. Then it is reworded and asked again, or left out."
    if consent.lacking:
        return f"Nobody said yes for {listed(consent.lacking)}."
    return "Nobody said yes."


def _settled(subject: Subject, commit: CommitView, width: int) -> Page:
    agreed = sum(each.agreed is True for each in commit.promises)
    told = f"{counted(agreed, 'promise')} agreed" if commit.promises else "Nothing was proposed."
    return Page(
        main=blocks(
            [*paragraph(subject.title, width, Ink.STRONG), line(told, Ink.MUTED)],
            [row for each in commit.promises for row in _quietly(each, width)],
            _owed(commit, width),
        ),
        status="Recorded for the decision log. If it reads wrong, say so now.",
    )


def _others(commit: CommitView, width: int) -> list[Line]:
    """The other promises of the step, one line or two each."""
    at_hand = commit.at_hand.id if commit.at_hand else ""
    others = [each for each in commit.promises if each.id != at_hand]
    rows = [row for each in others for row in _quietly(each, width)]
    return [*([line("The others", Ink.MUTED)] if rows else []), *rows, *_owed(commit, width)]


_SIGNS: dict[bool | None, tuple[Span, str]] = {
    None: (("· ", Ink.MUTED), ""),
    True: (("✔ ", Ink.GOOD), ", agreed"),
    False: (("– ", Ink.MUTED), ", left out"),
}
"""By whether a promise was agreed: its sign, and the word behind it."""


def _quietly(each: PromiseView, width: int) -> list[Line]:
    sign, word = _SIGNS[each.agreed]
    words = f"{each.giver.short} → {each.receiver.short}: {each.text}{word}"
    first, *rest = paragraph(words, width - 4, Ink.MUTED)
    lead: Line = (("  ", Ink.TEXT), sign)
    return [(*lead, *first), *(((" " * 4, Ink.TEXT), *row) for row in rest)]


def _owed(commit: CommitView, width: int) -> list[Line]:
    """Promises that the agenda proposes and that are still open from an earlier session."""
    rows = [row for each in commit.owed for row in _quietly(each, width)]
    return [line("Still owed from before, so not asked again", Ink.MUTED), *rows] if rows else []
