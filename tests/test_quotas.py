"""What one person and one company may store and ask for: far above honest work, said beforehand, and nothing typed
lost."""

import io
from datetime import timedelta

import pytest
import time_machine

from forms import business_plan, consortium, consulting, supplier_pool
from models.application import Application, Call, Revision
from models.base import now, writing
from models.evidence import Conversion, Evidence
from models.lookup import Lookup
from models.person import Person
from models.rescue import Rescue
from programme.application_types import POOL, PROJECT
from services.access import quotas, rejected_posts
from services.drafts import applications, evidence, picture_slots, revisions
from services.pdf import conversions
from tests.answers import GOOD
from tests.applying import LEAD, STRANGER, change, fresh, person
from tests.pages import sent_by
from tests.upload_pictures import draw
from tests.uploads import PDF, png

INSTANT = timedelta(microseconds=1)
FORMS = {
    step.slug: step.form
    for wizard in (business_plan.WIZARD, consortium.WIZARD, consulting.WIZARD, supplier_pool.WIZARD)
    for step in wizard.steps
}


@pytest.fixture
def url(application) -> str:
    return f"/applications/{application.token}/need"


@pytest.fixture
def typed(lead, url) -> dict[str, list[str]]:
    return sent_by(lead.get(url).page.select_one("#step-form")) | {"save": ["1"]}


def test_a_person_begins_so_many_applications_in_a_call_and_is_told_beforehand(seeded, client, monkeypatch):
    monkeypatch.setattr(quotas, "BEGUN", 3)
    client.sign_in("busy@example.com")
    assert "3건까지 시작" in client.get("/applications/").page.get_text()
    for _ in range(3):
        assert client.post("/applications/", data={}).status_code == 303

    refused = client.post("/applications/", data={})

    assert refused.status_code == 429
    assert "이어서 써 주세요" in refused.page.get_text()
    assert quotas.applications_begun(person("busy@example.com"), Application.get().call, PROJECT) == 3
    client.sign_in("other@example.com")
    assert client.post("/applications/", data={}).status_code == 303


def test_twenty_applications_of_a_purpose_are_begun_in_a_call(seeded):
    busy, call = person("busy@example.com"), Call.get()
    begun = [{"purpose": PROJECT, "call": call, "created_by": busy, "number": f"B-{number}"} for number in range(20)]
    Application.insert_many(begun[:19]).execute()

    quotas.check_applications(busy, call, PROJECT)
    Application.create(**begun[19])
    with pytest.raises(quotas.QuotaExceeded, match="20건까지"):
        quotas.check_applications(busy, call, PROJECT)
    quotas.check_applications(busy, call, POOL)


@pytest.mark.parametrize("slug", FORMS)
def test_a_page_holds_three_times_its_questions_and_two_hundred_thousand_characters(slug):
    most = 3 * FORMS[slug].room() + 200_000

    quotas.check_size(FORMS[slug], {"one": ["가" * (most - 1)], "other": ["나"]})
    with pytest.raises(quotas.QuotaExceeded, match=f"{most:,}자"):
        quotas.check_size(FORMS[slug], {"one": ["가" * most], "other": ["나"]})


@pytest.mark.parametrize("slug", FORMS)
def test_honest_pages_are_far_below_the_ceiling(slug):
    form = FORMS[slug]
    assert form.room() * 3 + quotas.SLACK < 2_000_000
    if slug in GOOD:
        quotas.check_size(form, GOOD[slug])
    quotas.check_size(form, {"name": ["가" * (3 * form.room())]})


def test_a_page_far_beyond_its_questions_is_refused_and_kept(lead, application, url, typed):
    before = Revision.select().count()

    refused = lead.post(url, data=typed | {"background": ["가" * 400_000]})

    assert refused.status_code == 413
    assert "줄여 다시" in refused.page.get_text() and "보관했습니다" in refused.page.get_text()
    assert Revision.select().count() == before
    assert Rescue.get().sent["background"] == ["가" * 400_000]


def test_a_text_somewhat_too_long_is_saved_with_its_error(lead, application, url, typed):
    assert lead.post(url, data=typed | {"background": ["가" * 5000]}).status_code == 422
    assert fresh(application).revision > application.revision


def test_the_bytes_of_a_day_are_counted_by_person_and_what_is_beyond_is_kept(
    lead, application, url, typed, monkeypatch
):
    change(application, "need", "background", "하나")
    spent = Person.get_by_id(person(LEAD).id).saved_bytes
    monkeypatch.setattr(quotas, "DAILY", spent + 10)
    typed = sent_by(lead.get(url).page.select_one("#step-form")) | {"background": ["둘"], "save": ["1"]}

    refused = lead.post(url, data=typed)

    assert refused.status_code == 413  # the script takes 429 for a server out of reach, and would try for good
    assert "내일 되살려" in refused.page.get_text()
    assert Rescue.get().sent["background"] == ["둘"]
    with time_machine.travel(now() + timedelta(days=1)):
        change(application, "need", "background", "셋")
    assert Person.get_by_id(person(LEAD).id).saved_bytes < spent + 10


def test_sixty_megabytes_a_day_are_saved_and_no_byte_more(seeded):
    most = 60 * 1024**2

    with pytest.raises(quotas.QuotaExceeded, match="60MB"):
        quotas.spend(person(LEAD), {"background": ["x" * (most + 1)]}, now())
    quotas.spend(person(LEAD), {"background": ["x" * most]}, now())


def test_a_save_that_changes_nothing_costs_nothing(application):
    change(application, "need", "background", "하나")
    spent = Person.get_by_id(person(LEAD).id).saved_bytes

    change(application, "need", "background", "하나")

    assert Person.get_by_id(person(LEAD).id).saved_bytes == spent


def test_a_refused_save_costs_nothing(application):
    view = applications.load_view(application, person(LEAD))
    task = view.journey.task("need", view.party)
    with pytest.raises(revisions.Closed):
        revisions.save(
            application, task, {"background": ["늦음"]}, base=0, person=person(LEAD), arrived=application.call.closes_at
        )

    assert Person.get_by_id(person(LEAD).id).saved_bytes == 0


def test_what_is_rescued_is_bounded_too_and_the_newest_stays(application, monkeypatch):
    monkeypatch.setattr(rejected_posts, "BYTES", 10_000)
    for number in range(5):
        rejected_posts.store(person(LEAD), f"/applications/{number}", {"text": ["x" * 4000]}, "까닭")
    assert [row.path for row in rejected_posts.offered(person(LEAD))] == ["/applications/4", "/applications/3"]

    rejected_posts.store(person(LEAD), "/applications/long", {"text": ["x" * 50_000]}, "까닭")

    assert [row.path for row in rejected_posts.offered(person(LEAD))] == ["/applications/long"]


def test_twelve_megabytes_are_kept_of_what_was_refused_and_no_byte_more(application):
    most = 12 * 1024**2
    for path, size in (("/first", most - 1), ("/second", 1)):
        rejected_posts.store(person(LEAD), path, {"text": ["x" * size]}, "까닭")
    assert [row.path for row in rejected_posts.offered(person(LEAD))] == ["/second", "/first"]

    rejected_posts.store(person(LEAD), "/third", {"text": ["x"]}, "까닭")

    assert [row.path for row in rejected_posts.offered(person(LEAD))] == ["/third", "/second"]


def test_a_person_waits_for_so_many_pdfs(lead, application, monkeypatch):
    others = [applications.start(person(LEAD), application.call, now()) for _ in range(4)]
    codes = [lead.post(f"/applications/{one.token}/documents/pdf/", data={}).status_code for one in others]
    assert codes == [303, 303, 303, 429]

    with writing():
        Conversion.update(state="done").execute()
    page = lead.post(f"/applications/{others[3].token}/documents/pdf/", data={})
    assert page.status_code == 303
    assert "3개까지 함께" in lead.get(f"/applications/{others[3].token}/documents/pdf/").page.get_text()


def test_a_person_asks_for_thirty_pdfs_a_day(application):
    asked, start = {"application": application, "kind": "documents", "state": "done", "asked_by": person(LEAD)}, now()
    rows = [asked | {"revision": -number, "asked_at": start} for number in range(1, 31)]
    Conversion.insert_many(rows[:29]).execute()

    quotas.check_pdf_requests(person(LEAD), start)
    Conversion.create(**rows[29])
    with pytest.raises(quotas.QuotaExceeded, match="하루에 30개까지"):
        conversions.request_pdf(application, None, "documents", person(LEAD))
    with pytest.raises(quotas.QuotaExceeded):
        quotas.check_pdf_requests(person(LEAD), start + timedelta(days=1) - INSTANT)
    quotas.check_pdf_requests(person(LEAD), start + timedelta(days=1))


@pytest.mark.parametrize(("kind", "most"), [("business_status", 30), ("address", 100)])
def test_a_person_asks_other_services_so_often_a_day(seeded, kind, most):
    asked, start = {"kind": kind, "query": "", "person": person(LEAD)}, now()
    Lookup.insert_many([asked | {"asked_at": start}] * (most - 1)).execute()
    Lookup.create(**asked | {"kind": "another"})

    quotas.check_lookups(person(LEAD), kind, start)
    Lookup.create(**asked, asked_at=start)
    with pytest.raises(quotas.QuotaExceeded, match=f"하루에 {most}번까지"):
        quotas.check_lookups(person(LEAD), kind, start + timedelta(days=1) - INSTANT)
    quotas.check_lookups(person(LEAD), kind, start + timedelta(days=1))
    quotas.check_lookups(person(STRANGER), kind, start)


def test_a_company_keeps_a_thousand_documents(application):
    kept = {"company": application.company, "size": 1, "kind": "", "issuer": "", "number": "", "sha256": "", "name": ""}
    there = Evidence.select().where(Evidence.company == application.company).count()
    Evidence.insert_many([kept | {"storage": str(number)} for number in range(999 - there)]).execute()

    evidence.add(application.company, io.BytesIO(PDF), "천.pdf", person(LEAD))
    with pytest.raises(evidence.Refused, match=r"1,000건까지 .* 묶어 올려"):
        evidence.add(application.company, io.BytesIO(PDF), "더.pdf", person(LEAD))


def test_an_application_changes_its_pictures_only_so_often(application, monkeypatch):
    monkeypatch.setattr(quotas, "ROWS", 0)
    with pytest.raises(picture_slots.Refused, match="그대로 써"):
        draw(application, "as_is", png())
