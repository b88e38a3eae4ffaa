"""Requests for completion have a due day and are answered in words; a registration keeps its place in the queue.

Frozen, like every migration.
"""

from peewee import BigIntegerField, BooleanField, ForeignKeyField, Model, TextField

ANSWERED = "SELECT COUNT(*) FROM reply"


def up(migrator, db):
    migrator.migrate(
        migrator.add_column("review", "due", TextField(null=True)),
        migrator.add_column("supplier", "waiting_since", BigIntegerField(null=True)),
        migrator.add_column("submission", "papers_only", BooleanField(default=False)),
    )

    class Base(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Person(Base):
        pass

    class Review(Base):
        pass

    class Reply(Base):
        review = ForeignKeyField(Review, on_delete="CASCADE")
        item = TextField()
        text = TextField()
        person = ForeignKeyField(Person, null=True, on_delete="SET NULL")
        at = BigIntegerField()

        class Meta:
            indexes = ((("review", "item"), True),)

    db.create_tables([Reply], safe=False)


def down(migrator, db):
    if db.execute_sql(ANSWERED).fetchone()[0]:
        raise ValueError("the schema before this one has no room for an answer in words: it would be lost")
    migrator.migrate(
        migrator.drop_table("reply"),
        migrator.drop_column("submission", "papers_only"),
        migrator.drop_column("supplier", "waiting_since"),
        migrator.drop_column("review", "due"),
    )
