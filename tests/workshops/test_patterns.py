"""What the facilitator's screen makes of each kind of split, and of changed minds."""

from __future__ import annotations

import json

import pytest

from tests.e2e.room import Voter
from tests.workshops.hosts import SAVE, seat, start

pytestmark = pytest.mark.timeout(600)

PATTERNS = ("agreed", "contested", "divided", "orphaned", "disputed", "thin")
AGENDA = (
    """\
format = "facilitator.agenda/1"
id = "patterns"
title = "Six splits"

[[teams]]
id = "pm"
name = "Makers"

[[teams]]
id = "pmm"
name = "Tellers"

[[teams]]
id = "sales"
name = "Vendors"
"""
    + "".join(
        f'\n[[steps]]\nkind = "task"\nid = "{name}"\ntitle = "Task {name}"\n' for name in PATTERNS
    )
    + '\n[[steps]]\nkind = "close"\ntitle = "The end"\n'
)
PEOPLE = {"Ana": 1, "Amy": 1, "Bo": 2, "Ben": 2, "Cleo": 3}
SPLITS = {
    "agreed": ("1", "1", "1", "1", "1"),
    "contested": ("1", "1", "2", "2", "1"),
    "divided": ("1", "2", "1", "1", "1"),
    "orphaned": ("2", "2", "1", "1", "1"),
    "disputed": ("1", "1", "3", "3", "a"),
    "thin": ("1", "1", "a", "a", "a"),
}
"""Who presses what: 1 Makers, 2 Tellers, 3 Vendors, a abstain."""
SAID = {
    "agreed": ("You agree. Confirm what support the driver needs.", "Ana, Amy, Bo, Ben"),
    "contested": ("Both claim it. What would each lose by supporting", "Bo: fewest named it"),
    "divided": ("Makers is split inside. Let that team talk first.", "Amy: fewest named it"),
    "orphaned": ("Everyone points at someone else. What makes this task", "Ana: fewest named it"),
    "disputed": ("Makers wants it; Tellers sees Vendors. What worries them?", "Ana: fewest named"),
    "thin": ("Only one side has voted. Whose view is missing?", "Ana and Amy"),
}
"""The sentence with its prompt, and who speaks next."""
FEWEST = {"contested": "Bo", "divided": "Amy", "orphaned": "Ana", "disputed": "Ana"}
"""Who gives a reason for the choice that the fewest named, or one of them."""


def middle(facilitator):
    """What the column between the agenda and the room says, as one line."""
    lines = (line[30:91] for line in facilitator.text.splitlines())
    return " ".join(" ".join(lines).split())


def open_the_vote(facilitator, title):
    facilitator.press(" ", "Start voting", title)
    facilitator.press(" ", "SPACE  Close and reveal", "0 of 5")


def vote(voters: dict[str, Voter], keys, reasoner=""):
    for (name, voter), key in zip(voters.items(), keys, strict=True):
        voter.terminal.see("One key votes")
        voter.vote(key, reason=f"because of {name}" if name == reasoner else "")


def test_every_pattern_has_its_sentence_its_prompt_and_its_next_speaker(room):
    (room.folder / "patterns.toml").write_text(AGENDA)
    facilitator = start(room, "patterns.toml", size=(120, 36))
    voters = seat(room, PEOPLE)
    for pattern in PATTERNS:
        open_the_vote(facilitator, f"task {pattern}")
        vote(voters, SPLITS[pattern], FEWEST.get(pattern, ""))
        facilitator.see("5 of 5")
        facilitator.press(" ", "Who speaks next")
        facilitator.let_it_be_read()
        shown = middle(facilitator)
        sentence, speaker = SAID[pattern]
        assert sentence in shown
        after = shown.partition("Who speaks next")[2]
        assert speaker in after
        facilitator.press("f", "Review on")
        facilitator.press(SAVE, "SPACE  Next")
    facilitator.press("e", "End the workshop and write its log?")
    facilitator.press(" ", "SPACE  Leave", "sessions/")
    assert facilitator.press_to_end(" ") == 0
    log = json.loads(room.run("log", "show", "latest", "--json").stdout)
    assert {each["task"]: each["pattern"] for each in log["decisions"]} == {
        pattern: pattern for pattern in PATTERNS
    }
    assert room.run("log", "check", "latest").returncode == 0


def test_three_rounds_show_who_moved_and_all_are_in_the_log(room):
    (room.folder / "patterns.toml").write_text(AGENDA)
    facilitator = start(room, "patterns.toml", size=(120, 36))
    voters = seat(room, PEOPLE)
    open_the_vote(facilitator, "task agreed")
    vote(voters, ("1", "1", "2", "2", "2"))
    facilitator.see("5 of 5")
    facilitator.press(" ", "Vote again: round 2")
    facilitator.press(" ", "SPACE  Close and reveal", "0 of 5")
    vote(voters, ("1", "1", "1", "2", "2"))
    facilitator.see("5 of 5")
    facilitator.press(" ", "Since the round before: 1 of 5 changed", "Tellers → Makers: Bo")
    facilitator.see("Vote again: round 3")
    facilitator.press(" ", "SPACE  Close and reveal", "0 of 5")
    vote(voters, ("1", "1", "1", "1", "2"))
    facilitator.see("5 of 5")
    facilitator.press(" ", "Since the round before: 1 of 5 changed", "Tellers → Makers: Ben")
    facilitator.press(" ", "Ctrl+S")
    facilitator.press(SAVE, "SPACE  Next")
    facilitator.press("e", "End the workshop and write its log?")
    facilitator.press(" ", "SPACE  Leave", "sessions/")
    assert facilitator.press_to_end(" ") == 0
    log = json.loads(room.run("log", "show", "latest", "--json").stdout)
    (decision, *_) = log["decisions"]
    assert [held["votes"] for held in decision["rounds"]] == [
        {"pm": 2, "pmm": 3},
        {"pm": 3, "pmm": 2},
        {"pm": 4, "pmm": 1},
    ]
    assert all(len(held["ballots"]) == len(PEOPLE) for held in decision["rounds"])
