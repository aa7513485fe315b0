"""The program's way in: ``facilitator`` and ``python -m facilitator``."""

from __future__ import annotations

import gc
import os


def main() -> None:
    """Run the command line."""
    forget_the_toolkits_switches()
    # What starting makes stays: looking for garbage in it again and again is a tenth of the time.
    gc.set_threshold(20_000, 20, 50)
    from facilitator.cli import run  # noqa: PLC0415 - importing the package must stay light

    run()


def forget_the_toolkits_switches() -> None:
    """Remove ``TEXTUAL`` and ``TEXTUAL_…`` from the environment, before anything reads them.

    They have Textual write logs and screenshots, import drivers, press keys and call a debugger:
    behind an OpenSSH server whoever votes might set them.
    """
    for name in [each for each in os.environ if each.startswith("TEXTUAL")]:
        del os.environ[name]


if __name__ == "__main__":
    main()
