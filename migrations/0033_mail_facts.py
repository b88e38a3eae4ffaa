"""A mail is queued with what its body is to be written of, and the body is written when it goes out. What waits in the
queue was written already and stays as it is. Frozen, like every migration."""

from peewee import TextField

UNWRITTEN = "SELECT COUNT(*) FROM outbox WHERE facts IS NOT NULL AND state IN ('queued', 'sending')"


def up(migrator, db):
    migrator.migrate(migrator.add_column("outbox", "facts", TextField(null=True)))


def down(migrator, db):
    if db.execute_sql(UNWRITTEN).fetchone()[0]:
        raise ValueError(
            "the schema before this one has no room for mails whose bodies are not written: let the worker send them first"
        )
    migrator.migrate(migrator.drop_column("outbox", "facts"))
