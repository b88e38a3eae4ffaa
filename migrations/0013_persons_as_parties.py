"""Who answers may be a person instead of a company, in a window of his own. Frozen, like every migration."""

from peewee import BigIntegerField, ForeignKeyField, Model

WINDOW = ("own_opens_at", "own_closes_at")
EVENTS = {"party_is_one_added": "INSERT", "party_is_one_changed": "UPDATE"}


class Person(Model):
    class Meta:
        table_name = "person"


def up(migrator, db):
    migrator.migrate(
        migrator.drop_not_null("party", "company_id"),
        migrator.add_column("party", "person_id", ForeignKeyField(Person, Person.id, null=True, on_delete="RESTRICT")),
        *(migrator.add_column("application", name, BigIntegerField(null=True)) for name in WINDOW),
    )
    if sqlite(db):
        for name, event in EVENTS.items():
            db.execute_sql(
                f"CREATE TRIGGER {name} BEFORE {event} ON party "
                "WHEN (NEW.company_id IS NULL) = (NEW.person_id IS NULL) "
                "BEGIN SELECT RAISE(ABORT, 'a party is a company or a person'); END"
            )
    else:
        db.execute_sql(
            "ALTER TABLE party ADD CONSTRAINT party_is_one CHECK ((company_id IS NULL) <> (person_id IS NULL))"
        )


def down(migrator, db):
    """Fails while a person answers anything: there is no company to give it to."""
    if sqlite(db):
        for name in EVENTS:
            db.execute_sql(f"DROP TRIGGER {name}")
    else:
        db.execute_sql("ALTER TABLE party DROP CONSTRAINT party_is_one")
    migrator.migrate(
        *(migrator.drop_column("application", name) for name in WINDOW),
        migrator.drop_index("party", "party_person_id"),
        migrator.drop_column("party", "person_id"),
        migrator.add_not_null("party", "company_id"),
    )


def sqlite(db):
    return db.__class__.__name__.startswith("Sqlite")
