"""What a session leaves behind: the decision log, made from a session and checked against itself.

``model`` mirrors the file key by key, ``projection`` makes a log from an ended session, ``checks``
finds whatever in a log contradicts itself or the log before it, ``amending`` changes one later on.
"""
