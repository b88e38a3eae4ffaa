"""A post without a field erases nothing: what did not come stays as it was."""

import io

import pytest

from forms.staff import AddressesForm
from models.application import Application
from models.evidence import Evidence
from models.pool import Term
from models.submission import Claim
from services.backoffice import agencies
from services.drafts import applications
from tests.applying import LEAD, application_of, fresh, hand_in
from tests.pages import sent_by
from tests.reviewing import LEAD_AGENCY, posts
from tests.uploads import PDF

STEPS = ["overview", "need", "company", "schedule", "adopter_team", "track"]


@pytest.fixture
def officer(seeded, client):
    posts()
    client.sign_in(LEAD_AGENCY, proved=True)
    return client


def stored(application: Application, slug: str) -> dict[str, list[str]]:
    view = applications.load_view(fresh(application))
    return next(kept for (step, _), kept in view.journey.answers.items() if step == slug and kept)


@pytest.mark.parametrize("button", ["save", "auto", "leave"])
@pytest.mark.parametrize("slug", STEPS)
def test_a_step_posted_without_its_fields_keeps_them(lead, application, slug, button):
    url = f"/applications/{application.token}/{slug}"
    form = sent_by(lead.get(url).page.select_one("#step-form"))
    assert form["whole"] == ["1"]
    before = stored(application, slug)

    lead.post(url, data={"base": form["base"], button: ["1"]})

    assert stored(application, slug) == before


def test_a_step_posted_in_part_changes_that_part(lead, application):
    url = f"/applications/{application.token}/need"
    base = sent_by(lead.get(url).page.select_one("#step-form"))["base"]
    before = stored(application, "need")

    lead.post(url, data={"base": base, "background": ["새로 쓴 배경"], "save": ["1"]})

    assert stored(application, "need") == before | {"background": ["새로 쓴 배경"]}


def test_a_whole_step_may_be_emptied(lead, application):
    url = f"/applications/{application.token}/need"
    form = sent_by(lead.get(url).page.select_one("#step-form"))

    lead.post(url, data=form | {"background": [""], "save": ["1"]})

    assert stored(application, "need")["background"] == [""]


def test_agencies_whose_address_did_not_come_keep_it(officer):
    slugs = [field.name for field in AddressesForm.of(None)]
    officer.post("/staff/agencies/", data={slug: f"{slug}@example.com" for slug in slugs})
    before = agencies.addresses()
    assert all(before.values())

    assert officer.post("/staff/agencies/", data={}).status_code == 400
    assert agencies.addresses() == before
    assert officer.post("/staff/agencies/", data={slugs[0]: ""}).status_code == 303
    assert agencies.addresses() == before | {slugs[0]: ""}


def test_an_assignment_that_does_not_say_to_whom_changes_nothing(officer):
    application = application_of(LEAD)
    hand_in(application)
    assert Claim.select().exists()
    address = f"/staff/applications/{application.token}/agency"
    officer.post(address, data={"agency": "women"})

    assert officer.post(address, data={}).status_code == 400
    assert fresh(application).agency == "women"
    assert officer.post(address, data={"agency": ""}).status_code == 303
    assert fresh(application).agency is None


def test_a_word_of_a_taxonomy_is_neither_made_nor_renamed_by_half_a_form(officer):
    term = Term.select().first()
    before = [(row.name, row.position, row.retired) for row in Term.select()]

    assert officer.post("/staff/terms/", data={"kind": term.kind, "name": "새 이름"}).status_code == 400
    assert officer.post("/staff/terms/", data={"kind": term.kind, "base": str(term.id)}).status_code == 422
    assert officer.post("/staff/terms/", data={}).status_code == 400

    assert [(row.name, row.position, row.retired) for row in Term.select()] == before


def test_a_document_described_in_part_keeps_the_rest(lead, application):
    company = application.company
    home = f"/companies/{company.token}/evidence/"
    said = {"kind": "other", "issuer": "특허청", "number": "10-1", "issued": "2024-01-02", "expires": "2030-01-02"}
    lead.post(home, data=said | {"file": (io.BytesIO(PDF), "특허증.pdf")})
    row = Evidence.of(company).first()
    assert (row.number, row.name) == ("10-1", "특허증.pdf")

    part = {name: said[name] for name in ("kind", "issuer", "issued")}
    lead.post(home, data=part | {"evidence": row.token, "issuer": "지식재산처"})

    row = Evidence.of(company).first()
    assert (row.issuer, row.number, str(row.expires)) == ("지식재산처", "10-1", "2030-01-02")
