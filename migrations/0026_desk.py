"""Officers tick items, see who has a registration open, take it on, and keep reasons ready.

Frozen, like every migration.
"""

from peewee import BigIntegerField, ForeignKeyField, Model, TextField

KEPT = "SELECT COUNT(*) FROM ready_reason"


def up(migrator, db):
    class Base(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Person(Base):
        pass

    class Application(Base):
        pass

    class Submission(Base):
        pass

    class ItemCheck(Base):
        submission = ForeignKeyField(Submission, on_delete="CASCADE")
        item = TextField()
        person = ForeignKeyField(Person, on_delete="CASCADE")
        choice = TextField()
        words = TextField(default="")
        at = BigIntegerField()

        class Meta:
            indexes = ((("submission", "item", "person"), True),)

    class CaseLook(Base):
        application = ForeignKeyField(Application, on_delete="CASCADE")
        person = ForeignKeyField(Person, on_delete="CASCADE")
        seen_at = BigIntegerField()

        class Meta:
            indexes = ((("application", "person"), True),)

    class CaseTaken(Base):
        application = ForeignKeyField(Application, unique=True, on_delete="CASCADE")
        person = ForeignKeyField(Person, on_delete="CASCADE")
        at = BigIntegerField()

    class ReadyReason(Base):
        item = TextField(default="")
        words = TextField()
        at = BigIntegerField()

        class Meta:
            indexes = ((("item", "words"), True),)

    db.create_tables([ItemCheck, CaseLook, CaseTaken, ReadyReason], safe=False)


def down(migrator, db):
    if db.execute_sql(KEPT).fetchone()[0]:
        raise ValueError("the schema before this one has no room for the office's reasons: they would be lost")
    migrator.migrate(*(migrator.drop_table(name) for name in ("ready_reason", "case_taken", "case_look", "item_check")))
