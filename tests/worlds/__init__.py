"""Sessions, journals and decision logs for tests: held by the rules, written once, or by hand."""
