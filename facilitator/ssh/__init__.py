"""Who gets in over SSH, and their terminals.

This layer knows nothing of workshops: it is handed a gate to ask and a function that makes an app
for an admitted visitor. It imports none of the other layers.
"""
