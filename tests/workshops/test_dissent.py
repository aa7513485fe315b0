"""An objection that the facilitator typed, in the end as its author words it."""

from __future__ import annotations

import json

import pytest

from tests.workshops.hosts import SAVE, seat, start
from tests.workshops.test_patterns import AGENDA, PEOPLE, open_the_vote, vote

pytestmark = pytest.mark.timeout(240)

BACK, CLEAR = "\x1b[Z", "\x15"


def test_the_log_holds_an_objection_as_its_author_reworded_it(room):
    (room.folder / "patterns.toml").write_text(AGENDA)
    facilitator = start(room, "patterns.toml", size=(120, 36))
    voters = seat(room, PEOPLE)
    open_the_vote(facilitator, "task agreed")
    vote(voters, ("1", "1", "1", "2", "2"))
    facilitator.see("5 of 5")
    facilitator.press(" ", "Who speaks next")
    facilitator.press("d", "Ben wants Tellers", "Cleo wants Tellers")
    # Three of five are fewer than have to agree: the third field wants to know why it is so.
    facilitator.send("\t\tthey-make-it")
    facilitator.see("they-make-it")
    # Of Cleo's words, last on the page, the reason stands before what would change that mind.
    facilitator.send(f"{BACK * 4}{CLEAR}as-the-facilitator-heard-it")
    facilitator.see("as-the-facilitator-heard-it")
    facilitator.press(SAVE, "SPACE  Next", "not confirmed by them yet")

    ben, cleo = voters["Ben"].terminal, voters["Cleo"].terminal
    ben.see("Your objection is kept with this decision")
    ben.press("x", "X once more withdraws it")
    ben.press("x", "Withdrawn.")
    cleo.see("Your objection is kept with this decision", "as-the-facilitator-heard-it")
    cleo.press("w", "Why do you object?")
    cleo.send(f"{CLEAR}in-my-own-words\r")
    cleo.see("What would change your mind?")
    cleo.send("a-quarter-of-good-numbers\r")
    cleo.see("Kept in your words.", "in-my-own-words")
    facilitator.see("in-my-own-words", "in their own words", "Withdrawn by Ben")

    facilitator.press("e", "End the workshop and write its log?")
    facilitator.press(" ", "SPACE  Leave", "sessions/")
    assert facilitator.press_to_end(" ") == 0
    log = json.loads(room.run("log", "show", "latest", "--json").stdout)
    (dissent,) = log["decisions"][0]["dissent"]
    assert dissent["reason"] == "in-my-own-words"
    assert dissent["would_change"] == "a-quarter-of-good-numbers"
    assert "as-the-facilitator-heard-it" not in json.dumps(log)
    assert room.run("log", "check", "latest").returncode == 0
