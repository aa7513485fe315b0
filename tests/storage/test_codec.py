"""Events to and from JSON: everything comes back, and what can't is refused in words."""

from __future__ import annotations

import json
import types
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, get_args, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.domain import agenda, events
from facilitator.domain.agenda import ContestedTask, StepBase
from facilitator.domain.decisions import Decision, Outcome
from facilitator.domain.events import Event
from facilitator.domain.people import Seat
from facilitator.domain.rounds import Ballot
from facilitator.domain.steps import KIND_WORDS, KINDS
from facilitator.domain.steps.brief import Brief
from facilitator.storage import journal_layout
from facilitator.storage.journal_layout import UnknownEvent, decode, encode
from tests.examples import examples
from tests.worlds.scenario import NOON, cast, entered, history, started

ON_DISK = [
    ("ballot-cast", 1),
    ("ballot-withdrawn", 1),
    ("decision-recorded", 1),
    ("decision-reopened", 1),
    ("dissent-answered", 1),
    ("dissent-withdrawn", 1),
    ("facilitator-code-issued", 1),
    ("hand-lowered", 1),
    ("hand-raised", 1),
    ("item-marked", 1),
    ("item-parked", 1),
    ("items-merged", 1),
    ("lead-handed-over", 1),
    ("log-written", 1),
    ("mark-withdrawn", 1),
    ("participant-connected", 1),
    ("participant-disconnected", 1),
    ("participant-joined", 1),
    ("participant-readmitted", 1),
    ("participant-removed", 1),
    ("promise-reopened", 1),
    ("promise-settled", 1),
    ("promise-taken-up", 1),
    ("promise-worded", 1),
    ("round-closed", 1),
    ("round-opened", 2),
    ("round-revealed", 1),
    ("session-ended", 1),
    ("session-started", 3),
    ("shortlist-reopened", 1),
    ("shortlist-settled", 1),
    ("statuses-recorded", 1),
    ("step-entered", 1),
    ("step-moved", 1),
    ("task-added", 1),
    ("task-removed", 1),
    ("team-corrected", 1),
    ("time-extended", 1),
    ("word-given", 1),
]
"""What journals on people's disks call events. Never rename one; a new form gets a new version."""

FORMS = {
    "ballot-cast": (
        (
            '{"at":"2026-11-22T12:00:00+00:00","step":"fruit","number":1,"participant":"p1",'
            '"ballot":{"choice":"a","confidence":4,"reason":"“ours” é","today":null,"proxy":true}}'
        ),
        cast("p1", "a", confidence=4, reason="“ours” é", proxy=True),
    ),
    "step-entered": ('{"at":"2026-11-22T12:00:00+00:00","step":"fruit"}', entered("fruit")),
    "decision-recorded": (
        (
            '{"at":"2026-11-22T12:00:00+00:00","step":"fruit","decision":{"outcome":"deferred",'
            '"driver":null,"owner":"","rationale":"","support":[],"dissent":[],'
            '"review_on":"2027-03-22"},"by":"f1"}'
        ),
        events.DecisionRecorded(
            at=NOON,
            step="fruit",
            decision=Decision(Outcome.DEFERRED, review_on=datetime(2027, 3, 22, tzinfo=UTC).date()),
            by="f1",
        ),
    ),
    "participant-joined": (
        (
            '{"at":"2026-11-22T12:00:00+00:00","participant":"p1","name":"Ana","likeness":"ana",'
            '"team":"a","seat":"voter","credential":"key:ana"}'
        ),
        events.ParticipantJoined(
            at=NOON,
            participant="p1",
            name="Ana",
            likeness="ana",
            team="a",
            seat=Seat.VOTER,
            credential="key:ana",
        ),
    ),
}
"""Some events as journals on people's disks hold them."""

moments = st.datetimes(
    min_value=datetime(2000, 1, 1),  # noqa: DTZ001 - the zone is given beside it
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=30))]),
)
st.register_type_strategy(datetime, moments)
st.register_type_strategy(str, st.text(st.characters(codec="utf-8")))
st.register_type_strategy(float, st.floats(0.5, 1.0))

st.register_type_strategy(StepBase, st.one_of(*map(st.from_type, KINDS)))


def test_the_names_on_disk_are_what_they_always_were():
    assert sorted(journal_layout.NAMES.values()) == ON_DISK


def test_every_event_has_a_name():
    assert set(journal_layout.NAMES) == set(get_args(Event))


def test_the_kinds_of_steps_on_disk_are_what_they_always_were():
    assert sorted(KIND_WORDS.values()) == [
        "brief",
        "close",
        "commit",
        "follow-up",
        "rate",
        "shortlist",
        "task",
    ]


@pytest.mark.parametrize("name", FORMS)
def test_the_forms_on_disk_are_what_they_always_were(name):
    form, event = FORMS[name]
    assert encode(event) == (name, 1, form)
    assert decode(name, 1, form) == event


@pytest.mark.hypothesis
@pytest.mark.parametrize("event_type", get_args(Event), ids=lambda each: each.__name__)
def test_every_event_comes_back_as_it_was(event_type):
    @given(st.from_type(event_type))
    @examples(percent=20)
    def comes_back(event: Event) -> None:
        assert decode(*encode(event)) == event

    comes_back()


@pytest.mark.hypothesis
@pytest.mark.parametrize("step_type", KINDS, ids=lambda each: each.__name__)
def test_every_kind_of_step_comes_back_as_it_was(step_type):
    (begun, *_) = started()

    @given(st.from_type(step_type))
    @examples(percent=15)
    def comes_back(step: StepBase) -> None:
        plan = agenda.Agenda("id", "title", (), (step,))
        event = events.SessionStarted(
            at=NOON, session="s", agenda=plan, join_code="", follows=None, rehearsal=False
        )
        assert decode(*encode(event)) == event

    assert isinstance(begun, events.SessionStarted)
    comes_back()


def test_what_comes_back_is_frozen_data_of_our_own():
    """Collections come back as tuples, choices from a list as members of it, all the way down."""
    for event in history(started(), cast("p1", "a")):
        check_types(decode(*encode(event)))


def check_types(value: Any) -> None:
    for name, hint in get_type_hints(type(value)).items():
        inner = getattr(value, name)
        assert not isinstance(inner, list | dict)
        options = get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
        if any(isinstance(option, type) for option in options):
            plain = tuple(option for option in options if isinstance(option, type))
            assert isinstance(inner, plain) or hasattr(hint, "__origin__")
        for each in inner if isinstance(inner, tuple) else (inner,):
            if hasattr(each, "__dataclass_fields__"):
                check_types(each)


def test_an_event_of_a_newer_version_is_refused_in_words():
    form, _ = FORMS["step-entered"]
    with pytest.raises(UnknownEvent, match=r"“step-entered” \(version 2\) .* newer .* update it"):
        decode("step-entered", 2, form)


def test_an_unknown_event_is_refused_in_words():
    with pytest.raises(UnknownEvent, match=r"“pie-eaten” \(version 1\) .* newer .* update it"):
        decode("pie-eaten", 1, "{}")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "{}",
        "[]",
        "null",
        "5",
        '"step"',
        '{"at":"2026-11-22T12:00:00+00:00"}',
        '{"at":"yesterday","step":"fruit"}',
        '{"at":5,"step":"fruit"}',
        '{"at":null,"step":"fruit"}',
        '{"at":"2026-11-22T12:00:00+00:00","step":"fruit","more":1}',
        "[" * 100_000,
        "\x00",
        None,
        5,
    ],
    ids=repr,
)
def test_a_damaged_event_is_refused_in_words(text):
    with pytest.raises(UnknownEvent, match="“step-entered” is damaged"):
        decode("step-entered", 1, text)


@pytest.mark.parametrize("version", [0, -1])
def test_a_version_that_never_was_is_refused_as_damage(version):
    with pytest.raises(UnknownEvent, match="“step-entered” is damaged"):
        decode("step-entered", version, FORMS["step-entered"][0])


@pytest.mark.parametrize("name", FORMS)
def test_an_event_cut_short_anywhere_is_refused(name):
    form, _ = FORMS[name]
    for cut in range(len(form)):
        with pytest.raises(UnknownEvent, match="damaged"):
            decode(name, 1, form[:cut])


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner, max_size=2),
    max_leaves=6,
)


@given(st.sampled_from(sorted(name for name, _ in ON_DISK)), values)
@examples(percent=100)
def test_whatever_the_json_holds_it_is_an_event_or_refused(name, value):
    try:
        event = decode(name, 1, json.dumps(value))
    except UnknownEvent:
        return
    assert isinstance(event, events.EventBase)


@given(st.data())
@examples(percent=100)
def test_whatever_one_field_holds_it_is_an_event_or_refused(data):
    name = data.draw(st.sampled_from(sorted(FORMS)))
    form = json.loads(FORMS[name][0])
    form[data.draw(st.sampled_from(sorted(form)))] = data.draw(values)
    try:
        event = decode(name, 1, json.dumps(form))
    except UnknownEvent:
        return
    assert isinstance(event, events.EventBase)


def test_an_older_form_is_lifted_step_by_step(monkeypatch):
    monkeypatch.setattr(
        journal_layout, "_TYPES", {**journal_layout._TYPES, "step-entered": (events.StepEntered, 3)}
    )
    monkeypatch.setattr(
        journal_layout,
        "UPCASTS",
        {
            ("step-entered", 1): lambda form: {"at": form["when"], "place": form["place"]},
            ("step-entered", 2): lambda form: {"at": form["at"], "step": form["place"]},
        },
    )
    old = '{"when":"2026-11-22T12:00:00+00:00","place":"fruit"}'
    assert decode("step-entered", 1, old) == entered("fruit")
    with pytest.raises(UnknownEvent, match="damaged"):
        decode("step-entered", 1, '{"when":"2026-11-22T12:00:00+00:00"}')


def test_a_ballot_without_its_newer_fields_reads_with_their_defaults():
    form = '{"at":"2026-11-22T12:00:00+00:00","step":"fruit","number":1,"participant":"p1",'
    event = decode("ballot-cast", 1, form + '"ballot":{"choice":"a"}}')
    assert isinstance(event, events.BallotCast)
    assert event.ballot == Ballot("a")


FIRST_AGENDA = (
    '{"id":"kitchen","title":"Who owns the kitchen?","teams":[{"id":"a","name":"Apples",'
    '"short":"APL","purpose":""},{"id":"b","name":"Bakers","short":"BAK","purpose":""}],'
    '"steps":[{"id":"welcome","title":"Welcome","minutes":null,"notes":"","text":"Hello.",'
    '"kind":"brief"},{"id":"soup","title":"Soup","minutes":null,"notes":"",'
    '"question":"Who drives soup?","candidates":["a","b"],"background":"","phase":null,'
    '"market_facing":false,"ask_today":false,"source":"","suggested":null,"kind":"task"}],'
    '"rules":{"attribution":"named","agreement_required":0.75,"max_rounds":3,'
    '"review_after_days":120,"fallback":"defer","approver":null},"summary":"","digest":""}'
)
FIRST_FORMS = [
    (
        "session-started",
        '{"at":"2026-11-22T12:00:00+00:00","session":"s","agenda":' + FIRST_AGENDA + ","
        '"join_code":"7KXM","follows":null,"rehearsal":false}',
        events.SessionStarted(
            at=NOON,
            session="s",
            agenda=agenda.Agenda(
                id="kitchen",
                title="Who owns the kitchen?",
                teams=(agenda.Team("a", "Apples", "APL"), agenda.Team("b", "Bakers", "BAK")),
                steps=(
                    Brief(id="welcome", title="Welcome", text="Hello."),
                    ContestedTask(
                        id="soup",
                        title="Soup",
                        question="Who drives soup?",
                        candidates=("a", "b"),
                    ),
                ),
            ),
            join_code="7KXM",
            follows=None,
            rehearsal=False,
        ),
    ),
    (
        "round-opened",
        '{"at":"2026-11-22T12:00:00+00:00","step":"fruit","number":1}',
        events.RoundOpened(at=NOON, step="fruit", number=1, about=""),
    ),
]
"""Events as journals hold them that were written before their forms changed."""


@pytest.mark.parametrize(("name", "form", "event"), FIRST_FORMS, ids=lambda each: str(each)[:15])
def test_journals_of_the_first_forms_can_still_be_read(name, form, event):
    assert decode(name, 1, form) == event
    assert decode(*encode(event)) == event
    with pytest.raises(UnknownEvent, match="damaged"):
        decode(name, 1, form.replace('"at"', '"when"'))
