"""The bare command: the home screen, and what is chosen on it."""

from __future__ import annotations

from facilitator.cli.output import say


def open_home() -> None:
    """Show the home screen, and do what is chosen there."""
    from facilitator.cli.session import run_to_end  # noqa: PLC0415
    from facilitator.wiring import home  # noqa: PLC0415 - Textual is slow to import
    from facilitator.wiring.settings import hosting_settings  # noqa: PLC0415

    settings, address = hosting_settings()
    farewell = run_to_end(home.visit(settings, address))
    if farewell:
        say(farewell)
