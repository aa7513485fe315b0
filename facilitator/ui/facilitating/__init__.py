"""The facilitator's app: walks a room through its agenda, one obvious next action at a time.

Draws frozen views of a live session and sends it commands; what hosts the voters and writes the
log is behind ``ports``.
"""

from __future__ import annotations
