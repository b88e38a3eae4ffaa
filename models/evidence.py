"""Evidence (증빙) in a company's evidence, its consents, and the PDFs the worker makes of documents. A document's file is
never altered; those removed and never submitted are swept."""

from collections.abc import Collection, Iterable
from functools import reduce
from operator import or_

from peewee import BooleanField, Expression, ForeignKeyField, IntegerField, TextField

from models.application import Application, Party
from models.base import BaseModel, Day, Instant, now, token
from models.company import Company
from models.person import Person
from programme.application_types import ApplicationType


class Evidence(BaseModel):
    """One document: what it is (programme/evidence_kinds.py: Kind; "" until somebody says), who issued it when, and the
    file with it.

    likely: the kind its name suggests or somebody chose while the rest is not said; it counts for nothing.
    storage: the random name it lies under in the files folder; name: what the uploader called it, NFC; locked: a PDF
    that opens by itself but limits its use. since, until: the revisions of the company's evidence from which it stands
    as it does, and from which no more; uploaded_at, removed_at: when that was, for people to read and for the sweep.
    What it was said to be before is kept as a removed row of the same file.
    """

    token = TextField(unique=True, default=token)
    company = ForeignKeyField(Company, backref="evidence", on_delete="CASCADE")
    company_id: int
    kind = TextField()
    likely = TextField(default="")
    issuer = TextField()
    number = TextField()
    issued = Day(null=True)
    expires = Day(null=True)
    name = TextField()
    storage = TextField(index=True)
    size = IntegerField()
    sha256 = TextField()
    locked = BooleanField(default=False)
    uploaded_by = ForeignKeyField(Person, null=True, on_delete="SET NULL")
    uploaded_at = Instant(default=now)
    removed_at = Instant(null=True)
    since = IntegerField(default=0)
    until = IntegerField(null=True)

    @classmethod
    def of(cls, company: Company):
        """What is in the company's evidence, newest first."""
        mine = cls.company == company, cls.removed_at.is_null()
        return cls.select().where(*mine).order_by(cls.since.desc(), cls.id.desc())

    @classmethod
    def undescribed(cls, company: Company):
        """What of the company's evidence nobody described yet, oldest first."""
        return cls.select().where(cls.undescribed_of([company.id])).order_by(cls.id)

    @classmethod
    def undescribed_of(cls, companies: Collection[int]) -> Expression:
        """What of these companies' evidence, by their ids, nobody described yet."""
        return cls.company.in_(companies) & cls.removed_at.is_null() & (cls.kind == "")

    @classmethod
    def attached_as_of(cls, party: Party) -> "list[Evidence]":
        """What a company submits with an application, newest first: of the kinds asked for here, what was in the
        company's evidence when the application last changed, which every change of the evidence does while it is open;
        nothing while the company was merely chosen. Counted in revisions: clocks are put back, and machines differ."""
        return cls.attached_by_party([Party.get_by_id(party.id)], party.application.type)[party.id]

    @classmethod
    def attached_by_party(cls, parties: Collection[Party], of: ApplicationType) -> "dict[int, list[Evidence]]":
        """What `attached_as_of` gives of each of these companies of one application, as they stand now, by their
        ids."""
        found: dict[int, list[Evidence]] = {party.id: [] for party in parties}
        joined = {party.company_id: party for party in parties if party.joined_at and party.company_id}
        rows = cls.select().where(reduce(or_, map(cls.seen_by, joined.values()), cls.id.in_([])))
        kinds = {role: {kind.slug for kind in of.kinds(role)} for role in {one.role for one in parties}}
        for row in rows.order_by(cls.since.desc(), cls.id.desc()):
            party = joined[row.company_id]
            if row.kind in kinds[party.role]:
                found[party.id].append(row)
        return found

    @classmethod
    def seen_by(cls, party: Party) -> Expression:
        """What was in the company's evidence when the application saw it last."""
        seen = party.evidence_revision
        return (cls.company == party.company_id) & (cls.since <= seen) & (cls.until.is_null() | (cls.until > seen))


class Consent(BaseModel):
    """One choice about one consent text: which text (version and hash), what, who in what capacity, when. since: the
    revision of the application from which its documents follow the choice."""

    party = ForeignKeyField(Party, backref="consents", on_delete="CASCADE")
    party_id: int
    kind = TextField()
    version = TextField()
    text_hash = TextField()
    choice = TextField()  # yes or no
    person = ForeignKeyField(Person, null=True, on_delete="SET NULL")
    signer = TextField()
    capacity = TextField()  # representative, or who acts for one
    at = Instant(default=now)
    since = IntegerField(default=0)

    @classmethod
    def of(cls, party: Party) -> dict[str, "Consent"]:
        """The newest choice about each text: none of a company that was merely chosen, or left and was chosen again."""
        return cls.newest(party) if party.joined_at else {}

    @classmethod
    def of_all(cls, parties: Iterable[Party]) -> dict[int, dict[str, "Consent"]]:
        """What `of` gives of each of these companies, by their ids."""
        found: dict[int, dict[str, Consent]] = {party.id: {} for party in parties if party.joined_at}
        for row in cls.select().where(cls.party.in_(list(found))).order_by(cls.id):
            found[row.party_id][row.kind] = row
        return found

    @classmethod
    def newest(cls, party: Party) -> dict[str, "Consent"]:
        """The newest choice about each text, whether or not the company takes part now."""
        return {row.kind: row for row in cls.select().where(cls.party == party).order_by(cls.id)}

    @classmethod
    def attached_as_of(cls, party: Party) -> dict[str, "Consent"]:
        """What documents say of them: the choices that stood when the application last changed, as it does with each
        made while it is open. One taken back after closing leaves documents as they are."""
        seen, _ = Application.stamp(party.application_id)
        return cls.attached_by_party([party], seen).get(party.id, {})

    @classmethod
    def attached_by_party(cls, parties: Iterable[Party], seen: int) -> dict[int, dict[str, "Consent"]]:
        """What `attached_as_of` gives of each of these companies of one application, by their ids. seen: its
        revision."""
        found: dict[int, dict[str, Consent]] = {party.id: {} for party in parties if party.joined_at}
        for row in cls.select().where(cls.party.in_(list(found)), cls.since <= seen).order_by(cls.id):
            found[row.party_id][row.kind] = row
        return found


class Conversion(BaseModel):
    """A PDF the worker makes of what somebody asked for: of a company's evidence, bound together, or of an
    application's documents, or of all that was submitted. revision: the one it shows; of what was submitted, its
    edition. state: queued, running, done or failed; done of total pieces are ready. why: it failed, or what stayed
    out."""

    token = TextField(unique=True, default=token)
    application = ForeignKeyField(Application, backref="conversions", on_delete="CASCADE")
    company = ForeignKeyField(Company, null=True, on_delete="CASCADE")
    kind = TextField()
    revision = IntegerField()
    state = TextField(default="queued")
    done = IntegerField(default=0)
    total = IntegerField(default=0)
    why = TextField(default="")
    name = TextField(default="")
    storage = TextField(null=True)
    size = IntegerField(default=0)
    asked_by = ForeignKeyField(Person, null=True, on_delete="SET NULL")
    asked_at = Instant(default=now)
    lease_until = Instant(null=True)
    ended_at = Instant(null=True)
