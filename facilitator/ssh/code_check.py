"""The code prompt in a plain terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from facilitator.ssh import words
from facilitator.ssh.prompt import LineEntry

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

    from facilitator.ssh.shared import Shared

_LEFT = 0
_REFUSED = 1


class CodeCheck:
    """Asks for a code, a few times, and says how that ended.

    A right code is answered at once. The answer to a wrong one is held back, longer the more codes
    have failed from the same address; what is typed meanwhile is dropped.
    """

    def __init__(
        self,
        shared: Shared,
        address: str,
        *,
        send: Callable[[bytes], None],
        admitted: Callable[[str], None],
        closed: Callable[[str, int], None],
    ) -> None:
        """Hand an accepted code to ``admitted``, else last words and a status to ``closed``."""
        self._shared = shared
        self._address = address
        self._send = send
        self._admitted = admitted
        self._closed = closed
        self._entry = LineEntry()
        self._typed = 0
        self._wrong = 0
        self._answer_at: asyncio.TimerHandle | None = None

    def ask(self) -> None:
        """Show the welcome line and the prompt."""
        self._send(words.on_terminal(f"\n{self._shared.gate.welcome()}\n\n{words.CODE_PROMPT}"))

    def receive(self, text: str) -> None:
        """Take what the person types."""
        if self._answer_at is not None:
            return
        self._typed += len(text)
        if self._typed > self._shared.limits.code_characters:
            self._closed(words.NO_CODE, _REFUSED)
            return
        typed = self._entry.feed(text)
        self._send(typed.echo.encode())
        if typed.left:
            self._closed(words.GOODBYE, _LEFT)
        elif typed.line is not None:
            self._typed = 0
            self._consider(typed.line.strip())

    def stop(self) -> None:
        """Forget an answer that is being held back: nobody waits for it any more."""
        if self._answer_at is not None:
            self._answer_at.cancel()

    def _consider(self, code: str) -> None:
        if not code:
            self._send(words.on_terminal(f"\n{words.CODE_PROMPT}"))
        elif self._shared.gate.admits(code):
            self._send(b"\r\n")
            self._admitted(code)
        else:
            self._wrong += 1
            delay = self._shared.penalties.failed(self._address)
            self._answer_at = self._shared.loop.call_later(delay, self._answer_wrong)

    def _answer_wrong(self) -> None:
        self._answer_at = None
        if self._wrong >= self._shared.limits.code_tries:
            self._closed(words.NO_MORE_TRIES, _REFUSED)
        else:
            self._send(words.on_terminal(f"\n{words.WRONG_CODE}\n\n{words.CODE_PROMPT}"))
