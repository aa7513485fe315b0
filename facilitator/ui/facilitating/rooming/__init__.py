"""The sheet on which a facilitator sees to people and to what was parked.

What its keys come to is in ``conducting``; here it is listed, highlighted and said.
"""

from __future__ import annotations
