"""Rating statements: asked blind, shown by statement, with the gaps easy to find."""

from __future__ import annotations

from dataclasses import replace

from facilitator.domain.commands import EnterStep
from facilitator.domain.views import Stage
from facilitator.ui.facilitating.deeds import Confirm, Send
from facilitator.ui.facilitating.keys import press
from tests.ui.facilitating.desk import NO, YES, at_desk
from tests.ui.facilitating.rooms import EVERY_KIND, Room, rated, six_people
from tests.ui.facilitating.scenes import (
    WIDTHS,
    flowing,
    keys,
    page,
    scene,
    space,
    text,
    too_wide,
    top_line,
)


def at_ratings(plan=EVERY_KIND) -> Room:
    return six_people(plan).enter("maturity")


def asked(room: Room) -> Confirm:
    """The question that SPACE asks."""
    deed = press(scene(room), "SPACE")
    assert isinstance(deed, Confirm), deed
    return deed


def test_space_leads_from_the_question_to_the_reveal_and_on():
    assert space(at_ratings()) == "Start rating"
    told = flowing(at_ratings())
    assert "1 Not at all · 2 A little" in told
    assert "• Launches run well (PMM)" in told
    assert "Note: Rate us as we are." in told
    room = at_ratings().open_round()
    assert space(room) == "Close and reveal"
    room = room.mark("Raj", established=4, launches=2, buyers=3).mark("Lee", established=4)
    assert "1 of 6 finished" in flowing(room)
    assert "6 here · 1 finished" in top_line(room)
    deed = asked(room)
    assert deed.question == "Lee, Ana, Kim, Vera and Tom have not finished: reveal anyway?"
    assert isinstance(deed.then, Send)
    room = room.do(deed.then.command)
    assert room.stage is Stage.REVEALED
    assert space(room) == "Next: Which grey areas today?"
    assert press(scene(room), "SPACE") == Send(EnterStep(step="which"), done="Moved on.")


def test_nobody_finished_is_asked_about_too():
    assert asked(at_ratings().open_round()).question == "Nobody has finished yet: reveal anyway?"


def test_while_rating_no_rating_is_shown():
    room = at_ratings().open_round().mark("Raj", established=4, launches=2, buyers=3)
    assert "Waiting for Lee, Ana, Kim, Vera and Tom" in flowing(room)
    assert "median" not in flowing(room)
    assert "N Rate again" not in keys(room)


async def test_rating_again_asks_first_and_opens_the_next_round():
    assert "N Rate again" in keys(rated())
    deed = press(scene(rated()), "N")
    assert isinstance(deed, Confirm)
    assert deed.question == "Rate again?"
    async with at_desk(rated()) as desk:
        await desk.press("N", NO)
        assert desk.room.stage is Stage.REVEALED
        await desk.press("N", YES)
        assert "Round 2 · rating" in flowing(desk.room)
        assert len(desk.room.state.rounds_on("maturity")) == 2


def test_after_the_reveal_gaps_and_the_lowest_stand_out_in_agenda_order():
    drawn = text(page(rated(), 58))
    assert "◆ 1 perception gap · ▼ lowest: median 3" in drawn
    assert drawn.index("established") < drawn.index("◆ Launches") < drawn.index("▼ We know")
    assert "◆ perception gap: PM 2 · PMM 4.5 · Sales 4" in drawn
    assert "median 4 “Mostly” · consensus 0.56 · A 0.28" in drawn
    assert "can't say 1 · silent 1" in drawn
    assert "PM 3 · PMM 2.5 · Sales –" in drawn
    assert drawn.count("Consensus:") == 1


def test_the_coverage_is_ordered_as_given_and_says_what_faces_the_market():
    drawn = text(page(rated(), 58))
    gaps = drawn[drawn.index("Where the gaps are") :]
    assert gaps.index("Competitive messaging") < gaps.index("Advisory boards")
    assert gaps.index("Advisory boards") < gaps.index("Launch plan")
    row = next(row for row in gaps.split("\n") if "Competitive" in row)
    assert "75%  market-facing" in row
    assert "50%" in next(row for row in gaps.split("\n") if "Advisory" in row)


def test_the_distribution_has_a_group_of_cells_for_each_category():
    drawn = text(page(rated())).split("\n")
    row = drawn[next(n for n, line in enumerate(drawn) if "Launches" in line) + 1]
    groups = [row[2 + 9 * n :][:9].strip() for n in range(5)]
    assert [group[-1] for group in groups] == ["·", "2", "·", "3", "1"]
    assert groups[3].count("█") > groups[1].count("█") > groups[4].count("█")


def test_nothing_is_wider_than_its_room_on_a_scale_of_two_or_seven():
    labels = ("Never in all these years", "Once", "Rarely", "Some", "Often", "Mostly", "Always")
    for scale in (labels[:2], labels):
        rate = replace(EVERY_KIND.steps[1], scale=scale)
        room = at_ratings(replace(EVERY_KIND, steps=(rate, *EVERY_KIND.steps[2:]))).open_round()
        room = room.mark("Raj", established=1, launches=2, buyers=None).close_round()
        for width in WIDTHS:
            assert too_wide(page(room, width), width) == []


def test_when_nobody_rated_anything_it_says_so():
    drawn = text(page(at_ratings().open_round().close_round()))
    assert "Nobody has rated anything." in drawn
    assert drawn.count("nobody rated it") == 3
