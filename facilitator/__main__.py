"""The program's way in: ``facilitator`` and ``python -m facilitator``."""

from __future__ import annotations

import os


def main() -> None:
    """Run the command line."""
    forget_the_toolkits_switches()
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
