"""What voters see in every kind of step, at every size."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.domain.agenda import Attribution
from facilitator.domain.views import Stage
from facilitator.ui.voting.frame import draw
from facilitator.ui.voting.line_editor import editor_of
from facilitator.ui.voting.scene import Notice, Scene
from facilitator.ui.voting.steps import commit
from facilitator.ui.voting.transitions import following
from tests.examples import examples
from tests.ui.voting.every_kind import KINDS, a_room, placing, promising, rated, rating
from tests.ui.voting.test_drawing import any_text, check

SIZES = [(60, 20), (80, 24), (120, 36), (200, 60)]


def scene_of(room, who="Ana", **changes):
    return replace(following(Scene(), room.view(who)), **changes)


def words(scene, size=(80, 24)):
    lines = draw(scene, *size).lines
    return "\n".join("".join(text for text, _ in line).rstrip() for line in lines)


def prose(scene, size=(120, 36)):
    """The screen with its line breaks taken out."""
    return " ".join(words(scene, size).split())


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("who", ["Ana", "Raj", "Sue", "Olga"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_stage_fits_every_size_for_everybody(kind, who, size):
    scene = scene_of(KINDS[kind](), who)
    check(scene, *size)
    check(replace(scene, helping=True), *size)
    check(replace(scene, scroll=10_000), *size)


@pytest.mark.parametrize("kind", KINDS)
def test_help_and_leaving_are_always_told(kind):
    for size in SIZES:
        last = words(scene_of(KINDS[kind]()), size).split("\n")[-1]
        assert "? Help" in last
        assert "Q Leave" in last


@pytest.mark.parametrize(
    ("kind", "who", "told"),
    [
        ("rate-ready", "Ana", ["How true is this of us today?", "5 Fully", "C Can't say"]),
        ("rate-voting", "Ana", ["[○]○ ○ ○", "Statement 1 of 4, 0 recorded", "0 of 5 finished"]),
        ("rate-voting", "Olga", ["You watch, without a vote."]),
        ("rate-done", "Ana", ["Your 4 answers", "4 Mostly", "Can't say", "Recorded."]),
        ("rate-revealed", "Ana", ["▸4 ██ 2", "Median: between 3 Partly and 4 Mostly"]),
        ("rate-revealed", "Ana", ["◆ Seen differently: Product Management 2 A little;"]),
        (
            "rate-revealed",
            "Ana",
            ["▸ You: can't say", "Competitive messaging", "25% market-facing"],
        ),
        ("shortlist-voting", "Ana", ["●●● 3 of 3 dots left", "covered 25%"]),
        ("shortlist-done", "Ana", ["0 of 3 dots left", "1 ●● Competitive messaging"]),
        ("shortlist-revealed", "Ana", ["2 tasks ahead ✔ Customer advisory board ●●●● 4 2", "▸ 2"]),
        ("shortlist-settled", "Ana", ["The dots were overruled: the launch is in three weeks"]),
        (
            "shortlist-settled",
            "Ana",
            ["2 tasks taken ✔ Competitive messaging", "In the parking lot Customer advisory board"],
        ),
        ("follow-up-ready", "Ana", ["due 31 Jan 2026 · Raj · overdue", "You will be asked"]),
        (
            "follow-up-ready",
            "Ana",
            ["Customer advisory board on the agenda review was due 1 Feb 2026"],
        ),
        ("follow-up-ready", "Ana", ["Pricing changes not today left open"]),
        ("follow-up-voting", "Ana", ["Product Management promised Product Marketing:", "3 Missed"]),
        ("follow-up-voting", "Sue", ["Asked of Product Marketing and Product Management:"]),
        ("follow-up-revealed", "Ana", ["said: kept 1 · partly 1", "▸ you said kept"]),
        ("follow-up-settled", "Ana", ["partly said: kept 1 · partly 1", "still open said:"]),
        ("commit-ready", "Ana", ["Product Marketing promises Product Management:", "Y Yes"]),
        ("commit-voting", "Raj", ["Can this promise be made?", "O Object", "0 of 4 voted"]),
        ("commit-voting", "Sue", ["Asked of the two teams", "0 of 4 voted"]),
        (
            "commit-revealed",
            "Raj",
            ["1 objection", "▸ you said Object", "“we have no analyst before May”"],
        ),
        ("commit-revealed", "Sue", ["Raj, Product Management:", "✘ Somebody objects."]),
        ("commit-reworded", "Ana", ["↻ New words", "Half a page", "by 31 May 2026 · Ana"]),
        ("commit-agreed", "Ana", ["Product Management promises Sales:", ", agreed"]),
        ("commit-settled", "Ana", ["1 promise agreed", "every quarter, left out"]),
        (
            "close-ready",
            "Ana",
            ["Product Marketing drives it, Ana owns it", "• Pricing, once more"],
        ),
        ("close-voting", "Ana", ["How well does this plan stand?", "5 It stands firm"]),
        ("close-revealed", "Ana", ["Ana, 2 fingers: “nobody owns pricing”", "2 fingers ▸ 1"]),
        ("close-ended", "Ana", ["Your team promised ✔ PMM → PM: Half a page"]),
        ("close-ended", "Raj", ["What was promised ✔ PMM → PM: Half a page"]),
    ],
)
def test_each_stage_says_what_matters(kind, who, told):
    shown = prose(scene_of(KINDS[kind](), who), (120, 60))
    for each in told:
        assert each in shown


@pytest.mark.parametrize("kind", [kind for kind in KINDS if "follow-up" in kind])
def test_an_earlier_driver_is_never_shown(kind):
    shown = prose(scene_of(KINDS[kind](), "Raj"), (120, 60))
    assert "Zebedee" not in shown
    assert "drive" not in shown.casefold()


def test_where_answers_are_anonymous_everybody_is_asked_and_nobody_is_named():
    room = a_room(attribution=Attribution.ANONYMOUS).enter("owe").ask("owe", about="facts-again")
    room.mark("Raj", "consent", 0, "no analyst", step="owe")
    room.mark("Ana", "consent", 1, step="owe").mark("Kim", "consent", None, step="owe")
    assert "Can this promise be made?" in prose(scene_of(room, "Sue"))
    room.shut("owe")
    shown = prose(scene_of(room, "Sue"))
    assert "“no analyst”" in shown
    assert "Raj" not in shown


@pytest.mark.parametrize("helping", [False, True])
@pytest.mark.parametrize("kind", ["commit", "follow-up"])
def test_where_answers_are_anonymous_nothing_is_said_of_what_teams_answer(kind, helping):
    room = a_room(attribution=Attribution.ANONYMOUS)
    step, about = ("owe", "facts-again") if kind == "commit" else ("since", "")
    item = "consent" if kind == "commit" else "facts"
    screens = [prose(scene_of(room.enter(step), helping=helping))]
    screens.append(prose(scene_of(room.ask(step, about=about), helping=helping)))
    room.mark("Ana", item, 1, step=step)
    screens.append(prose(scene_of(room.shut(step), helping=helping)))
    said = " ".join(screens).casefold()
    told = ("both", "receiving", "two teams", "nobody else")
    assert [words for words in told if words in said] == []


def test_an_answer_entered_by_the_facilitator_says_so():
    room = promising().mark("Ana", "consent", 1, step="owe", by="f1")
    assert "Yes entered for you" in prose(scene_of(room))


def test_each_kind_has_its_own_help():
    for kind, key in [
        ("rate-voting", "You can't say, also A"),
        ("shortlist-voting", "Take all your dots back"),
        ("follow-up-voting", "Still open: it is too early to tell"),
        ("commit-voting", "Enter records it with a reason or without"),
        ("close-voting", "with one or two you may say what is missing"),
    ]:
        assert key.casefold() in prose(scene_of(KINDS[kind](), helping=True)).casefold()
    assert "others are asked" in prose(scene_of(KINDS["commit-voting"](), "Sue", helping=True))


def test_forty_statements_and_the_longest_labels_still_fit():
    room = rating()
    view = room.view("Ana")
    rate = view.stage.matter
    many = tuple(replace(rate.statements[0], id=f"s{n}", text="W" * 300) for n in range(40))
    rate = replace(rate, statements=many, scale=("label " * 6 + "end",) * 7)
    view = replace(view, stage=replace(view.stage, matter=rate), asked=tuple(s.id for s in many))
    for size in SIZES:
        scene = replace(following(Scene(), view))
        check(scene, *size)
        assert "C  Can't say" in words(scene, size)
        assert "1 of 40, 0 recorded" in prose(scene, size) or size == (60, 20)
        check(replace(scene, sheet=replace(scene.sheet, cursor=39)), *size)
        check(replace(scene, sheet=replace(scene.sheet, cursor=39, listing=True)), *size)


def test_the_cursor_is_on_screen_wherever_it_is():
    tasks = {f"t{n}": f"Task number {n}" for n in range(1, 31)}
    scene = scene_of(placing(tasks=tasks))
    for cursor in range(30):
        moved = replace(scene, sheet=replace(scene.sheet, cursor=cursor))
        shown = words(moved, (60, 20))
        assert f"Task number {cursor + 1}" in next(r for r in shown.split("\n") if "▸" in r)


def test_what_changes_all_the_time_is_not_in_the_body():
    room = rated()
    before = scene_of(room, "Sue")
    room.mark("Ana", "known", 1, step="maturity")
    room.join("Bo", "sales")
    after = replace(scene_of(room, "Sue"), clock="00:07")
    assert draw(before, 80, 24).lines[2:] == draw(after, 80, 24).lines[2:]
    assert draw(before, 80, 24).lines[3] is draw(after, 80, 24).lines[3]


@examples(percent=40)
@given(
    text=any_text,
    width=st.integers(1, 130),
    height=st.integers(1, 50),
    kind=st.sampled_from(
        [
            "rate-voting",
            "rate-done",
            "rate-revealed",
            "shortlist-voting",
            "shortlist-settled",
            "follow-up-voting",
            "follow-up-settled",
            "commit-voting",
            "commit-revealed",
            "close-revealed",
            "close-ended",
        ]
    ),
)
def test_no_words_of_people_overflow_or_reach_the_terminal_unsafely(text, width, height, kind):
    scene = scene_of(KINDS[kind](), notice=Notice(text))
    view = scene.view
    stage = spoilt(view.stage, text)
    marks = tuple((item, replace(mark, reason=text)) for item, mark in view.marks)
    scene = replace(scene, view=replace(view, stage=stage, marks=marks))
    if stage.stage is Stage.VOTING:
        scene = replace(scene, prompt=commit.REASON, editor=editor_of(text, most_cells=80))
    check(scene, width, height)


def spoilt(part, text):
    """The same view with every sentence that people or files wrote replaced."""
    fields = {"text", "title", "question", "reason", "name", "owner", "earlier"}
    if isinstance(part, tuple):
        return tuple(spoilt(each, text) for each in part)
    if not hasattr(part, "__dataclass_fields__"):
        return part
    changes = {}
    for name in part.__dataclass_fields__:
        value = getattr(part, name)
        if name in fields and type(value) is str:
            changes[name] = text
        elif isinstance(value, tuple) or hasattr(value, "__dataclass_fields__"):
            changes[name] = spoilt(value, text)
    return replace(part, **changes)
