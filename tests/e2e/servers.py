"""The server processes of a room, found as a resuming terminal finds them."""

from __future__ import annotations

import json


def server_pids(sessions):
    """The processes whose notes lie beside the journals in a folder of decision logs."""
    notes = (sessions / ".journals").glob("*.server")
    return [json.loads(note.read_text())["pid"] for note in notes]
