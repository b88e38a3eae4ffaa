"""What papers say of consents is decided by revisions too, no more by the clock. Frozen, like every migration."""

from peewee import IntegerField


def up(migrator, db):
    migrator.migrate(migrator.add_column("consent", "since", IntegerField(default=0)))
    db.execute_sql(
        "UPDATE consent SET since = (SELECT application.revision + 1 FROM party JOIN application "
        "ON application.id = party.application_id WHERE party.id = consent.party_id) "
        "WHERE at > (SELECT application.changed_at FROM party JOIN application "
        "ON application.id = party.application_id WHERE party.id = consent.party_id)"
    )


def down(migrator, db):
    migrator.migrate(migrator.drop_column("consent", "since"))
