"""Terminals: keys in, pictures out.

This layer knows nothing of workshops, nor of how a terminal is reached: over a connection, or as
the one that this program was started in. It imports none of the other layers.
"""
