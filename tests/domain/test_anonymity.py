"""Anonymous sessions: what is told of a round, and what not, so that it gives nobody away."""

from __future__ import annotations

from dataclasses import replace

import pytest

from facilitator.domain.commands import RecordDecision, RecordStatuses, SettleShortlist
from facilitator.domain.decisions import CommitmentStatus, Promise
from facilitator.domain.discussion import WayOn
from facilitator.domain.events import (
    ParticipantRemoved,
    PromiseWorded,
    ShortlistSettled,
    StatusesRecorded,
    TeamCorrected,
)
from facilitator.domain.rounds import ABSTAIN
from facilitator.domain.turnout import Exposure
from facilitator.domain.views import (
    CloseView,
    CommitView,
    FollowUpView,
    NextAction,
    RateView,
    ShortlistView,
    Standing,
    facilitator_view,
    stage_view,
)
from tests.worlds.scenario import (
    DECIDED,
    FULL,
    FULL_ANONYMOUS,
    LAST_YEAR,
    NOON,
    answered,
    cast,
    closed,
    entered,
    given,
    joined,
    marked,
    opened,
    session,
    settled,
    started,
    voted,
)


def seats(teams):
    """Voters p1, p2 … of these teams."""
    return [joined(f"p{n}", f"Person{n}", team) for n, team in enumerate(teams, start=1)]


def at(step, teams, agenda=FULL_ANONYMOUS):
    """A room of these teams has come to a step of a session that follows last year's."""
    return (started(agenda, LAST_YEAR), seats(teams), entered(step))


def chosen(choices):
    """Ballots by p1, p2 … in this order: "aab-" is a, a, b, and none by p4."""
    return {f"p{n}": each for n, each in enumerate(choices, start=1) if each != "-"}


# words


def reasons_of(choices, *, said):
    """What is revealed of the reasons that some voters gave, with the choice beside each."""
    ballots = [cast(who, what, reason=said.get(who, "")) for who, what in chosen(choices).items()]
    state = session(at("fruit", "a" * len(choices)), opened("fruit"), ballots, closed("fruit"))
    return [(each.choice, each.reason) for each in stage_view(state).reveal.reasons]


def test_a_reason_stands_by_its_choice_where_every_choice_was_made_by_three():
    said = {"p1": "ladder", "p6": "apron"}
    assert reasons_of("aaabbb", said=said) == [("Apples", "ladder"), ("Bakers", "apron")]


@pytest.mark.parametrize("said", [{"p1": "ladder", "p4": "apron"}, {"p1": "ladder"}])
def test_where_few_made_a_choice_no_reason_stands_by_one_whoever_gave_any(said):
    """Else a reason that stands by none would be known for that of the rare choice."""
    shown = reasons_of("aaab", said=said)
    assert shown == [("", reason) for reason in sorted(said.values())]


def turns_of(*ballots):
    state = session(at("fruit", "aaaa"), opened("fruit"), ballots, closed("fruit"))
    return stage_view(state).reveal.turns


def test_who_speaks_next_depends_neither_on_who_gave_a_reason_nor_on_how_sure_they_were():
    plain = turns_of(*(cast(who, what) for who, what in chosen("aabb").items()))
    assert plain == turns_of(
        cast("p1", "a"),
        cast("p2", "a", confidence=5),
        cast("p3", "b", reason="apron"),
        cast("p4", "b"),
    )


def low_of(*fingers, said):
    marks = [
        marked(f"p{n}", "plan", shown, step="goodbye", reason=said.get(f"p{n}", ""))
        for n, shown in enumerate(fingers, start=1)
    ]
    room = at("goodbye", "a" * len(fingers))
    state = session(room, opened("goodbye"), marks, closed("goodbye"))
    return [(each.fingers, each.reason) for each in stage_view(state).about(CloseView).plan.low]


def test_doubts_stand_by_the_fingers_that_three_have_shown():
    assert low_of(2, 2, 2, 5, said={"p2": "too much"}) == [(2, ""), (2, ""), (2, "too much")]


@pytest.mark.parametrize("said", [{"p1": "too much", "p4": "no time"}, {"p4": "no time"}])
def test_where_few_showed_as_many_fingers_doubts_are_words_alone(said):
    assert low_of(2, 2, 2, 1, 5, said=said) == [(None, each) for each in sorted(said.values())]


# moves


def movement_of(teams, first, second, between=()):
    """What is told of who moved between two rounds in which these were chosen."""
    before = voted("fruit", **chosen(first))
    state = session(at("fruit", teams), before, between, voted("fruit", 2, **chosen(second)))
    return stage_view(state).reveals[1].movement


def test_moves_are_told_of_the_same_people_in_both_rounds():
    moved = movement_of("aaab", "aaab", "abbb")
    assert (moved.moves, moved.stayed) == ((("Apples", "Bakers", 2),), 2)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("aaab---", "aaa----"),  # somebody voted in the first alone
        ("aaa----", "aaab---"),  # in the second alone
        ("aaabbb-", "aaa----"),  # even three: who of them chose what is told by the moves
        ("aab----", "aa-b---"),
    ],
)
def test_no_moves_are_told_where_somebody_voted_in_one_of_the_rounds_alone(first, second):
    assert movement_of("aaabbbb", first, second) is None


def test_no_moves_are_told_where_teams_were_told_otherwise():
    swapped = (
        TeamCorrected(at=NOON, participant="p1", team="b", by="f1"),
        TeamCorrected(at=NOON, participant="p4", team="a", by="f1"),
    )
    assert movement_of("aaabbb", "aaabbb", "aaabbb") is not None
    assert movement_of("aaabbb", "aaabbb", "aaabbb", swapped) is None
    late = joined("p7", "Person7", "c")
    assert movement_of("aaabbb", "aaabbb", "aaabbb", late) is None


# fewer than three


def revealed(choices, agenda=FULL_ANONYMOUS, *, step="fruit"):
    """The facilitator's picture after a round in which a room of four has chosen."""
    return facilitator_view(session(at(step, "aabb", agenda), voted(step, **chosen(choices))))


@pytest.mark.parametrize(
    ("choices", "ballots"), [("a", 1), ("ab", 2), ("aa", 2), (["a", ABSTAIN], 2)]
)
def test_of_fewer_than_three_ballots_only_their_number_is_told(choices, ballots):
    view = revealed(choices)
    reveal = view.stage.reveal
    assert (reveal.withheld, reveal.eligible, reveal.silent) == (ballots, 4, 4 - ballots)
    assert (reveal.bars, reveal.teams, reveal.today, reveal.reasons, reveal.turns) == ((),) * 5
    assert (reveal.pattern, reveal.sentence, reveal.leader) == (
        None,
        "",
        None,
    )
    assert (reveal.leading_share, reveal.rule_met, reveal.movement) == (0.0, False, None)
    assert reveal.ways.advised is WayOn.NEW_ROUND
    assert (view.next_action, view.draft.leader, view.draft.support) == (
        NextAction.NEW_ROUND,
        None,
        (),
    )


@pytest.mark.parametrize(
    ("choices", "agenda"), [("aab", FULL_ANONYMOUS), ("", FULL_ANONYMOUS), ("a", FULL)]
)
def test_three_ballots_are_told_and_none_at_all_and_named_ones(choices, agenda):
    reveal = revealed(choices, agenda).stage.reveal
    assert reveal.withheld == 0
    assert sum(bar.count for bar in reveal.bars) == len(choices)


def test_a_ballot_of_somebody_who_may_no_longer_vote_makes_no_third():
    gone = ParticipantRemoved(at=NOON, participant="p3", reason="left", by="f1")
    ballots = [cast(who, what) for who, what in chosen("aab").items()]
    state = session(at("fruit", "aabb"), opened("fruit"), ballots, gone, closed("fruit"))
    assert stage_view(state).reveal.withheld == 2


def test_no_moves_are_told_from_or_to_a_round_that_is_withheld():
    state = session(
        at("fruit", "aabb"),
        voted("fruit", **chosen("aa")),
        voted("fruit", 2, **chosen("aabb")),
        voted("fruit", 3, **chosen("ab")),
    )
    assert [each.movement for each in stage_view(state).reveals] == [None, None, None]


@pytest.mark.parametrize(
    ("choices", "standing", "share"), [("aab", Standing.WAVERING, 2 / 3), ("ab", None, 0.0)]
)
def test_whether_the_room_still_holds_a_decision_is_not_told_of_few(choices, standing, share):
    in_force = revealed(choices, step="soup").stage.in_force
    assert (in_force.driver, in_force.standing) == ("Apples", standing)
    assert in_force.share == pytest.approx(share)


def test_later_rounds_do_not_stand_for_a_blind_one_that_is_withheld():
    rounds = (voted("soup", **chosen("ab")), voted("soup", 2, **chosen("aabb")))
    assert stage_view(session(at("soup", "aabb"), rounds)).in_force.standing is None


@pytest.mark.parametrize("driver", ["a", "b"])
def test_who_leads_a_vote_of_few_is_not_told_by_what_a_decision_needs_either(driver):
    before = (at("fruit", "aabb"), voted("fruit", **chosen("aa")))
    decision = replace(DECIDED, driver=driver, rationale="")
    name = {"a": "Apples", "b": "Bakers"}[driver]
    given(before).when(RecordDecision, step="fruit", decision=decision).refused(
        f"Too few have voted to tell who leads: say in the rationale why {name} drives."
    )
    explained = replace(decision, rationale="They own the ladder.")
    given(before).when(RecordDecision, step="fruit", decision=explained).then(
        settled("fruit", explained)
    )


def test_a_statement_is_withheld_that_few_have_rated_and_another_told():
    ratings = answered(
        "taste", p1={"salted": 1, "ripe": 3}, p2={"salted": 1, "ripe": None}, p3={"ripe": 3}
    )
    rate = stage_view(session(at("taste", "aabb"), ratings)).about(RateView)
    salted, ripe = rate.results
    assert (salted.withheld, salted.silent, salted.counts) == (2, 2, (0, 0, 0))
    assert (salted.median, salted.consensus, salted.agreement, salted.teams) == (None,) * 3 + ((),)
    assert (ripe.withheld, ripe.counts, ripe.cant_say) == (0, (0, 0, 2), 1)
    assert [each.task for each in rate.coverage] == ["fruit"]


DOTS = answered("pick", p1={"soup": 3}, p2={"soup": 1})


def test_dots_that_few_have_placed_choose_nothing():
    shortlist = stage_view(session(at("pick", "aabb"), DOTS)).about(ShortlistView)
    assert shortlist.withheld == 2
    assert [(each.task, each.dots, each.people) for each in shortlist.ranked] == [
        ("fruit", None, None),
        ("soup", None, None),
    ]
    assert not any(each.taken or each.by_dots for each in shortlist.ranked)


@pytest.mark.parametrize("taken", [("fruit",), ("soup",), ("fruit", "soup")])
def test_where_dots_are_withheld_tasks_are_taken_with_a_reason(taken):
    before = given(at("pick", "aabb"), DOTS)
    before.when(SettleShortlist, step="pick", taken=taken).refused(
        "Too few placed dots for them to choose: say why you take these."
    )
    before.when(SettleShortlist, step="pick", taken=taken, reason="It is cold.").then(
        ShortlistSettled(at=NOON, step="pick", taken=taken, reason="It is cold.", by="f1")
    )


def test_what_few_say_of_an_earlier_promise_is_withheld_and_it_stays_open():
    told = answered("look-back", p1={"plums": 1, "stock": 3}, p2={"plums": 1}, p3={"plums": 1})
    state = session(at("look-back", "aabb"), told)
    plums, stock = stage_view(state).about(FollowUpView).owed
    assert (plums.said, plums.withheld) == (((CommitmentStatus.KEPT, 3),), 0)
    assert (stock.said, stock.withheld, stock.possible) == ((), 1, (CommitmentStatus.OPEN,))
    statuses = {"plums": CommitmentStatus.KEPT, "stock": CommitmentStatus.MISSED}
    record = given(at("look-back", "aabb"), told).when
    record(RecordStatuses, step="look-back", statuses=statuses).refused(
        "“Stock each week”: the receiving team says open."
    )
    statuses["stock"] = CommitmentStatus.OPEN
    record(RecordStatuses, step="look-back", statuses=statuses).then(
        StatusesRecorded(at=NOON, step="look-back", statuses=statuses, by="f1")
    )


def test_fingers_that_few_have_shown_are_withheld_with_their_doubts():
    marks = [
        marked("p1", "plan", 1, step="goodbye", reason="too thin"),
        *(marked(f"p{n}", "return-on-time", 4, step="goodbye") for n in (1, 2, 3)),
    ]
    state = session(at("goodbye", "aabb"), opened("goodbye"), marks, closed("goodbye"))
    plan = stage_view(state).about(CloseView).plan
    assert (plan.plan.withheld, plan.plan.counts, plan.low) == (1, (0,) * 5, ())
    assert (plan.return_on_time.withheld, plan.return_on_time.counts) == (0, (0, 0, 0, 3, 0))


def test_a_promise_that_few_have_answered_is_asked_about_again():
    asked = answered("owe", 1, "jam", p1={"consent": 1}, p2={"consent": 0})
    view = facilitator_view(session(at("owe", "aabb"), asked))
    consent = view.stage.about(CommitView).consent
    assert (consent.withheld, consent.yes, consent.objections, consent.is_given) == (
        2,
        0,
        (),
        False,
    )
    assert view.next_action is NextAction.NEW_ROUND


# what could be worked out, before it is revealed


def exposed(*happenings, agenda=FULL_ANONYMOUS, step="fruit", teams="aaabbb"):
    """What there is to say before the round is revealed that is open after all that."""
    return facilitator_view(session(at(step, teams, agenda), *happenings)).exposure


def now(choices, number=2):
    """A round is open in which these have voted."""
    return (
        opened("fruit", number),
        [cast(who, what, number=number) for who, what in chosen(choices).items()],
    )


@pytest.mark.parametrize("answers", [1, 2])
def test_before_a_reveal_of_too_few_it_is_said_that_nothing_can_be_told(answers):
    assert exposed(now("a" * answers, 1)) == Exposure(answers, is_too_few=True)


def test_without_an_answer_there_is_nothing_to_give_away():
    assert exposed(now("", 1)) is None
    assert exposed() is None


FIVE = voted("fruit", **chosen("aabbb"))


@pytest.mark.parametrize(
    ("choices", "gone", "new"),
    [
        ("aabb", ("Person5",), ()),
        ("aab", ("Person4", "Person5"), ()),
        ("aabbbb", (), ("Person6",)),
        ("aabb-b", ("Person5",), ("Person6",)),
        ("-abbbb", ("Person1",), ("Person6",)),
    ],
)
def test_before_a_reveal_it_is_said_whose_vote_two_rounds_would_tell(choices, gone, new):
    found = exposed(FIVE, now(choices))
    number = len(choices.replace("-", ""))
    assert found == Exposure(number, is_too_few=False, number=1, gone=gone, new=new)


@pytest.mark.parametrize(
    "happenings",
    [
        (FIVE, now("bbaaa")),
        (voted("fruit", **chosen("aabbbb")), now("abb")),  # three are gone: none stands out
        (voted("fruit", **chosen("aa")), now("aab")),  # of the first round nothing was told
    ],
)
def test_otherwise_nothing_is_said(happenings):
    assert exposed(*happenings) is None


def test_rounds_are_held_against_every_earlier_one_that_was_told():
    withheld = voted("fruit", 2, **chosen("ab"))
    assert exposed(FIVE, withheld, now("aabb", 3)).gone == ("Person5",)
    assert exposed(FIVE, withheld, now("aabb", 3)).number == 1


def test_where_votes_are_named_nothing_is_said():
    assert exposed(FIVE, now("aabb"), agenda=FULL) is None
    assert exposed(now("a", 1), agenda=FULL) is None


def everybody(answer, *, but=()):
    return {f"p{n}": answer for n in range(1, 7) if f"p{n}" not in but}


@pytest.mark.parametrize(
    ("step", "about", "answer"),
    [
        ("taste", "", {"salted": 1, "ripe": 2}),
        ("pick", "", {"soup": 2}),
        ("look-back", "", {"plums": 1, "stock": 2}),
        ("owe", "jam", {"consent": 1}),
        ("goodbye", "", {"plan": 4, "return-on-time": 4}),
    ],
)
def test_it_is_said_of_every_kind_of_round(step, about, answer):
    first = answered(step, 1, about, **everybody(answer))
    again = answered(step, 2, about, **everybody(answer, but=("p6",)))[:-2]
    assert exposed(first, again, step=step).gone == ("Person6",)
    few = answered(step, 1, about, p1=answer)[:-2]
    assert exposed(few, step=step) == Exposure(1, is_too_few=True)


def test_who_has_left_something_out_now_stands_out_as_well():
    first = answered("taste", **everybody({"salted": 1, "ripe": 2}))
    some = everybody({"salted": 1, "ripe": 2}, but=("p6",)) | {"p6": {"ripe": 1}}
    assert exposed(first, answered("taste", 2, **some)[:-2], step="taste").gone == ("Person6",)


def test_rounds_about_another_promise_are_another_matter():
    bread = Promise(id="bread", giver="b", receiver="c", text="Bread")
    worded = PromiseWorded(at=NOON, step="owe", promise=bread, by="f1")
    yes = {"consent": 1}
    first = answered("owe", 1, "jam", **everybody(yes))
    other = answered("owe", 2, "bread", **everybody(yes, but=("p6",)))[:-2]
    assert exposed(first, worded, other, step="owe") is None


# dots, while they are placed


def placing(agenda, **dots):
    marks = [marked(who, "soup", n, step="pick") for who, n in dots.items()]
    return facilitator_view(session(at("pick", "aab", agenda), opened("pick"), marks))


def test_it_is_not_told_who_has_how_many_dots_left():
    view = placing(FULL_ANONYMOUS, p1=3, p2=1)
    assert (view.stage.round.voted, view.waiting) == (2, ("Person3",))
    assert view == placing(FULL_ANONYMOUS, p1=1, p2=3)
    named = placing(FULL, p1=3, p2=1)
    assert (named.stage.round.voted, named.waiting) == (1, ("Person2", "Person3"))


def test_it_is_told_whether_everybody_has_placed_all():
    assert placing(FULL_ANONYMOUS, p1=3, p2=3, p3=1).stage.round.has_dots_left
    assert not placing(FULL_ANONYMOUS, p1=3, p2=3, p3=3).stage.round.has_dots_left
    assert not placing(FULL, p1=3, p2=3, p3=1).stage.round.has_dots_left
