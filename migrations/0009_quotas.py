"""What a person saved on its last day is counted. Frozen, like every migration."""

from peewee import BigIntegerField, TextField


def up(migrator, db):
    migrator.migrate(
        migrator.add_column("person", "saved_on", TextField(null=True)),
        migrator.add_column("person", "saved_bytes", BigIntegerField(default=0)),
    )


def down(migrator, db):
    migrator.migrate(migrator.drop_column("person", "saved_on"), migrator.drop_column("person", "saved_bytes"))
