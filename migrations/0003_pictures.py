"""Pictures put into papers. Frozen, like every migration."""

from peewee import BigIntegerField, ForeignKeyField, IntegerField, Model, TextField


def up(migrator, db):
    class Base(Model):
        class Meta:
            database = db

    class Application(Base):
        pass

    class Party(Base):
        pass

    class Person(Base):
        pass

    class Picture(Base):
        token = TextField(unique=True)
        application = ForeignKeyField(Application, on_delete="CASCADE")
        party = ForeignKeyField(Party, null=True, on_delete="CASCADE")
        place = TextField()
        name = TextField()
        storage = TextField(unique=True)
        size = IntegerField()
        sha256 = TextField()
        kind = TextField()
        width = IntegerField()
        height = IntegerField()
        uploaded_by = ForeignKeyField(Person, null=True, on_delete="SET NULL")
        uploaded_at = BigIntegerField()
        removed_at = BigIntegerField(null=True)

    db.create_tables([Picture], safe=False)


def down(migrator, db):
    if db.execute_sql("SELECT COUNT(*) FROM picture").fetchone()[0]:
        raise ValueError("the schema before this one has no room for pictures: they would be lost")
    migrator.migrate(migrator.drop_table("picture"))
