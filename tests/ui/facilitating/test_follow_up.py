"""Since last time: promises told, due tasks taken up, and no earlier driver in sight."""

from __future__ import annotations

from dataclasses import replace

from facilitator.domain.commands import RecordStatuses
from facilitator.domain.commitments import CommitmentStatus
from facilitator.domain.views import Stage, facilitator_view
from tests.ui.facilitating.staging import EARLIER, EVERY_KIND, Staged, six_people, told
from tests.ui.facilitating.test_drawing import WIDTHS, page, text, too_wide
from tests.ui.facilitating.test_going_on import stage
from tests.ui.facilitating.watching import press, shown, until_shown, words

SIZE = (80, 24)


async def at_follow_up() -> Staged:
    staged = await six_people()
    await staged.enter("since")
    return staged


async def test_it_says_what_was_promised_and_what_is_due_and_never_who_drove_it():
    staged = await at_follow_up()
    async with staged.app().run_test(size=SIZE) as pilot:
        await until_shown(pilot, "SPACE Ask how it went")
        said = words(pilot.app)
        assert "Last time: Grey areas in spring, 2 Jun 2026" in said
        assert "due 30 Sep 2026 · Raj · overdue" in said
        assert "review was due 17 Sep 2026" in said
        assert "left open" in said
        assert "on the agenda" in said
        middle = "\n".join(row[:52] for row in shown(pilot.app).split("\n"))
        assert "Vera" not in middle
        assert "Sales" not in middle


async def test_only_the_receiving_teams_are_asked():
    staged = await at_follow_up()
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "space")
        await until_shown(pilot, "0 of 4")
        assert "Waiting for Raj, Lee, Ana and Kim" in words(pilot.app)
        assert "· Tom" in words(pilot.app)


async def test_space_records_what_was_most_said():
    staged = await told()
    async with staged.app().run_test(size=SIZE) as pilot:
        await until_shown(pilot, "SPACE Record what was said")
        assert "kept said: kept 1 · partly 1" in words(pilot.app)
        await press(pilot, "space")
        await until_shown(pilot, "Recorded: 2 promises.")
        assert "SPACE Next: How mature are we?" in words(pilot.app)
    assert stage(staged) is Stage.SETTLED
    assert staged.session.state.statuses == {
        "feature-facts": CommitmentStatus.KEPT,
        "win-loss": CommitmentStatus.KEPT,
    }


async def test_k_takes_another_of_the_things_said_before_and_after_recording():
    staged = await told()
    statuses = staged.session.state.statuses
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "k")
        await until_shown(pilot, "◐ partly said by 1")
        await press(pilot, "down", "enter")
        await until_shown(pilot, "◐ PM → PMM: Feature facts")
        assert not statuses
        await press(pilot, "space")
        await until_shown(pilot, "Recorded: 2 promises.")
        recorded = staged.session.state.statuses
        assert recorded["feature-facts"] is CommitmentStatus.PARTLY
        await press(pilot, "k")
        await until_shown(pilot, "✔ kept said by 1")
        await press(pilot, "enter")
        await until_shown(pilot, "✔ PM → PMM: Feature facts")
    assert staged.session.state.statuses["feature-facts"] is CommitmentStatus.KEPT


async def test_a_choice_that_nobody_said_counts_no_more():
    staged = await told()
    view = facilitator_view(staged.session.state)
    drawn = text(page(view, 58, statuses={"feature-facts": CommitmentStatus.MISSED}))
    assert "✘" not in drawn


async def test_what_was_recorded_stands_whatever_was_chosen_here():
    staged = await told()
    statuses = dict.fromkeys(("feature-facts", "win-loss"), CommitmentStatus.KEPT)
    at = staged.clock.now
    await staged.do(RecordStatuses(step="since", statuses=statuses), at=at)
    view = facilitator_view(staged.session.state)
    drawn = text(page(view, 58, statuses={"feature-facts": CommitmentStatus.PARTLY}))
    assert "◐" not in drawn


async def test_asking_again_forgets_what_was_chosen_before():
    staged = await told()
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "k", "down", "enter")
        await until_shown(pilot, "◐ PM → PMM: Feature facts")
        await press(pilot, "n")
        await until_shown(pilot, "Ask again how it went?")
        await press(pilot, "space")
        await until_shown(pilot, "Round 2")
        await staged.mark("Ana", 2, feature_facts=1)
        await staged.mark("Kim", 2, feature_facts=2)
        await staged.close_round(2)
        await until_shown(pilot, "✔ PM → PMM: Feature facts")


async def test_before_the_room_was_asked_there_is_nothing_to_change():
    staged = await at_follow_up()
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "k")
        await until_shown(pilot, "Ask how it went first")
        assert "K Change one" not in words(pilot.app)


async def test_a_due_task_is_taken_up_today_and_off_again():
    staged = await at_follow_up()
    async with staged.app().run_test(size=SIZE) as pilot:
        await until_shown(pilot, "T Take up")
        await press(pilot, "t")
        await until_shown(pilot, "Take it up today: review was due 17 Sep 2026")
        assert "Launch plan" not in words(pilot.app)
        await press(pilot, "enter")
        await until_shown(pilot, "taken up today")
        ids = [step.id for step in staged.session.state.steps]
        assert ids.index("launch-plan") < ids.index("pricing") < ids.index("owe")
        await press(pilot, "t")
        await until_shown(pilot, "Take it off again")
        await press(pilot, "enter")
        await until_shown(pilot, "Off today's agenda again.")
    assert all(step.id != "pricing" for step in staged.session.state.steps)


async def test_t_tries_a_failed_journal_again_even_here():
    staged = await at_follow_up()
    async with staged.app().run_test(size=SIZE) as pilot:
        await until_shown(pilot, "SPACE Ask how it went")
        staged.journal.store.broken = "the disk is full"
        await press(pilot, "space")
        await until_shown(pilot, "T Try again")
        await press(pilot, "t")
        await until_shown(pilot, "It still fails.")
        staged.journal.store.broken = ""
        await press(pilot, "t")
        await until_shown(pilot, "Recording again.")


async def test_without_an_earlier_session_it_passes():
    staged = await six_people(earlier=False)
    await staged.enter("since")
    async with staged.app().run_test(size=SIZE) as pilot:
        await until_shown(pilot, "There is no earlier session to follow up")
        assert "SPACE Next: How mature are we?" in words(pilot.app)
        await press(pilot, "t")
        await until_shown(pilot, "No task is due.")


async def test_with_nothing_open_it_says_so():
    nothing = replace(EARLIER, decisions=(), in_force=(), commitments=())
    staged = await Staged(EVERY_KIND, nothing).open()
    await staged.enter("since")
    async with staged.app().run_test(size=SIZE) as pilot:
        await until_shown(pilot, "No promise was left open.")
        assert "No task is due." in words(pilot.app)
        assert "SPACE Next: How mature are we?" in words(pilot.app)


async def test_nothing_is_wider_than_its_room():
    for staged in (await at_follow_up(), await told()):
        view = facilitator_view(staged.session.state)
        for width in WIDTHS:
            drawn = page(view, width)
            assert too_wide(drawn, width) == []
