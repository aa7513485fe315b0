"""Where things lie, and what the user has set: flags over environment over config file."""

from __future__ import annotations

import contextlib
import getpass
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cache
from pathlib import Path
from typing import Any

import platformdirs

from facilitator.domain.people import NAME_CELLS
from facilitator.domain.text import TextRefused, clean_line
from facilitator.errors import Misused, Unusable, shown
from facilitator.hosting import addresses
from facilitator.ssh.addresses import EVERYWHERE
from facilitator.ssh.limits import Limits
from facilitator.storage import toml_file
from facilitator.storage.toml_kinds import FLAG, Kind, Unfit, line
from facilitator.storage.toml_problems import Problems
from facilitator.storage.toml_shape import Shape
from facilitator.storage.toml_table import Table

APP = "facilitator"
DEFAULT_LISTEN = "127.0.0.1:2222"
OPTION = "--sessions"
_VARIABLE = "FACILITATOR_SESSIONS"
_CONFIG = "FACILITATOR_CONFIG"
_LINE = line(4000)
_TEXT = Kind(lambda value: "" if value == "" else _LINE.read(value), "", _LINE.example)
_TEXTS = ("listen", "shown_host", "theme", "name", "sessions")
_KEYS: dict[str, Kind[Any]] = {**dict.fromkeys(_TEXTS, _TEXT), "keep_journal": FLAG}
_LIMITS = {each.name: type(each.default) for each in fields(Limits)}


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user has set. ``keep_journal`` counts for named votes alone; None keeps.

    ``shown`` is what voters type for the address in ``listen``, where somebody has said.
    ``named_by`` says by which option, variable or file the folder of sessions was named; "" where
    it is the one that is used without.
    """

    sessions: Path
    listen: str
    theme: str
    name: str
    keep_journal: bool | None
    config_folder: Path
    limits: Limits = field(default_factory=Limits)
    shown: addresses.Shown | None = None
    named_by: str = ""

    @property
    def journals(self) -> Path:
        """The folder of the journals: beside the logs, out of the way of git."""
        return self.sessions / ".journals"

    @property
    def is_lacking(self) -> bool:
        """Whether the folder of sessions was named and is not there."""
        return bool(self.named_by) and not os.path.lexists(self.sessions)

    def found(self, *references: str) -> Path:
        """The folder of sessions, to look in it for these logs or sessions, or for all there is.

        Raises Unusable where it was named and is not there: what was meant lies elsewhere. Where
        all that is meant is given by its path, only an option is held to its word. That nothing is
        in a folder that nobody has named is no mistake.
        """
        by_path = bool(references) and all(map(is_path, references))
        if self.is_lacking and not (by_path and self.named_by != OPTION):
            where = shown(self.sessions)
            text = f"no sessions: there is no folder {where}, which {self.named_by} names"
            raise Unusable(f"{text}; correct the name, or make the folder")
        return self.sessions

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
    folder_named, named_by = _sessions_folder(sessions, env, config, folder / "config.toml")
    chosen_theme = theme or env.get("FACILITATOR_THEME") or config.get("theme") or "dark"
    if chosen_theme not in ("dark", "light"):
        raise Misused(f"theme “{chosen_theme}” is unknown: set it to dark or light")
    called = shown_host or env.get("FACILITATOR_SHOWN_HOST") or config.get("shown_host")
    return Settings(
        sessions=toml_file.as_it_lies(folder_named),
        listen=listen or env.get("FACILITATOR_LISTEN") or config.get("listen") or DEFAULT_LISTEN,
        theme=chosen_theme,
        name=name or env.get("FACILITATOR_NAME") or config.get("name") or _login_name(),
        keep_journal=config.get("keep_journal"),
        config_folder=folder,
        limits=Limits(**config["limits"]),
        shown=addresses.split_shown(called) if called else None,
        named_by=named_by,
    )


def on_all_interfaces(settings: Settings) -> Settings:
    """The same, but for listening on all interfaces, at the port that is set."""
    _, port = addresses.split_address(settings.listen)
    return replace(settings, listen=addresses.joined(EVERYWHERE, port))


def hosting_settings(
    *, lan: bool = False, no_ssh: bool = False, servers: int = 1, **named: Any
) -> tuple[Settings, addresses.Address | None]:
    """The settings and the address that the options come to; raises Misused or Unusable.

    ``named`` are those that :func:`load_settings` takes.
    """
    is_asked = lan or named.get("listen") is not None
    if no_ssh and (lan or named.get("listen") or named.get("shown_host")):
        raise Misused("--no-ssh goes with neither --lan, --listen nor --shown-host")
    settings = load_settings(**named)
    if settings.sessions.exists() and not settings.sessions.is_dir():
        raise Unusable(f"{settings.sessions} is no folder; name one with --sessions DIR")
    if no_ssh:
        return settings, None
    host, port = addresses.split_address((on_all_interfaces(settings) if lan else settings).listen)
    return settings, addresses.Address(host, port, servers, is_asked, settings.shown)


def facilitator_name(settings: Settings) -> str:
    """What the facilitator is called in a session; raises Misused when that can't be used."""
    try:
        name = clean_line(settings.name, most_cells=NAME_CELLS)
    except TextRefused as error:
        raise Misused(f"the facilitator's name can't be used: {error}") from error
    return name or "Facilitator"


def is_path(reference: str) -> bool:
    """Whether a log or session is meant by where it lies."""
    return os.sep in reference or reference.endswith((".toml", ".journal"))


def config_folder(env: Mapping[str, str]) -> Path:
    """The user's config folder for this program; ``FACILITATOR_CONFIG`` names another.

    Raises Unusable where none is named, and the user has no home folder.
    """
    chosen = env.get(_CONFIG)
    return Path(chosen) if chosen else _at_home(platformdirs.user_config_path, _CONFIG)


def _sessions_folder(
    option: Path | None, env: Mapping[str, str], config: Mapping[str, Any], file: Path
) -> tuple[Path, str]:
    """The folder of sessions, and what has named it."""
    if option is not None:
        return option, OPTION
    if chosen := env.get(_VARIABLE):
        return _expanded(chosen, f"${_VARIABLE}"), f"${_VARIABLE}"
    if chosen := config.get("sessions"):
        return _expanded(chosen, f"{file}"), f"{file}"
    here = Path("sessions")
    if here.is_dir():
        return here, ""
    return _at_home(platformdirs.user_data_path, _VARIABLE) / "sessions", ""


def _at_home(folder_for: Callable[[str], Path], variable: str) -> Path:
    """A folder for this program that the platform has for the user; raises Unusable for none."""
    with contextlib.suppress(RuntimeError):  # of platformdirs; older ones leave a ~ where it is
        folder = folder_for(APP)
        if folder.is_absolute():
            return folder
    text = "this user has no home folder, in which files of this program could lie"
    raise Unusable(f"{text}; set HOME, or name a folder by {variable}")


def _expanded(folder: str, named_by: str) -> Path:
    try:
        return Path(folder).expanduser()
    except RuntimeError as error:
        text = f"{named_by} names {folder}, and nobody here has such a home folder"
        raise Unusable(f"{text}; write the whole path") from error


def _login_name() -> str:
    try:
        return getpass.getuser().capitalize()
    except (OSError, KeyError):
        return "Facilitator"


def _read_config(path: Path) -> dict[str, Any]:
    """What the config file sets, with the ``limits`` that it sets; nothing where there is none."""
    problems = Problems(str(path))
    try:
        root = toml_file.parse_table(toml_file.read_bytes(path), problems, shape=_shape)
    except toml_file.FileUnreadable as error:
        if isinstance(error.__cause__, FileNotFoundError):
            return {"limits": {}}
        text = f"{error}; correct that, or name another folder by {_CONFIG}"
        raise Unusable(text) from error
    if root is None:
        raise Unusable(_first(problems))
    config: dict[str, Any] = {"limits": {}}
    if not toml_file.refuse_format(root):
        config = _settings(root)
        root.report_unknown()
    if problems.any_errors:
        raise Misused(_first(problems))
    return config


@cache
def _shape() -> Shape:
    """What the config file may set."""
    return toml_file.shape(_settings, {})


def _settings(root: Table) -> dict[str, Any]:
    """The keys that are set, and can be used."""
    found = {key: root.optional(key, kind) for key, kind in _KEYS.items()}
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


def _first(problems: Problems) -> str:
    """The first problem of the config file, in one line, and how many there are besides."""
    first, *rest = problems.in_order()
    more = f" (and {len(rest)} more)" if rest else ""
    return f"{first}{more}"
