"""How fast the real server is, held against bare floors measured in the same run.

``python -m benchmarks`` runs everything; ``docs/performance.md`` says what is measured and how.
Nothing here is a test: times on a shared machine say little, ratios to a floor say something.
"""
