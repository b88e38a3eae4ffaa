"""What a browser would send from a page, and a site of many steps for tests that walk them all."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

import config
from app import create_app
from forms.base import Sent
from forms.wizard import Party, Respondent, Step, Task
from models.application import Application, Call
from models.base import db, now, writing
from models.company import Supplier
from programme.application_types import POOL, PROJECT
from services.access import quotas
from services.drafts import applications, revisions
from services.submissions import registrations
from tests.answers import GOOD, registered
from tests.applying import LEAD, STRANGER, SUPPLIER, person
from tests.call import WIZARDS
from tests.markup import Element

STEPS = [step for wizard in WIZARDS[PROJECT] for step in wizard.steps]
GATE = [step for wizard in WIZARDS[PROJECT] for stage in wizard.stages if stage.gate for step in stage.steps]
# Steps of a registration that no application asks; the others are its forms, walked there.
REGISTRATION = [
    step for step in WIZARDS[POOL][0].steps if not issubclass(step.form, tuple(known.form for known in STEPS))
]
UPGRADE: Sent = {"track": ["upgrade"], "service_type": ["new_business"]}


def sent_by(form: Element) -> Sent:
    """Everything a browser sends for a form, its buttons aside."""
    sent: Sent = {}
    whole = form.closest("html")
    outside = whole.select(f"input[form={form['id']}]") if whole and form.get("id") else []
    for tag in [*form.select("input[name], textarea[name], select[name]"), *outside]:
        if tag.closest("template"):
            continue
        name = str(tag["name"])
        if tag.name == "textarea":
            values = [tag.get_text().removeprefix("\n").replace("\n", "\r\n")]
        elif tag.name == "select":
            chosen = tag.select("option[selected]") or tag.select("option")[:1]
            values = [str(option["value"]) for option in chosen]
        elif tag.get("type") in ("radio", "checkbox"):
            values = [str(tag["value"])] if tag.has_attr("checked") else []
        else:
            values = [str(tag.get("value", ""))]
        if values:
            sent[name] = sent.get(name, []) + values
    return sent


def told(client, response: TestResponse) -> str:
    """What the page a button led to says was just done: a status, and in its title, which is read out first."""
    page = client.get(response.location.partition("#")[0]).page
    assert page.title.get_text().startswith("완료: ")
    (status,) = page.select(".alert.success[role=status]")
    return status.get_text(" ")


@dataclass
class Walk:
    """One step of a new application, past the gate, in the hands of somebody who answers it."""

    client: object
    application: Application
    step: Step
    party: Party

    @property
    def url(self) -> str:
        return f"/applications/{self.application.token}/{self.step.slug}"

    @property
    def task(self) -> Task:
        return Task(self.step, None if self.step.shared else self.party)

    def get(self, query: str = "", **kwargs) -> TestResponse:
        return self.client.get(self.url + query, **kwargs)  # type: ignore[attr-defined]

    def post(self, sent: Sent | None = None, query: str = "", **kwargs) -> TestResponse:
        """Send these fields as a page drawn from the newest revision would."""
        row = revisions.head(self.application, self.task)
        data = {"csrf_token": [self.csrf], "base": [str(row.number if row else 0)], "whole": ["1"]} | (sent or {})
        kwargs = {"content_type": "multipart/form-data", "tokenless": True} | kwargs
        return self.client.post(self.url + query, data=data, **kwargs)  # type: ignore[attr-defined]

    @cached_property
    def csrf(self) -> str:
        return self.client.csrf()  # type: ignore[attr-defined]

    def follow(self, response: TestResponse, **kwargs) -> TestResponse:
        """Where a redirect leads; a browser keeps what follows the # to itself."""
        return self.client.get(response.location.split("#")[0], **kwargs)  # type: ignore[attr-defined]

    def form(self) -> Sent:
        return sent_by(self.get().page.select_one("#step-form"))

    @property
    def stored(self) -> Sent:
        """The step's newest answers."""
        row = revisions.head(self.application, self.task)
        return revisions.opened(self.step.form, row.sent) if row else {}

    @property
    def number(self) -> int:
        """The application's newest revision."""
        return Application.get_by_id(self.application.id).revision


def good(step: Step) -> Sent:
    """The step's good answer."""
    return registered()[step.slug] if step in REGISTRATION else GOOD[step.slug]


def begin(client, step: Step) -> Walk:
    """A new application whose gate is passed, at a step, signed in as somebody who answers it."""
    who = SUPPLIER if step.by is Respondent.SUPPLIER else LEAD
    if step in REGISTRATION:
        who = f"{next(NUMBERS)}-{STRANGER}"
    with writing():
        application = prepare_registration(who) if step in REGISTRATION else prepare(step)
    client.sign_in(who)
    view = applications.load_view(Application.get_by_id(application.id), person(who))
    assert view.party
    return Walk(client, view.application, step, view.party)


NUMBERS = count(1)


def prepare_registration(who: str) -> Application:
    application = registrations.begin(person(who), now())
    (part,) = applications.load_view(application).journey.parties
    limits = WIZARDS[POOL][0].steps[0]
    revisions.write(application, Task(limits, part), registered()["limits"], person(who), revisions.SAVED)
    return application


def prepare(step: Step) -> Application:
    lead, supplier = person(LEAD), person(SUPPLIER)
    application = applications.start(lead, Call.get(), now())
    offered = Supplier.get(Supplier.company.in_([row.company_id for row in supplier.memberships]))
    applications.join(application, applications.choose_supplier(application, offered, lead, now()), supplier, now())
    for party in applications.load_view(application).journey.parties:
        for gate in GATE:
            if party.answers(gate):
                sent = UPGRADE if (gate.slug, step.slug) == ("track", "earlier_build") else GOOD[gate.slug]
                revisions.write(application, Task(gate, None if gate.shared else party), sent, lead, revisions.SAVED)
    return application


def body(fields: list[tuple[str, str | bytes]]) -> tuple[bytes, str]:
    """A multipart body of these fields, their bytes as they are; and its type."""
    parts = []
    for name, value in fields:
        raw = value if isinstance(value, bytes) else value.encode()
        parts.append(
            b'--limit\r\nContent-Disposition: form-data; name="' + name.encode() + b'"\r\n\r\n' + raw + b"\r\n"
        )
    return b"".join(parts) + b"--limit--\r\n", "multipart/form-data; boundary=limit"


def send(walk: Walk, fields: list[tuple[str, str | bytes]], **kwargs) -> TestResponse:
    row = revisions.head(walk.application, walk.task)
    data, kind = body([("csrf_token", walk.csrf), ("base", str(row.number if row else 0)), *fields])
    return walk.client.post(walk.url, data=data, content_type=kind, **kwargs)


@pytest.fixture(scope="module")
def walked_site(seeded_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, config.Settings]]:
    from tests import conftest

    folder = tmp_path_factory.mktemp("walked") / "data"
    shutil.copytree(seeded_dir, folder)
    settings = conftest.site(folder)
    site = create_app(settings)
    site.test_client_class = conftest.Client
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(quotas, "BEGUN", 1000)  # all by one lead
        yield site, settings
    db.close()


@pytest.fixture
def walked(walked_site: tuple[Flask, config.Settings]) -> Flask:
    """A seeded site for a whole module, whose tests each start an application of their own on it."""
    from tests import conftest

    site, settings = walked_site
    conftest.bind_to(settings)  # a test before this one may have had a site of its own
    return site


@pytest.fixture
def at(walked: Flask) -> Callable[[Step], Walk]:
    """Begin an application and stand at a step of it."""
    return lambda step: begin(walked.test_client(), step)
