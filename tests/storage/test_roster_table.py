"""Rosters as spreadsheets save them."""

from __future__ import annotations

import asyncssh
import pytest

from facilitator.domain.people import Seat
from facilitator.storage.roster_toml import TableUnreadable, parse_roster, read_table
from tests.worlds.rosters import new_key, public_line

ANA, OFFICE, INES = (public_line(new_key()) for _ in range(3))
TEAMS = {"pm": "pm", "product management": "pm", "pmm": "pmm", "vertrieb süd": "sales"}
PLAIN = f"""Name,Team,Seat,Key
Ana Lima,pmm,voter,{ANA}
Ines,,facilitator,{INES}
"""


def read(table: str | bytes):
    found = read_table(table if isinstance(table, bytes) else table.encode(), TEAMS)
    reading = parse_roster(found.data, "small.roster.csv", ["pm", "pmm", "sales"], str.casefold)
    return reading.found, [str(found.told(each)) for each in reading.problems]


def people(table: str | bytes):
    roster, problems = read(table)
    assert roster is not None, problems
    return [(each.name, each.team, each.seat, each.keys) for each in roster.people]


def fingerprint(line: str) -> str:
    return asyncssh.import_public_key(line).get_fingerprint()


MEANT = [
    ("Ana Lima", "pmm", Seat.VOTER, (fingerprint(ANA),)),
    ("Ines", None, Seat.FACILITATOR, (fingerprint(INES),)),
]


TABLES = [
    PLAIN,
    PLAIN.encode("utf-8-sig"),
    PLAIN.replace("\n", "\r\n").replace(",", ";").encode("utf-8-sig"),
    PLAIN.replace("\n", "\r\n").replace(",", "\t").encode("utf-16"),
    b"\xfe\xff" + PLAIN.encode("utf-16-be"),
    "sep=;\r\n" + PLAIN.replace(",", ";"),
    PLAIN.replace("Name,Team,Seat,Key", "NAME,TEAM,SEAT,Public Key"),
    PLAIN.replace("Name,Team,Seat,Key", " name , Team\u00a0,seat, SSH key "),
    PLAIN.replace("voter", "Voter ").replace("facilitator", "FACILITATOR"),
    PLAIN.replace("voter", ""),
    PLAIN.replace("pmm", " PMM\u00a0"),
    PLAIN.replace("Ana Lima", "\u00a0Ana\u00a0 Lima "),
    PLAIN.replace(ANA, f'"{ANA}"').replace("ssh-ed25519 ", "ssh-ed25519\u00a0"),
    PLAIN.replace("\n", ",,\n") + ",,,,,\n\n,,,,,\n",
    "\n" + PLAIN,
    PLAIN.replace("Name,Team,Seat,Key\n", "Name,Team,Seat,E-mail,Key\n")
    .replace("voter,", "voter,ana@example.org,")
    .replace("facilitator,", "facilitator,,"),
]


@pytest.mark.parametrize("table", TABLES, ids=range(len(TABLES)))
def test_a_table_is_read_whatever_saved_it(table):
    assert people(table) == MEANT


@pytest.mark.parametrize(
    "table",
    [
        f'name;team;keys\nAna;pm;"{ANA}\n{OFFICE}"\n',
        f'name;team;keys\nAna;pm;"{ANA}\r\n{OFFICE}\r\n"\n',
        f"Name;Team;Key 1;Key 2;Key 3\nAna;pm;{ANA};{OFFICE};\n",
    ],
    ids=["line feeds", "Excel's breaks", "columns"],
)
def test_somebody_may_have_several_keys(table):
    assert people(table)[0][3] == (fingerprint(ANA), fingerprint(OFFICE))


@pytest.mark.parametrize("team", ["Product Management", "PRODUCT  management", "PM", "pm"])
def test_a_team_goes_by_its_id_or_its_name(team):
    assert people(f"Name,Team,Key\nAna,{team},{ANA}\n")[0][1] == "pm"


def test_names_of_any_language_arrive_as_they_are():
    table = f"Name,Team,Key\nمی\u200cخواهم,Vertrieb Süd,{ANA}\n".encode("utf-16")
    assert people(table)[0][:2] == ("می\u200cخواهم", "sales")


def test_what_is_wrong_is_told_by_row():
    roster, problems = read(
        f"Name,Team,Key\n\nAna,pm,{ANA}\nana,pm,{OFFICE}\nKim,ops,\n,pm,{INES}\nLee,pm,{ANA}\n"
    )
    assert roster is None
    told = "\n".join(problems)
    assert "row 4.name" in told
    assert "row 3" in told
    assert 'row 5.team: "ops" is not a team of this agenda (in "Kim")' in told
    assert "row 5.keys" in told
    assert "row 6.name: is empty" in told
    assert "row 7.keys[0]" in told
    assert "people[" not in told


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "the table is empty"),
        (b",,,\r\n,,\r\n", "the table is empty"),
        (b"PK\x03\x04\x14\x00", "a whole workbook; save it as “CSV UTF-8”"),
        (b"\xd0\xcf\x11\xe0\xa1", "a whole workbook"),
        (
            "Name;Key\nJosé;x".encode("cp1252"),
            "encoding that can't be told; save it as “CSV UTF-8”",
        ),
        (b"\xff\xfeN\x00a", "encoding that can't be told"),
        (b"Ana,pm,key\n", "row 1 has no heading Name; the headings are Name, Team, Seat and Key"),
        (b"\n\nName,Team\n", "row 3 has no heading Key"),
        (b"Name,name,Key\n", "row 1 has the heading Name twice"),
        (b"Name,Key\nAna," + b"x" * 200_000, "it is no table: "),
        (b"x" * (1024 * 1024 + 1), "larger than 1 MiB"),
    ],
)
def test_what_is_no_table_of_people_is_told_in_a_line(data, told):
    with pytest.raises(TableUnreadable) as refused:
        read_table(data, TEAMS)
    assert told in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_table_without_anybody_is_an_empty_roster():
    assert read("Name,Team,Key\n")[1] == [
        "small.roster.csv: people: has 0 entries; give at least 1",
    ]
