"""The one interactive channel of a connection: who is it, and then their app."""

from __future__ import annotations

import asyncio
import codecs
import logging
from collections.abc import Callable, Mapping
from functools import partial
from typing import Protocol

import asyncssh
from asyncssh.packet import SSHPacket

from facilitator.ssh import words
from facilitator.ssh.app_run import ENDED, FAILED, AppRun
from facilitator.ssh.code_check import CodeCheck
from facilitator.ssh.limits import Limits
from facilitator.ssh.meter import Stage
from facilitator.ssh.shared import Shared, Visitor
from facilitator.terminal.line import Attached, shows_screens

_log = logging.getLogger(__name__)
_LONGEST_TERM = 64
_LEAVING_SIGNALS = ("HUP", "TERM")


class Peer(Protocol):
    """The connection that a shell is opened on, as the shell sees it."""

    @property
    def has_keys_unseen(self) -> bool:
        """Whether the client has offered more keys than are looked at."""

    def visitor(self, code: str | None) -> Visitor:
        """Who is admitted here, with ``code`` where one was accepted."""

    def reach(self, stage: Stage) -> None:
        """Note how far the person has come."""

    def sit(self) -> None:
        """Take a seat for the person, or end where there is none."""

    def unsent(self) -> int:
        """How many bytes wait for the network to take them."""


class Shell(asyncssh.SSHServerSession[bytes]):
    """Serves one terminal: the code prompt where one is needed, then the app.

    It is also the ``Line`` under that app's terminal. A request for anything but a shell with a
    terminal is answered in words, and the channel closed.
    """

    def __init__(self, shared: Shared, connection: Peer) -> None:
        self.limits: Limits = shared.limits
        self.loop: asyncio.AbstractEventLoop = shared.loop
        self.size = self.limits.clamped(0, 0)
        self.term = ""
        self.can_step_back = False
        self.has_ended = False
        self._shared = shared
        self._connection = connection
        self._channel: asyncssh.SSHServerChannel[bytes] | None = None
        self._has_terminal = False
        self._refusal = ""
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._check: CodeCheck | None = None
        self._run: AppRun | None = None
        self._terminal: Attached | None = None
        self._seat: str | None = None

    def is_closed(self) -> bool:
        """Return whether the channel is closed on both sides."""
        return self._channel is None and self.has_ended

    # AsyncSSH's calls

    def connection_made(self, chan: asyncssh.SSHServerChannel[bytes]) -> None:
        """The channel is open; nothing has been asked for yet."""
        self._channel = chan
        # What AsyncSSH would keep, without bound, of the variables that a client sends.
        chan._process_env_request = _refuse_variable  # type: ignore[method-assign]  # noqa: SLF001
        if chan._send_pktsize < self.limits.least_packet:  # noqa: SLF001  (nothing public tells)
            self._refusal = words.SMALL_PACKETS

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002
        """The channel is closed, or its connection is gone: nobody sees anything any more."""
        self._channel = None
        self._note_end()
        self.leave("")

    def pty_requested(
        self,
        term_type: str,
        term_size: tuple[int, int, int, int],
        term_modes: Mapping[int, int],  # noqa: ARG002
    ) -> bool:
        """Note the terminal's type and size."""
        self._has_terminal = True
        self.term = term_type[:_LONGEST_TERM]
        self.size = self.limits.clamped(*term_size[:2])
        return True

    def terminal_size_changed(self, width: int, height: int, pixwidth: int, pixheight: int) -> None:  # noqa: ARG002
        """Have the app drawn for the new size."""
        self.size = self.limits.clamped(width, height)
        if self._terminal is not None:
            self._terminal.resize()

    def shell_requested(self) -> bool:
        """Accept, if only to say that a terminal is needed."""
        if not self._has_terminal:
            self._refusal = self._refusal or words.USE_A_TERMINAL
        elif not shows_screens(self.term):
            text = words.plain(self.term).strip() or "none"
            self._refusal = self._refusal or words.NO_SCREEN.format(term=text)
        return True

    def exec_requested(self, command: str) -> bool:  # noqa: ARG002
        """Accept in order to refuse in words; SCP comes this way too."""
        self._refusal = words.NO_COMMANDS
        return True

    def subsystem_requested(self, subsystem: str) -> bool:  # noqa: ARG002
        """Accept in order to refuse in words; SFTP comes this way."""
        self._refusal = words.NO_SUBSYSTEMS
        return True

    def session_started(self) -> None:
        """Serve the terminal, or refuse."""
        if self._refusal:
            self._refuse()
        else:
            self._guard(self._greet)

    def data_received(self, data: bytes, datatype: int | None) -> None:  # noqa: ARG002
        """Hand what was typed to whoever is to have it; while in line, only Ctrl-C counts."""
        text = self._decode(data)
        if self._terminal is not None:
            self._terminal.receive(text)
        elif self._check is not None:
            self._guard(self._check.receive, text)
        elif self._run is not None and ("\x03" in text or "\x04" in text):
            self.leave(words.GOODBYE)

    def eof_received(self) -> bool:
        """The client will type no more: end, but let the last words out."""
        self.leave("")
        return True

    def signal_received(self, signal: str) -> None:
        """Leave when told to hang up; other signals mean nothing here."""
        if signal in _LEAVING_SIGNALS:
            self.leave("")

    # The line under the app's terminal

    def attach(self, terminal: Attached) -> None:
        """Give ``terminal`` what arrives from now on."""
        self._terminal = terminal
        # From Python 3.12 on Textual makes tasks eager; with that, AsyncSSH lets nobody log in.
        self.loop.set_task_factory(self._shared.task_factory)

    def send(self, data: bytes) -> None:
        """Send ``data``, unless the channel is closing."""
        if self._channel is not None and not self._channel.is_closing():
            self._channel.write(data)

    def unsent(self) -> int:
        """Return how many bytes wait here for the client to take them."""
        waiting = 0 if self._channel is None else self._channel.get_write_buffer_size()
        return waiting + self._connection.unsent()

    def pause_input(self) -> None:
        """Deliver nothing more; the client's own window then stops it."""
        if self._channel is not None:
            self._channel.pause_reading()

    def resume_input(self) -> None:
        """Deliver what comes again."""
        if self._channel is not None:
            self._channel.resume_reading()

    def drawn(self) -> None:
        """The app has been seen: let the next one start."""
        if self._run is not None:
            self._run.started()

    # What happens to a person

    def leave(self, last_words: str) -> None:
        """End whatever goes on, in good order, and close with ``last_words``."""
        if self._run is not None:
            self._run.leave(last_words)
        else:
            self._close(last_words, ENDED)

    def _greet(self) -> None:
        gate, visitor = self._shared.gate, self._connection.visitor(None)
        if not self._shared.finds_a_place():
            self._close(words.FULL, FAILED)
        elif reason := gate.turns_away(visitor.fingerprint):
            many = self._connection.has_keys_unseen
            first = f"{words.keys_unseen(self.limits.key_offers)} " if many else ""
            self._close(f"{first}{reason}", FAILED)
        elif visitor.fingerprint is not None and gate.knows_key(visitor.fingerprint):
            self._admit(None)
        else:
            self._check = CodeCheck(
                self.limits,
                gate.welcome(),
                admits=gate.admits,
                failed=partial(self._shared.penalties.failed, visitor.address),
                send=self.send,
                admitted=self._admit,
                closed=self._close,
            )
            self._connection.reach(Stage.ASKED)
            self._check.ask()

    def _admit(self, code: str | None) -> None:
        """Put the visitor in line for an app, unless they were asked to stay outside.

        Nor do they get in while their seat changes hands too often.
        """
        self._check = None
        visitor = self._connection.visitor(code)
        if reason := self._shared.gate.bars(visitor):
            self._close(reason, FAILED)
            return
        knows_their_seat = self._shared.gate.seat_of(visitor)
        if knows_their_seat and not self._shared.finds_a_place():
            self._close(words.FULL, FAILED)
            return
        self._seat = knows_their_seat or visitor.fingerprint
        if self._seat is not None and not self._shared.arrivals.admits(self._seat):
            self._close(words.TOO_OFTEN, FAILED)
            return
        self._run = AppRun(self._shared, visitor, self, ended=self._end_run)
        self._connection.reach(Stage.ADMITTED)
        if knows_their_seat:
            self._connection.sit()
        self._run.wait_in_line()

    def _end_run(self, last_words: str, status: int) -> None:
        """Close after an app; one that failed is nothing that its person has done too often."""
        if status == FAILED and self._seat is not None:
            self._shared.arrivals.forgive(self._seat)
        self._close(last_words, status)
        self._run = self._terminal = None

    def _refuse(self) -> None:
        if self._channel is not None:
            newline = b"\r\n" if self._has_terminal else b"\n"
            self._channel.write_stderr(self._refusal.encode() + newline)
            self._channel.exit(FAILED)
        self._note_end()

    def _close(self, last_words: str, status: int) -> None:
        """Give the terminal back, show the last words, and close. A second call does nothing."""
        if self.has_ended:
            return
        self._note_end()
        if self._terminal is not None:
            self._terminal.give_back()
        if last_words:
            before = "\n" if self._terminal is None else ""
            self.send(words.on_terminal(f"{before}{last_words}\n"))
        if self._channel is not None:
            self._channel.exit(status)

    def _note_end(self) -> None:
        self.has_ended = True
        self._connection.reach(Stage.OVER)
        if self._check is not None:
            self._check.give_back()
            self._check = None

    def _guard(self, step: Callable[..., None], *arguments: str) -> None:
        """Take a step that asks the gate; a failure there ends this connection only."""
        try:
            step(*arguments)
        except Exception:  # noqa: BLE001  (one connection's failure ends one connection)
            visitor = self._connection.visitor(None)
            _log.exception("Connection %s couldn't be served", visitor.connection)
            self._close(words.APP_FAILED, FAILED)


def _refuse_variable(packet: SSHPacket) -> bool:  # noqa: ARG001
    return False
