"""What is wrong with a log, and where."""

from __future__ import annotations

from dataclasses import dataclass, field

Place = tuple[str | int, ...]
"""Where in a log: keys, and indexes counted from 0, as in ``("decisions", 2, "rounds", 0)``."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One contradiction: where it stands, what it is, and what to do about it."""

    place: Place
    message: str
    hint: str = ""


@dataclass(slots=True)
class Faults:
    """Gathers the faults of one log, in the order in which they are found."""

    found: list[Fault] = field(default_factory=list)

    def add(self, place: Place, message: str, hint: str = "") -> None:
        """Note a fault."""
        self.found.append(Fault(place, message, hint))

    def expect(self, place: Place, found: object, expected: object, basis: str) -> None:
        """Note a fault unless a figure is what it must be; ``basis`` says what that rests on."""
        if found != expected:
            self.add(place, f"is {found}, but {basis} {expected}", f"write {expected}")
