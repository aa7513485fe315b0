"""What the Textual apps share: their base, widgets of lines, fields, rows, keys, and dialogs.

Knows frozen views and Textual; knows nothing of any one app, and sends no commands.
"""
