"""Promises: asked of both teams, agreed, reworded, left out; and nothing is lost on the way."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from facilitator.domain.agenda import Attribution, Rules
from facilitator.domain.commands import ReopenPromise, SettlePromise, TakeUpPromise, WordPromise
from facilitator.domain.decisions import Promise, PromiseRecord
from facilitator.domain.steps.commit import Commit
from facilitator.domain.views import Stage
from facilitator.ui.facilitating.deeds import Choose, Confirm, Fill, Refuse, Send
from facilitator.ui.facilitating.keys import press
from facilitator.ui.facilitating.room_lines import room_lines
from facilitator.ui.widgets.fields import ParagraphField, PickField, TurnField
from tests.ui.facilitating.desk import YES, at_desk
from tests.ui.facilitating.forms import filling
from tests.ui.facilitating.rooms import (
    EVERY_KIND,
    START,
    Room,
    asked_of_promises,
    at_promises,
    six_people,
)
from tests.ui.facilitating.scenes import (
    WIDTHS,
    flowing,
    keys,
    labels,
    page,
    scene,
    space,
    taken,
    text,
    too_wide,
)
from tests.ui.facilitating.staging import on_screen
from tests.ui.facilitating.watching import press as press_keys
from tests.ui.facilitating.watching import until_shown, words


def promise(room: Room, of: str = "win-loss") -> PromiseRecord:
    return room.state.promises["owe"][of]


def asking() -> Room:
    return at_promises().open_round(about="win-loss")


def left_out(*promises: str) -> Room:
    room = at_promises()
    for each in promises:
        room = room.do(SettlePromise(step="owe", promise=each, agreed=False))
    return room


def sent(room: Room, key: str) -> Room:
    """The room after what a key sends at once."""
    deed = press(scene(room), key)
    assert isinstance(deed, Send), deed
    return room.do(deed.command)


def test_space_asks_both_teams_and_only_them():
    assert space(at_promises()) == "Ask both teams"
    told = flowing(at_promises())
    assert "Product Marketing promises Product Management:" in told
    assert "no day yet · nobody named yet" in told
    room = sent(at_promises(), "SPACE")
    assert "asking PMM and PM" in flowing(room)
    assert "Waiting for Raj, Lee, Ana and Kim" in flowing(room)
    beside = text(room_lines(room.view, START, 24, 20))
    assert "○ Raj" in beside
    assert "· Vera" in beside
    assert room.state.rounds_on("owe")[0].about == "win-loss"


def test_with_consent_space_promises_it_and_the_next_is_at_hand():
    room = asked_of_promises(Raj=1, Ana=1, Kim=None)
    assert space(room) == "Promise it"
    assert "yes 2 · stood aside 1 · 0 objections · silent 1" in flowing(room)
    room = sent(room, "SPACE")
    assert "✔ PMM → PM: Win/loss review findings every month" in flowing(room)
    assert "▸ PM → PMM: A short written update" in flowing(room)
    assert space(room) == "Ask both teams"
    assert promise(room).agreed is True


def test_the_round_about_a_second_promise_has_the_next_number():
    room = sent(sent(asked_of_promises(Raj=1, Ana=1), "SPACE"), "SPACE")
    assert [each.about for each in room.state.rounds_on("owe")] == ["win-loss", "updates"]


async def test_an_objection_is_said_with_its_reason_and_space_rewords():
    room = asked_of_promises(Raj=1, Lee=0)
    assert space(room) == "Reword it"
    assert "W Reword" not in keys(room)
    told = flowing(room)
    assert "• Lee, Product Management: “too often”" in told
    assert "Somebody objects. Nobody said yes for Product" in told
    async with filling(room, "SPACE") as form:
        await form.sees("Reword this promise")
        assert "Whatever changes here, it is asked anew." in form.words
        await form.press("end", *" or two", "ctrl+s")
        await form.closes()
    assert space(form.room) == "Ask both teams"
    worded = promise(form.room).promise
    assert worded.text == "Win/loss review findings every month or two"
    assert worded.due == date(2027, 1, 21)


def test_where_votes_are_anonymous_nobody_is_named():
    plan = replace(EVERY_KIND, rules=Rules(attribution=Attribution.ANONYMOUS))
    room = six_people(plan, earlier=False).enter("owe")
    assert space(room) == "Ask the room"
    room = sent(room, "SPACE")
    assert "asking the room" in flowing(room)
    room = room.mark("Vera", consent=0, reason="not ours").mark("Tom", consent=1)
    room = room.mark("Raj", consent=None).close_round()
    assert "• Someone: “not ours”" in flowing(room)
    assert "Vera, Sales" not in flowing(room)


async def test_the_form_offers_the_people_of_the_giving_team():
    async with filling(at_promises(), "W") as form:
        await form.sees("↑ ↓ Ana or Kim; or type")
        form.field(PickField, "#owner PickField").focus()
        await form.press("down", "ctrl+s")
        await form.closes()
    assert "by 21 Jan 2027 · Ana answers for it" in flowing(form.room)
    assert promise(form.room).promise.owner == "Ana"


async def test_another_team_that_promises_has_other_people():
    async with filling(at_promises(), "W") as form:
        await form.sees("↑ ↓ Ana or Kim; or type")
        await form.press("tab", "right")
        await form.sees("↑ ↓ Vera or Tom; or type")


async def test_a_promise_to_oneself_and_a_wrong_day_are_said_beside_their_fields():
    async with filling(at_promises(), "A") as form:
        await form.sees("Add a promise")
        await form.press("ctrl+s")
        await form.sees("Say what is promised.")
        form.field(TurnField, "#receiver TurnField").turn_to("Product Management")
        day = form.field(PickField, "#due PickField")
        day.value = "2026-11-22"
        await form.press(*"Notes", "ctrl+s")
        await form.sees("A promise goes to another team")
        assert "The day has to lie in the future." in form.words
        day.value = "soon"
        await form.press("ctrl+s")
        await form.sees("Type a day as YYYY-MM-DD")
        assert form.field(ParagraphField).text == "Notes"
        form.field(TurnField, "#receiver TurnField").turn_to("Sales")
        day.value = ""
        await form.press("ctrl+s")
        await form.closes()
    assert "▸ PM → Sales: Notes" in flowing(form.room)
    added = promise(form.room, "notes").promise
    assert (added.giver, added.receiver, added.due) == ("pm", "sales", None)


async def test_a_refusal_by_the_rules_keeps_all_that_was_typed():
    async with filling(at_promises(), "A") as form:
        await form.press(*"Notes")
        form.room = asking()
        await form.press("ctrl+s")
        await form.sees("Not saved. The room is being asked. Close the round first.")
        assert form.field(ParagraphField).text == "Notes"
        await form.press("escape")
        await form.sees("Leave without saving?")


def test_leaving_out_asks_and_back_takes_it_up_again():
    deed = press(scene(at_promises()), "L")
    assert isinstance(deed, Confirm)
    assert deed.question == "Leave this promise out?"
    assert isinstance(deed.then, Send)
    room = at_promises().do(deed.then.command)
    assert "– PMM → PM: Win/loss review findings" in flowing(room)
    assert promise(room).agreed is False
    again = taken(press(scene(room), "B"), "Take this promise up again")
    assert isinstance(again, Send)
    room = room.do(again.command)
    assert "▸ PMM → PM: Win/loss review findings" in flowing(room)
    assert promise(room).agreed is None


def test_of_several_settled_ones_back_asks_which():
    room = left_out("win-loss", "updates")
    which = taken(press(scene(room), "B"), "Take a promise up again")
    assert isinstance(which, Choose)
    assert which.title == "Take up which promise again?"
    again = which.then("updates")
    assert again == Send(ReopenPromise(step="owe", promise="updates"))
    room = room.do(again.command)
    assert "▸ PM → PMM" in flowing(room)
    assert promise(room, "updates").agreed is None
    assert promise(room).agreed is False


def test_while_the_room_is_asked_no_promise_is_taken_up_again():
    room = left_out("updates").open_round(about="win-loss")
    assert not any("promise" in each for each in labels(press(scene(room), "B")))


def test_m_turns_to_another_promise():
    assert "M Which" in keys(at_promises())
    menu = press(scene(at_promises()), "M")
    assert isinstance(menu, Choose)
    assert menu.title == "Which promise?"
    deed = menu.then("battlecards")
    assert deed == Send(TakeUpPromise(step="owe", promise="battlecards"))
    room = at_promises().do(deed.command)
    assert "Product Marketing promises Sales:" in flowing(room)
    assert room.state.at_hand["owe"] == "battlecards"


async def test_a_long_menu_keeps_its_keys_in_sight():
    room = at_promises()
    for n in range(20):
        worded = Promise(id="", giver="pm", receiver="sales", text=f"Number {n}")
        room = room.do(WordPromise(step="owe", promise=worded))
    async with on_screen(room) as (_, pilot):
        await press_keys(pilot, "m")
        await until_shown(pilot, "Which promise?")
        assert "Enter Take it" in words(pilot.app)
        await press_keys(pilot, "end")
        await until_shown(pilot, "Number 19")


def test_n_asks_again_at_once():
    room = asked_of_promises(Raj=1, Lee=0)
    assert "N Ask again" in keys(room)
    room = sent(room, "N")
    assert room.stage is Stage.VOTING
    assert space(room) == "Close and reveal"


def test_while_the_room_is_asked_its_promises_rest():
    for key in "WLMA":
        why = Refuse("The room is being asked. Close the round first.")
        assert press(scene(asking()), key) == why
    assert not {"W Reword", "L Leave out", "M Which", "A Add"} & set(keys(asking()))


def test_when_all_are_settled_space_goes_on():
    room = left_out("win-loss", "updates", "battlecards")
    assert "0 promises agreed, 3 left out" in flowing(room)
    assert space(room) == "Next: The game plan"
    assert "A adds one more, B takes one up again." in flowing(room)
    none_open = Refuse("No promise is open. B takes one up again, A adds one.")
    assert [press(scene(room), key) for key in "WLM"] == [none_open] * 3
    assert keys(room)[:2] == ["SPACE Next: The game plan", "A Add"]


def test_without_promises_it_says_how_to_add_one():
    empty = Commit(id="owe", title="What we owe each other")
    steps = tuple(empty if step.id == "owe" else step for step in EVERY_KIND.steps)
    room = six_people(replace(EVERY_KIND, steps=steps), earlier=False).enter("owe")
    assert "No promise has been proposed yet." in flowing(room)
    assert "A adds one. Or go on without." in flowing(room)
    why = "No promise is open. B takes one up again, A adds one."
    assert press(scene(room), "W") == Refuse(why)
    assert press(scene(room), "N") == Refuse("No promise is open. A adds one.")
    assert isinstance(press(scene(room), "A"), Fill)


def test_what_is_still_owed_from_last_time_is_listed_apart():
    drawn = text(page(at_promises(earlier=True), 58))
    assert "Promises (0 of 2 settled)" in drawn
    assert drawn.index("Still owed from last time") < drawn.index("○ PMM → PM: Win/loss")


def test_in_other_steps_the_keys_of_promises_say_so():
    room = six_people().enter("maturity")
    for key in "WLM":
        assert press(scene(room), key) == Refuse("This step has no promises.")


def test_nothing_is_wider_than_its_room():
    for room in (at_promises(), asked_of_promises(Raj=1, Lee=0)):
        for width in WIDTHS:
            assert too_wide(page(room, width), width) == []


async def test_saving_the_same_words_after_objections_says_what_else_there_is():
    async with filling(asked_of_promises(Raj=0, Ana=1), "SPACE") as form:
        await form.press("ctrl+s")
        await form.closes()
    assert space(form.room) == "Ask both teams"
    room = form.room.open_round(about="win-loss").mark("Raj", "too often", consent=0)
    room = room.close_round()
    assert space(room) == "Reword it"
    async with filling(room, "SPACE") as form:
        await form.press("ctrl+s")
        await form.sees("Not saved. Nothing is changed. Esc goes back: there N asks")
        await form.press(*"Monthly: ", "ctrl+s")
        await form.closes()
    assert space(form.room) == "Ask both teams"
    assert promise(form.room).promise.text.startswith("Monthly: ")


async def test_a_promise_that_was_worded_is_said_to_be_open_by_the_desk():
    async with at_desk(at_promises()) as desk:
        assert await desk.press("L", YES) == "Left out. B takes it up again. U undoes."
