"""What a certificate nobody described yet seems to be. Frozen, like every migration."""

from peewee import TextField


def up(migrator, db):
    migrator.migrate(migrator.add_column("evidence", "likely", TextField(default="")))


def down(migrator, db):
    migrator.migrate(migrator.drop_column("evidence", "likely"))
