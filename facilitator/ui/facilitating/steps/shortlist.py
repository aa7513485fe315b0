"""A shortlist on the facilitator's screen: what is on offer, how the dots fell, what is taken."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from textual.app import ComposeResult

from facilitator.domain.commands import Command, ReopenShortlist, SettleShortlist
from facilitator.domain.decisions import MOST_CELLS
from facilitator.domain.views import NextAction, OfferView, RankedView, ShortlistView, Stage
from facilitator.domain.words.figures import counted, percent
from facilitator.domain.words.sentences import withheld_words
from facilitator.live.ports import Clock
from facilitator.ui.facilitating.agenda import SKIP
from facilitator.ui.facilitating.deeds import Act, Deed, Fill, Refuse, Send, act
from facilitator.ui.facilitating.forms.answers import Asked
from facilitator.ui.facilitating.forms.form import Form, FormRow, Values, flaw_of_line, part
from facilitator.ui.facilitating.rounds import again, open_round
from facilitator.ui.facilitating.scene import Scene
from facilitator.ui.facilitating.steps.kind import Next, Reopening, StepKind, notes, title, within
from facilitator.ui.ink import BLANK, Ink, Line, band, heading, line, paragraph, spread
from facilitator.ui.pieces.distribution import dots_head, dots_row
from facilitator.ui.pieces.progress import progress
from facilitator.ui.widgets.dialogs import Choice
from facilitator.ui.widgets.fields import Offer, ParagraphField, PickSome


def _page(scene: Scene, shortlist: ShortlistView, width: int) -> list[Line]:
    """What is on offer; once revealed, in the order of the dots; then what is taken."""
    view = scene.view
    lines = title(view, width)
    match view.stage.stage:
        case Stage.VOTING:
            lines += [BLANK, *progress(view.stage, view.waiting, "placing dots", width)]
            return [*lines, *notes(view, width), *_offers(shortlist, width)]
        case Stage.REVEALED:
            return [*lines, *_fallen(shortlist, width)]
        case Stage.SETTLED:
            return [*lines, *_settled(shortlist, width)]
        case _:
            words = (
                f"{counted(shortlist.dots, 'dot')} for each voter, several on one task allowed."
                f" {_kept(shortlist)}"
            )
            lines += [*paragraph(words, width, Ink.MUTED), *_offers(shortlist, width)]
            return [*lines, *notes(view, width)]


def _kept(shortlist: ShortlistView) -> str:
    offered, keep = len(shortlist.offers), shortlist.keep
    return f"The first {keep} of {offered} are taken." if keep < offered else "All are taken."


def _offers(shortlist: ShortlistView, width: int) -> list[Line]:
    lines = heading(f"On offer ({len(shortlist.offers)})", width)
    for offer in shortlist.offers:
        lines.append(spread(line(offer.title), line(_about(offer), Ink.MUTED), width))
    if any(offer.covered is not None for offer in shortlist.offers):
        words = "%: how well it is covered today, as it was rated."
        lines += [BLANK, *paragraph(words, width, Ink.MUTED)]
    return lines


def _about(offer: OfferView) -> str:
    marks = filter(None, (offer.phase, "market-facing" if offer.market_facing else ""))
    words = " · ".join(marks)
    return words if offer.covered is None else f"{words} {percent(offer.covered):>4}".lstrip()


def _fallen(shortlist: ShortlistView, width: int) -> list[Line]:
    rows = [dots_row(each, width, is_taken=each.taken) for each in shortlist.ranked]
    if shortlist.withheld:
        few = f"Dots by {withheld_words(shortlist.withheld, 'voter')}"
        lines = [BLANK, *band(few, width, Ink.ACCENT), BLANK, *rows]
    else:
        keep = shortlist.keep
        cut = [_cut(width)] if len(rows) > keep else []
        lines = [BLANK, dots_head(width), *rows[:keep], *cut, *rows[keep:]]
    return [*lines, BLANK, *paragraph(_what_next(shortlist), width, Ink.MUTED)]


def _cut(width: int) -> Line:
    words = "── below: to the parking lot "
    return line(words + "─" * max(0, width - len(words)), Ink.WARN)


def _what_next(shortlist: ShortlistView) -> str:
    if shortlist.withheld:
        choose = "SPACE takes what you choose, with a reason."
        return f"The dots take none: {choose} N hands out dots again."
    if len(shortlist.ranked) <= shortlist.keep:
        return "All are taken. O takes others than the dots chose, with a reason."
    return "Nothing below the line is lost. O takes others than the dots chose, with a reason."


def _settled(shortlist: ShortlistView, width: int) -> list[Line]:
    taken = [each for each in shortlist.ranked if each.taken]
    left = [each for each in shortlist.ranked if not each.taken]
    columns = [] if shortlist.withheld else [dots_head(width)]
    lines = [*band(f"{counted(len(taken), 'task')} taken today", width, Ink.GOOD), BLANK, *columns]
    lines += [dots_row(each, width, is_taken=True) for each in taken]
    if left:
        dots = "" if shortlist.withheld else ", with their dots"
        lines += heading(f"In the parking lot{dots}", width)
        lines += [dots_row(each, width, is_taken=False) for each in left]
    if shortlist.reason:
        why = "Why these" if shortlist.withheld else "The dots were overruled"
        lines += [*heading(why, width), *paragraph(f"“{shortlist.reason}”", width)]
    return lines


class OverruleForm(Form):
    """Which tasks are taken, and why other ones than the dots say."""

    parts = (
        part("Taken", "The tasks for today. The others go to the parking lot with their dots."),
        part("Why", "The reason, for the log. Required where you take others than the dots chose."),
    )

    def __init__(self, step: str, shortlist: ShortlistView, clock: Clock) -> None:
        few = "Too few placed dots: which tasks are taken today?"
        dots = "Overrule the dots: which tasks are taken today?"
        super().__init__(few if shortlist.withheld else dots, clock)
        self._is_by_choice = bool(shortlist.withheld)
        self._step = step
        self._ranked = shortlist.ranked
        self._by_dots = frozenset(each.task for each in shortlist.ranked if each.by_dots)

    def rows(self) -> ComposeResult:
        """The tasks in the order of the dots, and the reason."""
        offers = [Offer(each.task, each.title, _note(each)) for each in self._ranked]
        yield FormRow("Taken", PickSome(offers, self._by_dots), "x", id="taken")
        yield FormRow("Why", ParagraphField(), id="reason")

    def catch_up(self) -> None:
        """Say how many are taken, and whether it has to be said why."""
        taken = self.typed()["taken"]
        number = f"{len(taken)} taken"
        number += "." if self._is_by_choice else f"; the dots took {len(self._by_dots)}."
        self.query_one("#taken", FormRow).hint(f"↑ ↓ then SPACE takes or leaves. {number}")
        differs = taken != self._by_dots
        hint = "Required: the dots chose other tasks." if differs else "The same as the dots."
        hint = "Required: the dots choose none." if self._is_by_choice else hint
        self.query_one("#reason", FormRow).hint(hint)

    def problems(self, typed: Values) -> dict[str, str]:
        """What the rules would refuse."""
        taken, reason = typed.values()
        if not taken:
            return {"taken": "Take at least one task."}
        if taken != self._by_dots and not reason.strip():
            why = "take these" if self._is_by_choice else "overrule the dots"
            return {"reason": f"Say why you {why}."}
        return {"reason": flaw_of_line(reason, MOST_CELLS)}

    def commands(self, typed: Values) -> Sequence[Command]:
        """Settle the shortlist."""
        taken, reason = typed.values()
        in_order = tuple(each.task for each in self._ranked if each.task in taken)
        return [SettleShortlist(step=self._step, taken=in_order, reason=reason)]


def _note(each: RankedView) -> str:
    """How many dots a task has, where that may be told."""
    if each.dots is None:
        return ""
    return f"{counted(each.dots, 'dot')}{', by the dots' if each.by_dots else ''}"


def _take(scene: Scene, shortlist: ShortlistView) -> Deed:
    """Take the tasks that the dots chose; where they may not, ask which."""
    if shortlist.withheld:
        return _overrule(scene, shortlist)
    taken = tuple(each.task for each in shortlist.ranked if each.by_dots)
    return Send(SettleShortlist(step=scene.step, taken=taken), done="Taken.")


def _take_label(_: Scene, shortlist: ShortlistView) -> str:
    if shortlist.withheld:
        return "Choose the tasks"
    number = sum(each.by_dots for each in shortlist.ranked)
    return "Take this one" if number == 1 else f"Take these {number}"


def _overrule(scene: Scene, shortlist: ShortlistView) -> Deed:
    """Take other tasks than the dots chose."""
    if scene.stage is Stage.SETTLED:
        return Refuse("The tasks are chosen. B reopens the choice.")
    if scene.stage is not Stage.REVEALED:
        return Refuse("Dots first: what they say can be overruled after the reveal.")
    return Fill(partial(OverruleForm, scene.step, shortlist), done="Taken.")


_AGAIN = again(open_round, "Hand out dots again?")
_OVERRULE = act(
    "O",
    "Overrule",
    "Take other tasks than the dots chose, and say why.",
    within(ShortlistView, _overrule, "Only a shortlist can be overruled."),
)


def _offered(scene: Scene, shortlist: ShortlistView) -> tuple[Act, ...]:
    match scene.stage:
        case Stage.READY:
            return (SKIP,)
        case Stage.REVEALED:
            overrule = () if shortlist.withheld else (_OVERRULE,)
            return (*overrule, _AGAIN.named("Dots again"))
        case _:
            return ()


def _asks(_: Scene, shortlist: ShortlistView, __: str) -> tuple[Asked, ...]:
    words = {counted(n, "dot"): n for n in range(1, shortlist.dots + 1)}
    return tuple(Asked(each.task, each.title, words) for each in shortlist.offers)


def _reopening(scene: Scene, shortlist: ShortlistView) -> Reopening | None:
    """Choose again; the dots stay, so nothing is asked."""
    if not shortlist.settled:
        return None
    deed = Send(ReopenShortlist(step=scene.step), done="The choice is open again; the dots stay.")
    choice = Choice("shortlist", "Choose the tasks again", "The dots stay as they fell.")
    return Reopening(choice, deed)


SHORTLIST = StepKind(
    page=_page,
    starts=lambda _: "Hand out dots",
    leads={NextAction.TAKE: Next(_take_label, _take)},
    acts=(_OVERRULE, _AGAIN),
    offered=_offered,
    did=("placed dots", "placed"),
    asks=_asks,
    most=lambda shortlist: shortlist.dots,
    reopening=_reopening,
)
