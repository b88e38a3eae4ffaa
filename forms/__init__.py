"""What we ask: the wizards, their engine and fields."""
