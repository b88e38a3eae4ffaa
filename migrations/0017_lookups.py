"""The official table of industries, and questions to other bodies' services with their answers. Frozen, like every
migration."""

from peewee import BigIntegerField, ForeignKeyField, IntegerField, Model, TextField


def up(migrator, db):
    class Base(Model):
        class Meta:
            database = db

    class Person(Base):
        pass

    class Industry(Base):
        ksic = IntegerField()
        code = TextField()
        name = TextField()

        class Meta:
            indexes = ((("ksic", "code"), True),)

    class Lookup(Base):
        kind = TextField()
        query = TextField()
        person = ForeignKeyField(Person, null=True, on_delete="SET NULL")
        state = TextField()
        answer = TextField(null=True)
        asked_at = BigIntegerField()
        lease_until = BigIntegerField(null=True)
        answered_at = BigIntegerField(null=True)

        class Meta:
            indexes = ((("kind", "query"), False),)

    db.create_tables([Industry, Lookup])


def down(migrator, db):
    for name in ("lookup", "industry"):
        db.execute_sql(f"DROP TABLE {name}")
