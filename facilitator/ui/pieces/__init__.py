"""What several screens draw: each fact as lines of ink, by a function of a view and a width.

It knows views and ink, and nothing of apps, keys or terminals.
"""
