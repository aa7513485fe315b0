"""Every limit that the SSH server keeps, in one place."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What connections may use up: times in seconds, sizes in bytes unless said otherwise."""

    login_seconds: float = 30.0
    """From the TCP connection to the end of authentication, and from there to a shell request."""

    keepalive_seconds: float = 15.0
    """Silence after which the client is asked whether it is still there."""

    keepalives_missed: int = 3
    """So many unanswered in a row close the connection."""

    connections: int = 1200
    """Authenticated connections at a time. A further one is told so, in words."""

    half_open: int = 1200
    """Connections at a time that have not authenticated. A further one replaces the oldest."""

    code_tries: int = 3
    """Wrong codes on one connection before it is closed."""

    code_seconds: float = 180.0
    """At the code prompt, all tries together."""

    key_failures: int = 6
    """Wrong signatures on one connection before it is closed."""

    key_offers: int = 20
    """Keys looked at on one connection; later ones are refused unseen."""

    seat_arrivals: int = 4
    """Connections to one seat within ``seat_window_seconds``."""

    seat_window_seconds: float = 60.0
    """The window of ``seat_arrivals``."""

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

    terminal_columns: int = 400
    """Cells; a wider terminal is served as if it were this wide."""

    terminal_rows: int = 200
    """Cells; a taller terminal is served as if it were this tall."""

    resize_seconds: float = 0.05
    """Shortest time between two resizes that an app hears of."""

    paste_characters: int = 16_384
    """Characters of one paste that reach an app; the rest is dropped."""

    paste_seconds: float = 3.0
    """A paste that stays silent for so long has ended, with or without its end mark."""

    input_burst: int = 1000
    """Keys and other input events taken at once; input is then read at ``input_rate``."""

    input_rate: float = 200.0
    """Input events a second, sustained."""

    stale_bytes: int = 65_536
    """Unsent output above which frames are dropped until the client has caught up."""

    backlog_bytes: int = 1_048_576
    """Unsent output above which a connection is closed after ``backlog_seconds``."""

    backlog_seconds: float = 10.0
    """How long a connection may stay above ``backlog_bytes``."""

    receive_window: int = 65_536
    """Input that a client may send ahead of its being read."""

    receive_packet: int = 4096
    """Input that a client may send in one packet."""

    sweep_seconds: float = 1.0
    """How often deadlines, backlogs and places in line are looked at."""
