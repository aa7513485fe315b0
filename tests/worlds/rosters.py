"""Rosters to be read, with the keys of the people on them."""

from __future__ import annotations

import asyncssh


def new_key() -> asyncssh.SSHKey:
    return asyncssh.generate_private_key("ssh-ed25519")


def public_line(key: asyncssh.SSHKey) -> str:
    return key.export_public_key().decode().strip()


def entry(name: str, *lines: str, team: str | None = "pm", seat: str = "voter") -> str:
    """One person, with the lines of their public keys."""
    keys = ", ".join(f'"{line}"' for line in lines)
    of = f'team = "{team}"\n' if team else ""
    return f'\n[[people]]\nname = "{name}"\n{of}seat = "{seat}"\nkeys = [{keys}]\n'


def roster(*entries: str) -> str:
    return 'format = "facilitator.roster/1"\n' + "".join(entries)
