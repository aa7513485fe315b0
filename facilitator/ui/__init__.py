"""What people see: Textual apps over frozen views.

Knows the domain's views and the live session; knows nothing of SSH, files or databases. The apps
never import each other: what they share is in ``ink``, ``text``, ``pieces`` and ``widgets``.
"""
