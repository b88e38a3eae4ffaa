"""Lists of what was handed in are read from columns of their own, not from sealed snapshots; a hash nobody read goes.

Rows of before have no listing until `flask db up` has filled them (services/submissions/listings.py). Frozen, like
every migration."""

from peewee import TextField

COLUMNS = ("track", "service_type", "words")


def up(migrator, db):
    migrator.migrate(
        migrator.add_column("submission", "listing", TextField(null=True)),
        *(migrator.add_column("submission", name, TextField(default="")) for name in COLUMNS),
        migrator.drop_column("submission", "answers_hash"),
    )


def down(migrator, db):
    migrator.migrate(
        migrator.add_column("submission", "answers_hash", TextField(default="")),
        *(migrator.drop_column("submission", name) for name in (*COLUMNS, "listing")),
    )
