"""Where a filled answer came from, and what an inviter says. Frozen, like every migration."""

from peewee import TextField


def up(migrator, db):
    migrator.migrate(
        migrator.add_column("revision", "source", TextField(default="")),
        migrator.add_column("invitation", "message", TextField(null=True)),
    )


def down(migrator, db):
    if db.execute_sql("SELECT COUNT(*) FROM invitation WHERE message IS NOT NULL").fetchone()[0]:
        raise ValueError("the schema before this one has no room for messages in invitations: they would be lost")
    migrator.migrate(migrator.drop_column("invitation", "message"), migrator.drop_column("revision", "source"))
