"""What an applicant has to type, read and open: an application finished from the demo's sample, page by page as the
site draws them.

Typed is an input that must be filled or chosen because it does not show the sample's answer already: a line, a box, a
choice, a ticked list, a table's cell, a consent, a file. What a page shows filled in, or works out by itself, is not.
Words are those of the pages' main part as they open; what can be chosen from a list is left out.
"""

from dataclasses import dataclass, field
from typing import Any

from werkzeug.datastructures import MultiDict

from forms.base import Sent, StepForm, without_row
from forms.consents import ConsentForm
from forms.evidence import EvidenceForm
from forms.wizard import Party as Part
from forms.wizard import Task
from models.application import Application, Call
from models.base import now, writing
from models.company import Company, Membership
from services.drafts import applications
from tests.answers import GOOD, read, sent
from tests.applying import STRANGER, fresh, person
from tests.pages import sent_by

NEW_SUPPLIER = "new-supplier@example.com"


@dataclass
class Count:
    """typed: by step."""

    typed: dict[str, int] = field(default_factory=dict)
    words: int = 0
    screens: int = 0

    @property
    def answers(self) -> int:
        return sum(self.typed.values())

    def __str__(self) -> str:
        steps = ", ".join(f"{step} {typed}" for step, typed in self.typed.items())
        return f"{self.answers} typed, {self.words:,} words, {self.screens} screens ({steps})"


def begun() -> tuple[Application, Part, Part]:
    """An application of two companies the site has never met, neither of which has answered anything."""
    lead, partner = person(STRANGER), person(NEW_SUPPLIER)
    application = applications.start(lead, Call.get(), now())
    company = Company.create()
    Membership.create(person=partner, company=company)
    with writing():
        party = applications.add_party(application, company, "supplier", None)
    applications.join(fresh(application), party, partner, now())
    first, second = applications.load_view(fresh(application)).journey.parties
    return fresh(application), first, second


class Walker:
    """One company's way through an application, by its pages; sample: its file in the demo."""

    def __init__(self, client: Any, application: Application, part: Part, email: str, sample: str) -> None:
        self.client, self.application, self.part, self.email = client, application, part, email
        self.company, self.count = read(f"companies/{sample}"), Count()
        self.answers = GOOD | {slug: sent(values) for slug, values in self.company["steps"].items()}
        self.answers["contact"] = self.answers["contact"] | {"email": [email]}  # who writes is whom one asks

    @property
    def url(self) -> str:
        return f"/applications/{self.application.token}/"

    def walk(self, own: bool = False) -> Count:
        """Everything the company answers, agrees to, attaches and looks over. own: without what is written
        together."""
        self.client.sign_in(self.email)
        self.open("")
        for task in self.tasks(own):
            self.step(task)
        self.consents()
        self.evidence()
        for page in ("check", "submit" if self.part.lead else "confirm"):
            self.open(page)
        return self.count

    def tasks(self, own: bool) -> list[Task]:
        journey = applications.load_view(fresh(self.application)).journey
        off = {"earlier_build"}  # of an upgrade only
        return [
            Task(step, None if step.shared else self.part)
            for wizard in journey.wizards
            for step in wizard.steps
            if self.part.answers(step) and step.slug not in off and not (own and step.shared)
        ]

    def open(self, path: str) -> Any:
        """A page somebody reads."""
        page = self.client.get(self.url + path).page
        for tag in page.select("option, .sr-only"):
            tag.extract()
        self.count.words += len(page.main.get_text(" ").split())
        self.count.screens += 1
        return self.client.get(self.url + path).page

    def step(self, task: Task) -> None:
        slug, form = task.step.slug, task.step.form
        wanted = self.answers[slug]
        page = self.open(slug)
        drawn = sent_by(page.select_one("#step-form"))
        typed = self.typed(form, plain(wanted), plain(drawn))
        if page.select_one("button[name=none]"):  # one press, and only what is left to be said otherwise
            pressed = self.client.get(self.post(slug, {}, none="1").location).page
            typed = min(typed, 1 + self.typed(form, plain(wanted), plain(sent_by(pressed.select_one("#step-form")))))
        for table in form().tables:
            typed += self.rows(slug, form, table, wanted)
        self.count.typed[slug] = typed
        self.post(slug, wanted, save="1")

    def typed(self, form: type[StepForm], wanted: Sent, drawn: Sent) -> int:
        """How many of the wanted answers are not shown already. An answer is compared as the form reads it."""
        one, other = read_as(form, wanted), read_as(form, drawn)
        names = {without_row(name) for name in (*wanted, *drawn)} & form.names().keys()
        return sum(one.get(name, "") != other.get(name, "") for name in {*one, *other} if bare(name) in names)

    def rows(self, slug: str, form: type[StepForm], table: str, wanted: Sent) -> int:
        """The cells of a table to be typed, its rows added one by one below what is typed already."""
        numbers = sorted({int(name.split("-")[1]) for name in wanted if name.startswith(f"{table}-")})
        typed, written = 0, plain(wanted)
        shown = sent_by(self.client.get(self.url + slug).page.select_one("#step-form"))
        for number in numbers:
            head = f"{table}-{number}-"
            if not any(name.startswith(head) for name in shown):
                shown = self.added(slug, table, written)
            typed += self.typed(form, among(wanted, head), among(shown, head))
            written |= among(wanted, head)
        return typed

    def added(self, slug: str, table: str, written: Sent) -> Sent:
        """What the page shows once another row is asked for."""
        answer = self.post(slug, written, add=table)
        assert answer.status_code == 303, answer.status_code
        return sent_by(self.client.get(answer.location.partition("#")[0]).page.select_one("#step-form"))

    def post(self, slug: str, wanted: Sent, headers: dict[str, str] | None = None, **button: str) -> Any:
        shown = sent_by(self.client.get(self.url + slug).page.select_one("#step-form"))
        hidden = {name: shown[name] for name in ("csrf_token", "base", "author") if name in shown}
        data = hidden | {"whole": ["1"]} | wanted | {name: [value] for name, value in button.items()}
        form = {"data": data, "content_type": "multipart/form-data", "tokenless": True}
        return self.client.post(self.url + slug, headers=headers, **form)

    def consents(self) -> None:
        form = self.open("consents/").select_one("form:has([name=signer])")
        drawn = sent_by(form)
        texts = {tag["name"] for tag in form.select("[name^=consent-]")}
        signer = self.company["steps"]["company"]["representative"]
        signed = self.typed(ConsentForm, {"signer": [signer], "capacity": ["representative"]}, drawn)
        self.count.typed["consents"] = len(texts - drawn.keys()) + signed

    def evidence(self) -> None:
        """Each certificate of the sample, with its file."""
        self.open("evidence/")
        self.count.typed["evidence"] = 0
        for row in self.company["evidence"]:
            drawn = sent_by(self.open(f"evidence/?kind={row['kind']}").select_one("#upload"))
            wanted = {name: [row[name]] for name in ("kind", "issuer", "number", "issued", "expires") if row[name]}
            self.count.typed["evidence"] += 1 + self.typed(EvidenceForm, wanted, drawn)


def bare(name: str) -> str:
    return without_row(name)


def plain(sent: Sent) -> Sent:
    """What stands outside tables."""
    return {name: values for name, values in sent.items() if "-" not in name}


def among(sent: Sent, head: str) -> Sent:
    return {name: values for name, values in sent.items() if name.startswith(head)}


def read_as(form: type[StepForm], values: Sent) -> dict[str, Any]:
    """{name: what its input shows} of the inputs that are not empty."""
    flat = MultiDict([(name, value) for name, each in values.items() for value in each])
    return {leaf.name: leaf.shown for leaf in form.of(form.pick(flat)).leaves() if leaf.shown}


def lead_and_supplier(client: Any) -> tuple[Count, Count]:
    """The lead writes what is written together; the supplier its own part, as one that stands in no pool."""
    application, lead, supplier = begun()
    partner = Walker(client, application, supplier, NEW_SUPPLIER, "S1")
    first = Walker(client, application, lead, STRANGER, "A1").walk()
    return first, partner.walk(own=True)
