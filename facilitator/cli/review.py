"""The verb for the screen of past decisions."""

from __future__ import annotations

from pathlib import Path

import click

from facilitator.cli.options import sessions_option, theme_option
from facilitator.cli.session import require_terminal, run_to_end


@click.command()
@sessions_option
@theme_option
def review(sessions: Path | None, theme: str | None) -> None:
    """Look at past decisions: who owns what now, what changed, what is due."""
    from facilitator.wiring.settings import load_settings  # noqa: PLC0415

    settings = load_settings(sessions=sessions, theme=theme)
    settings.found()
    require_terminal()
    from facilitator.wiring import review  # noqa: PLC0415 - Textual is slow to import

    run_to_end(review.review(settings))
