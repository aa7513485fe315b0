"""The wall: what a projector shows the whole room, large and read-only.

It knows what everybody may see (``StageView``) and how to join, and nothing of single voters.
"""
