"""Forms for what comes in on the spot: a task, parked items that are made one, an entered vote.

They know what is on screen and how to hand over what was typed; they send nothing themselves.
"""

from __future__ import annotations
