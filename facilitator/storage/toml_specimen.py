"""What a format knows, found out from its reader: it is given a document in which everything is."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from facilitator.storage.toml_problems import Problems
from facilitator.storage.toml_shape import Home, Names, Shape, Sort
from facilitator.storage.toml_table import NO_LIMIT, Table


class _Specimen(Table):
    """A table in which everything is there, so that its reader asks for every key that it knows."""

    def __contains__(self, key: str) -> bool:
        return True

    def table(self, key: str, *, required: bool = False) -> Table:  # noqa: ARG002 - always there
        """The table below this one, which is there."""
        self.take(key, Sort.TABLE)
        return self.child((key,), {})

    def tables(
        self,
        key: str,
        *,
        fewest: int = 0,  # noqa: ARG002 - always enough
        most: int = NO_LIMIT,  # noqa: ARG002
        required: bool = False,  # noqa: ARG002
    ) -> list[Table]:
        """Its entries, if the document has them, and else one."""
        found = self.take(key, Sort.TABLES)
        entries: list[Mapping[str, object]] = found if isinstance(found, list) else [{}]
        return [self.child((key, index), values) for index, values in enumerate(entries)]


def shape(read: Callable[[Table], object], example: Mapping[str, object]) -> Shape:
    """What a reader knows. ``example`` has an entry of each kind where there are several."""
    root = _Specimen(example, (), Problems(""))
    read(root)
    kinds: dict[tuple[Names, str, Sort], list[str]] = {}
    every: dict[Names, set[str]] = {}
    for home in root.homes():
        kinds.setdefault((home.table, home.key, home.sort), []).extend(home.kinds)
        every.setdefault(home.table, set()).update(home.kinds)
    return Shape(
        Home(table, key, sort, () if set(found) == every[table] else tuple(dict.fromkeys(found)))
        for (table, key, sort), found in kinds.items()
    )
