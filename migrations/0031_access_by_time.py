"""The record of accesses is looked through by time: its last day, whenever the lead agency's first page is opened.

Frozen, like every migration.
"""


def up(migrator, db):
    migrator.migrate(migrator.add_index("access", ("at",)))


def down(migrator, db):
    migrator.migrate(migrator.drop_index("access", "access_at"))
