"""From which revision of its application a choice about a consent is seen: no more decided by the clock. Frozen."""

from peewee import BigIntegerField, IntegerField, Model


def up(migrator, db):
    migrator.migrate(migrator.add_column("consent", "since", IntegerField(default=0)))

    class Base(Model):
        class Meta:
            database = db

    class Application(Base):
        revision = IntegerField()
        changed_at = BigIntegerField()

    class Party(Base):
        application_id = IntegerField()

    class Consent(Base):
        party_id = IntegerField()
        at = BigIntegerField()
        since = IntegerField()

    parties = {row.id: row.application_id for row in Party.select()}
    seen = {row.id: row for row in Application.select()}
    for row in list(Consent.select()):
        application = seen[parties[row.party_id]]
        if row.at > application.changed_at:
            Consent.update(since=application.revision + 1).where(Consent.id == row.id).execute()


def down(migrator, db):
    migrator.migrate(migrator.drop_column("consent", "since"))
