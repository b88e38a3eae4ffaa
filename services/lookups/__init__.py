"""What is looked up: industries in a table of ours; business numbers and addresses at other bodies' services, by the
worker alone, so that no service makes anybody's page wait (docs/adr/0030)."""
