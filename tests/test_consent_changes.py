"""An optional consent taken back: at any time, at once, as a row of the ledger; what was submitted stays as it was."""

import io
from datetime import timedelta

import docx
import pytest

from models.application import Application, Call, Party
from models.base import now
from models.evidence import Consent
from models.submission import Event, StoredDocument, Submission
from programme.consents import text_hash
from services.documents import generate
from services.drafts import consents, revisions
from services.drafts.applications import load_view
from services.submissions import snapshots
from tests.applying import LEAD, application_of, fresh, hand_in, person, state_of
from tests.reviewing import LEAD_AGENCY, posts

OPTIONAL, REQUIRED, DEPARTMENT = "personal_optional", "personal_required", "신사업추진실"


@pytest.fixture
def application(seeded) -> Application:
    """Submitted by a company whose contact has a department, all consents given."""
    application = application_of(LEAD)
    rewrite_contact(application)
    agree_to_optional(application)
    hand_in(application)
    return fresh(application)


@pytest.fixture
def lead(application, client):
    client.sign_in(LEAD)
    return client


@pytest.fixture
def officer(application, app):
    posts()
    client = app.test_client()
    client.sign_in(LEAD_AGENCY, proved=True)
    return client


def rewrite_contact(application: Application) -> None:
    view = load_view(application, person(LEAD))
    task = view.journey.task("contact", view.party)
    sent = view.journey.answers[task.key] | {"department": [DEPARTMENT]}
    revisions.save(application, task, sent, base=view.base(task), person=person(LEAD), arrived=now())


def agree_to_optional(application: Application) -> None:
    yes = {text.slug: "yes" for text in consents.texts_for(mine(application))}
    who = {"signer": "홍길동", "capacity": "representative", "person": person(LEAD)}
    consents.give(mine(application), yes, arrived=now(), **who)


def mine(application: Application) -> Party:
    return Party.present(application)[0]


def close() -> None:
    Call.update(closes_at=now() - timedelta(minutes=1)).execute()


def change(client, application: Application, choice: str, kind: str = OPTIONAL, **more: str):
    return client.post(f"/applications/{application.token}/consents/{kind}", data={"choice": choice} | more)


def form1(application: Application) -> str:
    (file,) = generate.generate(load_view(fresh(application)), ["form1"])
    return words(file.content)


def words(content: bytes) -> str:
    return "\n".join(cell.text for table in docx.Document(io.BytesIO(content)).tables for cell in table._cells)


def stored() -> dict[str, bytes]:
    return {row.name: row.content for row in StoredDocument.select()}


def staff_page(officer, application: Application) -> str:
    return officer.get(f"/staff/applications/{application.token}/").get_data(as_text=True)


def test_a_choice_nobody_had_made_when_it_was_submitted_is_read_beside_what_was(lead, application):
    submission = Submission.standing_for(application)
    first, *others = submission.snapshot["parties"]
    without = first | {"consents": [row for row in first["consents"] if row["kind"] != OPTIONAL]}
    submission.snapshot = submission.snapshot | {"parties": [without, *others]}
    change(lead, application, "no")

    shown = snapshots.read(submission)

    row = next(row for row in shown.consents(shown.journey.parties[0]) if row["kind"] == OPTIONAL)
    assert (row["choice"], row["later"].choice) == ("", "no")


def test_a_withdrawal_is_a_row_signed_as_before_and_changes_none(lead, application):
    before = {row["id"]: row for row in Consent.select().dicts()}

    response = change(lead, application, "no")

    assert response.location == f"/applications/{application.token}/consents/?changed={OPTIONAL}"
    after = {row["id"]: row for row in Consent.select().dicts()}
    (added,) = (after[number] for number in after.keys() - before.keys())
    assert before.items() <= after.items()
    assert (added["kind"], added["choice"], added["signer"]) == (OPTIONAL, "no", "홍길동")
    assert added["person"] == person(LEAD).id
    assert Event.select().order_by(Event.id.desc()).get().detail == {"text": OPTIONAL, "choice": "no"}
    page = lead.get(response.location).page.main.get_text(" ", strip=True)
    assert "동의를 거두었습니다" in page and "제출한 그대로입니다" in page


@pytest.mark.parametrize("closed", [False, True], ids=["in the window", "after closing"])
def test_it_counts_at_once_and_leaves_what_was_submitted(lead, officer, application, closed):
    documents, revision = stored(), application.revision
    assert DEPARTMENT in staff_page(officer, application)
    assert any(DEPARTMENT in words(content) for content in documents.values())
    if closed:
        close()

    change(lead, application, "no")

    page = staff_page(officer, application)
    assert DEPARTMENT not in page and snapshots.KEPT_BACK in page
    assert "제출한 뒤 동의를 거둠" in " ".join(page.split())
    assert stored() == documents
    assert Submission.get().snapshot["parties"][0]["steps"]["contact"]["department"] == [DEPARTMENT]
    assert state_of(application) == ("submitted" if closed else "changed")
    assert (DEPARTMENT in form1(application)) is closed
    assert (fresh(application).revision == revision) is closed
    receipt = lead.get(f"/applications/{application.token}/receipt").page.main.get_text(" ", strip=True)
    assert "제출한 뒤 바꾼 선택 동의가 있습니다" in receipt and "동의를 거둠" in receipt


def test_it_may_be_given_again_to_the_words_on_the_page(lead, officer, application):
    close()
    change(lead, application, "no")
    rows = Consent.select().count()
    text = next(text for text in consents.texts_for(mine(application)) if text.slug == OPTIONAL)

    told = change(lead, application, "yes", **{f"text-{OPTIONAL}": "0" * 64}).location
    reworded = lead.get(told).page
    assert Consent.select().count() == rows
    assert "문안이 바뀌어 동의를 저장하지 않았습니다" in reworded.main.get_text()
    assert "지금부터 적용됩니다" not in reworded.main.get_text()

    agreed = change(lead, application, "yes", **{f"text-{OPTIONAL}": text_hash(text)})
    assert f"‘{text.title}’에 동의했습니다" in lead.get(agreed.location).page.main.get_text()
    assert "저장하지 않았습니다" not in lead.get(told).page.main.get_text()  # by way of Back
    assert DEPARTMENT in staff_page(officer, application)
    shown = snapshots.read(Submission.standing_for(application))
    assert [row["later"] for row in shown.consents(shown.journey.parties[0]) if row["kind"] == OPTIONAL] == [None]

    change(lead, application, "yes", **{f"text-{OPTIONAL}": text_hash(text)})
    assert Consent.select().count() == rows + 1


def test_the_button_stands_on_the_page_after_closing_and_the_rest_is_fixed(lead, application):
    close()

    main = lead.get(f"/applications/{application.token}/consents/").page.main

    forms = {form["action"].rsplit("/", 1)[-1]: form for form in main.select("form[action]")}
    assert OPTIONAL in forms and REQUIRED not in forms
    assert forms[OPTIONAL].select_one("button[name=choice]")["value"] == "no"
    assert "실무 담당자의 부서" in forms[OPTIONAL].closest("li").get_text()
    assert main.select_one("fieldset[disabled]")


@pytest.mark.parametrize("kind", [REQUIRED, "pool_personal_optional", "nothing"])
def test_only_an_optional_text_that_was_asked_here_can_be_changed(lead, application, kind):
    close()
    rows = Consent.select().count()

    assert change(lead, application, "no", kind).status_code == 404
    assert change(lead, application, "maybe").status_code == 400
    assert Consent.select().count() == rows


def test_a_text_never_answered_is_no_row_and_hides_the_department(lead, application):
    Consent.delete().where(Consent.kind == OPTIONAL).execute()

    assert change(lead, application, "no").status_code == 404
    assert DEPARTMENT not in form1(application)


def test_another_companys_choice_is_its_own(lead, application):
    other = Party.present(application)[1]
    theirs = {kind: row.id for kind, row in Consent.of(other).items()}

    change(lead, application, "no")

    assert {kind: row.id for kind, row in Consent.of(other).items()} == theirs


def test_a_call_open_again_lets_documents_follow(lead, application):
    closes = application.call.closes_at
    close()
    change(lead, application, "no")
    Call.update(closes_at=closes).execute()
    assert DEPARTMENT in form1(application)

    consents.catch_up(now())

    assert DEPARTMENT not in form1(application)
    assert state_of(application) == "changed"


# Refusing a required one


def test_a_refusal_says_what_follows_on_the_page_the_task_list_and_the_list(lead, application):
    choices = {f"consent-{text.slug}": "yes" for text in consents.texts_for(mine(application))}
    choices |= {f"text-{text.slug}": text_hash(text) for text in consents.texts_for(mine(application))}
    choices |= {f"consent-{REQUIRED}": "no", "signer": "홍길동", "capacity": "representative"}
    says = "동의하지 않음 – 제출할 수 없음"
    home = f"/applications/{application.token}/"

    response = lead.post(f"{home}consents/", data=choices)

    assert response.location == f"{home}consents/?stop=1"
    page = lead.get(response.location).page.main
    assert "저장했지만 이대로는 제출할 수 없습니다" in page.get_text()
    assert page.select_one(f".consent-list li:has(a[href='#consent-{REQUIRED}']) .krds-badge").get_text() == says
    assert says in page.select_one(f"fieldset:has(#consent-{REQUIRED}) .form-hint-warning").get_text()
    task_list = lead.get(home).page.main
    row = next(row for row in task_list.select(".tasks li") if "동의서" in row.get_text())
    assert row.select_one(".krds-badge").get_text() == says
    assert says in lead.get(f"{home}submit").page.main.get_text()


def test_nothing_of_the_kind_is_said_of_a_text_not_answered(lead, application):
    Consent.delete().where(Consent.kind == REQUIRED).execute()

    task_list = lead.get(f"/applications/{application.token}/").page.main.get_text()

    assert "동의하지 않음" not in task_list and "아직 안 함" in task_list
