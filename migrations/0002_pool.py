"""Three purposes of an application, the pool's paperwork, invitations, the agencies' staff. Frozen, like every
migration."""

import secrets
import time

from peewee import BigIntegerField, BlobField, BooleanField, ForeignKeyField, IntegerField, Model, TextField

YEAR = 365 * 24 * 3600
COLUMNS = [
    ("application", "agency", lambda: TextField(null=True)),
    ("call", "consulting_closes_at", lambda: BigIntegerField(null=True)),
    ("session", "verified_at", lambda: BigIntegerField(null=True)),
    ("supplier", "approved_at", lambda: BigIntegerField(null=True)),
    ("supplier", "renewed_at", lambda: BigIntegerField(null=True)),
]
TABLES = (
    "access",
    "staff",
    "agency",
    "shortlisted",
    "review",
    "term",
    "confirmation",
    "invitation",
    "conversion",
    "attachment",
)
# Terms entries are sorted by. Ours: no official list was found. From here on staff edits them in the table.
EXPERTISE = {
    "big_data": "빅데이터",
    "ai": "인공지능(AI)",
    "iot": "사물인터넷(IoT)",
    "cloud": "클라우드",
    "ar_vr": "AR/VR",
    "rpa": "RPA·업무자동화",
    "platform": "플랫폼·앱",
    "crm": "CRM·마케팅",
    "logistics": "물류·재고",
    "booking": "예약·주문",
    "lms": "교육(LMS)",
    "security": "보안",
}
INDUSTRIES = {  # sections G–S of the Korean Standard Industrial Classification, shortened
    "g": "G 도소매",
    "h": "H 운수·창고",
    "i": "I 숙박·음식",
    "j": "J 정보통신",
    "k": "K 금융·보험",
    "l": "L 부동산",
    "m": "M 전문서비스",
    "n": "N 사업지원",
    "o": "O 공공행정",
    "p": "P 교육",
    "q": "Q 보건·복지",
    "r": "R 예술·스포츠",
    "s": "S 개인서비스",
}
REGIONS = {
    "seoul": "서울특별시",
    "busan": "부산광역시",
    "daegu": "대구광역시",
    "incheon": "인천광역시",
    "gwangju": "광주광역시",
    "daejeon": "대전광역시",
    "ulsan": "울산광역시",
    "sejong": "세종특별자치시",
    "gyeonggi": "경기도",
    "gangwon": "강원특별자치도",
    "chungbuk": "충청북도",
    "chungnam": "충청남도",
    "jeonbuk": "전북특별자치도",
    "jeonnam": "전라남도",
    "gyeongbuk": "경상북도",
    "gyeongnam": "경상남도",
    "jeju": "제주특별자치도",
}
TERMS = {"expertise": EXPERTISE, "industry": INDUSTRIES, "region": REGIONS}


def up(migrator, db):
    migrator.migrate(
        *(migrator.add_column(table, name, field()) for table, name, field in COLUMNS),
        migrator.add_column("application", "purpose", TextField(default="project")),
        migrator.add_index("application", ("purpose",)),
        migrator.add_column("claim", "purpose", TextField(default="project")),
        migrator.drop_index("claim", "claim_call_id_number"),
        migrator.add_index("claim", ("call_id", "purpose", "number"), unique=True),
        migrator.add_column("supplier", "token", TextField(null=True)),
        migrator.drop_not_null("supplier", "number"),
    )
    migrator.migrate(
        migrator.add_column("evidence", "locked", BooleanField(default=False)),
        migrator.drop_index("evidence", "evidence_storage"),
        migrator.add_index("evidence", ("storage",)),
    )
    name_suppliers(db)
    migrator.migrate(
        migrator.add_not_null("supplier", "token"),
        migrator.add_index("supplier", ("token",), unique=True),
    )
    create(db)


def name_suppliers(db):
    class Supplier(Model):
        token = TextField(null=True)
        state = TextField()
        approved_at = BigIntegerField(null=True)
        renewed_at = BigIntegerField(null=True)

        class Meta:
            database = db

    for row in Supplier.select(Supplier.id):
        Supplier.update(token=secrets.token_urlsafe(16)).where(Supplier.id == row.id).execute()
    # What was approved, or had been, stays in the public pool; when is not known any more.
    for state, at in (("approved", time.time()), ("outdated", time.time() - YEAR)):
        then = {"approved_at": int(at * 1_000_000), "renewed_at": int(at * 1_000_000)}
        Supplier.update(then).where(Supplier.state == state).execute()


def create(db):
    """The new tables; what they refer to is named, and no more."""

    class Base(Model):
        class Meta:
            database = db

    class Person(Base):
        pass

    class Company(Base):
        pass

    class Application(Base):
        pass

    class Party(Base):
        pass

    class Supplier(Base):
        pass

    class Outbox(Base):
        pass

    class Attachment(Base):
        outbox = ForeignKeyField(Outbox, on_delete="CASCADE")
        name = TextField()
        mimetype = TextField()
        content = BlobField()

    class Conversion(Base):
        token = TextField(unique=True)
        application = ForeignKeyField(Application, on_delete="CASCADE")
        company = ForeignKeyField(Company, null=True, on_delete="CASCADE")
        kind = TextField()
        revision = IntegerField()
        state = TextField()
        done = IntegerField()
        total = IntegerField()
        why = TextField()
        name = TextField()
        storage = TextField(null=True)
        size = IntegerField()
        asked_by = ForeignKeyField(Person, null=True, on_delete="SET NULL")
        asked_at = BigIntegerField()
        lease_until = BigIntegerField(null=True)
        ended_at = BigIntegerField(null=True)

    class Invitation(Base):
        token = TextField(unique=True)
        key_hash = TextField(unique=True)
        application = ForeignKeyField(Application, null=True, on_delete="CASCADE")
        company = ForeignKeyField(Company, null=True, on_delete="CASCADE")
        role = TextField()
        name = TextField()
        email = TextField()
        email_hash = TextField(index=True)
        invited_by = ForeignKeyField(Person, null=True, on_delete="SET NULL")
        state = TextField()
        reason = TextField()
        sent_at = BigIntegerField()
        expires_at = BigIntegerField()
        seen_at = BigIntegerField(null=True)
        answered_at = BigIntegerField(null=True)
        answered_by = ForeignKeyField(Person, null=True, on_delete="SET NULL")

    class Confirmation(Base):
        party = ForeignKeyField(Party, on_delete="CASCADE")
        person = ForeignKeyField(Person, null=True, on_delete="SET NULL")
        revision = IntegerField()
        at = BigIntegerField()

    class Term(Base):
        kind = TextField()
        slug = TextField()
        name = TextField()
        position = IntegerField()
        retired = BooleanField()

        class Meta:
            indexes = ((("kind", "slug"), True),)

    class Review(Base):
        application = ForeignKeyField(Application, on_delete="CASCADE")
        edition = IntegerField()
        decision = TextField()
        reasons = TextField()
        note = TextField()
        person = ForeignKeyField(Person, null=True, on_delete="SET NULL")
        at = BigIntegerField()

    class Shortlisted(Base):
        person = ForeignKeyField(Person, on_delete="CASCADE")
        supplier = ForeignKeyField(Supplier, on_delete="CASCADE")
        at = BigIntegerField()

        class Meta:
            indexes = ((("person", "supplier"), True),)

    class Agency(Base):
        slug = TextField(unique=True)
        email = TextField()

    class Staff(Base):
        person = ForeignKeyField(Person, unique=True, on_delete="CASCADE")
        agency = TextField(null=True)
        secret = TextField(null=True)
        counter = IntegerField()
        enrolled_at = BigIntegerField(null=True)
        created_at = BigIntegerField()
        ended_at = BigIntegerField(null=True)

    class Access(Base):
        person = ForeignKeyField(Person, null=True, on_delete="SET NULL")
        company = ForeignKeyField(Company, null=True, on_delete="SET NULL")
        application = ForeignKeyField(Application, null=True, on_delete="SET NULL")
        what = TextField()
        why = TextField()
        at = BigIntegerField()

    new = (Attachment, Conversion, Invitation, Confirmation, Term, Review, Shortlisted, Agency, Staff, Access)
    db.create_tables(new, safe=False)
    for kind, terms in TERMS.items():
        for position, (slug, name) in enumerate(terms.items(), start=1):
            Term.create(kind=kind, slug=slug, name=name, position=position, retired=False)


def down(migrator, db):
    for rows in ("application WHERE purpose <> 'project'", "supplier WHERE number IS NULL"):
        if db.execute_sql(f"SELECT COUNT(*) FROM {rows}").fetchone()[0]:  # noqa: S608 - our own words
            raise ValueError(
                "the schema before this one has no room for registrations and requests: they would be lost"
            )
    for table in TABLES:
        migrator.migrate(migrator.drop_table(table))
    db.execute_sql("DELETE FROM evidence WHERE id NOT IN (SELECT MIN(id) FROM evidence GROUP BY storage)")
    migrator.migrate(
        migrator.drop_index("evidence", "evidence_storage"),
        migrator.add_index("evidence", ("storage",), unique=True),
        migrator.drop_column("evidence", "locked"),
        migrator.drop_index("supplier", "supplier_token"),
        migrator.drop_column("supplier", "token"),
        migrator.drop_index("claim", "claim_call_id_purpose_number"),
        migrator.drop_column("claim", "purpose"),
        migrator.add_index("claim", ("call_id", "number"), unique=True),
        migrator.drop_index("application", "application_purpose"),
        migrator.drop_column("application", "purpose"),
        *(migrator.drop_column(table, name) for table, name, _ in COLUMNS),
        migrator.add_not_null("supplier", "number"),
    )
