"""What several apps draw with: lines, phrases, bars, prose, and the few questions they ask.

Knows frozen views and Textual; knows nothing of any one app, and sends no commands.
"""
