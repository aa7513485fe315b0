"""A session with simulated people: they speak by commands alone, as everybody does.

What somebody answers depends on the seed, on who they are and on what they can see, never on
timing: the same seed gives the same decisions twice. Clock, ids and randomness are handed in.
"""
