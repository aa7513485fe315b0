"""``log amend``: a change to a decision log after its session, which the log records itself.

What is to change is said in pairs, ``--task TASK --owner NAME``, and several may be said at once:
so it matters in which order the options come.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from facilitator.cli.options import for_a_day, json_option, sessions_option, settings_of
from facilitator.cli.output import draw, is_terminal, print_json, remark, say
from facilitator.errors import Misused, one_line

if TYPE_CHECKING:
    from facilitator.wiring.amendments import Change, Draft

_ORDER = "facilitator.cli.amend.order"
_STATUSES = ("open", "kept", "partly", "missed", "dropped")


class _InOrder(click.Command):
    """A command that knows in which order its options were given."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Note the name of each option as it comes."""
        _, _, order = self.make_parser(ctx).parse_args(args=list(args))
        ctx.meta[_ORDER] = [parameter.name for parameter in order]
        return super().parse_args(ctx, args)


@click.command(cls=_InOrder)
@click.argument("log", metavar="LOG")
@click.option("--task", multiple=True, metavar="TASK", help="The id of a task that was decided.")
@click.option(
    "--commitment", multiple=True, metavar="ID", help="The id of a commitment that was made."
)
@click.option("--owner", multiple=True, metavar="NAME", help="Who answers for it from now on.")
@for_a_day("--review-on", text="When the task is looked at again, like 2027-03-22.", multiple=True)
@click.option(
    "--status",
    multiple=True,
    type=click.Choice(_STATUSES),
    help="What has become of the commitment.",
)
@for_a_day("--due", text="The day by which the commitment is to be kept.", multiple=True)
@click.option(
    "--typo",
    multiple=True,
    nargs=2,
    metavar="WRONG RIGHT",
    help="Correct a typing error wherever it stands; never in ids, nor in what people said with"
    " a vote or an objection.",
)
@click.option("--by", metavar="NAME", help="Who amends the log. Default: your name in the config.")
@click.option("--yes", is_flag=True, help="Write it without asking, comments lost or not.")
@sessions_option
@json_option
@click.pass_context
def amend(
    context: click.Context,
    /,
    log: str,
    by: str | None,
    sessions: Path | None,
    *,
    yes: bool,
    as_json: bool,
    **given: tuple[Any, ...],
) -> None:
    """Change an owner, a day, a commitment's status or a typing error in LOG.

    Each change is recorded in the log itself, with who made it and when. Name a task or a
    commitment first, then what is to change of it: --task pricing --owner Kim --commitment
    win-loss --status kept. In a terminal this shows what will change, and asks.
    """
    from facilitator.wiring import amendments  # noqa: PLC0415

    settings = settings_of(sessions, name=by)
    values = {name: iter(found) for name, found in given.items()}
    said = ((name, next(values[name])) for name in context.meta[_ORDER] if name in values)
    changes = _changes(said)
    draft = amendments.draft(settings.found(log), log, changes, settings.name)
    for told in (draft.warning, *draft.strangers):
        if told:
            remark(told)
    if not yes and is_terminal():
        _confirm(draft, settings.name, as_json=as_json)
    elif not yes and draft.loses_comments:
        raise Misused(
            "nothing was written: there is no terminal to ask in whether comments may go; change"
            " the log in an editor, or let them go with --yes"
        )
    amendments.write(draft)
    if as_json:
        print_json(amendments.document(draft))
        return
    say(f"Amended {one_line(draft.path)}:")
    for what in draft.whats:
        say(f"  {one_line(what)}")


def _confirm(draft: Draft, by: str, *, as_json: bool) -> None:
    """Show what will change and ask; a no ends the command. JSON has standard output to itself."""
    from facilitator.wiring import amendments  # noqa: PLC0415

    draw(amendments.preview(draft), "", err=as_json)
    if not click.confirm(f"Write this, as amended by {one_line(by)}?", err=as_json):
        say("Nothing was written.", err=True)
        raise click.Abort


@dataclass(slots=True)
class _Subject:
    """A task or commitment that was named, and what is to change of it."""

    kind: str
    name: str
    values: dict[str, Any] = field(default_factory=dict)


_FIELDS = {
    "owner": ("task", "commitment"),
    "review_on": ("task",),
    "status": ("commitment",),
    "due": ("commitment",),
}
"""Of what each option tells something."""


def _changes(said: Iterable[tuple[str, Any]]) -> list[Change]:
    """The changes that the options come to, in their order; raises Misused when they come to none.

    A value belongs to the last task or commitment named before it, or to the first named after it
    where it stands in front.
    """
    from facilitator.wiring.amendments import correction  # noqa: PLC0415

    parts: list[_Subject | Change] = []
    early: list[tuple[str, Any]] = []
    for name, value in said:
        if name == "typo":
            parts.append(correction(*value))
        elif name in _FIELDS:
            early += [] if _put(parts, name, value) else [(name, value)]
        else:
            parts.append(_Subject(name, value))
            early = [each for each in early if not _put(parts, *each)]
    for name, _ in early:
        of = " or ".join(f"--{kind}" for kind in _FIELDS[name])
        raise Misused(f"{_option(name)} belongs to nothing that was named: name it with {of}")
    changes = [change for part in parts for change in _changes_of(part)]
    if not changes:
        raise Misused(
            "say what to change: --task TASK with --owner or --review-on, --commitment ID with"
            " --status, --due or --owner, or --typo WRONG RIGHT"
        )
    return changes


def _put(parts: list[Any], name: str, value: object) -> bool:
    """Give a value to the last part that it can belong to; False where there is none."""
    for part in reversed(parts):
        if isinstance(part, _Subject) and part.kind in _FIELDS[name]:
            if name in part.values:
                whose = f"--{part.kind} {one_line(part.name)}"
                raise Misused(f"{_option(name)} is said twice of {whose}: leave one out")
            part.values[name] = value
            return True
    return False


def _changes_of(part: Any) -> Iterator[Change]:
    from facilitator.wiring import amendments  # noqa: PLC0415

    if not isinstance(part, _Subject):
        yield part
        return
    if not part.values:
        wanted = [_option(name) for name, kinds in _FIELDS.items() if part.kind in kinds]
        text = f"--{part.kind} {one_line(part.name)}: say what is to change of it"
        raise Misused(f"{text}, with {', '.join(wanted[:-1])} or {wanted[-1]}")
    for name, value in part.values.items():
        yield amendments.change_of(part.kind, part.name, name, value)


def _option(name: str) -> str:
    return f"--{name.replace('_', '-')}"
