"""What agencies do about requests for consulting, and whom a mail's reader may answer. Frozen, like every migration.

Requests submitted before get their case when `flask db up` reads their sheets
(services/submissions/consulting_cases.py)."""

from peewee import BigIntegerField, BlobField, ForeignKeyField, IntegerField, Model, TextField

KEPT = ("consulting_note", "consulting_result")
COUNT = "SELECT COUNT(*) FROM {}"


def up(migrator, db):
    migrator.migrate(migrator.add_column("outbox", "reply_to", TextField(null=True)))

    class Base(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Person(Base):
        pass

    class Application(Base):
        pass

    class ConsultingCase(Base):
        application = ForeignKeyField(Application, unique=True, on_delete="CASCADE")
        state = TextField()
        version = IntegerField()
        wished_on = TextField(null=True)
        region = TextField()
        topics = TextField()
        expert = TextField(null=True)
        affiliation = TextField(null=True)
        visit_on = TextField(null=True)
        reason = TextField(null=True)
        moved_by = ForeignKeyField(Person, null=True, backref="+", on_delete="SET NULL")
        moved_at = BigIntegerField()
        sheet = TextField(null=True)
        sheet_version = IntegerField()
        sheet_by = ForeignKeyField(Person, null=True, backref="+", on_delete="SET NULL")
        sheet_at = BigIntegerField(null=True)

    class ConsultingResult(Base):
        case = ForeignKeyField(ConsultingCase, on_delete="CASCADE")
        edition = IntegerField()
        name = TextField()
        sha256 = TextField()
        size = IntegerField()
        content = BlobField()
        sent_by = ForeignKeyField(Person, null=True, on_delete="SET NULL")
        sent_at = BigIntegerField()

        class Meta:
            indexes = ((("case", "edition"), True),)

    class ConsultingNote(Base):
        case = ForeignKeyField(ConsultingCase, on_delete="CASCADE")
        text = TextField()
        author = ForeignKeyField(Person, null=True, on_delete="SET NULL")
        at = BigIntegerField()

    db.create_tables([ConsultingCase, ConsultingResult, ConsultingNote], safe=False)


def down(migrator, db):
    for table in KEPT:
        if db.execute_sql(COUNT.format(table)).fetchone()[0]:
            raise ValueError(f"the schema before this one has no room for a {table}: it would be lost")
    migrator.migrate(
        *(migrator.drop_table(table) for table in (*KEPT, "consulting_case")),
        migrator.drop_column("outbox", "reply_to"),
    )
