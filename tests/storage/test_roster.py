"""Rosters: what is read from one, and one broken roster for each rule, with its mend."""

from __future__ import annotations

import base64
import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.domain.people import Seat
from facilitator.storage.roster_toml import Listed, parse_roster, read_public_key
from facilitator.storage.toml_kinds import Unfit
from facilitator.storage.toml_problems import Reading, Severity

TEAMS = ("pm", "pmm")
GITHUB = (
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl"
    " git@github.com"
)


def strings(*parts: bytes) -> bytes:
    return b"".join(len(part).to_bytes(4) + part for part in parts)


def written(algorithm: str, *parts: bytes, inside: str | None = None, comment: str = "") -> str:
    blob = strings((inside or algorithm).encode(), *parts)
    return f"{algorithm} {base64.b64encode(blob).decode()} {comment}".strip()


def ed25519(number: int, comment: str = "") -> str:
    return written("ssh-ed25519", bytes([number]) * 32, comment=comment)


def rsa(bits: int) -> str:
    modulus = (1 << (bits - 1)) | 1
    return written("ssh-rsa", b"\x01\x00\x01", modulus.to_bytes(bits // 8 + 1))


SOUND = f"""
format = "facilitator.roster/1"

[[people]]
name = "Ana Lima"
team = "pmm"
keys = ["{ed25519(1, "ana@laptop")}", "{ed25519(2)}"]

[[people]]
name = "Raj"
team = "pm"
seat = "voter"
keys = ["{ed25519(3)}"]

[[people]]
name = "Olga"
team = "pm"
seat = "observer"
keys = ["{ed25519(4)}"]

[[people]]
name = "Ines"
seat = "facilitator"
keys = ["{ed25519(5)}"]
"""


def reading(text: str, teams: tuple[str, ...] = TEAMS) -> Reading:
    return parse_roster(text.encode(), "demo.roster.toml", teams, str.casefold)


def test_a_sound_roster_says_who_sits_where_by_which_keys():
    found = reading(SOUND)
    assert found.problems == ()
    assert found.found.people[0] == Listed(
        "Ana Lima",
        "pmm",
        Seat.VOTER,
        (read_public_key(ed25519(1)), read_public_key(ed25519(2))),
    )
    assert [person.seat for person in found.found.people[1:]] == [
        Seat.VOTER,
        Seat.OBSERVER,
        Seat.FACILITATOR,
    ]
    assert found.found.people[3].team is None


def test_each_of_somebodys_keys_finds_them_and_no_other_key_anybody():
    roster = reading(SOUND).found
    for number, name in ((1, "Ana Lima"), (2, "Ana Lima"), (3, "Raj"), (5, "Ines")):
        assert roster.holder(read_public_key(ed25519(number))).name == name
    assert roster.holder(read_public_key(ed25519(9))) is None


BROKEN = {
    # what is broken: (replace this, by this, place, what the line says)
    "format missing": ('format = "facilitator.roster/1"', "", "format", "facilitator.roster/1"),
    "format of an agenda": ("roster/1", "agenda/1", "format", "write format ="),
    "format from the future": ("roster/1", "roster/2", "format", "update facilitator"),
    "unknown key": ('seat = "observer"', 'seet = "observer"', "people[2].seet", "mean seat?"),
    "unknown key on top": ('[[people]]\nname = "Ana', 'x = 1\n[[people]]\nname = "Ana', "x", "of"),
    "name missing": ('name = "Raj"', "", "people[1].name", "add name ="),
    "name too wide": ('"Raj"', f'"{"a" * 41}"', "people[1].name", "shorten it"),
    "name with an escape": ('"Raj"', r'"R\u001baj"', "people[1].name", "that character"),
    "name twice": ('"Raj"', '"Ana Lima"', "people[1].name", "name of people[0] already"),
    "name alike": ('"Raj"', '"ANA lima"', "people[1].name", 'looks like "Ana Lima"'),
    "team missing": ('team = "pmm"', "", "people[0].team", 'use "pm" or "pmm"'),
    "team of nobody": ('team = "pmm"', 'team = "pmn"', "people[0].team", 'use "pm" or "pmm"'),
    "team of a facilitator": (
        'seat = "facilitator"',
        'seat = "facilitator"\nteam = "pm"',
        "people[3].team",
        "take the team out",
    ),
    "seat unknown": ('"facilitator"', '"faciltator"', "people[3].seat", 'mean "facilitator"?'),
    "keys missing": (f'keys = ["{ed25519(3)}"]', "", "people[1].keys", "add at least 1"),
    "no keys": (f'"{ed25519(3)}"', "", "people[1].keys", "give 1 to 10"),
    "key not in an array": (
        f'["{ed25519(3)}"]',
        f'"{ed25519(3)}"',
        "people[1].keys",
        "write keys = […]",
    ),
    "key a number": (f'"{ed25519(3)}"', "7", "people[1].keys[0]", "put it in quotes"),
    "key of two people": (
        ed25519(3),
        ed25519(1, "raj@desk"),
        "people[1].keys[0]",
        "is a key of people[0] already",
    ),
    "key twice": (ed25519(2), ed25519(1), "people[0].keys[1]", "is a key of people[0] already"),
}


@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_roster_is_told_with_place_and_mend(broken: str):
    old, new, place, words = BROKEN[broken]
    assert old in SOUND
    found = reading(SOUND.replace(old, new, 1))
    assert found.found is None
    (problem,) = [each for each in found.problems if each.severity is Severity.ERROR]
    assert problem.place == place
    assert words in str(problem)


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("", "is empty"),
        ("ssh-ed25519", "cut off or mistyped"),
        (ed25519(3)[:-4], "cut off or mistyped"),
        (ed25519(3).replace("AAAA", "AA!A"), "cut off or mistyped"),
        (ed25519(3) + "AAAA", "cut off or mistyped"),
        ("ssh-ed25518 AAAA", 'mean "ssh-ed25519"?'),
        (written("ssh-ed25519", b"k" * 31), "wrong size"),
        (written("ssh-ed25519", b"k" * 32, b"more"), "wrong size"),
        (written("ssh-ed25519", b"k" * 32, inside="ssh-rsa"), 'holds a key of the kind "ssh-rsa"'),
        (written("ssh-ed25519", b"k" * 32, inside="\x1b]0;x"), "<U+001B>"),
        (written("ssh-rsa", b"\x01\x00\x01", b"\x00\x00" + b"\x80" * 256), "number in it"),
        (rsa(1024), "RSA key of 1024 bits"),
        (written("ssh-dss", b"k"), "DSA"),
        ("ssh-ed25519-cert-v01@openssh.com AAAA", "certificate"),
        ("SHA256:iMeDeAhQY/u63Wd62SVUD6A33Nk4Y5e78y2LdilPwh4", "only a key's fingerprint"),
        ("id_ed25519.pub", "name of a file"),
        (f'no-pty,command=\\"x\\" {ed25519(3)}', "before the key"),
        ("-----BEGIN OPENSSH PRIVATE KEY----- b3BlbnNzaC1r", "is a private key"),
        (r"-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1r", "is a private key"),
    ],
)
def test_what_is_no_public_key_is_told_in_words(key: str, words: str):
    found = reading(SOUND.replace(ed25519(3), key, 1))
    (problem,) = found.problems
    assert problem.place == "people[1].keys[0]"
    assert words in str(problem)
    assert problem.hint
    assert "b3BlbnNzaC1r" not in str(problem)


@pytest.mark.parametrize(
    "key",
    [
        GITHUB,
        f"  {ed25519(7)}  ",
        rsa(2048),
        written("ecdsa-sha2-nistp256", b"nistp256", b"\x04" * 65),
        written("ecdsa-sha2-nistp521", b"nistp521", b"\x04" * 133),
        written("sk-ssh-ed25519@openssh.com", b"k" * 32, b"ssh:"),
        written("sk-ecdsa-sha2-nistp256@openssh.com", b"nistp256", b"\x04" * 65, b"ssh:"),
    ],
)
def test_every_kind_of_key_that_the_server_takes_is_read(key: str):
    assert len(read_public_key(key)) == len("SHA256:") + 43


def test_fingerprints_are_those_of_ssh_keygen():
    # As GitHub publishes it for its Ed25519 host key.
    assert read_public_key(GITHUB) == "SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU"


@given(st.text(max_size=80) | st.binary(max_size=80).map(lambda b: base64.b64encode(b).decode()))
def test_anything_at_all_is_a_key_or_told_to_be_none(text: str):
    for key in (text, f"ssh-rsa {text}"):
        with contextlib.suppress(Unfit):
            assert read_public_key(key).startswith("SHA256:")


@pytest.mark.parametrize("people", ["", "people = []", "people = 3", "people = [3]"])
def test_an_empty_roster_keeps_everybody_out_and_is_refused(people: str):
    found = reading(f'format = "facilitator.roster/1"\n{people}')
    assert found.found is None
    assert found.problems[0].place.startswith("people")


def test_all_problems_are_told_in_one_run_in_the_order_of_the_file():
    text = SOUND.replace('"pmm"', '"x"').replace('"Raj"', '" "').replace(ed25519(4), "no")
    places = [problem.place for problem in reading(text).problems]
    assert places == ["people[0].team", "people[1].name", "people[2].keys[0]"]


def test_people_are_named_in_what_is_told_of_them():
    (problem,) = reading(SOUND.replace(ed25519(2), "no")).problems
    assert '(in "Ana Lima")' in problem.message


def test_a_team_without_voters_is_worth_saying():
    found = reading(SOUND, (*TEAMS, "sales"))
    assert found.found is not None
    assert [str(each) for each in found.problems] == [
        (
            'demo.roster.toml: people (line 4): warning: no voter is of "sales"; '
            "list somebody, or mean it so"
        )
    ]


def test_so_is_that_nobody_may_vote():
    text = SOUND.partition("[[people]]")[0] + "[[people]]" + SOUND.rpartition("[[people]]")[2]
    (problem,) = reading(text).problems
    assert (problem.severity, problem.message) == (Severity.WARNING, "nobody here may vote")


def test_teams_are_not_looked_up_where_none_are_known():
    assert reading(SOUND, ()).problems == ()
