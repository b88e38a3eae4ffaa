"""Running a site: backups, invariants and the demo."""
