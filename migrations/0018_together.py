"""Several people at one application: names, who is at which step, steps given to a company, notes, links to read it.

Frozen, like every migration.
"""

from peewee import BigIntegerField, ForeignKeyField, Model, TextField

WORDS = ("note", "share_link")  # tables of what people wrote or were promised
COUNT = "SELECT COUNT(*) FROM {}"
TABLES = ("share_opening", *reversed(WORDS), "presence")


def up(migrator, db):
    migrator.migrate(
        migrator.add_column("person", "name", TextField(null=True)),
        migrator.add_column("application", "writers", TextField(default="{}")),
    )

    class Base(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Person(Base):
        pass

    class Application(Base):
        pass

    class Party(Base):
        pass

    class Presence(Base):
        application = ForeignKeyField(Application, on_delete="CASCADE")
        person = ForeignKeyField(Person, on_delete="CASCADE")
        step = TextField()
        party = ForeignKeyField(Party, on_delete="CASCADE")
        seen_at = BigIntegerField()

        class Meta:
            indexes = ((("application", "person"), True),)

    class Note(Base):
        token = TextField(unique=True)
        application = ForeignKeyField(Application, on_delete="CASCADE")
        step = TextField()
        party = ForeignKeyField(Party, null=True, on_delete="CASCADE")
        author = ForeignKeyField(Person, null=True, on_delete="SET NULL")
        by = ForeignKeyField(Party, null=True, on_delete="SET NULL")
        text = TextField()
        at = BigIntegerField()
        settled_at = BigIntegerField(null=True)
        settled_by = ForeignKeyField(Person, null=True, on_delete="SET NULL")

        class Meta:
            indexes = ((("application", "step"), False),)

    class ShareLink(Base):
        token = TextField(unique=True)
        key_hash = TextField(unique=True)
        application = ForeignKeyField(Application, on_delete="CASCADE")
        party = ForeignKeyField(Party, on_delete="CASCADE")
        made_by = ForeignKeyField(Person, null=True, on_delete="SET NULL")
        label = TextField()
        made_at = BigIntegerField()
        expires_at = BigIntegerField()
        revoked_at = BigIntegerField(null=True)

    class ShareOpening(Base):
        link = ForeignKeyField(ShareLink, on_delete="CASCADE")
        network = TextField()
        at = BigIntegerField()

    db.create_tables([Presence, Note, ShareLink, ShareOpening], safe=False)


def down(migrator, db):
    for table in WORDS:
        if db.execute_sql(COUNT.format(table)).fetchone()[0]:
            raise ValueError(f"the schema before this one has no room for a {table}: it would be lost")
    migrator.migrate(
        *(migrator.drop_table(table) for table in TABLES),
        migrator.drop_column("application", "writers"),
        migrator.drop_column("person", "name"),
    )
