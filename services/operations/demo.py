"""The demo: the sample companies and their applications in a call that is open now."""

import io
import json
import re
from calendar import monthrange
from datetime import date, datetime, time, timedelta
from typing import Any

import config
from forms import wizards
from forms.base import Sent
from forms.wizard import Party as Part
from forms.wizard import Respondent, Task
from models.application import Application, Call, Party
from models.base import now, writing
from models.company import APPROVED, OUTDATED, Company, Membership, Supplier
from models.evidence import Evidence
from models.person import Person
from models.staff import Agency
from programme import korean
from programme.application_types import POOL
from services.access import accounts
from services.consortium import members
from services.drafts import applications, consents, evidence, revisions
from services.submissions import registrations
from services.submissions.pool_answers import Steps

SAMPLES = config.HOUSE / "demo"
# The call the samples answer; a newer one may ask others.
OF = json.loads((SAMPLES / "call.json").read_text(encoding="utf-8"))
PACKAGE, CLOSED = OF["package"], date.fromisoformat(OF["closed"])
OPEN_DAYS, CLOSES_AT = 24, time(18, tzinfo=config.KST)
# Certificates serve both of the demo's calls: issued before one closed (services/operations/demo_cases.py), and those
# of 30 days still good when the other closes.
ISSUED_BEFORE = timedelta(days=5)
LAST_YEAR = timedelta(days=365)
Sample = dict[str, Any]  # a file of the demo
CONSULTING_BEFORE = timedelta(days=8)  # 컨설팅 신청 기간: until 22 April in a call until the 30th (붙임1)
DAY = re.compile(r"20\d\d-\d\d-\d\d")


def seed() -> None:
    """Make the call, the companies, their people and applications; nothing when a call is there already."""
    if Call.select().exists():
        return
    with writing():
        today = korean.today()
        closing = today + timedelta(days=OPEN_DAYS)
        call = Call.create(
            slug=PACKAGE,
            package=PACKAGE,
            opens_at=datetime.combine(today, time(0, tzinfo=config.KST)),
            closes_at=datetime.combine(closing, CLOSES_AT),
            consulting_closes_at=datetime.combine(closing - CONSULTING_BEFORE, CLOSES_AT),
        )
        for slug in call.announcement.agencies:
            Agency.create(slug=slug, email=f"{slug}@example.com")
        seeding = Seeding(call, closing)
        for path in sorted(SAMPLES.glob("companies/*.json")):
            seeding.company(json.loads(path.read_text(encoding="utf-8")))
        for path in sorted(SAMPLES.glob("applications/*.json")):
            seeding.application(json.loads(path.read_text(encoding="utf-8")))


def sign_in_addresses() -> list[tuple[str, str]]:
    """Whom one can be in the demo: (address, what for)."""
    return [
        (data["steps"]["contact"]["email"], f"{data['steps']['company']['name']} {WORDS[data['role']]}")
        for path in sorted(SAMPLES.glob("companies/*.json"))
        for data in [json.loads(path.read_text(encoding="utf-8"))]
    ]


WORDS = {"adopter": "도입기업", "supplier": "공급기업"}


class Seeding:
    """One filling of the database: every date moved by as much as the demo's closing day is later."""

    def __init__(self, call: Call, closing: date) -> None:
        self.call, self.moved = call, closing - CLOSED
        self.months = (closing.year - CLOSED.year) * 12 + closing.month - CLOSED.month
        self.companies: dict[str, Company] = {}
        self.people: dict[str, Person] = {}
        self.samples: dict[str, Sample] = {}

    def company(self, data: Sample) -> None:
        person = accounts.person_at(data["steps"]["contact"]["email"], now())
        company = Company.create()
        Membership.create(person=person, company=company)
        self.companies[data["id"]], self.people[data["id"]], self.samples[data["id"]] = company, person, data
        for certificate in data["evidence"]:
            self.certificate(company, person, certificate)
        if data["role"] == "supplier":
            self.supplier(company, data)

    def certificate(self, company: Company, person: Person, certificate: Sample) -> Evidence:
        values: dict[str, Any] = {name: certificate.get(name) or "" for name in ("kind", "issuer", "number")}
        values |= {
            name: self.day(certificate[name]) if certificate.get(name) else None for name in ("issued", "expires")
        }
        values["issued"] = values["issued"] and min(values["issued"], korean.today() - ISSUED_BEFORE)
        row = evidence.add(company, io.BytesIO((SAMPLES / "evidence.pdf").read_bytes()), certificate["file"], person)
        evidence.describe([row], values, now())
        return Evidence.get_by_id(row.id)

    def supplier(self, company: Company, data: Sample) -> None:
        """A pool entry in its state: published if it ever was approved."""
        of, steps, state = self.call.type_of(POOL), self.registered(data), data["pool"]["state"]
        number = data["steps"]["company"]["number"]
        entry = Supplier.create(company=company, number=number, state=state)
        if state in (APPROVED, OUTDATED):
            registrations.enter(
                of, entry, steps, self.call.opens_at - (LAST_YEAR if state == OUTDATED else timedelta())
            )
        else:
            registrations.publish_name(of, entry, steps)
            entry.save()

    def registered(self, data: Sample) -> Steps:
        """A supplier's registration as a browser would send it."""
        steps = data["steps"] | data["pool"]["steps"]
        return {slug: self.sent(steps[slug]) for slug in wizards.steps(self.call.type_of(POOL))}

    def application(self, plan: Sample) -> Application:
        person = self.people[plan["adopter"]]
        application = applications.start(person, self.call, now())
        journey = applications.load_view(application).journey
        for slug, answer in plan["steps"].items():
            revisions.write(
                application, Task(journey.steps[slug]), self.sent(self.period(slug, answer)), person, revisions.SAVED
            )
        lead = application.parties.get()
        self.part(application, lead, plan["adopter"], plan)
        if plan.get("supplier"):
            supplier = Supplier.get(Supplier.company == self.companies[plan["supplier"]])
            party = applications.choose_supplier(application, supplier, person, now())
            applications.join(application, party, self.people[plan["supplier"]], now())
            self.part(application, party, plan["supplier"], plan)
            if plan["state"] == "finished":  # its word; not taken while something is owed
                members.confirm(
                    application,
                    party,
                    Application.get_by_id(application.id).revision,
                    self.people[plan["supplier"]],
                    now(),
                )
        return application

    def part(self, application: Application, party: Party, sample: str, plan: Sample) -> None:
        """One company's own answers and consents in an application, as far as the plan says they are done."""
        data, person = self.samples[sample], self.people[sample]
        steps = data["steps"] | ({"careers": plan["careers"][sample]} if sample in plan["careers"] else {})
        steps |= {f"{party.role}_team": {"people": plan["teams"][sample]}} if sample in plan["teams"] else {}
        journey = applications.load_view(application).journey
        part = Part(party.id, Respondent(party.role), party.lead)
        for slug, answer in steps.items():
            task = Task(journey.steps[slug], part)
            wanted = plan["state"] != "started" and part.answers(task.step)
            if wanted and revisions.head(application, task) is None:
                revisions.write(application, task, self.sent(answer), person, revisions.SAVED)
        if plan.get("consents") == "all":
            yes = {text.slug: "yes" for text in consents.texts_for(party)}
            signer = data["steps"]["company"]["representative"]
            consents.give(party, yes, signer=signer, capacity="representative", person=person, arrived=now())

    def sent(self, answer: dict[str, Any]) -> Sent:
        """A step's sample answer as a browser would send it, its dates moved."""
        sent: Sent = {}
        for name, value in answer.items():
            if isinstance(value, list) and value and isinstance(value[0], dict):
                cells = [
                    (f"{name}-{row}-{column}", cell)
                    for row, cells in enumerate(value)
                    for column, cell in cells.items()
                ]
                sent |= {key: [self.moved_text(cell)] for key, cell in cells}
            else:
                sent[name] = [self.moved_text(item) for item in (value if isinstance(value, list) else [value])]
        return sent

    def moved_text(self, value: Any) -> str:
        return DAY.sub(lambda found: self.day(found[0]).isoformat(), "" if value is None else str(value))

    def day(self, text: str) -> date:
        return date.fromisoformat(text) + self.moved

    def period(self, slug: str, answer: dict[str, Any]) -> dict[str, Any]:
        """The project's months move by whole months, so that six of them stay six."""
        if slug == "overview":
            return answer | {"starts": (self.month(answer["starts"]) - self.moved).isoformat()}
        if slug == "schedule":
            shifted = [
                row | {name: str((int(row[name]) - 1 + self.months) % 12 + 1) for name in ("first", "last")}
                for row in answer["phases"]
            ]
            return answer | {"phases": shifted}
        return answer

    def month(self, text: str) -> date:
        """A day moved by whole months; the last of a month stays the last."""
        day = date.fromisoformat(text)
        year, month = divmod(day.year * 12 + day.month - 1 + self.months, 12)
        last = monthrange(day.year, day.month)[1] == day.day
        return date(year, month + 1, monthrange(year, month + 1)[1] if last else day.day)
