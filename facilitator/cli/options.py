"""Options that several verbs share, and what they come to."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from facilitator import clock
from facilitator.cli.output import answer

if TYPE_CHECKING:
    from facilitator.wiring.answers import Answer
    from facilitator.wiring.settings import Settings

F = TypeVar("F", bound=Callable[..., Any])


class _Day(click.DateTime):
    """A day, written as ISO has it."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The day of what click reads as a moment."""
        return value if type(value) is date else super().convert(value, param, ctx).date()


def for_a_day(name: str, *, text: str, **others: Any) -> Callable[[F], F]:
    """An option that takes a day."""
    return click.option(name, metavar="DATE", type=_Day(["%Y-%m-%d"]), help=text, **others)


def _wanted(context: click.Context, option: click.Parameter, given: Any) -> None:
    """Put into what is ``wanted`` of the past, which several options say together."""
    from facilitator.wiring.past import Wanted  # noqa: PLC0415

    wanted = context.params.get("wanted", Wanted())
    context.params["wanted"] = replace(wanted, **{str(option.name): given})


sessions_option = click.option(
    "--sessions",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The folder of the decision logs.",
)
json_option = click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON document instead of text."
)
team_option = click.option(
    "--team",
    metavar="TEAM",
    callback=_wanted,
    expose_value=False,
    help="Only what concerns this team, given by id or name.",
)
since_option = for_a_day(
    "--since",
    text="Only what sessions since this day said, like 2027-03-22.",
    callback=_wanted,
    expose_value=False,
)
VERDICTS = (
    "new",
    "raised",
    "reaffirmed",
    "reversed",
    "reopened",
    "carried",
    "settled",
    "still-open",
    "dropped",
)
VERDICTS_TAKEN_UP = tuple(each for each in VERDICTS if each not in ("carried", "dropped"))
"""Those on a task that the newer session took up: the others are told of two logs alone."""


def verdict_option(*verdicts: str) -> Callable[[F], F]:
    """An option for some of these verdicts."""
    return click.option(
        "--verdict",
        "verdicts",
        metavar="VERDICT",
        type=click.Choice(verdicts),
        multiple=True,
        callback=_wanted,
        expose_value=False,
        help=f"Only this verdict; may be given more than once: {', '.join(verdicts)}.",
    )


rehearsals_option = click.option(
    "--rehearsals", is_flag=True, help="Count rehearsals in, beside real sessions."
)
day_option = for_a_day(
    "--on", text="The day to reckon from, like 2027-03-22. Default: today.", default=clock.today
)
format_option = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "github"]),
    default="text",
    help="Print text, or commands that GitHub shows beside the lines.",
)
theme_option = click.option(
    "--theme", type=click.Choice(["dark", "light"]), help="Draw for a dark or a light room."
)
name_option = click.option("--name", metavar="NAME", help="The facilitator's name, for the log.")


def follows_option(others: str, default: str | None = None) -> Callable[[F], F]:
    """An option for the earlier session that a new one is held against."""
    meant = "The earlier session to be held against: an id, a beginning of one, latest"
    return click.option("--follows", metavar="LOG", default=default, help=f"{meant}, {others}")


lan_option = click.option(
    "--lan", is_flag=True, help="Listen on all interfaces, by IPv4 and by IPv6."
)
shown_host_option = click.option(
    "--shown-host",
    metavar="HOST[:PORT]",
    help="What voters type for this host, where that is not its own address: behind NAT, a VPN or"
    " a tunnel.",
)


def hosting_options(command: F) -> F:
    """Where voters get in, for every verb that holds a live session."""
    for option in (
        theme_option,
        name_option,
        click.option(
            "--servers",
            type=click.IntRange(1, 8),
            default=1,
            show_default=True,
            help="Server processes that share the port.",
        ),
        click.option("--no-ssh", is_flag=True, help="Take no voters over SSH."),
        shown_host_option,
        lan_option,
        click.option(
            "--listen",
            metavar="HOST:PORT",
            help="Where voters get in. Default: 127.0.0.1:2222, unless the config says otherwise.",
        ),
        sessions_option,
    ):
        command = option(command)
    return command


def answering(verb: Callable[..., Answer]) -> Callable[..., None]:
    """Have the answer of a verb printed, in one of its two forms."""

    @functools.wraps(verb)
    def run(*, as_json: bool, **given: Any) -> None:
        answer(verb(**given), as_json=as_json)

    return json_option(run)


def settings_of(sessions: Path | None, **options: Any) -> Settings:
    """What the options, the environment and the config file come to; Unusable or Misused."""
    from facilitator.wiring.settings import load_settings  # noqa: PLC0415

    return load_settings(sessions=sessions, **options)


def folder_of(sessions: Path | None, *references: str) -> Path:
    """The folder of the decision logs, to look for these in it, or for all; raises Unusable."""
    return settings_of(sessions).found(*references)
