"""What is sealed opens again under the same key, in the same place, unchanged; else never."""

from __future__ import annotations

import stat
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.domain.events import BallotCast
from facilitator.domain.journal import JournalError
from facilitator.domain.rounds import REASON_CHARACTERS, Ballot
from facilitator.storage.journal_layout import NAMES, encode
from facilitator.storage.seal import MARK, SEALED_EVENTS, SIZE_STEP, Seal, SealBroken
from tests.worlds.scenario import NOON

SEAL = Seal("s", bytes(range(32)))
ABOUT_NO_CHOICE = {
    "participant-joined",
    "participant-connected",
    "participant-disconnected",
    "hand-raised",
    "hand-lowered",
    "word-given",
    "team-corrected",
    "participant-removed",
    "participant-readmitted",
}
"""Events about a person that say nothing of what they chose."""


@given(st.text(), st.text())
def test_what_was_sealed_opens_again(text, about):
    assert SEAL.unseal(SEAL.seal(text, about), about) == text


@given(st.data())
def test_a_change_of_any_sign_is_noticed(data):
    sealed = SEAL.seal("a choice", "about")
    place = data.draw(st.integers(0, len(sealed) - 1))
    sign = data.draw(st.characters().filter(lambda sign: sign != sealed[place]))
    with pytest.raises(SealBroken):
        SEAL.unseal(sealed[:place] + sign + sealed[place + 1 :], "about")


@pytest.mark.parametrize("seal", [Seal("other", bytes(range(32))), Seal("s", bytes(32))])
def test_no_other_seal_opens_it(seal):
    with pytest.raises(SealBroken):
        seal.unseal(SEAL.seal("a choice", "about"), "about")


def test_it_opens_in_its_own_place_alone():
    with pytest.raises(SealBroken):
        SEAL.unseal(SEAL.seal("a choice", "event 1"), "event 2")


@pytest.mark.parametrize("text", ["", "{}", MARK, f"{MARK}AAAA", f"{MARK}ü", f"{MARK}===="])
def test_what_never_was_sealed_is_told_apart(text):
    with pytest.raises(SealBroken):
        SEAL.unseal(text, "about")


def test_the_same_ballot_never_looks_the_same():
    assert SEAL.seal("a choice", "about") != SEAL.seal("a choice", "about")


def test_every_ballot_takes_as_much_room():
    ballots = (
        Ballot("a"),
        Ballot("need-info", 5, "🦓" * REASON_CHARACTERS, "unclear", proxy=True),
        Ballot("a" * 60, None, '"' * REASON_CHARACTERS, "b" * 60),
    )
    sizes = set()
    for ballot in ballots:
        event = BallotCast(at=NOON, step="x" * 60, number=30, participant="p5000", ballot=ballot)
        sizes.add(len(SEAL.seal(encode(event)[2], "about")))
    assert len(sizes) == 1
    assert sizes.pop() > SIZE_STEP


def test_every_event_about_a_person_is_sealed_or_says_nothing_of_a_choice():
    about_people = {
        name
        for event, (name, _) in NAMES.items()
        if "participant" in {field.name for field in fields(event)}
    }
    assert about_people - ABOUT_NO_CHOICE <= SEALED_EVENTS
    assert SEALED_EVENTS.isdisjoint(ABOUT_NO_CHOICE)


def test_a_seal_keeps_its_key_in_a_file_of_its_owners_alone(tmp_path):
    path = tmp_path / "s.seal"
    seal = Seal.make("the session")
    seal.keep(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert Seal.load(path) == seal
    assert Seal.make("the session") != seal


def test_a_seal_shows_its_key_to_nobody():
    assert repr(bytes(range(32))) not in repr(SEAL)
    assert SEAL._key.hex() not in str(SEAL)


def test_a_seal_that_is_there_is_never_made_anew(tmp_path):
    seal = Seal.make("s")
    seal.keep(tmp_path / "s.seal")
    with pytest.raises(JournalError, match=r"s\.seal, the key .* exists"):
        Seal.make("s").keep(tmp_path / "s.seal")
    assert Seal.load(tmp_path / "s.seal") == seal


def test_a_seal_that_is_missing_or_damaged_is_refused_in_words(tmp_path):
    path = tmp_path / "s.seal"
    with pytest.raises(JournalError, match=r"s\.seal, the key .* can't be read: No such file"):
        Seal.load(path)
    Seal.make("s").keep(path)
    whole = path.read_bytes()
    for damaged in (b"", whole[:-1], whole[:-3] + b"\n", bytes(len(whole)), b"\xff" + whole[1:]):
        path.write_bytes(damaged)
        with pytest.raises(JournalError, match=r"s\.seal, the key .* is damaged: put back"):
            Seal.load(path)
