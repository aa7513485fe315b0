"""Past decisions: who owns what now, one session, two compared, one task over time, what is due.

Draws frozen pictures of a folder of decision logs; reads no file itself.
"""

from __future__ import annotations
