"""How many walls there may be over SSH, and for whom."""

from __future__ import annotations

from facilitator.hosting.door import TOO_MANY, Walls
from facilitator.ssh.limits import Limits
from facilitator.ssh.shared import Visitor

LIMITS = Limits(walls=3, walls_of_source=2)


def visitor(number, address="192.0.2.1", username="wall"):
    return Visitor(f"s1-{number}", username, None, "CODE", address)


def test_one_source_has_so_many_walls_and_another_can_still_have_one():
    walls = Walls(LIMITS)
    for number in (1, 2):
        assert walls.bars(visitor(number)) == ""
        walls.come(visitor(number))
    assert walls.bars(visitor(3)) == TOO_MANY
    assert walls.bars(visitor(3, "192.0.2.2")) == ""


def test_there_are_so_many_in_all():
    walls = Walls(LIMITS)
    for number in (1, 2, 3):
        walls.come(visitor(number, f"192.0.2.{number}"))
    assert walls.bars(visitor(4, "192.0.2.4")) == TOO_MANY
    walls.gone(visitor(2))
    assert walls.bars(visitor(4, "192.0.2.4")) == ""


def test_of_those_let_in_together_no_more_come_than_there_may_be():
    walls = Walls(LIMITS)
    assert [walls.bars(visitor(number)) for number in range(4)] == [""] * 4
    assert [walls.come(visitor(number)) for number in range(4)] == [True, True, False, False]
    assert set(walls.here) == {"s1-0", "s1-1"}


def test_voters_are_no_walls():
    walls = Walls(Limits(walls=1, walls_of_source=1))
    walls.come(visitor(1))
    assert walls.bars(visitor(2, username="ana")) == ""
    walls.gone(visitor(2, username="ana"))
    assert walls.bars(visitor(3)) == TOO_MANY
