"""The supplier pool: decisions, search, entries and the words they are sorted by."""
