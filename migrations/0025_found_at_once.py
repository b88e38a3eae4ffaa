"""Staff find applications by what a company said, personal values by keyed hashes, and may ask for a mail a day.
`flask db up` fills the table. Frozen, like every migration."""

from peewee import BooleanField, ForeignKeyField, Model, TextField


def up(migrator, db):
    class Base(Model):
        class Meta:
            database = db

    class Party(Base):
        pass

    class SearchKey(Base):
        party = ForeignKeyField(Party, on_delete="CASCADE")
        step = TextField()
        kind = TextField()
        value = TextField()

        class Meta:
            legacy_table_names = False
            indexes = ((("party", "step", "kind", "value"), True), (("kind", "value"), False))

    db.create_tables([SearchKey])
    migrator.migrate(migrator.add_column("staff", "digest", BooleanField(default=False)))


def down(migrator, db):
    migrator.migrate(migrator.drop_column("staff", "digest"))
    db.execute_sql("DROP TABLE search_key")
