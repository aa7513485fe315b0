"""What may be changed in a log once its session has ended, and how that is recorded."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from facilitator.domain.agenda import Attribution, Fallback
from facilitator.domain.decision_log.amending import (
    AmendmentRefused,
    CorrectTyping,
    Edit,
    SetCommitmentOwner,
    SetDueDay,
    SetOwner,
    SetReviewDate,
    SetStatus,
    amend,
)
from facilitator.domain.decision_log.checks import check_log
from facilitator.domain.decision_log.model import Amendment, Commitment, DecisionLog, LogParkedItem
from facilitator.domain.decision_log.projection import project_log
from facilitator.domain.decisions import CommitmentStatus
from facilitator.domain.rounds import Ballot
from tests.worlds.workshop import held_session

TASK, DEFERRED, PARKED = "competitive-messaging", "launch-plan", "advisory-boards"
NOW = datetime(2026, 12, 1, 10, 0, 0, 250_000, UTC)
PROMISES = (
    Commitment(
        id="win-loss",
        giver="pmm",
        receiver="pm",
        text="Win/loss findings every month",
        due=date(2027, 1, 31),
        status=CommitmentStatus.OPEN,
    ),
    Commitment(id="facts", giver="pm", receiver="pmm", text="Facts", status=CommitmentStatus.OPEN),
)
LOG = replace(project_log(held_session()), commitments=PROMISES)


def amended(*changes, log: DecisionLog = LOG, by: str = "Ines", at: datetime = NOW):
    return amend(log, changes, by, at)


def whats(*changes, log: DecisionLog = LOG) -> list[str]:
    return [made.what for made in amended(*changes, log=log).amendments]


def told(index: int, **fields) -> DecisionLog:
    """The log with other words in one of its decisions."""
    decisions = list(LOG.decisions)
    decisions[index] = replace(decisions[index], **fields)
    return replace(LOG, decisions=tuple(decisions))


def promised(index: int, **fields) -> DecisionLog:
    """The log with other words in one of its commitments."""
    promises = list(PROMISES)
    promises[index] = replace(promises[index], **fields)
    return replace(LOG, commitments=tuple(promises))


@pytest.mark.parametrize(
    ("change", "what", "expected"),
    [
        (
            SetOwner(TASK, " Kim "),
            "owner of competitive-messaging: Ana -> Kim",
            told(0, owner="Kim"),
        ),
        (
            SetReviewDate(TASK, date(2027, 6, 1)),
            "review of competitive-messaging: 2027-03-22 -> 2027-06-01",
            told(0, review_on=date(2027, 6, 1)),
        ),
        (
            SetReviewDate(DEFERRED, date(2026, 11, 22)),
            "review of launch-plan: 2027-03-22 -> 2026-11-22",
            told(1, review_on=date(2026, 11, 22)),
        ),
        (
            SetStatus("win-loss", CommitmentStatus.KEPT),
            "status of commitment win-loss: open -> kept",
            promised(0, status=CommitmentStatus.KEPT),
        ),
        (
            SetDueDay("win-loss", date(2027, 2, 28)),
            "due day of commitment win-loss: 2027-01-31 -> 2027-02-28",
            promised(0, due=date(2027, 2, 28)),
        ),
        (
            SetDueDay("facts", date(2027, 2, 28)),
            "due day of commitment facts: no day -> 2027-02-28",
            promised(1, due=date(2027, 2, 28)),
        ),
        (
            SetCommitmentOwner("facts", "Lee"),
            "owner of commitment facts: nobody -> Lee",
            promised(1, owner="Lee"),
        ),
        (
            CorrectTyping("Launch plan", "The launch plan"),
            "typing error in title of launch-plan: Launch plan -> The launch plan",
            told(1, title="The launch plan"),
        ),
    ],
)
def test_each_change_is_made_and_recorded_and_nothing_else_changes(change, what, expected):
    made = amended(change)
    note = Amendment(at=datetime(2026, 12, 1, 10, tzinfo=UTC), by="Ines", what=what)
    assert made.log == replace(expected, amendments=(note,))
    assert made.amendments == (note,)
    assert len(made.edits) == 1
    assert check_log(made.log) == ()


def test_several_changes_are_made_one_after_the_other_with_a_note_each():
    made = amended(
        SetOwner(TASK, "Kimm"),
        CorrectTyping("Kimm", "Kim"),
        SetStatus("win-loss", CommitmentStatus.MISSED),
    )
    assert [note.what for note in made.amendments] == [
        "owner of competitive-messaging: Ana -> Kimm",
        "typing error in owner of competitive-messaging: Kimm -> Kim",
        "status of commitment win-loss: open -> missed",
    ]
    assert made.log.decision(TASK).owner == "Kim"
    assert made.edits[1] == Edit("owner of competitive-messaging", "Kimm", "Kim")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (SetOwner(TASK, "Ana"), "the owner of competitive-messaging is Ana already"),
        (SetReviewDate(TASK, date(2027, 3, 22)), "is 2027-03-22 already"),
        (SetStatus("facts", CommitmentStatus.OPEN), "is open already"),
        (SetDueDay("win-loss", date(2027, 1, 31)), "is 2027-01-31 already"),
        (CorrectTyping("Ana", " Ana"), "nothing changes"),
        (SetOwner("competitve-mesaging", "Kim"), 'did you mean "competitive-messaging"?'),
        (SetOwner("x", "Kim"), "it has competitive-messaging, launch-plan, advisory-boards"),
        (SetStatus("win-los", CommitmentStatus.KEPT), 'did you mean "win-loss"?'),
        (SetOwner("\x1b[2J", "Kim"), 'no task "<U+001B>[2J"'),
        (SetReviewDate(TASK, date(2026, 11, 21)), "before the decision on 2026-11-22"),
        (SetReviewDate(PARKED, date(2027, 1, 1)), '"advisory-boards" is parked'),
        (SetOwner(DEFERRED, "Kim"), "only a decided task has an owner"),
        (SetOwner(TASK, " "), "the name of who owns it is empty"),
        (SetOwner(TASK, "Kim\u202e"), "invisible formatting character"),
        (SetOwner(TASK, "two\nlines"), "a line break"),
        (SetOwner(TASK, "x" * 61), "at most 60 fit"),
        (SetCommitmentOwner("facts", "\x07"), "control character"),
        (CorrectTyping("", "x"), "is empty"),
        (CorrectTyping("Ana", ""), "is empty"),
        (CorrectTyping("Ana", "\x1b"), "control character"),
        (CorrectTyping("nowhere to be found", "x"), 'in this log says "nowhere to be found"'),
        (CorrectTyping("An", "Ann"), "only as a part of longer words"),
        (CorrectTyping("Launch", "x" * 119), "then the title of launch-plan can't be kept"),
    ],
)
def test_what_makes_no_sense_is_refused_in_one_line(change, words):
    with pytest.raises(AmendmentRefused) as refused:
        amended(SetStatus("win-loss", CommitmentStatus.KEPT), change)
    assert words in str(refused.value)
    assert str(refused.value).isprintable()


def test_a_log_without_commitments_says_so():
    with pytest.raises(AmendmentRefused, match="it has none at all"):
        amended(SetStatus("x", CommitmentStatus.KEPT), log=replace(LOG, commitments=()))


@pytest.mark.parametrize("by", ["", "\x1b]0;x", "x" * 61])
def test_who_amends_has_to_have_a_name(by):
    with pytest.raises(AmendmentRefused, match="the name of who amends the log"):
        amended(SetOwner(TASK, "Kim"), by=by)


@pytest.mark.parametrize(
    ("at", "recorded"),
    [
        (NOW, datetime(2026, 12, 1, 10, tzinfo=UTC)),
        (
            datetime(2026, 12, 1, 11, 0, 59, 999_999, timezone(timedelta(hours=1))),
            datetime(2026, 12, 1, 10, 0, 59, tzinfo=UTC),
        ),
        # A clock that is slow: no amendment comes before the session's end.
        (datetime(2020, 1, 1, tzinfo=UTC), LOG.session.ended_at),
    ],
)
def test_the_moment_is_in_whole_seconds_and_in_order(at, recorded):
    made = amended(SetOwner(TASK, "Kim"), at=at)
    assert made.amendments[0].at == recorded
    again = amended(SetOwner(TASK, "Lee"), log=made.log, at=datetime(2020, 1, 1, tzinfo=UTC))
    assert [note.at for note in again.log.amendments] == [recorded, recorded]
    assert check_log(again.log) == ()


def test_a_session_that_ended_within_a_second_is_amended_after_it():
    ended = LOG.session.ended_at + timedelta(microseconds=1)
    log = replace(LOG, session=replace(LOG.session, ended_at=ended))
    made = amended(SetOwner(TASK, "Kim"), log=log, at=ended)
    assert made.amendments[0].at == ended.replace(microsecond=0) + timedelta(seconds=1)
    assert check_log(made.log) == ()


def everywhere(word: str) -> DecisionLog:
    """The log with a word in every field that it can stand in."""
    decision = LOG.decisions[0]
    held = decision.rounds[0]
    renamed = {each.name: f"{word} R." for each in decision.dissent}
    cast = replace(held.ballots[0], ballot=Ballot(choice="pmm", confidence=4, reason=word))
    decision = replace(
        decision,
        title=f"{word} messaging",
        owner=f"{word} A.",
        rationale=f"One line.\n{word}: another, and {word}",
        support=tuple(replace(each, detail=word, when=f"a {word}") for each in decision.support),
        dissent=tuple(
            replace(each, name=f"{word} R.", reason=word, would_change=word)
            for each in decision.dissent
        ),
        rounds=(replace(held, ballots=(cast, *held.ballots[1:])), *decision.rounds[1:]),
        extra={"note": word},
    )
    return replace(
        LOG,
        session=replace(LOG.session, title=word, facilitators=("Ines", word)),
        rules=replace(LOG.rules, fallback=Fallback.ESCALATE, approver=word),
        teams=(replace(LOG.teams[0], name=word), *LOG.teams[1:]),
        participants=tuple(
            replace(each, name=renamed.get(each.name, each.name if number else word))
            for number, each in enumerate(LOG.participants)
        ),
        decisions=(decision, *LOG.decisions[1:]),
        commitments=(replace(PROMISES[0], text=word, owner=word),),
        parking_lot=(LogParkedItem(text=word, raised_by=word),),
        amendments=(Amendment(at=LOG.session.ended_at, by=word, what=word),),
        extra={word: word},
    )


def test_a_typing_error_is_corrected_wherever_the_text_is_ours_and_nowhere_else():
    made = amended(CorrectTyping("teh", "the"), log=everywhere("teh"))
    right = everywhere("the")
    said = everywhere("teh")
    decision, was = right.decisions[0], said.decisions[0]
    decision = replace(
        decision,
        dissent=tuple(
            replace(each, name=now.name)
            for each, now in zip(was.dissent, decision.dissent, strict=True)
        ),
        rounds=was.rounds,
        extra=was.extra,
    )
    assert replace(made.log, amendments=()) == replace(
        right, decisions=(decision, *right.decisions[1:]), extra=said.extra, amendments=()
    )
    assert made.log.amendments[0] == said.amendments[0]
    assert made.amendments[0].what == "typing error in 18 places: teh -> the"
    assert [edit.field for edit in made.edits] == [
        "title of the session",
        "facilitator of the session",
        "approver of the rules",
        "name of team pm",
        "name of participant p1",
        "name of participant p2",
        "title of competitive-messaging",
        "owner of competitive-messaging",
        "rationale of competitive-messaging",
        "detail of pm's support on competitive-messaging",
        "when of pm's support on competitive-messaging",
        "detail of sales's support on competitive-messaging",
        "when of sales's support on competitive-messaging",
        "name of an objector on competitive-messaging",
        "text of commitment win-loss",
        "owner of commitment win-loss",
        "text of parked item 1",
        "author of parked item 1",
    ]


def titled(title: str) -> DecisionLog:
    return replace(LOG, session=replace(LOG.session, title=title))


@pytest.mark.parametrize(
    ("title", "wrong", "right", "corrected"),
    [
        ("An ode to Ana, by An", "An", "Ann", "Ann ode to Ana, by Ann"),
        ("Win-los: los!", "los", "loss", "Win-loss: loss!"),
        ("naïve nave", "nave", "naïve", "naïve naïve"),
        ("日木語の理由", "日木", "日本", "日本語の理由"),
        ("a a a", "a a", "b", "b a"),
        ("Who owns  what?", "owns  what", "owns what", "Who owns what?"),
        ("straße", "strasse", "straße", None),
        ("cafe\u0301s", "café", "tea", None),
    ],
)
def test_whole_words_are_corrected(title, wrong, right, corrected):
    if corrected is None:
        with pytest.raises(AmendmentRefused):
            amended(CorrectTyping(wrong, right), log=titled(title))
    else:
        made = amended(CorrectTyping(wrong, right), log=titled(title))
        assert made.log.session.title == corrected


def test_nobody_is_named_by_amending_an_anonymous_log():
    log = project_log(held_session(attribution=Attribution.ANONYMOUS))
    changes = SetReviewDate(DEFERRED, date(2027, 6, 1)), CorrectTyping("Competitive", "Rival")
    made = amended(*changes, log=log)
    assert check_log(made.log) == ()
    assert all(person.name is None for person in made.log.participants)
