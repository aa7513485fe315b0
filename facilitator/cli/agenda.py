"""Verbs for agendas."""

from __future__ import annotations

import click

from facilitator.cli.checking import check_files
from facilitator.cli.options import json_option
from facilitator.cli.printing import console, print_json


@click.group()
def agenda() -> None:
    """What workshops there are, and whether their files are sound."""


@agenda.command("list")
@json_option
def list_agendas(*, as_json: bool) -> None:
    """List the agendas that ship and those in agendas/."""
    from facilitator.wiring import agendas, shown  # noqa: PLC0415

    found = agendas.list_agendas()
    if as_json:
        print_json([shown.agenda_entry(entry) for entry in found])
        return
    console().print(shown.agenda_table(found))


@agenda.command("show")
@click.argument("name")
@json_option
def show(name: str, *, as_json: bool) -> None:
    """Show an agenda's outline, with times."""
    from facilitator.wiring import agendas, shown  # noqa: PLC0415

    plan = agendas.sound_agenda(name)
    if as_json:
        print_json(agendas.document(plan))
        return
    console().print(shown.agenda_outline(plan))


@agenda.command("check")
@click.argument("files", nargs=-1, required=True)
@json_option
def check(files: tuple[str, ...], *, as_json: bool) -> None:
    """Report every problem of every FILE in one run."""
    from facilitator.wiring import agendas  # noqa: PLC0415

    check_files(files, agendas.check, as_json=as_json)
