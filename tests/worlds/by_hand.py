"""The log that somebody wrote by hand, with and without the keys that nothing reads."""

from __future__ import annotations

from pathlib import Path

FILE = Path(__file__).with_name("by-hand.toml")
BY_HAND = FILE.read_text("utf-8")
_UNKNOWN = {
    'weather = "rain" ': "",
    ", floor = 3": "",
    'room = "Turing"': "",
    "quorum = 4": "",
    'hand = "left"': "",
    "\nremote = true": "\n",
    '\nmood = { before = "tense", after = "fine" }': "\n",
    '\n  channel = "wiki"': "\n",
    '\n  noise = "loud"': "\n",
    "\n  volume = 11": "\n",
    '\nasked_by = "Olu"': "\n",
    "\npriority = 1": "\n",
    '\ncolour = "yellow"': "\n",
    "\ncake = true": "\n",
}


def with_known_keys_alone() -> str:
    """The same log, line by line, without what nothing reads."""
    text = BY_HAND
    for key, instead in _UNKNOWN.items():
        assert key in text
        text = text.replace(key, instead)
    return text
