"""The views through a whole session: one next thing, who is waited for, how far each step is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from facilitator.domain.agenda import Fallback, InputKind, Support
from facilitator.domain.decisions import Decision, Dissent, Outcome
from facilitator.domain.events import (
    HandLowered,
    HandRaised,
    ItemParked,
    LeadHandedOver,
    LogWritten,
    ParticipantRemoved,
    TimeExtended,
)
from facilitator.domain.people import Seat
from facilitator.domain.rounds import ABSTAIN, NEED_INFO, Ballot
from facilitator.domain.steps.brief import BriefView
from facilitator.domain.views import (
    NextAction,
    Stage,
    StepStatus,
    TaskView,
    facilitator_view,
    stage_view,
    voter_view,
)
from tests.worlds.scenario import (
    AGENDA,
    DECIDED,
    ESCALATING,
    NOON,
    SPRING,
    TWO,
    cast,
    closed,
    connected,
    disconnected,
    ended,
    entered,
    joined,
    opened,
    reopened,
    session,
    settled,
    started,
    voted,
)

THREE = (*TWO, *joined("p3", "Cem", "c"))
AT_FRUIT = (started(), THREE, entered("fruit"))
SPLIT = {"p1": "a", "p2": "b", "p3": "b"}
SKIPPED = Decision(Outcome.SKIPPED)


def next_of(*happenings):
    view = facilitator_view(session(*happenings))
    return view.stage.stage, view.next_action, view.next_step and view.next_step[0]


def test_one_next_thing_at_every_moment_of_a_session():
    told = []

    def then(*happenings):
        told.extend(happenings)
        return next_of(*told)

    assert then(started(), THREE) == (Stage.GATHERING, NextAction.BEGIN, "welcome")
    assert then(entered("welcome")) == (Stage.BRIEF, NextAction.NEXT, "fruit")
    assert then(entered("fruit")) == (Stage.READY, NextAction.START_VOTING, "soup")
    assert then(opened("fruit")) == (Stage.VOTING, NextAction.CLOSE_AND_REVEAL, "soup")
    assert then(cast("p1", "a"), cast("p2", "b")) == (
        Stage.VOTING,
        NextAction.CLOSE_AND_REVEAL,
        "soup",
    )
    assert then(closed("fruit")) == (Stage.REVEALED, NextAction.NEW_ROUND, "soup")
    assert then(voted("fruit", 2, p1="a", p2="b")) == (
        Stage.REVEALED,
        NextAction.FALL_BACK,
        "soup",
    )
    assert then(settled("fruit", Decision(Outcome.DEFERRED, review_on=SPRING))) == (
        Stage.SETTLED,
        NextAction.NEXT,
        "soup",
    )
    assert then(entered("soup"), voted("soup", p1="c", p2="c")) == (
        Stage.REVEALED,
        NextAction.DECIDE,
        "goodbye",
    )
    assert then(settled("soup", replace(DECIDED, driver="c"))) == (
        Stage.SETTLED,
        NextAction.NEXT,
        "goodbye",
    )
    assert then(entered("goodbye")) == (Stage.CLOSING, NextAction.START_VOTING, None)
    assert then(opened("goodbye")) == (Stage.VOTING, NextAction.CLOSE_AND_REVEAL, None)
    assert then(closed("goodbye")) == (Stage.REVEALED, NextAction.END, None)
    assert then(ended()) == (Stage.ENDED, NextAction.LEAVE, None)


def test_a_reopened_task_gets_its_rounds_afresh():
    done = (*AT_FRUIT, voted("fruit", **SPLIT), voted("fruit", 2, **SPLIT))
    assert next_of(done)[1] is NextAction.FALL_BACK
    again = (*done, settled("fruit", DECIDED), reopened("fruit"))
    assert next_of(again)[:2] == (Stage.REVEALED, NextAction.NEW_ROUND)
    assert next_of(again, voted("fruit", 3, **SPLIT))[1] is NextAction.NEW_ROUND
    assert next_of(again, voted("fruit", 3, **SPLIT), voted("fruit", 4, **SPLIT))[1] is (
        NextAction.FALL_BACK
    )


def test_falling_back_may_mean_to_escalate():
    rules = replace(ESCALATING.rules, fallback=Fallback.ESCALATE, max_rounds=1)
    agenda = replace(ESCALATING, rules=rules)
    assert next_of(started(agenda), AT_FRUIT[1:], voted("fruit", **SPLIT))[1] is (
        NextAction.FALL_BACK
    )


def test_next_passes_over_what_is_settled():
    soup_first = (started(), THREE, entered("soup"), settled("soup", SKIPPED))
    assert next_of(soup_first, entered("welcome"))[2] == "fruit"
    assert next_of(soup_first, entered("fruit"))[2] == "goodbye"


def test_the_step_before_is_the_agendas_whatever_came_before_in_time():
    view = facilitator_view(session(AT_FRUIT, entered("goodbye")))
    assert view.previous_step == ("soup", "Soup")
    assert facilitator_view(session(started(), entered("welcome"))).previous_step is None
    assert facilitator_view(session(started())).previous_step is None


def test_who_has_not_voted_is_waited_for_by_name_present_or_not():
    gone = disconnected("p3", "s1-p3")
    view = facilitator_view(session(AT_FRUIT, opened("fruit"), cast("p2", "a"), gone))
    assert view.waiting == ("Ana", "Cem")
    round_ = view.stage.round
    assert round_ is not None
    assert (round_.number, round_.voted, round_.eligible) == (1, 1, 3)


def test_nobody_is_waited_for_outside_a_vote_nor_are_observers_during_one():
    assert facilitator_view(session(AT_FRUIT)).waiting == ()
    assert facilitator_view(session(AT_FRUIT, voted("fruit"))).waiting == ()
    watching = (*AT_FRUIT, joined("p4", "Oli", "c", seat=Seat.OBSERVER), opened("fruit"))
    assert facilitator_view(session(watching)).waiting == ("Ana", "Ben", "Cem")
    assert stage_view(session(watching)).round.eligible == 3


def test_the_room_lists_each_team_with_its_people():
    later = NOON + timedelta(minutes=1)
    view = facilitator_view(
        session(
            AT_FRUIT,
            joined("p4", "Oli", "a", seat=Seat.OBSERVER),
            opened("fruit"),
            cast("p1", "a"),
            disconnected("p2", "s1-p2", at=later),
        )
    )
    room = [
        (team.id, [(p.name, p.seat.value, p.is_here, p.has_voted) for p in team.people])
        for team in view.room
    ]
    assert room == [
        ("a", [("Ana", "voter", True, True), ("Oli", "observer", True, False)]),
        ("b", [("Ben", "voter", False, False)]),
        ("c", [("Cem", "voter", True, False)]),
    ]
    assert [p.name for p in view.facilitators] == ["Ines"]
    assert view.room[1].people[0].changed_at == later
    assert view.stage.here == 3


def test_has_voted_speaks_of_the_open_round_alone():
    view = facilitator_view(session(AT_FRUIT, voted("fruit", p1="a"), opened("fruit", 2)))
    assert not any(p.has_voted for team in view.room for p in team.people)


def test_hands_come_in_the_order_in_which_they_went_up():
    def up(who, seconds):
        return HandRaised(at=NOON + timedelta(seconds=seconds), participant=who)

    hands = (started(), THREE, up("p3", 0), up("p1", 0.5), up("p2", 10))
    assert facilitator_view(session(hands)).hands == ("Cem", "Ana", "Ben")
    down = HandLowered(at=NOON, participant="p1")
    assert facilitator_view(session(hands, down)).hands == ("Cem", "Ben")
    assert voter_view(session(hands), "p1").me.hand_raised
    assert not voter_view(session(hands, down), "p1").me.hand_raised


def test_the_outline_says_how_far_each_step_has_come():
    def outline(*happenings):
        return [(e.status, e.is_current) for e in stage_view(session(*happenings)).outline]

    ahead, current = (StepStatus.AHEAD, False), (StepStatus.CURRENT, True)
    assert outline(started()) == [ahead] * 4
    assert outline(started(), entered("welcome")) == [current, ahead, ahead, ahead]
    assert outline(started(), entered("welcome"), entered("fruit"), entered("soup")) == [
        (StepStatus.DONE, False),
        (StepStatus.STARTED, False),
        current,
        ahead,
    ]
    decided = (started(), entered("fruit"), voted("fruit", p1="a"), settled("fruit", DECIDED))
    assert outline(decided)[1] == (StepStatus.DONE, True)
    assert outline(decided, entered("soup"))[1] == (StepStatus.DONE, False)
    assert outline(decided, reopened("fruit"))[1] == current
    assert outline(decided, reopened("fruit"), entered("soup"))[1] == (StepStatus.STARTED, False)
    assert outline(decided, ended())[1] == (StepStatus.DONE, False)


@pytest.mark.parametrize("outcome", [o for o in Outcome if o is not Outcome.DECIDED])
def test_the_outline_says_what_became_of_an_undecided_task(outcome):
    state = session(started(), entered("fruit"), settled("fruit", Decision(outcome)))
    assert stage_view(state).outline[1].status.value == outcome.value


def test_the_clock_runs_from_entering_the_step_with_every_extension():
    later = NOON + timedelta(minutes=3)
    more = TimeExtended(at=later, step="fruit", seconds=90)
    timer = stage_view(session(started(), entered("fruit", at=later), more)).timer
    assert (timer.started_at, timer.seconds) == (later, 8 * 60 + 90)


def test_a_step_without_a_timebox_has_a_clock_once_it_is_extended():
    timer = stage_view(session(started(), entered("soup"))).timer
    assert (timer.started_at, timer.seconds) == (NOON, None)
    more = TimeExtended(at=NOON, step="soup", seconds=90)
    assert stage_view(session(started(), entered("soup"), more)).timer.seconds == 90


def test_no_clock_runs_before_the_first_step_nor_after_the_end():
    assert stage_view(session(started())).timer is None
    assert stage_view(session(started(), entered("fruit"), ended())).timer is None


def test_the_step_at_hand_is_headed_by_its_place():
    heading = stage_view(session(AT_FRUIT)).step
    assert (heading.id, heading.kind, heading.number, heading.total) == ("fruit", "task", 2, 4)
    assert stage_view(session(started())).step is None
    assert stage_view(session(started(), entered("welcome"))).matter == BriefView("Hello.")
    assert facilitator_view(session(started(), entered("welcome"))).notes == "Smile."


def test_a_task_offers_its_candidates_and_asks_about_today_only_where_it_should():
    fruit = stage_view(session(AT_FRUIT)).about(TaskView)
    assert [c.id for c in fruit.candidates] == ["a", "b"]
    assert [c.id for c in fruit.today_choices] == ["a", "b", "c", "nobody", "unclear"]
    soup = stage_view(session(started(), entered("soup"))).about(TaskView)
    assert [c.id for c in soup.candidates] == ["a", "b", "c"]
    assert soup.today_choices == ()


def test_the_agendas_own_answer_comes_with_the_first_reveal():
    before = facilitator_view(session(AT_FRUIT, opened("fruit"), cast("p1", "a")))
    assert (before.suggested, before.draft) == (None, None)
    after = facilitator_view(session(AT_FRUIT, voted("fruit", **SPLIT)))
    assert after.suggested.driver == "a"
    again = facilitator_view(session(AT_FRUIT, voted("fruit", **SPLIT), opened("fruit", 2)))
    assert again.suggested.driver == "a"


def against_leader(draft):
    return [stance for stance in draft.stances if stance.position != draft.leader]


def test_the_decision_form_starts_from_the_newest_reveal():
    ballots = (
        cast("p1", "a", number=2, reason="our ladder"),
        cast("p2", "a", number=2),
        cast("p3", "b", number=2, reason="too steep"),
    )
    draft = facilitator_view(
        session(AT_FRUIT, voted("fruit", **SPLIT), opened("fruit", 2), *ballots, closed("fruit", 2))
    ).draft
    ana = Dissent(team="a", position="a", reason="our ladder", name="Ana", participant="p1")
    nothing = "Gave no reason with the vote."
    ben = Dissent(team="b", position="a", reason=nothing, name="Ben", participant="p2")
    cem = Dissent(team="c", position="b", reason="too steep", name="Cem", participant="p3")
    assert draft.leader == "a"
    assert draft.owners == (("a", ("Ana",)), ("b", ("Ben",)))
    assert draft.support == (Support("b", InputKind.CONSULT, "what sells", "each Monday"),)
    assert draft.stances == (ana, ben, cem)
    assert against_leader(draft) == [cem]
    assert draft.review_on == NOON.date() + timedelta(days=120)


def test_the_form_proposes_the_suggested_support_only_with_the_suggested_driver():
    draft = facilitator_view(session(AT_FRUIT, voted("fruit", **SPLIT))).draft
    assert (draft.leader, draft.support) == ("b", ())
    tie = facilitator_view(session(AT_FRUIT, voted("fruit", p1="a", p2="b"))).draft
    assert (tie.leader, tie.support) == (None, ())
    assert [each.participant for each in against_leader(tie)] == ["p1", "p2"]


def test_who_abstained_or_wants_to_know_more_dissents_from_nothing():
    draft = facilitator_view(
        session(AT_FRUIT, voted("fruit", p1="a", p2=ABSTAIN, p3=NEED_INFO))
    ).draft
    assert against_leader(draft) == []


def test_a_reveal_counts_names_and_reads_the_vote():
    ballots = (
        cast("p1", "a", confidence=4, reason="ours", today="b"),
        cast("p2", "b", today="nobody"),
        cast("p3", "b", reason="theirs", proxy=True, today="b"),
    )
    eve = joined("p4", "Eve", "c")
    oli = joined("p5", "Oli", "c")
    reveal = stage_view(
        session(AT_FRUIT, eve, oli, opened("fruit"), *ballots, cast("p4", ABSTAIN), closed("fruit"))
    ).reveal
    assert [(bar.choice, bar.label, bar.count, bar.names) for bar in reveal.bars] == [
        ("b", "Bakers", 2, ("Ben", "Cem")),
        ("a", "Apples", 1, ("Ana",)),
        (ABSTAIN, "Abstain", 1, ("Eve",)),
    ]
    assert [(t.team, t.name, t.votes, t.position) for t in reveal.teams] == [
        ("a", "Apples", (("a", 1),), "a"),
        ("b", "Bakers", (("b", 1),), "b"),
        ("c", "Cooks", (("b", 1),), "b"),
    ]
    assert [
        (b.name, b.team, b.choice, b.confidence, b.reason, b.proxy) for b in reveal.reasons
    ] == [
        ("Ana", "Apples", "Apples", 4, "ours", False),
        ("Cem", "Cooks", "Bakers", None, "theirs", True),
    ]
    assert (reveal.eligible, reveal.silent) == (5, 1)
    assert reveal.today == (("b", 2), ("nobody", 1))
    assert (reveal.leader, reveal.leading_share) == ("b", pytest.approx(2 / 3))
    assert (reveal.rule_met, reveal.driver_absent) == (False, False)
    assert (reveal.pattern.value, reveal.sentence) == (
        "contested",
        "Both claim it. What would each lose by supporting instead of driving?",
    )
    assert [(t.choice, t.speakers, t.why) for t in reveal.turns] == [
        ("Apples", ("Ana",), "fewest named it, with a reason"),
        ("Bakers", ("Ben", "Cem"), "the largest group"),
    ]
    assert reveal.movement is None


def test_a_later_reveal_shows_who_moved_where_and_the_earlier_one_stays():
    view = stage_view(
        session(AT_FRUIT, voted("fruit", **SPLIT), voted("fruit", 2, p1="b", p2="b", p3=ABSTAIN))
    )
    first, second = view.reveals
    assert (first.number, first.movement, second.number) == (1, None, 2)
    assert second.movement.moves == (("Apples", "Bakers", 1), ("Bakers", "Abstain", 1))
    assert (second.movement.movers, second.movement.stayed) == (2, 1)
    assert second.movement.people == (("Ana", "Apples", "Bakers"), ("Cem", "Bakers", "Abstain"))


def test_where_votes_are_named_even_two_people_can_be_seen_to_move():
    two = (started(), TWO, entered("fruit"))
    view = stage_view(session(two, voted("fruit", p1="a", p2="b"), voted("fruit", 2, p1="b")))
    assert view.reveal.movement.people == (("Ana", "Apples", "Bakers"),)


def test_somebody_removed_while_a_round_was_open_is_not_seen_to_move():
    gone = ParticipantRemoved(at=NOON, participant="p3", reason="Enough.", by="f1")
    again = voted("fruit", 2, p1="a", p2="b", p3="a")
    view = stage_view(session(AT_FRUIT, voted("fruit", **SPLIT), again[:-2], gone, again[-2:]))
    assert sum(bar.count for bar in view.reveal.bars) == 2
    assert (view.reveal.movement.movers, view.reveal.movement.stayed) == (0, 2)
    assert view.reveal.movement.people == ()


def test_a_voter_sees_their_own_ballot_of_the_open_round_or_of_the_newest_reveal():
    voting = (*AT_FRUIT, opened("fruit"), cast("p1", "a", confidence=2))
    assert voter_view(session(voting), "p1").ballot == Ballot("a", 2)
    assert voter_view(session(voting), "p2").ballot is None
    revealed = (*voting, closed("fruit"))
    assert voter_view(session(revealed), "p1").ballot == Ballot("a", 2)
    anew = (*revealed, opened("fruit", 2))
    assert voter_view(session(anew), "p1").ballot is None
    assert voter_view(session(anew), "p1").ballots == ((1, Ballot("a", 2)),)
    assert voter_view(session(anew, closed("fruit", 2), entered("soup")), "p1").ballots == ()


def test_a_voter_sees_who_they_are_and_which_connection_holds_their_seat():
    me = voter_view(session(AT_FRUIT, connected("p1", "s2-7")), "p1").me
    assert (me.name, me.team, me.team_name, me.seat) == ("Ana", "a", "Apples", Seat.VOTER)
    assert me.connection == "s2-7"
    assert voter_view(session(AT_FRUIT, disconnected("p1", "s1-p1")), "p1").me.connection is None
    ines = voter_view(session(AT_FRUIT), "f1").me
    assert (ines.team, ines.team_name) == (None, "")


def test_nobody_without_a_seat_has_a_view():
    with pytest.raises(KeyError):
        voter_view(session(AT_FRUIT), "p9")


def test_a_decision_is_shown_with_its_teams_and_kept_for_the_read_back():
    decision = replace(
        DECIDED,
        owner="Ana",
        support=(Support("c", InputKind.REVIEW, "taste", "weekly"),),
    )
    state = session(AT_FRUIT, voted("fruit", **SPLIT), settled("fruit", decision))
    shown = stage_view(state).decision
    assert (shown.outcome, shown.driver.name, shown.owner) == (Outcome.DECIDED, "Apples", "Ana")
    assert [(team.name, given.detail) for team, given in shown.support] == [("Cooks", "taste")]
    assert stage_view(state).settled == (("Picking fruit", shown),)
    later = stage_view(session(AT_FRUIT, settled("fruit", SKIPPED), entered("goodbye")))
    assert later.decision is None
    assert [title for title, _ in later.settled] == ["Picking fruit"]


URGENT = [
    ("a step is entered", AT_FRUIT[:2], (entered("fruit"),)),
    ("a step is entered again", (*AT_FRUIT, entered("soup")), (entered("fruit"),)),
    ("voting opens", AT_FRUIT, (opened("fruit"),)),
    ("a reveal", (*AT_FRUIT, opened("fruit")), closed("fruit")),
    ("the next round opens", (*AT_FRUIT, voted("fruit")), (opened("fruit", 2),)),
    ("an outcome", (*AT_FRUIT, voted("fruit")), (settled("fruit", DECIDED),)),
    (
        "a reopening",
        (*AT_FRUIT, voted("fruit"), settled("fruit", DECIDED)),
        (reopened("fruit"),),
    ),
    ("more time", AT_FRUIT, (TimeExtended(at=NOON, step="fruit", seconds=60),)),
    ("the end", AT_FRUIT, (ended(),)),
]
GENTLE = [
    ("a ballot", (*AT_FRUIT, opened("fruit")), (cast("p1", "a"),)),
    ("somebody joins", AT_FRUIT, joined("p4", "Eve", "a")),
    ("somebody drops", AT_FRUIT, (disconnected("p1", "s1-p1"),)),
    ("a hand", AT_FRUIT, (HandRaised(at=NOON, participant="p1"),)),
    ("something is parked", AT_FRUIT, (ItemParked(at=NOON, item=1, text="Pies", by="p1"),)),
    ("the log is written", (*AT_FRUIT, ended()), (LogWritten(at=NOON, file="s.toml"),)),
]


def turnings(before, events):
    return stage_view(session(before)).turning, stage_view(session(before, events)).turning


@pytest.mark.parametrize(("what", "before", "events"), URGENT, ids=[name for name, *_ in URGENT])
def test_what_everybody_must_see_at_once_turns_the_stage(what, before, events):
    earlier, later = turnings(before, events)
    assert earlier != later


@pytest.mark.parametrize(("what", "before", "events"), GENTLE, ids=[name for name, *_ in GENTLE])
def test_what_may_wait_a_blink_does_not_turn_the_stage(what, before, events):
    earlier, later = turnings(before, events)
    assert earlier == later


def test_the_stage_says_by_which_rules_it_is_played():
    view = stage_view(session(AT_FRUIT))
    assert (view.session, view.title, view.named) == ("s", "Who owns the kitchen?", True)
    assert (view.agreement_required, view.max_rounds) == (0.75, 2)
    facilitating = facilitator_view(session(AT_FRUIT))
    assert (facilitating.rules, facilitating.join_code) == (AGENDA.rules, "7KXM")


def test_the_lead_is_named_where_there_is_more_than_one_facilitator():
    uma = joined("f2", "Uma", None, seat=Seat.FACILITATOR)
    assert stage_view(session(started())).lead == ""
    assert stage_view(session(started(), uma)).lead == "Ines"
    handed = LeadHandedOver(at=NOON, to="f2", by="f1")
    state = session(started(), uma, handed)
    assert (stage_view(state).lead, facilitator_view(state).lead) == ("Uma", "f2")


def test_facilitators_are_not_counted_among_those_who_are_here():
    uma = joined("f2", "Uma", None, seat=Seat.FACILITATOR)
    assert stage_view(session(started(), TWO, uma)).here == 2


def test_a_session_is_unattended_once_every_facilitator_has_gone():
    later = NOON + timedelta(minutes=1)
    ines = connected("f1", "terminal-1")
    uma = joined("f2", "Uma", None, seat=Seat.FACILITATOR)
    both = (started(), ines, uma, disconnected("f1", "terminal-1", at=later))
    assert not stage_view(session(started())).is_unattended
    assert not stage_view(session(*both)).is_unattended
    assert stage_view(session(*both, disconnected("f2", "s1-f2", at=later))).is_unattended
