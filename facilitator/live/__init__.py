"""One running session: decide, append, evolve, publish.

Knows the rules and the event loop; is handed a journal, a clock and a source of ids, and knows
nothing of files, screens or connections.
"""
