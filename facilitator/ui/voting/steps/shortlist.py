"""A shortlist: the tasks on offer with one's own dots, and how all dots fell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from facilitator.domain.rounds import Mark
from facilitator.domain.views import OfferView, ShortlistView, Stage
from facilitator.domain.words.figures import counted, percent
from facilitator.domain.words.sentences import withheld_words
from facilitator.ui.ink import BLANK, Ink, Line, blocks, fitted, line, padded, paragraph
from facilitator.ui.pieces.distribution import dots_head, dots_row
from facilitator.ui.text import cells
from facilitator.ui.voting.scene import CHOICE_KEYS, Reaction, Request, Scene, choice_keys
from facilitator.ui.voting.steps import kind
from facilitator.ui.voting.steps.kind import UNSEEN, Key, Page, Picture, StepKind, marked, titled

DOT, FREE = "●", "○"
_ADD = ("+", "=", " ")
_TAKE = ("-", "_", "−")


# Keys


def press(shortlist: ShortlistView, scene: Scene, key: str, character: str) -> Reaction | None:
    """Place dots on the tasks, and take them back."""
    if not scene.asked:
        return None
    cursor, last = scene.sheet.cursor, len(scene.asked) - 1
    if key in ("up", "down"):
        cursor = max(0, min(last, cursor + (1 if key == "down" else -1)))
        return replace(scene, sheet=replace(scene.sheet, cursor=cursor)), ()
    number = CHOICE_KEYS.find(character) if character else -1
    if 0 <= number <= last:
        return _added(shortlist, scene, number)
    if character in _ADD:
        return _added(shortlist, scene, cursor)
    if character in _TAKE or key in ("backspace", "delete"):
        return _taken(scene)
    return _all_taken(scene) if character == "U" else None


def _added(shortlist: ShortlistView, scene: Scene, number: int) -> Reaction:
    placed = scene.wanted
    if _dots_placed(placed) >= shortlist.dots:
        words = "No dots left. − takes one back where the cursor is, U takes all back."
        return scene.saying(words), ()
    item = scene.asked[number]
    on_it = placed[item].value if item in placed else 0
    scene = replace(scene, sheet=replace(scene.sheet, cursor=number))
    return marked(scene, item, Mark((on_it or 0) + 1))


def _taken(scene: Scene) -> Reaction:
    item = scene.asked[scene.sheet.cursor]
    mark = scene.wanted.get(item)
    if mark is None or not mark.value:
        return scene.saying("No dot of yours lies on this task."), ()
    return marked(scene, item, Mark(mark.value - 1) if mark.value > 1 else None)


def _all_taken(scene: Scene) -> Reaction:
    placed = scene.wanted
    if not placed:
        return scene.saying("You have not placed a dot yet."), ()
    requests: tuple[Request, ...] = ()
    for item in placed:
        scene, taken_back = marked(scene, item, None)
        requests += taken_back
    return scene, requests


def _dots_placed(marks: Mapping[str, Mark]) -> int:
    """How many dots lie on all tasks together."""
    return sum(mark.value or 0 for mark in marks.values())


# Pages


def page(shortlist: ShortlistView, picture: Picture, width: int) -> Page:
    """The shortlist, as the stage has it."""
    if picture.stage in (Stage.REVEALED, Stage.SETTLED):
        return _revealed(shortlist, picture, width)
    if picture.is_asked:
        return _placing(shortlist, picture, width)
    status = f"Dots are being placed. {kind.WATCHING}"
    if picture.stage is not Stage.VOTING:
        status = "Placing dots has not begun. Read the tasks; the facilitator opens it."
    column = _title_column(shortlist, 0, width)
    rows = [_offer("", each, "", (column, 0, width), is_here=False) for each in shortlist.offers]
    return Page(main=blocks(_heading(shortlist, picture, width), rows), status=status)


def _heading(shortlist: ShortlistView, picture: Picture, width: int) -> list[Line]:
    rule = (
        f"{counted(shortlist.dots, 'dot')} each, several on one task count."
        f" {shortlist.keep} of {len(shortlist.offers)} will be taken today."
    )
    return [*paragraph(picture.title, width, Ink.STRONG), *paragraph(rule, width, Ink.MUTED)]


def _placing(shortlist: ShortlistView, picture: Picture, width: int) -> Page:
    sheet, placed = picture.scene.sheet, picture.wanted
    left = max(0, shortlist.dots - _dots_placed(placed))
    offers = {each.task: each for each in shortlist.offers}
    purse: Line = (
        (DOT * left + FREE * (shortlist.dots - left), Ink.KEY),
        (f"  {left} of {counted(shortlist.dots, 'dot')} left", Ink.STRONG),
    )
    head: list[Line] = [*_heading(shortlist, picture, width), BLANK, purse, BLANK]
    sizes = (_title_column(shortlist, shortlist.dots, width), shortlist.dots, width)
    rows: list[Line] = []
    for number, item in enumerate(picture.asked):
        mark = placed.get(item)
        dots = DOT * (mark.value or 0) if mark else ""
        key = CHOICE_KEYS[number] if number < len(CHOICE_KEYS) else ""
        rows.append(_offer(key, offers[item], dots, sizes, is_here=number == sheet.cursor))
    back: tuple[Key, ...] = (("−", "Take back"), ("U", "All back")) if placed else ()
    return Page(
        main=[*head, *rows],
        status=_status(picture, left, width),
        is_good=bool(picture.marks) and not sheet.wishes and not picture.scene.is_slow,
        keys=((choice_keys(len(picture.asked)), "Place a dot"), *back, ("↑↓ +", "Choose, add")),
        focus=len(head) + sheet.cursor + 1,
        is_tight=True,
    )


def _status(picture: Picture, left: int, width: int) -> str:
    if picture.scene.is_slow:
        return kind.SLOWLY
    if picture.scene.sheet.wishes or not picture.marks:
        return f"A number places a dot. {UNSEEN}"
    if any(mark.proxy for _, mark in picture.marks):
        return "The facilitator placed dots for you. Change them until it closes."
    more = f"You can place {left} more." if left else "Change it until it closes."
    return kind.in_one_line(f"Recorded. {UNSEEN}", more, width)


def _title_column(shortlist: ShortlistView, dots: int, width: int) -> int:
    """How wide the titles are, so that what is said of the tasks stands below each other."""
    longest = max((cells(each.title) for each in shortlist.offers), default=0)
    return min(longest, (width - 7 - dots) * 3 // 5)


def _offer(
    key: str, offer: OfferView, dots: str, sizes: tuple[int, int, int], *, is_here: bool
) -> Line:
    """One task: its key, one's own dots on it, its title, and what is known of it."""
    column, most, width = sizes
    about = [offer.phase, "market-facing" if offer.market_facing else ""]
    if offer.covered is not None:
        about.append(f"covered {percent(offer.covered)}")
    tags = " · ".join(each for each in about if each)
    return fitted(
        (
            ("▸ " if is_here else "  ", Ink.MINE),
            (f"{key:<2} ", Ink.KEY),
            *(padded(line(dots, Ink.MINE), most + 1) if most else ()),
            *padded(line(offer.title, Ink.MINE if dots else Ink.TEXT), column),
            (f"  {tags}", Ink.MUTED),
        ),
        width,
    )


def _revealed(shortlist: ShortlistView, picture: Picture, width: int) -> Page:
    own = {item: mark.value or 0 for item, mark in picture.marks}
    wide = min(width, kind.TEXT_WIDTH)
    ahead: list[Line] = []
    behind: list[Line] = []
    for each in shortlist.ranked:
        row = dots_row(each, wide, is_taken=each.taken, own=own.get(each.task, 0))
        (ahead if each.taken else behind).append(row)
    few = f"Dots by {withheld_words(shortlist.withheld, 'voter')}" if shortlist.withheld else ""
    why = "Why these" if few else "The dots were overruled"
    count = counted(len(ahead), "task")
    is_settled = shortlist.settled
    return Page(
        main=blocks(
            paragraph(picture.title, width, Ink.STRONG),
            paragraph(f"{why}: {shortlist.reason}", width, Ink.WARN) if shortlist.reason else [],
            paragraph(few, width, Ink.MUTED) if few else [dots_head(wide, with_own=True)],
            titled(f"{count} {'taken' if is_settled else 'ahead'}", ahead, width),
            titled("In the parking lot" if is_settled else "Behind", behind, width),
        ),
        status=_what_next(shortlist),
    )


def _what_next(shortlist: ShortlistView) -> str:
    """What the dots come to."""
    if shortlist.settled:
        dots = "" if shortlist.withheld else ", with its dots"
        return f"Chosen. What was not taken is in the parking lot{dots}."
    if shortlist.withheld:
        return "The dots choose nothing: the facilitator does, and says why."
    return f"All dots are open. {kind.TAKEN_ON}"


SHORTLIST: StepKind[ShortlistView] = StepKind(
    page,
    press,
    words={
        Stage.READY: "Tasks to choose from, with a few dots each.",
        Stage.VOTING: f"Which tasks deserve the time today? {kind.BLIND}",
        Stage.REVEALED: (
            "Most dots first; where they are equal, more people, then what is covered less."
        ),
        Stage.SETTLED: "What is taken up today, and what is parked for later.",
    },
    keys=kind.while_asked(
        ("1-9 X Y Z", "Place a dot on the task of that number; press it again for one more"),
        ("−", "Take a dot back from the task where the cursor ▸ is"),
        ("↑ ↓  +", "Move the cursor; place a dot where it is"),
        ("U", "Take all your dots back"),
    ),
)
