"""Where things lie, and what the user has set: flags over environment over config file."""

from __future__ import annotations

import getpass
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cache
from pathlib import Path
from typing import Any

import platformdirs

from facilitator.ssh.limits import Limits
from facilitator.ssh.listening import EVERYWHERE
from facilitator.storage.file_names import as_it_lies
from facilitator.storage.toml_file import FileUnreadable, parse_table, read_bytes
from facilitator.storage.toml_formats import refuse_format
from facilitator.storage.toml_kinds import FLAG, Kind, Unfit, line
from facilitator.storage.toml_problems import Problems
from facilitator.storage.toml_shape import Shape
from facilitator.storage.toml_specimen import shape
from facilitator.storage.toml_table import Table
from facilitator.wiring.addresses import (
    Shown,
    joined,
    split_address,
    split_shown,
)
from facilitator.wiring.errors import Misused, Unusable

APP = "facilitator"
DEFAULT_LISTEN = "127.0.0.1:2222"
_KEYS = {
    "listen": str,
    "shown_host": str,
    "theme": str,
    "name": str,
    "sessions": str,
    "keep_journal": bool,
}
_LIMITS = {each.name: type(each.default) for each in fields(Limits)}
_LONGEST = 4000
_TEXT = line(_LONGEST)
_KINDS: dict[type, Kind[Any]] = {
    str: Kind(lambda value: "" if value == "" else _TEXT.read(value), "", _TEXT.example),
    bool: FLAG,
}


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user has set. ``keep_journal`` counts for named votes alone; None keeps.

    ``shown`` is what voters type for the address in ``listen``, where somebody has said.
    """

    sessions: Path
    listen: str
    theme: str
    name: str
    keep_journal: bool | None
    config_folder: Path
    limits: Limits = field(default_factory=Limits)
    shown: Shown | None = None

    @property
    def journals(self) -> Path:
        """The folder of the journals: beside the logs, out of the way of git."""
        return self.sessions / ".journals"

    @property
    def host_key(self) -> Path:
        """The SSH server's private host key."""
        return self.config_folder / "host_key"

    @property
    def is_dark(self) -> bool:
        """Whether screens are drawn for a dark room."""
        return self.theme != "light"


def load_settings(
    *,
    sessions: Path | None = None,
    listen: str | None = None,
    name: str | None = None,
    theme: str | None = None,
    shown_host: str | None = None,
    environment: Mapping[str, str] | None = None,
) -> Settings:
    """Gather the settings; what is passed in wins over environment and config file.

    Raises Unusable when the config file can't be read, Misused when what it says makes no sense.
    """
    env = os.environ if environment is None else environment
    folder = config_folder(env)
    config = _read_config(folder / "config.toml")
    chosen_theme = theme or env.get("FACILITATOR_THEME") or config.get("theme") or "dark"
    if chosen_theme not in ("dark", "light"):
        raise Misused(f"theme “{chosen_theme}” is unknown: set it to dark or light")
    shown = shown_host or env.get("FACILITATOR_SHOWN_HOST") or config.get("shown_host")
    return Settings(
        sessions=as_it_lies(sessions or _sessions_folder(env, config)),
        listen=listen or env.get("FACILITATOR_LISTEN") or config.get("listen") or DEFAULT_LISTEN,
        theme=chosen_theme,
        name=name or env.get("FACILITATOR_NAME") or config.get("name") or _login_name(),
        keep_journal=config.get("keep_journal"),
        config_folder=folder,
        limits=Limits(**config["limits"]),
        shown=split_shown(shown) if shown else None,
    )


def on_all_interfaces(settings: Settings) -> Settings:
    """The same, but for listening on all interfaces, at the port that is set."""
    _, port = split_address(settings.listen)
    return replace(settings, listen=joined(EVERYWHERE, port))


def config_folder(env: Mapping[str, str]) -> Path:
    """The user's config folder for this program; ``FACILITATOR_CONFIG`` names another."""
    chosen = env.get("FACILITATOR_CONFIG")
    return Path(chosen) if chosen else platformdirs.user_config_path(APP)


def _sessions_folder(env: Mapping[str, str], config: Mapping[str, Any]) -> Path:
    chosen = env.get("FACILITATOR_SESSIONS") or config.get("sessions")
    if chosen:
        return Path(chosen).expanduser()
    here = Path("sessions")
    return here if here.is_dir() else platformdirs.user_data_path(APP) / "sessions"


def _login_name() -> str:
    try:
        return getpass.getuser().capitalize()
    except (OSError, KeyError):
        return "Facilitator"


def _read_config(path: Path) -> dict[str, Any]:
    """What the config file sets, with the ``limits`` that it sets; nothing where there is none."""
    problems = Problems(str(path))
    try:
        root = parse_table(read_bytes(path), problems, shape=_shape)
    except FileUnreadable as error:
        if isinstance(error.__cause__, FileNotFoundError):
            return {"limits": {}}
        raise Unusable(str(error)) from error
    if root is None:
        raise Unusable(_first(problems))
    config: dict[str, Any] = {"limits": {}}
    if not refuse_format(root):
        config = _settings(root)
        root.report_unknown()
    if problems.any_errors:
        raise Misused(_first(problems, root))
    return config


@cache
def _shape() -> Shape:
    """What the config file may set."""
    return shape(_settings, {})


def _settings(root: Table) -> dict[str, Any]:
    """The keys that are set, and can be used."""
    found = {key: root.optional(key, _KINDS[kind]) for key, kind in _KEYS.items()}
    told = root.table("limits")
    limits = {name: told.optional(name, _limit(kind)) for name, kind in _LIMITS.items()}
    return {**_set(found), "limits": _set(limits)}


def _set(found: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in found.items() if value is not None}


def _limit(kind: type) -> Kind[Any]:
    """A number above 0, whole where the limit's default is."""
    wanted = "a whole number" if kind is int else "a number"

    def read(value: object) -> object:
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or (kind is int and not isinstance(value, int)):
            raise Unfit(f"has to be {wanted}", "docs/ssh.md lists the limits")
        if not 0 < value < float("inf"):  # type: ignore[operator]
            raise Unfit("has to be more than 0", "docs/ssh.md lists the limits")
        return value

    return Kind(read, 1, "1")


def _first(problems: Problems, root: Table | None = None) -> str:
    """The first problem of the config file, in one line, and how many there are besides."""
    first, *rest = problems.in_order(root.values if root is not None else None)
    more = f" (and {len(rest)} more)" if rest else ""
    return f"{first}{more}"
