"""What works on this machine, what does not, and the mend."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from facilitator.domain.words.figures import moment
from facilitator.errors import Misused, Unusable, why_no_screen
from facilitator.hosting import journals
from facilitator.hosting.addresses import is_local, joined, split_address, ssh_command
from facilitator.hosting.host_key import HostKeyError, load_or_create_host_key
from facilitator.hosting.supervisor import ENOUGH_DESCRIPTORS
from facilitator.ssh import limits
from facilitator.ssh.addresses import try_port
from facilitator.storage.sqlite_file import NoLocks, try_locks
from facilitator.wiring.settings import Settings

State = Literal["ok", "note", "problem"]
SMALLEST = (60, 20)
COMFORTABLE = (80, 24)
FIRST_RELEASE = datetime(2026, 11, 1, tzinfo=UTC)
"""No clock that is right shows a time before this program was written."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. ``mend`` says what to do, or is empty."""

    what: str
    state: State
    found: str
    mend: str = ""


def examine(settings: Settings) -> tuple[Finding, ...]:
    """Look at everything that a live session needs."""
    return (
        *_terminal(),
        _colours(),
        _folder(settings),
        _locks(settings.sessions),
        _journals(settings.journals),
        *_port(settings),
        _files(settings),
        _host_key(settings),
        _clock(),
        _client(),
    )


def _terminal() -> Iterator[Finding]:
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    if encoding == "utf8":
        yield Finding("text", "ok", "UTF-8")
    else:
        yield Finding(
            "text", "problem", sys.stdout.encoding or "unknown", "set LANG to a UTF-8 locale"
        )
    if not sys.stdout.isatty():
        yield Finding("terminal", "note", "none: screens need one", "start it in a terminal")
        return
    if told := why_no_screen(os.environ.get("TERM", "")):
        yield Finding("terminal", "problem", told, "or set TERM to what it is, if it is another")
        return
    size = shutil.get_terminal_size()
    shape = f"{size.columns}×{size.lines}"
    if size < SMALLEST or size.lines < SMALLEST[1]:
        yield Finding("terminal", "problem", shape, "make the window at least 60×20, better 80×24")
    elif size.columns < COMFORTABLE[0] or size.lines < COMFORTABLE[1]:
        yield Finding("terminal", "note", shape, "80×24 or more shows everything at once")
    else:
        yield Finding("terminal", "ok", shape)


def _colours() -> Finding:
    if os.environ.get("NO_COLOR"):
        return Finding("colours", "note", "none, as NO_COLOR asks; nothing depends on them")
    if os.environ.get("COLORTERM") in ("truecolor", "24bit"):
        return Finding("colours", "ok", "all")
    term = os.environ.get("TERM", "unknown")
    return Finding("colours", "ok", "256" if "256" in term else f"16 ({term})")


def _nearest(folder: Path) -> Path:
    """The folder, or where it would be made, or what lies in its place."""
    return next(place for place in (folder, *folder.absolute().parents) if place.exists())


def _folder(settings: Settings) -> Finding:
    """Whether decision logs and journals can be written, tried out where it is harmless."""
    folder = settings.sessions
    nearest = _nearest(folder)
    try:
        with tempfile.NamedTemporaryFile(dir=nearest) as trial:
            trial.write(b"facilitator")
            trial.flush()
            os.fsync(trial.fileno())
    except OSError as error:
        return Finding(
            "decision logs",
            "problem",
            f"{folder} can't be written ({error.strerror})",
            "choose another folder with --sessions DIR",
        )
    free = shutil.disk_usage(nearest).free
    if free < 100 * 2**20:
        return Finding(
            "decision logs", "problem", f"{folder}: {free // 2**20} MiB free", "free some space"
        )
    if settings.is_lacking:
        return Finding("decision logs", "note", f"{folder} is not there: a session makes it")
    return Finding("decision logs", "ok", str(folder))


def _locks(folder: Path) -> Finding:
    """Whether processes can keep out of each other's way where journals lie."""
    try:
        try_locks(_nearest(folder))
    except NoLocks as error:
        return Finding("file locks", "problem", f"{error.filename}: {error.strerror}")
    return Finding("file locks", "ok", "here, so several processes can share a session")


def _journals(folder: Path) -> Finding:
    """Whether the folder of sessions that are under way is this user's alone."""
    try:
        journals.check_folder(folder)
    except Unusable as error:
        return Finding("journals", "problem", str(error))
    found = "yours alone" if folder.exists() else "made when a session starts"
    return Finding("journals", "ok", f"{folder}: {found}")


def _port(settings: Settings) -> Iterator[Finding]:
    """Whether voters can be let in, and what they type."""
    try:
        host, port = split_address(settings.listen)
        try_port(host, port)
    except Misused as error:
        yield Finding("port", "problem", str(error))
        return
    except OSError as error:
        yield Finding(
            "port",
            "problem",
            f"{joined(host, port)} can't be listened on ({error.strerror})",
            "end what listens there, or choose another with --listen HOST:PORT",
        )
        return
    free = f"{joined(host, port)} is free"
    if is_local(host) and settings.shown is None:
        yield Finding("port", "note", f"{free}, for this machine alone", "--lan lets others in")
    else:
        yield Finding("port", "ok", free)
    command = ssh_command(host, port, settings.shown) if port else "as the screen says then"
    otherwise = "" if settings.shown else "behind NAT, a VPN or a tunnel say so with --shown-host"
    yield Finding("voters type", "ok", command, otherwise)


def _files(settings: Settings) -> Finding:
    """For how many connections the system gives open files."""
    descriptors, used = limits.raise_descriptors(), limits.descriptors_in_use()
    if descriptors < limits.descriptors_needed(settings.limits, used):
        found, mend = f"{descriptors} at a time: too few for voters to get in", "first: ulimit -n"
        return Finding("open files", "problem", found, f"{mend} {ENOUGH_DESCRIPTORS}")
    room = limits.places_for(settings.limits, descriptors, used)
    found = f"{descriptors} at a time: room for {room.seated} people"
    if room.seated < settings.limits.connections:
        wanted = settings.limits.connections + settings.limits.half_open
        more = wanted + settings.limits.descriptors_kept
        mend = f"enough for most rooms; for {settings.limits.connections}, first: ulimit -n {more}"
        return Finding("open files", "note", found, mend)
    return Finding("open files", "ok", found)


def _host_key(settings: Settings) -> Finding:
    try:
        key = load_or_create_host_key(settings.host_key)
    except HostKeyError as error:
        return Finding("host key", "problem", str(error))
    return Finding("host key", "ok", f"{key.fingerprint} in {settings.host_key}")


def _clock() -> Finding:
    now = datetime.now(UTC)
    if now < FIRST_RELEASE:
        return Finding("clock", "problem", f"{moment(now)} UTC", "set the system's clock")
    return Finding("clock", "ok", f"{moment(now)} UTC")


def _client() -> Finding:
    if shutil.which("ssh"):
        return Finding("ssh client", "ok", "here, so you can try your own server")
    return Finding("ssh client", "note", "none here; voters need one, this machine does not")
