"""What a person reads in a plain terminal, before and after an app, and when something is refused.

The same words whoever asks, so that they tell nothing about seats, keys or codes.
"""

from __future__ import annotations

import unicodedata

CODE_PROMPT = "Code: "
WRONG_CODE = "That code isn't right. Please look again and type it once more."
NO_MORE_TRIES = "That code isn't right either. Please ask the facilitator, then connect again."
CODE_TIMEOUT = "Nobody typed a code, so this connection is closed. Connect again any time."
NO_CODE = "That is no code. Connect again, and type the one on the facilitator's screen."
GOODBYE = "Goodbye."
USE_A_TERMINAL = "This is a screen for one person: please connect from a terminal, with ssh -t."
NO_SCREEN = "Your terminal can show no screen (TERM={term}): please connect from another one."
NO_COMMANDS = (
    "This server runs no commands. Connect without one, from a terminal, with ssh -t. If you gave"
    " none, your SSH configuration does: connect with ssh -t -o RemoteCommand=none."
)
NO_SUBSYSTEMS = (
    "This server has no files and no subsystems: no SFTP, no SCP. Connect with ssh -t. If you asked"
    " for none, your SSH configuration does: connect with ssh -t -o SessionType=default."
)
NO_FORWARDING = "This server forwards nothing."
ONE_TERMINAL = (
    "One terminal for each connection. Connect once more for another, where your SSH configuration"
    " shares connections with ssh -o ControlPath=none."
)
FORM_TIMEOUT = "Nobody took a seat, so this connection is closed. Connect again any time."
MADE_ROOM = "Others were waiting to get in, so this connection is closed. Please connect again."
FULL = "Every place in this server is taken. Please try again in a minute."
TOO_OFTEN = "This seat has just been connected to several times. Please try again in a minute."
APP_FAILED = "Something went wrong here, and it has been noted. Please connect again."
TOO_SLOW = "Your terminal takes in too little of what is sent."
SMALL_PACKETS = "Your client takes only packets that are too small for a screen."
TOO_MANY_KEYS = "Too many keys failed."


def keys_unseen(most: int) -> str:
    """Return what is told first to somebody whose client has offered more keys than are looked at.

    As an agent does that holds many; the key named on the command line comes last then.
    """
    return f"Your client offered so many keys that only the first {most} were looked at."


def place_in_line(place: int) -> str:
    """Return what a queued person sees; the next to go in has ``place`` 1."""
    return "You are next in line." if place == 1 else f"You are number {place} in line."


_JOINERS = "\u200c\u200d"


def plain(text: str) -> str:
    """Return ``text`` without anything a terminal might obey; line feeds stay.

    Control, format, surrogate, private-use and unassigned characters and the line and paragraph
    separators are dropped; what joins letters or keeps them apart stays.
    """
    return "".join(
        character
        for character in text
        if character == "\n"
        or character in _JOINERS
        or (unicodedata.category(character)[0] != "C" and character not in "\u2028\u2029")
    )


def on_terminal(text: str) -> bytes:
    """Return the bytes that show ``text`` in a raw terminal, its control characters dropped."""
    return plain(text).replace("\n", "\r\n").encode("utf-8", "replace")
