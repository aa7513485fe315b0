"""Every limit that the SSH server keeps, and how many places the machine has for connections."""

from __future__ import annotations

import resource
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from facilitator.terminal.line import TerminalLimits

MOST_DESCRIPTORS = 65_536
"""More than this is never asked for: some systems promise more than they have."""
FEWEST_PLACES = 8
"""With fewer places than these a server is of no use to a room."""
_FEWER = (MOST_DESCRIPTORS, 20_000, 10_240, 4_096)
_FOLDERS = ("/proc/self/fd", "/dev/fd")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits(TerminalLimits):
    """What connections may use up: times in seconds, sizes in bytes unless said otherwise."""

    login_seconds: float = 30.0
    """From the TCP connection to the end of authentication, and from there to a shell request."""

    keepalive_seconds: float = 15.0
    """Silence after which the client is asked whether it is still there."""

    keepalives_missed: int = 3
    """So many unanswered in a row close the connection."""

    connections: int = 1200
    """People in seats at a time, and walls. A further one is told so, in words."""

    half_open: int = 1200
    """Connections at a time of others: not logged in, at the code or the form. They make room."""

    descriptors_kept: int = 48
    """Files that can always be opened: where the system allows few, connections are fewer."""

    silent_seconds: float = 0.05
    """A connection that has not said in so long what it is can be closed for one that comes."""

    idle_seconds: float = 2.0
    """So can one at the code or the form, after so long there."""

    turn_seconds: float = 0.004
    """What strangers and floods cause is worked off for so long at a time."""

    seated_first_seconds: float = 0.25
    """For so long after somebody seated was served, that has at most half of the time."""

    first_seconds: float = 0.5
    """Processor time that those of one source in seats may have at once without turns …"""

    first_share: float = 0.5
    """… and the share of a core from there on; beyond it they wait for their turns too."""

    typed_bytes: int = 8192
    """Bytes that somebody seated may send at once without waiting for a turn …"""

    typed_rate: float = 4096.0
    """… and so many a second from there on: some sixty keys."""

    sent_bytes: int = 65_536
    """Bytes that any connection may send at once; more is not read …"""

    sent_rate: float = 32_768.0
    """… but at so many a second."""

    source_bytes: int = 16_777_216
    """The same for all connections of one source together: a whole room may share one …"""

    source_rate: float = 524_288.0
    """… in bytes a second."""

    code_tries: int = 3
    """Wrong codes on one connection before it is closed."""

    code_seconds: float = 180.0
    """At the code prompt, all tries together."""

    form_seconds: float = 600.0
    """At the form for name and team, until a seat is taken."""

    code_characters: int = 1024
    """Characters typed at the code prompt without Enter before the connection is closed."""

    key_failures: int = 6
    """Wrong signatures on one connection before it is closed."""

    key_offers: int = 20
    """Keys looked at on one connection; later ones are refused unseen."""

    seat_arrivals: int = 4
    """Connections to one seat within ``seat_window_seconds``."""

    seat_window_seconds: float = 60.0
    """The window of ``seat_arrivals``."""

    seat_forgiven: int = 2
    """Of these, connections that are not counted since what was served on them has failed."""

    walls: int = 16
    """Walls shown at a time over SSH …"""

    walls_of_source: int = 4
    """… and of these from one source: a room needs one."""

    penalty_step_seconds: float = 0.5
    """By so much longer than the last is the answer to each further failure held back."""

    penalty_most_seconds: float = 8.0
    """The longest such delay."""

    penalty_half_life_seconds: float = 15.0
    """Time in which half of that delay is forgotten."""

    penalty_addresses: int = 4096
    """Addresses remembered; the one that failed longest ago is forgotten first."""

    starting_apps: int = 4
    """Apps being started at a time; other admitted visitors wait in line for their turn."""

    start_seconds: float = 5.0
    """An app that has drawn nothing for so long no longer holds up the line."""

    exit_seconds: float = 5.0
    """An app asked to end may take so long; then its connection is closed without it."""

    linger_seconds: float = 3.0
    """A client may keep a connection open so long after its terminal has ended."""

    backlog_bytes: int = 1_048_576
    """Unsent output above which a connection is closed after ``backlog_seconds``."""

    backlog_seconds: float = 10.0
    """How long a connection may stay above ``backlog_bytes``."""

    receive_window: int = 65_536
    """Input that a client may send ahead of its being read."""

    receive_packet: int = 4096
    """Input that a client may send in one packet."""

    least_packet: int = 1024
    """A client has to take packets of this size: a screen in smaller ones would cost the others."""

    sweep_seconds: float = 1.0
    """How often deadlines, backlogs and places in line are looked at."""


@dataclass(frozen=True, slots=True)
class Places:
    """``all`` connections at a time, and how many of them may sit in seats.

    The others are there for whoever comes.
    """

    all: int
    seated: int


def raise_descriptors() -> int:
    """Have as many descriptors as this process may; return how many those are."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    ceiling = MOST_DESCRIPTORS if hard == resource.RLIM_INFINITY else min(hard, MOST_DESCRIPTORS)
    for wanted in (ceiling, *_FEWER):
        if soft < wanted <= ceiling:
            with suppress(OSError, ValueError):  # a system may have bounds that it doesn't tell
                resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
                return wanted
    return soft


def places_for(limits: Limits, descriptors: int, used: int) -> Places:
    """The places there are with so many descriptors, of which some are used already.

    ``descriptors_kept`` stay free whatever comes: without them no vote could be recorded. A quarter
    of the places is never taken by those who sit, or nobody could knock any more.
    """
    most = limits.connections + limits.half_open
    everybody = max(4, min(most, descriptors - used - limits.descriptors_kept))
    return Places(everybody, min(limits.connections, everybody * 3 // 4))


def descriptors_needed(limits: Limits, used: int) -> int:
    """How many descriptors a server needs at the least that has some in use already."""
    return used + limits.descriptors_kept + FEWEST_PLACES


def descriptors_in_use() -> int:
    """How many descriptors this process has open; a guess where the system doesn't tell."""
    for folder in _FOLDERS:
        with suppress(OSError):
            return sum(1 for _ in Path(folder).iterdir())
    return 16
