"""What a record's declaration says of its fields, and what records of the same fields share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated

import pytest

from facilitator.domain.fields import Called, Id, Text, Whole, Writing, copied, fields_of

Name = Annotated[str, Text(60)]


@dataclass(frozen=True, kw_only=True)
class Errand:
    task: Annotated[str, Id.ANY]
    giver: Annotated[Name, Called("from")]
    hours: Annotated[int, Whole(1, 8)] | None = None
    due: date | None = None
    helpers: Annotated[tuple[Name, ...], Writing.ALWAYS] = ()
    extra: Annotated[Mapping[str, object], Writing.NEVER] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Favour:
    giver: str
    due: date | None
    thanks: str = ""


DECLARED = {each.name: each for each in fields_of(Errand)}


def test_fields_stand_in_the_order_of_their_declaration():
    assert [*DECLARED] == ["task", "giver", "hours", "due", "helpers", "extra"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("task", Id.ANY),
        ("giver", Text(60)),
        ("hours", Whole(1, 8)),
        ("due", date),
        ("helpers", Text(60)),
        ("extra", Mapping),
    ],
)
def test_what_a_field_holds_is_told_whatever_stands_around_it(name, content):
    assert DECLARED[name].content == content


def test_a_field_without_a_default_has_to_be_there():
    assert [each.name for each in DECLARED.values() if each.is_required] == ["task", "giver"]
    assert DECLARED["helpers"].default == ()
    assert DECLARED["extra"].default == {}


def test_a_field_may_be_called_otherwise_stand_in_a_row_and_be_written_otherwise():
    assert (DECLARED["giver"].key, DECLARED["task"].key) == ("from", "task")
    assert [each.name for each in DECLARED.values() if each.is_many] == ["helpers"]
    assert DECLARED["helpers"].writing is Writing.ALWAYS
    assert DECLARED["task"].writing is None


def test_a_record_takes_from_another_what_both_have():
    favour = Favour("Ana", date(2027, 3, 22), thanks="cake")
    assert copied(Errand, favour, task="carry") == Errand(
        task="carry", giver="Ana", due=date(2027, 3, 22)
    )


def test_what_is_told_otherwise_is_not_taken():
    favour = Favour("Ana", None)
    assert copied(Errand, favour, task="carry", giver="Raj").giver == "Raj"
