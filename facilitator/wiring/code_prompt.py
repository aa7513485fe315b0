"""The join code, asked for on this terminal before any screen is drawn: as the SSH server asks."""

from __future__ import annotations

import asyncio
import codecs
import contextlib
import os
import sys
import termios
import tty
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator

from facilitator.errors import Misused
from facilitator.ssh import words
from facilitator.ssh.code_check import LineEntry
from facilitator.ssh.limits import Limits

_PIECE = 1024


async def ask_code(welcome: str, admits: Callable[[str], bool]) -> str | None:
    """A code that is right; None when somebody leaves.

    Raises Misused after a few wrong ones, and when nobody types any.
    """
    limits = Limits()
    try:
        async with asyncio.timeout(limits.code_seconds):
            with _raw(sys.stdin.fileno()):
                _write(f"\n{welcome}\n\n{words.CODE_PROMPT}")
                # Closed before the screen reads from the same terminal.
                async with contextlib.aclosing(_typed(sys.stdin.fileno())) as pieces:
                    return await _ask(pieces, admits, limits)
    except TimeoutError as error:
        raise Misused(words.CODE_TIMEOUT) from error


async def _ask(
    pieces: AsyncIterator[bytes], admits: Callable[[str], bool], limits: Limits
) -> str | None:
    entry = LineEntry()
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    wrong = 0
    async for data in pieces:
        typed = entry.feed(decoder.decode(data))
        os.write(sys.stdout.fileno(), typed.echo.encode())
        if typed.left:
            break
        code = (typed.line or "").strip()
        if typed.line is None:
            continue
        if not code:
            _write(f"\n{words.CODE_PROMPT}")
        elif admits(code):
            return code
        else:
            wrong += 1
            await asyncio.sleep(limits.penalty_step_seconds * 2 * wrong)
            if wrong >= limits.code_tries:
                _write("\n")
                raise Misused(words.NO_MORE_TRIES)
            _write(f"\n{words.WRONG_CODE}\n\n{words.CODE_PROMPT}")
    _write("\n")
    return None


async def _typed(descriptor: int) -> AsyncGenerator[bytes, None]:
    """What is typed, piece by piece, until the terminal is gone."""
    pieces: asyncio.Queue[bytes] = asyncio.Queue()

    def take() -> None:
        try:
            pieces.put_nowait(os.read(descriptor, _PIECE))
        except OSError:
            pieces.put_nowait(b"")

    loop = asyncio.get_running_loop()
    loop.add_reader(descriptor, take)
    try:
        while data := await pieces.get():
            yield data
    finally:
        loop.remove_reader(descriptor)


@contextlib.contextmanager
def _raw(descriptor: int) -> Iterator[None]:
    """A terminal that hands on every key and obeys none: neither Ctrl+C nor Ctrl+Z.

    What was typed before is kept: a code can be on its way already.
    """
    before = termios.tcgetattr(descriptor)
    try:
        tty.setraw(descriptor, termios.TCSADRAIN)
        yield
    finally:
        with contextlib.suppress(termios.error):
            termios.tcsetattr(descriptor, termios.TCSADRAIN, before)


def _write(text: str) -> None:
    os.write(sys.stdout.fileno(), words.on_terminal(text))
