"""A revealed round: the pattern, the sentence, the bars."""

from __future__ import annotations

from textual.content import Content

from facilitator.domain.ballots import ABSTAIN, NEED_INFO
from facilitator.domain.claims import ClaimPattern
from facilitator.domain.views import ChoiceCount, RevealView, StageView
from facilitator.domain.words.figures import counted, listed
from facilitator.domain.words.sentences import FROM_THREE_ON, rule_sentence
from facilitator.ui.presenting.blocks import Block, lettering, text
from facilitator.ui.presenting.steps.progress import question
from facilitator.ui.text import fit, pad
from facilitator.ui.widgets.bars import bar
from facilitator.ui.widgets.bigtype import GLYPH_CELLS, lettered
from facilitator.ui.widgets.lines import BLANK, Lines, line, paragraph, say

_NO_TEAM = (ABSTAIN, NEED_INFO)
_NAME_CELLS = 24
_COUNT_CELLS = 5
_LEAST_BAR = 12


def reveal(view: StageView) -> list[Block]:
    """The newest reveal of the task at hand."""
    shown = view.reveal
    if shown is None:
        return []
    if shown.withheld:
        few = text(counted(shown.withheld, "vote"), "bold $accent", rank=0)
        return [question(view, rank=5, most=1), few, text(FROM_THREE_ON, "bold", rank=1, gap=0)]
    name, said = pattern(shown)
    agreed = shown.pattern is ClaimPattern.AGREED
    style = "bold $text-success" if agreed and shown.leading_share else "bold $accent"
    blocks = [question(view, rank=5, most=1)]
    if name:
        blocks.append(text(name, style, rank=0))
    blocks += [
        text(said, "bold", most=1, rank=2, gap=0 if name else 1),
        bars(shown),
        text(_rule(shown, view.agreement_required), _rule_style(shown), most=1, rank=4),
    ]
    if moved := _movement(shown):
        blocks.append(text(moved, "$text-secondary", most=1, rank=6, extra=True))
    return blocks


def pattern(shown: RevealView) -> tuple[str, str]:
    """The pattern's name in capitals, "" for none, and its sentence."""
    if not shown.leading_share:
        return "", "No vote names a team. What is missing to answer the question?"
    absent = " Nobody of that team is in the room." if shown.driver_absent else ""
    name = "" if shown.pattern is ClaimPattern.THIN else str(shown.pattern).upper()
    return name, f"{shown.sentence}{absent}"


def bars(shown: RevealView) -> Block:
    """A bar for each choice: in one row, then thick and with names beside, then in big type."""

    def rows(width: int) -> Lines:
        return [_slim(choice, shown, width) for choice in shown.bars] + _silent(shown, width)

    def thick(width: int) -> Lines:
        lines: Lines = []
        for choice in shown.bars:
            slim = _slim(choice, shown, width)
            lines += [*([BLANK] if lines else []), slim, _under(choice, shown, width)]
            lines += _names(choice, width)
        return [*lines, *_silent(shown, width)]

    def large(width: int) -> Lines | None:
        lines: Lines = []
        for choice in shown.bars:
            drawn = _large(choice, shown, width)
            if drawn is None:
                return None
            lines += [*([BLANK] if lines else []), *drawn, *_names(choice, width)]
        return [*lines, *_silent(shown, width)]

    return Block((rows, thick, large), rank=1)


def _slim(choice: ChoiceCount, shown: RevealView, width: int) -> Content:
    leads = choice.choice == shown.leader
    label = _label_cells(shown, width)
    return line(
        say(pad(choice.label, label), "bold" if leads else ""),
        "  ",
        say(f"{choice.count:>{_COUNT_CELLS - 2}}  ", "bold"),
        _drawn(choice, shown, width - label - _COUNT_CELLS - 2),
    )


def _under(choice: ChoiceCount, shown: RevealView, width: int) -> Content:
    """The lower half of a thick bar."""
    before = _label_cells(shown, width) + _COUNT_CELLS + 2
    return line(" " * before, _drawn(choice, shown, width - before))


def _label_cells(shown: RevealView, width: int) -> int:
    return min(max(len(each.label) for each in shown.bars), width // 2)


def _drawn(choice: ChoiceCount, shown: RevealView, room: int) -> Content:
    total = sum(each.count for each in shown.bars) + shown.silent
    if choice.choice in _NO_TEAM:
        style = "$muted"
    else:
        style = "$primary" if choice.choice == shown.leader else "$secondary"
    return bar(choice.count / max(1, total), max(_LEAST_BAR, room), style)


def _large(choice: ChoiceCount, shown: RevealView, width: int) -> Lines | None:
    """Count and label in big type, and the bar under them."""
    leads = choice.choice == shown.leader
    count = lettered(str(choice.count))
    label = lettering(choice.label, width - 3 * GLYPH_CELLS, 1, "bold $text" if leads else "$text")
    if count is None or label is None:
        return None
    figure = [pad(row, 3 * GLYPH_CELLS) for row in count]
    figure += [" " * 3 * GLYPH_CELLS] * (len(label) - len(figure))
    style = "bold $accent"
    words = [line(say(a, style), b) for a, b in zip(figure, label, strict=True)]
    return [*words, *[_drawn(choice, shown, width)] * 2]


def _names(choice: ChoiceCount, width: int) -> Lines:
    if not choice.names:
        return []
    return paragraph(listed([fit(name, _NAME_CELLS) for name in choice.names]), width, "$muted")


def _silent(shown: RevealView, width: int) -> Lines:
    if not shown.silent:
        return []
    told = f"{counted(shown.silent, 'person', 'people')} cast no vote"
    return [BLANK, *paragraph(told, width, "$muted")]


def _rule(shown: RevealView, required: float) -> str:
    return f"{'✔' if shown.rule_met else '✘'} {rule_sentence(shown, required)}"


def _rule_style(shown: RevealView) -> str:
    return "bold $text-success" if shown.rule_met else "$text-warning"


def _movement(shown: RevealView) -> str:
    moved = shown.movement
    if moved is None:
        return ""
    both = moved.movers + moved.stayed
    return f"{moved.movers} of {both} changed their vote since the round before."
