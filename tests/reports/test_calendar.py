"""Reviews and promises as a calendar file, read back by the library that others read them with."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar, Event

from facilitator.domain.decision_log.model import Amendment, Commitment
from facilitator.domain.decision_log.projection import project_log
from facilitator.domain.decisions import CommitmentStatus, Outcome
from facilitator.domain.past.due import (
    due_reviews,
    open_commitments,
    settled_commitments,
    settled_reviews,
)
from facilitator.reports.calendar import calendar
from facilitator.reports.documents.blocks import plain
from tests.hostile import CALENDAR
from tests.reports.reading import HOSTILE, poisoned
from tests.worlds.workshop import held_session

PROMISE = Commitment(
    id="win-loss",
    giver="pmm",
    receiver="pm",
    text="Win/loss findings; monthly, in full",
    owner="Ana",
    due=date(2027, 1, 31),
    status=CommitmentStatus.OPEN,
)
LOG = replace(project_log(held_session()), commitments=(PROMISE,))
REVIEW = f"review-competitive-messaging-{LOG.session.id}@facilitator"
PROMISED = f"commitment-win-loss-{LOG.session.id}@facilitator"


def later(log, session: str, days: int, **more):
    """The same as another session told it, that many days later."""
    shift = timedelta(days=days)
    held = replace(
        log.session,
        id=session,
        started_at=log.session.started_at + shift,
        ended_at=log.session.ended_at + shift,
    )
    return replace(log, session=held, **more)


def made(*logs) -> bytes:
    return calendar(
        [*due_reviews(logs), *settled_reviews(logs)],
        [*open_commitments(logs), *settled_commitments(logs)],
    )


def status_of(event: Event) -> tuple[str, int]:
    return str(event["status"]), int(event["sequence"])


def events(data: bytes) -> dict[str, Event]:
    found = Calendar.from_ical(data)
    assert all(each.name == "VEVENT" for each in found.subcomponents)
    by_uid = {str(each["uid"]): each for each in found.subcomponents}
    assert len(by_uid) == len(found.subcomponents)
    return by_uid


def test_each_review_and_each_open_promise_is_a_day_that_says_who_owes_what():
    found = events(made(LOG)).values()
    assert [(str(each["summary"]), each.decoded("dtstart")) for each in found] == [
        ("Review: Competitive messaging – driven by Product Marketing (Ana)", date(2027, 3, 22)),
        ("Decide: Launch plan – deferred", date(2027, 3, 22)),
        (
            "Product Marketing (Ana) owes Product Management: Win/loss findings; monthly, in full",
            date(2027, 1, 31),
        ),
    ]
    for each in found:
        assert each["transp"] == "TRANSPARENT"
        assert not each.walk("VALARM")


def test_the_description_tells_since_when_why_and_from_which_log():
    review = events(made(LOG))[REVIEW]
    assert str(review["description"]).splitlines() == [
        "Decided on 22 Nov 2026.",
        "They talk to buyers every week.",
        "Decision log: 2026-11-22-grey-areas-7k2m",
    ]


def test_the_same_logs_give_the_same_bytes_stamped_when_they_were_written():
    assert made(LOG) == made(LOG)
    stamps = {each.decoded("dtstamp") for each in events(made(LOG)).values()}
    assert stamps == {LOG.session.ended_at}


def test_an_amended_log_is_newer_than_it_was():
    at = datetime(2026, 12, 1, 10, tzinfo=UTC)
    amended = replace(LOG, amendments=(Amendment(at=at, by="Ines", what="review moved"),))
    assert {each.decoded("dtstamp") for each in events(made(amended)).values()} == {at}
    assert {each.decoded("last-modified") for each in events(made(amended)).values()} == {at}
    assert set(events(made(amended))) == set(events(made(LOG)))
    assert {status_of(each) for each in events(made(LOG)).values()} == {("CONFIRMED", 0)}
    assert {status_of(each) for each in events(made(amended)).values()} == {("CONFIRMED", 1)}


def test_two_workshops_that_decide_on_one_task_share_no_event():
    other = later(LOG, "2026-11-22-other-department-zzzz", 0)
    assert set(events(made(LOG))).isdisjoint(events(made(other)))


def test_every_method_has_what_it_asks_for():
    """RFC 5546, 3.2.1 and 3.2.5: an organiser, a sequence, and nobody who is to attend."""
    settled = later(LOG, "2027-03-22-grey-areas-aaaa", 120)
    for data in (made(LOG), made(LOG, settled)):
        assert Calendar.from_ical(data)["method"] == "PUBLISH"
        for each in events(data).values():
            assert {"organizer", "sequence", "dtstart", "dtstamp", "summary"} <= {
                name.lower() for name in each
            }
            assert "attendee" not in each


def test_a_file_that_only_cancels_says_so():
    kept = replace(PROMISE, status=CommitmentStatus.KEPT)
    amended = replace(
        LOG,
        decisions=(),
        commitments=(kept,),
        amendments=(Amendment(at=LOG.session.ended_at, by="Ines", what="kept"),),
    )
    data = made(amended)
    assert Calendar.from_ical(data)["method"] == "CANCEL"
    assert status_of(events(data)[PROMISED]) == ("CANCELLED", 1)


def test_a_promise_carried_on_keeps_its_event():
    moved = replace(LOG.decisions[0], review_on=date(2027, 9, 1))
    second = later(
        LOG,
        "2027-03-22-grey-areas-aaaa",
        120,
        decisions=(moved,),
        commitments=(replace(PROMISE, due=date(2027, 6, 1), carried_from=LOG.session.id),),
    )
    third = later(
        second,
        "2027-09-01-grey-areas-bbbb",
        160,
        commitments=(replace(PROMISE, carried_from=second.session.id),),
    )
    before = events(made(LOG))
    for logs in ((LOG, second), (third, LOG, second)):
        after = events(made(*logs))
        assert PROMISED in set(before) & set(after)
        assert len([uid for uid in after if uid.startswith("commitment-")]) == 1
        assert status_of(after[PROMISED]) == ("CONFIRMED", len(logs) - 1)
        assert after[PROMISED].decoded("dtstamp") > LOG.session.ended_at


def test_a_review_that_a_newer_word_has_replaced_is_cancelled():
    moved = replace(LOG.decisions[0], review_on=date(2027, 9, 1))
    second = later(LOG, "2027-03-22-grey-areas-aaaa", 120, decisions=(moved,), commitments=())
    before, after = events(made(LOG)), events(made(second, LOG))
    anew = REVIEW.replace(LOG.session.id, second.session.id)
    assert status_of(before[REVIEW]) == ("CONFIRMED", 0)
    assert status_of(after[REVIEW]) == ("CANCELLED", 1)
    assert after[REVIEW].decoded("dtstart") == before[REVIEW].decoded("dtstart")
    assert after[REVIEW].decoded("dtstamp") == second.session.ended_at
    assert status_of(after[anew]) == ("CONFIRMED", 0)
    assert after[anew].decoded("dtstart") == date(2027, 9, 1)
    untouched = REVIEW.replace("competitive-messaging", "launch-plan")
    assert status_of(after[untouched]) == ("CONFIRMED", 0)


def test_a_review_left_open_again_stands_until_somebody_sets_another_day():
    parked = replace(LOG.decisions[0], outcome=Outcome.PARKED, driver=None, review_on=None)
    second = later(LOG, "2027-03-22-grey-areas-aaaa", 120, decisions=(parked,), commitments=())
    assert status_of(events(made(LOG, second))[REVIEW]) == ("CONFIRMED", 0)
    deferred = replace(parked, outcome=Outcome.DEFERRED, review_on=date(2027, 9, 1))
    second = replace(second, decisions=(deferred,))
    assert status_of(events(made(LOG, second))[REVIEW]) == ("CANCELLED", 1)


@pytest.mark.parametrize("status", [each for each in CommitmentStatus if each != "open"])
@pytest.mark.parametrize("due", [PROMISE.due, None])
def test_a_promise_that_came_to_something_is_cancelled(status, due):
    told = replace(PROMISE, status=status, carried_from=LOG.session.id, due=due)
    second = later(LOG, "2027-03-22-grey-areas-aaaa", 120, decisions=(), commitments=(told,))
    event = events(made(LOG, second))[PROMISED]
    assert status_of(event) == ("CANCELLED", 1)
    assert event.decoded("dtstart") == PROMISE.due
    assert f"{status.capitalize()}: {second.session.id}." in str(event["description"])


def test_a_promise_carried_on_is_the_same_event_where_the_log_that_made_it_is_missing():
    second = later(
        LOG,
        "2027-03-22-grey-areas-aaaa",
        120,
        commitments=(replace(PROMISE, carried_from=LOG.session.id),),
    )
    assert status_of(events(made(second))[PROMISED]) == ("CONFIRMED", 0)
    assert set(events(made(second))) <= set(events(made(LOG, second)))


def test_a_promise_of_the_same_id_that_was_made_anew_has_an_event_of_its_own():
    again = later(LOG, "2027-03-22-grey-areas-aaaa", 120)
    promised = [uid for uid in events(made(LOG, again)) if uid.startswith("commitment-")]
    assert promised == [
        "commitment-win-loss-2026-11-22-grey-areas-7k2m@facilitator",
        "commitment-win-loss-2027-03-22-grey-areas-aaaa@facilitator",
    ]


def test_promises_without_a_day_have_no_event():
    someday = replace(PROMISE, id="someday", due=None)
    done = replace(someday, id="done", status=CommitmentStatus.KEPT)
    log = replace(LOG, decisions=(), commitments=(someday, done))
    assert events(made(log)) == {}


def test_events_of_rehearsals_say_so():
    log = replace(LOG, session=replace(LOG.session, rehearsal=True))
    assert all(
        str(each["summary"]).startswith("Rehearsal: ") for each in events(made(log)).values()
    )


def test_lines_end_and_fold_as_the_standard_says():
    data = made(replace(LOG, commitments=(replace(PROMISE, text="Straße 日本 " * 40),)))
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))


@pytest.mark.parametrize("text", [*CALENDAR, HOSTILE])
def test_hostile_text_in_any_field_adds_nothing_to_an_event(text):
    bad = poisoned(LOG, f"{text} ")
    found = events(made(bad)).values()
    for each, harmless in zip(found, events(made(LOG)).values(), strict=True):
        assert set(each) == set(harmless)
        assert not each.subcomponents
    assert plain(f"{text} Competitive messaging") in str(next(iter(found))["summary"])
    assert all(c.isprintable() or c in "\r\n\u200d" for c in made(bad).decode())
