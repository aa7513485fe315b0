"""Rating statements: asked blind, shown by statement, with the gaps easy to find."""

from __future__ import annotations

from dataclasses import replace

from facilitator.domain.views import Stage, facilitator_view
from tests.ui.facilitating.staging import EVERY_KIND, rated, six_people
from tests.ui.facilitating.test_drawing import WIDTHS, page, text, too_wide
from tests.ui.facilitating.test_going_on import stage
from tests.ui.facilitating.watching import press, shown, until, until_shown, words

SIZE = (80, 24)


async def test_space_leads_from_the_question_to_the_reveal_and_on():
    staged = await six_people()
    await staged.enter("maturity")
    async with staged.app().run_test(size=SIZE) as pilot:
        await until_shown(pilot, "SPACE Start rating")
        assert "1 Not at all · 2 A little" in words(pilot.app)
        assert "• Launches run well (PMM)" in words(pilot.app)
        assert "Note: Rate us as we are." in words(pilot.app)
        await press(pilot, "space")
        await until_shown(pilot, "SPACE Close and reveal")
        await staged.mark("Raj", established=4, launches=2, buyers=3)
        await staged.mark("Lee", established=4)
        await until_shown(pilot, "1 of 6 finished")
        assert "6 here · 1 finished" in words(pilot.app)
        await press(pilot, "space")
        await until_shown(pilot, "Lee, Ana, Kim, Vera and Tom have not finished: reveal anyway?")
        await press(pilot, "space")
        await until(pilot, lambda: stage(staged) is Stage.REVEALED)
        await until_shown(pilot, "SPACE Next: Which grey areas today?")
        await press(pilot, "space")
        await until(pilot, lambda: staged.session.state.current == "which")


async def test_nobody_finished_is_asked_about_too():
    staged = await six_people()
    await staged.enter("maturity")
    await staged.open_round()
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "space")
        await until_shown(pilot, "Nobody has finished yet: reveal anyway?")
        await press(pilot, "escape")
        await until_shown(pilot, "SPACE Close and reveal")


async def test_help_says_what_the_figures_mean_once_they_are_there():
    staged = await rated()
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "?")
        await until_shown(pilot, "A (agreement) is 1 where all agree")
        await press(pilot, "escape", "n", "space")
        await until_shown(pilot, "SPACE Close and reveal")
        await press(pilot, "?")
        await until_shown(pilot, "SPACE always leads on")
        assert "agreement" not in words(pilot.app)


async def test_while_rating_no_rating_is_shown():
    staged = await six_people()
    await staged.enter("maturity")
    await staged.open_round()
    await staged.mark("Raj", established=4, launches=2, buyers=3)
    async with staged.app().run_test(size=SIZE) as pilot:
        await until_shown(pilot, "Waiting for Lee, Ana, Kim, Vera and Tom")
        assert "median" not in shown(pilot.app)
        assert "N Rate again" not in words(pilot.app)


async def test_rating_again_asks_first_and_opens_the_next_round():
    staged = await rated()
    async with staged.app().run_test(size=SIZE) as pilot:
        await until_shown(pilot, "N Rate again")
        await press(pilot, "n")
        await until_shown(pilot, "Rate again?")
        await press(pilot, "escape")
        assert stage(staged) is Stage.REVEALED
        await press(pilot, "n")
        await until_shown(pilot, "Rate again?")
        await press(pilot, "space")
        await until_shown(pilot, "Round 2 · rating")
    assert len(staged.session.state.rounds_on("maturity")) == 2


async def test_a_step_can_be_passed_over_and_is_not_lost():
    staged = await six_people()
    await staged.enter("maturity")
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "s")
        await until_shown(pilot, "Go on without “How mature are we?”?")
        await press(pilot, "space")
        await until(pilot, lambda: staged.session.state.current == "which")


async def test_after_the_reveal_gaps_and_the_lowest_stand_out_in_agenda_order():
    drawn = text(page(facilitator_view((await rated()).session.state), 58))
    assert "◆ 1 perception gap · ▼ lowest: median 3" in drawn
    assert drawn.index("established") < drawn.index("◆ Launches") < drawn.index("▼ We know")
    assert "◆ perception gap: PM 2 · PMM 4.5 · Sales 4" in drawn
    assert "median 4 “Mostly” · consensus 0.56 · A 0.28" in drawn
    assert "can't say 1 · silent 1" in drawn
    assert "PM 3 · PMM 2.5 · Sales –" in drawn
    assert drawn.count("Consensus:") == 1


async def test_the_coverage_is_ordered_as_given_and_says_what_faces_the_market():
    drawn = text(page(facilitator_view((await rated()).session.state), 58))
    gaps = drawn[drawn.index("Where the gaps are") :]
    assert gaps.index("Competitive messaging") < gaps.index("Advisory boards")
    assert gaps.index("Advisory boards") < gaps.index("Launch plan")
    row = next(row for row in gaps.split("\n") if "Competitive" in row)
    assert "75%  market-facing" in row
    assert "50%" in next(row for row in gaps.split("\n") if "Advisory" in row)


async def test_the_distribution_has_a_group_of_cells_for_each_category():
    drawn = text(page(facilitator_view((await rated()).session.state), 51)).split("\n")
    row = drawn[next(n for n, line in enumerate(drawn) if "Launches" in line) + 1]
    groups = [row[2 + 9 * n :][:9].strip() for n in range(5)]
    assert [group[-1] for group in groups] == ["·", "2", "·", "3", "1"]
    assert groups[3].count("█") > groups[1].count("█") > groups[4].count("█")


async def test_nothing_is_wider_than_its_room_on_a_scale_of_two_or_seven():
    labels = ("Never in all these years", "Once", "Rarely", "Some", "Often", "Mostly", "Always")
    for scale in (labels[:2], labels):
        rate = replace(EVERY_KIND.steps[1], scale=scale)
        staged = await six_people(replace(EVERY_KIND, steps=(rate, *EVERY_KIND.steps[2:])))
        await staged.enter("maturity")
        await staged.open_round()
        await staged.mark("Raj", established=1, launches=2, buyers=None)
        await staged.close_round()
        view = facilitator_view(staged.session.state)
        for width in WIDTHS:
            drawn = page(view, width)
            assert too_wide(drawn, width) == []


async def test_when_nobody_rated_anything_it_says_so():
    staged = await six_people()
    await staged.enter("maturity")
    await staged.open_round()
    await staged.close_round()
    drawn = text(page(facilitator_view(staged.session.state), 51))
    assert "Nobody has rated anything." in drawn
    assert drawn.count("nobody rated it") == 3
