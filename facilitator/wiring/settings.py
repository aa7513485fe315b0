"""Where things lie, and what the user has set: flags over environment over config file."""

from __future__ import annotations

import getpass
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import platformdirs

from facilitator.ssh.limits import Limits
from facilitator.wiring.errors import Misused, Unusable

APP = "facilitator"
DEFAULT_LISTEN = "127.0.0.1:2222"
_KEYS = {
    "listen": str,
    "theme": str,
    "name": str,
    "sessions": str,
    "keep_journal": bool,
    "limits": dict,
}
_KINDS = {str: "text", bool: "true or false", dict: "a table"}


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user has set. ``keep_journal`` counts for named votes alone; None keeps."""

    sessions: Path
    listen: str
    theme: str
    name: str
    keep_journal: bool | None
    config_folder: Path
    limits: Limits = field(default_factory=Limits)

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
    return Settings(
        sessions=sessions or _sessions_folder(env, config),
        listen=listen or env.get("FACILITATOR_LISTEN") or config.get("listen") or DEFAULT_LISTEN,
        theme=chosen_theme,
        name=name or env.get("FACILITATOR_NAME") or config.get("name") or _login_name(),
        keep_journal=config.get("keep_journal"),
        config_folder=folder,
        limits=_limits(config.get("limits", {}), folder / "config.toml"),
    )


def config_folder(env: Mapping[str, str]) -> Path:
    """The user's config folder for this program; ``FACILITATOR_CONFIG`` names another."""
    chosen = env.get("FACILITATOR_CONFIG")
    return Path(chosen) if chosen else platformdirs.user_config_path(APP)


def split_address(listen: str) -> tuple[str, int]:
    """``HOST:PORT`` as its parts; raises Misused when it is something else."""
    host, colon, port = listen.rpartition(":")
    if not colon or not port.isdecimal() or int(port) > 65535:  # noqa: PLR2004 - TCP's last port
        raise Misused(f"“{listen}” is no address to listen on: write HOST:PORT, as 0.0.0.0:2222")
    return host.strip("[]") or "127.0.0.1", int(port)


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
    try:
        with path.open("rb") as file:
            config = tomllib.load(file)
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise Unusable(f"{path} can't be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Unusable(f"{path} is no valid TOML: {error}") from error
    for key, value in config.items():
        if key not in _KEYS:
            raise Misused(f"{path}: “{key}” is unknown; known are {', '.join(sorted(_KEYS))}")
        if not isinstance(value, _KEYS[key]):
            raise Misused(f"{path}: “{key}” has to be {_KINDS[_KEYS[key]]}")
    return config


def _limits(told: Mapping[str, Any], path: Path) -> Limits:
    """The server's limits, those that are told in place of the defaults."""
    known = {each.name: each.default for each in fields(Limits)}
    for name, value in told.items():
        if name not in known:
            near = get_close_matches(name, known, n=1)
            hint = f"did you mean “{near[0]}”?" if near else "docs/ssh.md lists them"
            raise Misused(f"{path}: there is no limit “{name}”; {hint}")
        kind = type(known[name])
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or (kind is int and not isinstance(value, int)):
            wanted = "a whole number" if kind is int else "a number"
            raise Misused(f"{path}: the limit “{name}” has to be {wanted}")
        if not 0 < value < float("inf"):
            raise Misused(f"{path}: the limit “{name}” has to be more than 0")
    return Limits(**told)
