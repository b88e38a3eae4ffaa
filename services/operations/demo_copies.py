"""Copies of a project of the demo that was submitted, each under another made-up firm's name and submitted as any
other. Their rows are written in bulk, and a certificate's file serves them all: bringing each in anew costs five times
as much."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from forms import wizards
from models.application import Application, Call, Party, Revision
from models.base import now, token
from models.company import Company, Membership
from models.consortium import Confirmation
from models.evidence import Consent, Evidence
from models.mail import SENT, Outbox
from models.person import Person
from models.search_key import SearchKey
from models.submission import Claim, Event, StoredDocument, Submission
from programme.calls import title_of
from programme.names import without_form
from programme.numbers import business_number, digits
from programme.reference_numbers import receipt_number
from services.access import accounts
from services.documents import catalogue, evidence_zip, generate
from services.drafts import applications, loading, revisions, search_keys
from services.mail import outbox
from services.submissions import lifecycle, listings

Words = list[tuple[str, str]]  # what stands in the original, and what instead
UNHASHED = {"stamp", "keys", "reception"}  # of a document's context: what its stamp does not cover
BULK = (Revision, SearchKey, Evidence, Consent, Confirmation, Event, StoredDocument, Claim, Outbox)
BATCH = 500  # rows a statement: databases limit its parameters


@dataclass(frozen=True)
class Firm:
    """A made-up adopter. number: its place among them, of which its business number and addresses are made."""

    number: int
    name: str
    project: str
    region: str
    representative: str

    @property
    def host(self) -> str:
        return f"firm-{self.number}.example.com"

    @property
    def email(self) -> str:
        return f"plan@{self.host}"

    @property
    def business_number(self) -> str:
        """One no tax office gives out."""
        return business_number(f"00081{self.number:04}")

    @property
    def address(self) -> str:
        return f"{self.region} 가상구 시험로 {self.number}"


class Original:
    """What is copied: the newest answers, certificates and consents of a submitted project of one adopter and one
    supplier."""

    def __init__(self, application: Application) -> None:
        self.application = Application.newest(application.id)
        self.lead, self.supplier = Party.present(application)
        forms = wizards.forms(application.type)
        heads = sorted(Revision.heads(application), key=lambda row: row.number)
        self.heads = [(row, revisions.opened(forms[row.step], row.sent)) for row in heads]
        self.forms = forms
        self.evidence = list(Evidence.of(self.lead.firm))
        parties = (self.lead, self.supplier)
        self.consents = list(Consent.select().where(Consent.party.in_(parties)).order_by(Consent.id))
        self.partner = Membership.get(Membership.company == self.supplier.company).person
        said = {row.step: sent for row, sent in self.heads if row.party_id == self.lead.id}
        self.company, self.contact = said["company"], said["contact"]
        self.project = next(sent for row, sent in self.heads if row.step == "overview")["project"][0]
        self.receipts = self.application.call.receipts
        self.draft = lifecycle.Draft.of(loading.load_newest(self.application))
        self.context = {name: said for name, said in self.draft.context.items() if name not in UNHASHED}
        standing = Submission.standing_for(application)
        assert standing
        self.snapshot = standing.snapshot
        self.mails = list(
            Outbox.select().where(Outbox.about == application.token, Outbox.key.contains(f":{standing.id}:"))
        )
        self.attached = [
            (each.company, title_of(each.details["kind"]), each.details["name"], each.details["sha256"])
            for each in evidence_zip.of_application(self.draft.view)
        ]

    def words_for(self, firm: Firm) -> Words:
        """What stands in the original, and what instead, the longest first where one holds the other."""
        of, mail = self.company, self.contact["email"][0]
        name, bare = of["name"][0], bare_name(of["name"][0])
        return [
            (self.project, firm.project),
            (name, firm.name),
            (bare, bare_name(firm.name)),
            (of["number"][0], firm.business_number),
            (of["address"][0], firm.address),
            (of["representative"][0], firm.representative),
            (mail, firm.email),
            (mail.partition("@")[2], firm.host),
        ]

    def next_receipt(self) -> int:
        self.receipts += 1
        return self.receipts


def bare_name(name: str) -> str:
    return without_form(name).removesuffix("(가상)").strip()


def replaced(said: Any, words: Words) -> Any:
    """The same with these words in every text of it: as one text, of which Python replaces a hundred thousand
    characters at once."""
    text = json.dumps(said, ensure_ascii=False)
    for old, new in words:
        text = text.replace(old, new)
    return json.loads(text)


class Copies:
    """Copies of one original in the making. rows: what is written for all of them together, by table in that order."""

    def __init__(self, original: Original) -> None:
        self.original = original
        self.rows: dict[type[Any], list[dict[str, Any]]] = {each: [] for each in BULK}

    def write(self) -> None:
        for model, values in self.rows.items():
            for start in range(0, len(values), BATCH):
                model.insert_many(values[start : start + BATCH]).execute()

    def begin(self, firm: Firm) -> tuple[Application, Person]:
        """One firm's application, but for the rows."""
        original, at = self.original, now()
        person, call = accounts.person_at(firm.email, at), original.application.call
        company = Company.create(evidence_revision=original.lead.firm.evidence_revision)
        Membership.create(person=person, company=company)
        number, revision = applications.next_number(call), len(original.heads)
        receipt = receipt_number(call.slug, original.application.type.number_prefix, original.next_receipt())
        told = {"number": number, "call": call, "created_by": person, "changed_at": at}
        application = Application.create(**told, receipt=receipt, revision=revision, frozen=revision)
        parties = {
            party.id: Party.create(
                application=application,
                company=company if party.lead else party.company,
                joined_at=at,
                **{name: getattr(party, name) for name in ("role", "lead", "position", "evidence_revision")},
            )
            for party in (original.lead, original.supplier)
        }
        people = {original.lead.id: person, original.supplier.id: original.partner, None: person}
        self.answers(firm, application, parties, people)
        self.certificates(firm, company, person)
        self.consents(firm, parties, people)
        given = {"party": parties[original.supplier.id], "person": original.partner, "revision": revision, "at": at}
        self.rows[Confirmation].append(given)
        self.rows[Event].append(
            {"application": application, "person": person, "action": "started", "detail": {}, "at": at}
        )
        return application, person

    def answers(
        self, firm: Firm, application: Application, parties: dict[int, Party], people: dict[Any, Person]
    ) -> None:
        """Each step's answers, and what they are found by."""
        words = self.original.words_for(firm)
        for number, (row, said) in enumerate(self.original.heads, start=1):
            sent, party = replaced(said, words), parties.get(row.party_id or 0)
            told = {"application": application, "number": number, "step": row.step, "party": party, "kind": row.kind}
            kept = revisions.sealed(self.original.forms[row.step], sent)
            self.rows[Revision].append(told | {"sent": kept, "saved_by": people[row.party_id]})
            if party:
                found = sorted(search_keys.keys(row.step, sent))
                whose = {"party": party, "step": row.step}
                self.rows[SearchKey] += [whose | {"kind": kind, "value": value} for kind, value in found]

    def certificates(self, firm: Firm, company: Company, person: Person) -> None:
        words = self.original.words_for(firm)
        own = {"token": None, "company": company, "uploaded_by": person}
        for row in self.original.evidence:
            kept = {name: getattr(row, name) for name in row._meta.fields if name not in ("id", *own)}
            called = {"name": replaced(row.name, words), "token": token()}
            self.rows[Evidence].append(kept | own | called)

    def consents(self, firm: Firm, parties: dict[int, Party], people: dict[Any, Person]) -> None:
        for row in self.original.consents:
            told = {name: getattr(row, name) for name in ("kind", "version", "text_hash", "choice", "capacity", "at")}
            signer = firm.representative if parties[row.party_id].lead else row.signer
            whose = {"party": parties[row.party_id], "person": people[row.party_id], "signer": signer}
            self.rows[Consent].append(told | whose)

    def submit(self, firm: Firm, application: Application, person: Person) -> Submission:
        """What `lifecycle.write` keeps of an application, from what it kept of the original: the same in other
        words."""
        first, at, words = self.original, now(), self.original.words_for(firm)
        receipt, partner = str(application.receipt), first.partner
        said = {
            "number": application.number,
            "revision": application.revision,
            "saved_at": application.changed_at.isoformat(),
        }
        snapshot = replaced(first.snapshot, words) | said
        submission = Submission.create(
            application=application,
            receipt=receipt,
            edition=1,
            revision=application.revision,
            snapshot=snapshot,
            **listings.of(application, receipt, snapshot),
            companies=[party.company_id for party in Party.present(application)],
            arrived_at=at,
            submitted_by=person,
        )
        self.rows[StoredDocument] += [
            lifecycle.stored(submission, file) for file in self.documents(application, words, at, person)
        ]
        claimed = {"call": application.call, "purpose": application.purpose, "number": digits(firm.business_number)}
        self.rows[Claim].append(claimed | {"application": application})
        for place, reader in enumerate((person, partner)):
            self.rows[Outbox].append(mailed(first.mails[place], submission, reader, at))
        told = {"application": application, "person": person, "action": "submitted", "detail": {"edition": 1}}
        self.rows[Event].append(told | {"at": at})
        return submission

    def documents(self, application: Application, words: Words, at: datetime, person: Person) -> list[generate.File]:
        """The original's documents in other words, each with a stamp of its own, and the receipt that names them."""
        draft, of = self.original.draft, application.type
        said = replaced(self.original.context, words)
        stamp = catalogue.Stamp(
            application.number,
            application.revision,
            application.changed_at,
            **lifecycle.stamp((str(application.receipt), 1, application.revision)),
        )
        context = draft.context | said | {"stamp": catalogue.stamped(stamp, said)}
        files = generate.generate(draft.view, context=context)
        named = [(file.name, generate.digest(file.content)) for file in files]
        attached = [tuple(each) for each in replaced(self.original.attached, words)]
        details = catalogue.ReceiptDetails(at, application.closes_at, outbox.masked(person.email), named, attached)
        proof, document = catalogue.for_receipt(context, details, of), catalogue.receipt(draft.view.journey, of)
        content = catalogue.render(document, proof)
        return [*files, generate.File(document.slug, document.title, catalogue.filename(document, proof), content)]


def mailed(first: Outbox, submission: Submission, person: Person, at: datetime) -> dict[str, Any]:
    """That it was told of the submission; the body is gone, as of mails that are old."""
    kept = {name: getattr(first, name) for name in ("kind", "subject", "give_up_at")}
    key = f"{first.kind}:{submission.id}:{person.id}"
    times = {"created_at": at, "next_at": at, "sent_at": at}
    about = {"about": submission.application.token, "to": person.email, "message_id": outbox.identity()}
    return kept | times | about | {"key": key, "state": SENT}


def submitted(original: Original, firms: list[Firm]) -> list[Submission]:
    """Each firm's project, submitted in their order; in the caller's transaction."""
    copies = Copies(original)
    begun = [(firm, *copies.begin(firm)) for firm in firms]
    found = [copies.submit(*each) for each in begun]
    copies.write()
    which = Call.id == original.application.call_id
    Call.update(receipts=Call.receipts + len(firms)).where(which).execute()
    return found
