"""Word that what was handed in here was handed in where it counts as well. Frozen, like every migration."""

from peewee import BigIntegerField, ForeignKeyField, Model, TextField


def up(migrator, db):
    class Base(Model):
        class Meta:
            database = db

    class Submission(Base):
        pass

    class Person(Base):
        pass

    class Filing(Base):
        submission = ForeignKeyField(Submission, on_delete="CASCADE")
        number = TextField()
        filed_at = BigIntegerField()
        noted_by = ForeignKeyField(Person, null=True, on_delete="SET NULL")
        noted_at = BigIntegerField()
        undone_at = BigIntegerField(null=True)

    db.create_tables([Filing], safe=False)


def down(migrator, db):
    if db.execute_sql("SELECT COUNT(*) FROM filing").fetchone()[0]:
        raise ValueError("the schema before this one has no room for what was said to be filed: it would be lost")
    migrator.migrate(migrator.drop_table("filing"))
