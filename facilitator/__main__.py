"""The program's way in: ``facilitator`` and ``python -m facilitator``."""

from __future__ import annotations


def main() -> None:
    """Run the command line."""
    from facilitator.cli import run  # noqa: PLC0415 - importing the package must stay light

    run()


if __name__ == "__main__":
    main()
