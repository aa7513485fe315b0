"""People who go through any workshop by what their screens say: a facilitator, and voters.

The facilitator presses SPACE and does what it is called; voters answer whatever they are asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from tests.e2e.room import Room, Voter
from tests.terminal import Terminal

SAVE = "\x13"
_LABEL = re.compile(r"^ *SPACE  (\S.*?)(?: {2,}|$)", re.MULTILINE)


class Host:
    """A facilitator at the keyboard, with the voters in the room."""

    def __init__(
        self, terminal: Terminal, voters: Mapping[str, Guest], *, defers_first: bool = False
    ) -> None:
        """``defers_first``: the first task is deferred, whatever the room says."""
        self.terminal = terminal
        self.voters = voters
        self.screens: dict[str, str] = {}
        self._defers = defers_first

    def hold(self) -> None:
        """Go through the whole workshop, to where the log is said to lie.

        ``screens`` then holds, by what SPACE was called, the last screen that called it so.
        """
        while (label := self.label()) != "Leave":
            self.screens[label] = self.terminal.text
            self._take(label)
        self.terminal.see("sessions/")
        assert self.terminal.press_to_end(" ") == 0

    def label(self) -> str:
        """What SPACE is called, once the screen has come to rest."""
        self.terminal.let_it_be_read()
        text = self.terminal.see_that(
            lambda screen: _LABEL.search(screen) is not None, "what SPACE does"
        )
        return _LABEL.search(text).group(1)

    def _take(self, label: str) -> None:
        handlers: dict[str, Callable[[], None]] = {
            "Start voting": lambda: self._ask("vote"),
            "Start rating": lambda: self._ask("rate"),
            "Hand out dots": lambda: self._ask("place_dots"),
            "Ask both teams": lambda: self._ask("consent"),
            "Ask the room": lambda: self._ask("consent"),
            "Ask how it went": lambda: self._ask("tell"),
            "Ask for fingers": lambda: self._ask("show_fingers"),
            "Reword it": lambda: self._ask("consent", "n"),
            "Decide": self._decide,
            "Defer": self._decide,
            "End the workshop": self._end,
        }
        if label.startswith("Vote again"):
            self._ask("vote")
        else:
            handlers.get(label, self._go_on)()

    def _go_on(self) -> None:
        """Press SPACE, and wait until it is called otherwise or the screen is another."""
        before = self._without_clocks()
        self.terminal.let_it_be_read()
        self.terminal.send(" ")
        self.terminal.see_that(
            lambda _: self._without_clocks() != before and _LABEL.search(self.terminal.text),
            "something new",
        )

    def _ask(self, answer: str, key: str = " ") -> None:
        """Open a round, and have everybody answer in their own way: by that method of theirs."""
        self.terminal.press(key, "SPACE  Close and reveal")
        for voter in self.voters.values():
            getattr(voter, answer)()
        self.terminal.see_no("Waiting for")
        self.terminal.let_it_be_read()
        self._reveal()

    def _reveal(self) -> None:
        self.terminal.send(" ")
        self.terminal.see_that(
            lambda text: "SPACE  " in text and "SPACE  Close and reveal" not in text, "the reveal"
        )

    def _decide(self) -> None:
        self.terminal.press("f" if self._defers else " ", "Ctrl+S")
        self._defers = False
        self.terminal.press(SAVE, "SPACE  Next")

    def _end(self) -> None:
        self.terminal.press(" ", "End the workshop and write its log?")
        self.terminal.press(" ", "SPACE  Leave")

    def _without_clocks(self) -> str:
        return re.sub(r"\+?\d+:\d\d( (of|over) \d+:\d\d)?|\d+ min", "", self.terminal.text)


class Guest:
    """A voter of some team who likes some answer best."""

    def __init__(self, voter: Voter, *, taste: int, settles_on: str = "1") -> None:
        """``taste`` is a number that answers are made from; ``settles_on`` a candidate's key."""
        self.terminal = voter.terminal
        self.taste = taste
        self.settles_on = settles_on

    def vote(self) -> None:
        """Vote by taste first; in a second round with everybody else for one candidate."""
        text = self.terminal.see("One key votes", "round ")
        number = int(re.search(r"round (\d)", text).group(1))
        key = self.settles_on if number > 1 else str(1 + self.taste % 2)
        self.terminal.press(key, "Recorded", "your vote")

    def rate(self) -> None:
        """Rate every statement, one key each."""
        text = self.terminal.see("One key answers", "Statement 1 of ")
        statements = int(re.search(r"Statement 1 of (\d+)", text).group(1))
        options = int(re.search(r"1-(\d) Answer", text).group(1))
        keys = [str(1 + (self.taste + place) % options) for place in range(statements)]
        self.terminal.let_it_be_read()
        self.terminal.send("".join(keys))
        self.terminal.see(f"Your {statements} answers", "Recorded")

    def place_dots(self) -> None:
        """Place one dot on each task from the one they like on, and the rest on it."""
        text = self.terminal.see("A number places a dot")
        left = int(re.search(r"(\d+) of \d+ dots left", text).group(1))
        tasks = int(re.search(r"1-(\d) Place a dot", text).group(1))
        keys = [str(1 + (self.taste + place) % min(tasks, 3)) for place in range(left)]
        self.terminal.let_it_be_read()
        self.terminal.send("".join(keys))
        self.terminal.see("Recorded", f"0 of {left} dots left")

    def consent(self) -> None:
        """Say yes when asked."""
        text = self.terminal.see_that(
            lambda screen: "One key answers" in screen or "Asked of" in screen, "who is asked"
        )
        if "One key answers" in text:
            self.terminal.press("y", "Recorded", "your answer")

    def tell(self) -> None:
        """Say of every promise that it was kept, or partly."""
        text = self.terminal.see_that(
            lambda screen: "One key answers" in screen or "Asked of" in screen, "who is asked"
        )
        if "One key answers" in text:
            found = re.search(r"Promise 1 of (\d+)", text)
            promises = int(found.group(1)) if found else 1
            self.terminal.let_it_be_read()
            self.terminal.send("".join(str(1 + place % 3) for place in range(promises)))
            self.terminal.see("Recorded")

    def show_fingers(self) -> None:
        """Show four fingers on the plan and five on the time, or two with a reason."""
        self.terminal.see("How well does this plan stand?")
        if self.taste % 4 == 3:
            self.terminal.press("2", "Enter")
            self.terminal.send("Too many tasks for one quarter\r")
        else:
            self.terminal.press("4", "Was it worth your time?")
        self.terminal.see("Was it worth your time?")
        self.terminal.press("5", "Recorded")


def start(room: Room, agenda: str, *, size: tuple[int, int] = (80, 24)) -> Terminal:
    """Start a workshop, up to where people can join."""
    listen = ("--listen", "127.0.0.1:0", "--name", "Ines")
    terminal = room.facilitate("run", agenda, *listen, size=size)
    room.learn_how_to_join(terminal)
    return terminal


def seat(room: Room, people: Mapping[str, int]) -> dict[str, Voter]:
    """Have people join, each in the team of that number."""
    voters = {name: Voter(room, name, has_key=True) for name in people}
    for name, team in people.items():
        voters[name].take_seat_of(team)
    return voters


def hold(
    room: Room,
    agenda: str,
    *,
    people: Mapping[str, int],
    settles_on: str = "1",
    defers_first: bool = False,
) -> Host:
    """Hold a whole workshop at 80×24; ``people`` are the voters' teams by their number."""
    terminal = start(room, agenda)
    guests = {
        name: Guest(voter, taste=taste, settles_on=settles_on)
        for taste, (name, voter) in enumerate(seat(room, people).items())
    }
    host = Host(terminal, guests, defers_first=defers_first)
    host.hold()
    for guest in guests.values():
        guest.terminal.wait_for_end()
    return host
