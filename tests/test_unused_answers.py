"""An answer no longer asked for: kept and shown as unused, and in nothing that leaves."""

import json
from io import BytesIO

import docx
import pytest

from forms.wizard import Journey, Task
from models.application import Application, Party, Revision
from models.base import now
from models.submission import StoredDocument, Submission
from services.documents import generate
from services.drafts import applications, checks, exports, pool_changes, revisions
from services.submissions import snapshots
from tests.answers import GOOD
from tests.applying import LEAD, STRANGER, SUPPLIER, fresh, hand_in, person
from tests.call import CALL, owed_by
from tests.pages import STEPS, Walk
from tests.reviewing import LEAD_AGENCY, posts
from tests.test_pool_changes import renew

CLAIMED = CALL.exceptions["resolved"]
ARREARS = GOOD["exclusions"] | {"tax_arrears": ["yes"], "tax_exception": ["resolved"]}
CLEARED = ARREARS | {"tax_arrears": ["no"]}
UNUSED = "지금은 쓰이지 않는 답"


def say(application: Application, slug: str, sent, by: str = LEAD) -> None:
    view = applications.load_view(fresh(application), person(by))
    task = view.journey.task(slug, view.party)
    revisions.save(application, task, sent, base=view.base(task), person=person(by), arrived=now())


def text_of(content: bytes) -> str:
    document = docx.Document(BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def seen(client, application: Application) -> list[str]:
    """The plan on the screen: whole, and the part of it beside the step."""
    base, htmx = f"/applications/{application.token}/documents", {"HX-Request": "true"}
    return [
        client.get(f"{base}/form1.html").get_data(as_text=True),
        client.get(f"{base}/at/exclusions", headers=htmx).get_data(as_text=True),
    ]


@pytest.fixture
def cleared(application) -> Application:
    """The lead said it was in arrears and why that does not matter, and then that it is in none."""
    say(application, "exclusions", ARREARS)
    say(application, "exclusions", CLEARED)
    return fresh(application)


def test_an_answer_no_longer_asked_for_is_in_nothing_that_leaves(cleared, client, lead):
    drafts = generate.generate(applications.load_view(cleared))
    preview = seen(lead, cleared)

    submission = hand_in(cleared)

    stored = {document.slug: document.content for document in StoredDocument.select()}
    assert CLAIMED not in text_of(stored["form1"])
    assert not any(CLAIMED in text_of(file.content) for file in drafts)
    assert all("체납" in shown and CLAIMED not in shown for shown in preview)
    said = json.dumps(submission.snapshot, ensure_ascii=False)
    assert "tax_arrears" in said and "tax_exception" not in said
    assert submission.snapshot["parties"][0]["unused"] == {}
    posts()
    client.sign_in(LEAD_AGENCY, proved=True)
    page = client.get(f"/staff/applications/{cleared.token}/").page.main.get_text(" ")
    assert "국세나 지방세를 체납 중인가요?" in page and "예외 사유" not in page


def test_while_it_applies_it_is_in_all_of_them(application, lead):
    say(application, "exclusions", ARREARS)

    files = {file.slug: file.content for file in generate.generate(applications.load_view(fresh(application)))}

    assert CLAIMED in text_of(files["form1"])
    assert all(CLAIMED in shown for shown in seen(lead, application))
    assert CLAIMED in lead.get(f"/applications/{application.token}/check").page.main.get_text(" ")
    assert exports.export(applications.load_view(fresh(application)))["parties"][0]["steps"]["exclusions"] == ARREARS


def test_the_rules_and_the_evidence_owed_do_not_see_it(application):
    def owed() -> bool:
        view = applications.load_view(fresh(application), person(LEAD))
        said = view.journey.data("exclusions", view.party)
        facts = checks.facts(view).parties[0].data["exclusions"]
        assert facts["tax_exception"] == said["tax_exception"]
        return "exception_proof" in {kind.slug for kind in owed_by("adopter", said)}

    say(application, "exclusions", ARREARS)
    assert owed()
    say(application, "exclusions", CLEARED)
    assert not owed()
    assert checks.verdict(applications.load_view(fresh(application))).ready


def test_it_is_kept_and_shown_as_unused(cleared, lead):
    check = lead.get(f"/applications/{cleared.token}/check").page
    (kept,) = check.select(".unused")
    assert check.select_one("#unused").get_text() == UNUSED and CLAIMED in kept.get_text()
    assert "예외 사유" not in " ".join(term.get_text() for term in check.select(".summary dt"))

    step = lead.get(f"/applications/{cleared.token}/exclusions").page
    told = step.select_one("#live .unused").get_text()
    assert UNUSED in told and CLAIMED in told
    assert step.select_one("#tax_exception option[selected]")["value"] == "resolved"

    history = lead.get(f"/applications/{cleared.token}/exclusions/history").page
    assert CLAIMED in history.select_one(".unused").get_text()
    assert CLAIMED not in history.select_one(".summary").get_text()


def test_answered_the_first_way_again_it_is_back(cleared):
    say(cleared, "exclusions", CLEARED | {"tax_arrears": ["yes"]})

    view = applications.load_view(fresh(cleared), person(LEAD))
    assert view.journey.data("exclusions", view.party)["tax_exception"] == "resolved"


def test_an_export_parts_it_and_an_import_brings_it_back(cleared):
    exported = json.loads(json.dumps(exports.export(applications.load_view(cleared))))
    lead = exported["parties"][0]
    assert lead["unused"] == {"exclusions": {"tax_exception": ["resolved"]}}
    assert "tax_exception" not in lead["steps"]["exclusions"]

    copy = exports.import_application(exported, person(STRANGER))

    assert exports.export(applications.load_view(copy))["parties"][0]["unused"] == lead["unused"]
    row = Revision.of(copy, "exclusions", Party.present(copy)[0].id).first()
    assert row.sent["tax_exception"] == ["resolved"] and row.sent["tax_arrears"] == ["no"]


def test_an_edition_of_before_is_read_without_it(cleared):
    """Snapshots made when such answers still left."""
    submission = hand_in(cleared)
    submission.snapshot["parties"][0]["steps"]["exclusions"]["tax_exception"] = ["resolved"]

    shown: Journey = snapshots.read(submission).journey
    form = shown.form(Task(shown.steps["exclusions"], shown.parties[0]))

    assert "tax_exception" not in [field.name for field in form.applicable_fields]
    assert form.printed["tax_exception"] == ""


def test_of_a_sole_trader_nothing_of_a_corporation_is_asked_or_printed(application, lead):
    company = GOOD["company"] | {"kind": ["individual"], "representation": ["several"]}
    say(application, "company", company)

    view = applications.load_view(fresh(application), person(LEAD))
    files = [text_of(file.content) for file in generate.generate(view)]
    gone = (company["corporation_number"][0], "각자대표")

    assert generate.document_context(view)["companies"][0]["company"]["founded"] == ""
    assert not any(text in said for said in files for text in gone)
    assert view.journey.data("company", view.party)["founded"] is None
    hand_in(application)
    assert gone[0] not in json.dumps(Submission.get().snapshot)


def test_what_a_corporation_must_say_is_refused_beside_the_field(at):
    walk: Walk = at(next(step for step in STEPS if step.slug == "company"))
    company = {name: values for name, values in GOOD["company"].items() if name not in ("founded", "representation")}

    page = walk.post(company).page

    assert [link["href"] for link in page.select("#error-summary li a")] == ["#founded", "#representation"]
    assert walk.post(company | {"kind": ["individual"]}).status_code == 303


def test_of_the_pool_nothing_is_brought_in_that_neither_side_asks(application):
    view = applications.load_view(application, person(SUPPLIER))
    said = view.journey.answers["company", view.party.key]
    say(application, "company", said | {"kind": ["individual"]}, SUPPLIER)
    renew(application, "company", kind="individual", representation="joint", employees="77")

    (one,) = pool_changes.changes(applications.load_view(fresh(application), person(SUPPLIER)))

    assert "representation" not in one.fields and "employees" in one.fields
