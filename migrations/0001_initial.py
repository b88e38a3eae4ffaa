"""The first schema. Frozen: it knows nothing of today's models, and custom fields stand as what they store."""

from peewee import BigIntegerField, BlobField, BooleanField, ForeignKeyField, IntegerField, Model, TextField


def up(migrator, db):
    class Call(Model):
        slug = TextField(unique=True)
        opens_at = BigIntegerField()
        closes_at = BigIntegerField()
        receipts = IntegerField(default=0)

        class Meta:
            database = db
            table_name = "call"

    db.create_tables([Call])

    class Person(Model):
        token = TextField(unique=True)
        email = TextField()
        email_hash = TextField(unique=True)
        created_at = BigIntegerField()

        class Meta:
            database = db
            table_name = "person"

    db.create_tables([Person])

    class Application(Model):
        token = TextField(unique=True)
        number = TextField(unique=True)
        call = ForeignKeyField(Call)
        created_by = ForeignKeyField(Person, null=True, on_delete="SET NULL")
        created_at = BigIntegerField()
        revision = IntegerField(default=0)
        changed_at = BigIntegerField()
        frozen = IntegerField(default=0)
        receipt = TextField(unique=True, null=True)

        class Meta:
            database = db
            table_name = "application"

    db.create_tables([Application])

    class Claim(Model):
        call = ForeignKeyField(Call, on_delete="CASCADE")
        number = TextField()
        application = ForeignKeyField(Application, on_delete="CASCADE")

        class Meta:
            database = db
            table_name = "claim"
            indexes = ((("call", "number"), True),)

    db.create_tables([Claim])

    class Company(Model):
        token = TextField(unique=True)
        created_at = BigIntegerField()

        class Meta:
            database = db
            table_name = "company"

    db.create_tables([Company])

    class Party(Model):
        application = ForeignKeyField(Application, on_delete="CASCADE")
        company = ForeignKeyField(Company)
        role = TextField()
        lead = BooleanField(default=False)
        position = IntegerField()
        joined_at = BigIntegerField(null=True)
        left_at = BigIntegerField(null=True)

        class Meta:
            database = db
            table_name = "party"
            indexes = ((("application", "company"), True), (("application", "position"), True))

    db.create_tables([Party])

    class Consent(Model):
        party = ForeignKeyField(Party, on_delete="CASCADE")
        kind = TextField()
        version = TextField()
        text_hash = TextField()
        choice = TextField()
        person = ForeignKeyField(Person, null=True, on_delete="SET NULL")
        signer = TextField()
        capacity = TextField()
        at = BigIntegerField()

        class Meta:
            database = db
            table_name = "consent"

    db.create_tables([Consent])

    class Event(Model):
        application = ForeignKeyField(Application, null=True, on_delete="SET NULL")
        person = ForeignKeyField(Person, null=True, on_delete="SET NULL")
        action = TextField()
        detail = TextField(default=dict)
        at = BigIntegerField()

        class Meta:
            database = db
            table_name = "event"

    db.create_tables([Event])

    class Evidence(Model):
        token = TextField(unique=True)
        company = ForeignKeyField(Company, on_delete="CASCADE")
        kind = TextField()
        issuer = TextField()
        number = TextField()
        issued = TextField(null=True)
        expires = TextField(null=True)
        name = TextField()
        storage = TextField(unique=True)
        size = IntegerField()
        sha256 = TextField()
        uploaded_by = ForeignKeyField(Person, null=True, on_delete="SET NULL")
        uploaded_at = BigIntegerField()
        removed_at = BigIntegerField(null=True)

        class Meta:
            database = db
            table_name = "evidence"

    db.create_tables([Evidence])

    class Membership(Model):
        person = ForeignKeyField(Person, on_delete="CASCADE")
        company = ForeignKeyField(Company, on_delete="CASCADE")

        class Meta:
            database = db
            table_name = "membership"
            indexes = ((("person", "company"), True),)

    db.create_tables([Membership])

    class Outbox(Model):
        key = TextField(unique=True)
        kind = TextField()
        about = TextField(index=True, null=True)
        to = TextField()
        subject = TextField()
        text = TextField(null=True)
        html = TextField(null=True)
        message_id = TextField(unique=True)
        state = TextField(default="queued")
        attempts = IntegerField(default=0)
        created_at = BigIntegerField()
        next_at = BigIntegerField()
        lease_until = BigIntegerField(null=True)
        give_up_at = BigIntegerField()
        sent_at = BigIntegerField(null=True)
        last_error = TextField(default="")

        class Meta:
            database = db
            table_name = "outbox"
            indexes = ((("state", "give_up_at"), False),)

    db.create_tables([Outbox])

    class Rescue(Model):
        person = ForeignKeyField(Person, on_delete="CASCADE")
        path = TextField()
        sent = TextField()
        reason = TextField()
        kept_at = BigIntegerField()

        class Meta:
            database = db
            table_name = "rescue"
            indexes = ((("person", "path"), False),)

    db.create_tables([Rescue])

    class Revision(Model):
        application = ForeignKeyField(Application, on_delete="CASCADE")
        number = IntegerField()
        step = TextField()
        party = ForeignKeyField(Party, null=True, on_delete="CASCADE")
        sent = TextField()
        kind = TextField()
        superseded = BooleanField(default=False)
        saved_by = ForeignKeyField(Person, null=True, on_delete="SET NULL")
        saved_at = BigIntegerField()

        class Meta:
            database = db
            table_name = "revision"
            indexes = ((("application", "number"), True), (("application", "step", "party"), False))

    db.create_tables([Revision])

    class Session(Model):
        token_hash = TextField(unique=True)
        person = ForeignKeyField(Person, on_delete="CASCADE")
        created_at = BigIntegerField()
        seen_at = BigIntegerField()
        expires_at = BigIntegerField()
        ended_at = BigIntegerField(null=True)

        class Meta:
            database = db
            table_name = "session"

    db.create_tables([Session])

    class SignInCode(Model):
        asker_hash = TextField(unique=True)
        email_hash = TextField(index=True)
        address = TextField()
        code_hash = TextField()
        familiar = BooleanField()
        sent_at = BigIntegerField(index=True)
        expires_at = BigIntegerField()
        tries = IntegerField(default=0)
        used_at = BigIntegerField(null=True)

        class Meta:
            database = db
            table_name = "sign_in_code"

    db.create_tables([SignInCode])

    class Submission(Model):
        application = ForeignKeyField(Application)
        receipt = TextField()
        edition = IntegerField()
        revision = IntegerField()
        answers_hash = TextField()
        snapshot = TextField()
        companies = TextField()
        standing = BooleanField(default=True)
        arrived_at = BigIntegerField()
        submitted_at = BigIntegerField()
        submitted_by = ForeignKeyField(Person, null=True, on_delete="SET NULL")
        withdrawn_at = BigIntegerField(null=True)

        class Meta:
            database = db
            table_name = "submission"
            indexes = ((("receipt", "edition"), True),)

    db.create_tables([Submission])

    class StoredPaper(Model):
        submission = ForeignKeyField(Submission, on_delete="CASCADE")
        slug = TextField()
        name = TextField()
        sha256 = TextField()
        size = IntegerField()
        content = BlobField()

        class Meta:
            database = db
            table_name = "stored_paper"

    db.create_tables([StoredPaper])

    class Supplier(Model):
        company = ForeignKeyField(Company, unique=True, on_delete="CASCADE")
        name = TextField()
        number = TextField(unique=True)
        state = TextField()
        words = TextField()
        facts = TextField()
        profile = TextField()

        class Meta:
            database = db
            table_name = "supplier"

    db.create_tables([Supplier])


def down(migrator, db):
    migrator.migrate(migrator.drop_table("supplier"))
    migrator.migrate(migrator.drop_table("stored_paper"))
    migrator.migrate(migrator.drop_table("submission"))
    migrator.migrate(migrator.drop_table("sign_in_code"))
    migrator.migrate(migrator.drop_table("session"))
    migrator.migrate(migrator.drop_table("revision"))
    migrator.migrate(migrator.drop_table("rescue"))
    migrator.migrate(migrator.drop_table("outbox"))
    migrator.migrate(migrator.drop_table("membership"))
    migrator.migrate(migrator.drop_table("evidence"))
    migrator.migrate(migrator.drop_table("event"))
    migrator.migrate(migrator.drop_table("consent"))
    migrator.migrate(migrator.drop_table("party"))
    migrator.migrate(migrator.drop_table("company"))
    migrator.migrate(migrator.drop_table("claim"))
    migrator.migrate(migrator.drop_table("application"))
    migrator.migrate(migrator.drop_table("person"))
    migrator.migrate(migrator.drop_table("call"))
