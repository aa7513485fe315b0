"""The same thing with hostile text before whatever text it holds, at any depth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace

from facilitator.domain.rounds import ABSTAIN, NEED_INFO, NOBODY, UNCLEAR
from facilitator.domain.steps.close import PLAN, RETURN_ON_TIME
from facilitator.domain.steps.commit import CONSENT

OUR_OWN = {"", ABSTAIN, NEED_INFO, NOBODY, UNCLEAR, CONSENT, PLAN, RETURN_ON_TIME}
"""Words of the program's own, which nobody types."""


def poisoned(value, text):
    """Ids and keys of mappings are poisoned alike, so that what belongs together still does."""
    if is_dataclass(value):
        found = {each.name: getattr(value, each.name) for each in fields(value)}
        return replace(value, **{name: poisoned(below, text) for name, below in found.items()})
    if isinstance(value, tuple):
        return tuple(poisoned(below, text) for below in value)
    if isinstance(value, Mapping):
        return {poisoned(key, text): poisoned(below, text) for key, below in value.items()}
    return text + value if type(value) is str and value not in OUR_OWN else value
