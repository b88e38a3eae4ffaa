"""What happens to accounts is recorded, accesses with where from; keys of encrypted files; tries of a known browser.

Frozen, like every migration.
"""

from peewee import BigIntegerField, ForeignKeyField, IntegerField, Model, TextField

KEPT = {
    "file_key": "the keys of encrypted files: no file could be read any more",
    "account_event": "the record of accounts, which the law wants kept",
}


def up(migrator, db):
    migrator.migrate(
        migrator.add_column("access", "address", TextField(default="")),
        migrator.add_column("staff", "known_tries", IntegerField(default=0)),
        migrator.add_column("staff", "known_barred_until", BigIntegerField(null=True)),
    )

    class Base(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Person(Base):
        pass

    class FileKey(Base):
        name = TextField(unique=True)
        key = TextField()
        created_at = BigIntegerField()

    class AccountEvent(Base):
        kind = TextField()
        person = ForeignKeyField(Person, null=True, on_delete="SET NULL")
        by = ForeignKeyField(Person, null=True, on_delete="SET NULL", backref="+")
        agency = TextField(null=True)
        address = TextField(default="")
        at = BigIntegerField()

        class Meta:
            indexes = ((("kind", "at"), False),)

    db.create_tables([FileKey, AccountEvent], safe=False)


def down(migrator, db):
    for table, what in KEPT.items():
        if db.execute_sql(f"SELECT COUNT(*) FROM {table}").fetchone()[0]:  # noqa: S608 - our own names
            raise ValueError(f"the schema before this one has no room for {what}")
    migrator.migrate(
        migrator.drop_table("account_event"),
        migrator.drop_table("file_key"),
        migrator.drop_column("staff", "known_barred_until"),
        migrator.drop_column("staff", "known_tries"),
        migrator.drop_column("access", "address"),
    )
