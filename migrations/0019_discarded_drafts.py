"""Drafts can be thrown away and taken back for a while; people choose their reminders. Frozen, like every migration."""

from peewee import BigIntegerField, BooleanField

REMINDERS = ("closing_mails", "expiry_mails")


def up(migrator, db):
    migrator.migrate(
        migrator.add_column("application", "discarded_at", BigIntegerField(null=True)),
        *(migrator.add_column("person", name, BooleanField(default=True)) for name in REMINDERS),
    )


def down(migrator, db):
    migrator.migrate(
        *(migrator.drop_column("person", name) for name in reversed(REMINDERS)),
        migrator.drop_column("application", "discarded_at"),
    )
