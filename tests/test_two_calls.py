"""Two calls in one database, 2024-221 and one made up for another year: what belongs to each stays its own."""

import io
import shutil
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from docx import Document

import config
from forms import wizards
from models.application import Application, Call, Party
from models.base import now, writing
from models.company import APPROVED, DRAFT, RETURNED, WAITING, Supplier
from models.submission import StoredDocument, Submission
from programme import calls, rules
from programme.application_types import PROJECT
from programme.korean import date_time
from services.documents import catalogue, generate
from services.drafts import applications, checks, evidence, exports, revisions
from services.operations import call_packages, demo, demo_pool, invariants
from services.scheduled import deadline_reminders
from services.submissions import registrations, snapshot_findings
from tests import next_call
from tests.applying import LEAD, STRANGER, application_of, fresh, hand_in, person, rival
from tests.reviewing import LEAD_AGENCY, posts
from tests.test_staff_exports import cells

OLD, NEW = "2024-221", next_call.SLUG


@pytest.fixture
def package(monkeypatch, tmp_path) -> None:
    """The made-up call's package is here."""
    templates = tmp_path / "doc_templates"
    shutil.copytree(catalogue.TEMPLATES, templates, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    next_call.write_template(templates)
    monkeypatch.setattr(catalogue, "TEMPLATES", templates)
    for slug, wizard in next_call.WIZARDS.items():
        monkeypatch.setitem(wizards.WIZARDS, slug, wizard)
    monkeypatch.setitem(calls.TYPES, NEW, next_call.TYPES)


@pytest.fixture
def both(seeded, package) -> Call:
    """The made-up call, open beside the other."""
    window = {name: getattr(Call.get(), name) for name in ("opens_at", "closes_at", "consulting_closes_at")}
    return Call.create(slug=NEW, package=NEW, **window)


def moved(application: Application) -> Application:
    """The same project applied for in the made-up call, with what that asks besides."""
    data = exports.export(applications.load_view(application)) | {"call": NEW}
    data["steps"]["ethics"] = {"principles": ["사람이 마지막에 판단한다."]}
    for party in data["parties"]:
        party["steps"]["exclusions"]["harm"] = ["no"]
    return rival(application, LEAD, data)


@pytest.fixture
def pair(both) -> tuple[Application, Application]:
    """One finished application in each."""
    old = application_of(LEAD)
    return old, moved(old)


def answer(application: Application, slug: str, **said: str) -> None:
    view = applications.load_view(fresh(application), person(LEAD))
    task = view.journey.task(slug, view.party)
    assert task
    sent = view.journey.answers[task.key] | {name: [text] for name, text in said.items()}
    revisions.save(application, task, sent, base=view.base(task), person=person(LEAD), arrived=now())


def blocks(application: Application) -> set[str]:
    return {found.id for found in checks.verdict(applications.load_view(fresh(application))).blocks}


def text_of(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    parts = [*document.paragraphs, *next_call.cells(document)]
    parts += [each for section in document.sections for each in section.header.paragraphs]
    return "\n".join(each.text for each in parts)


def test_the_demo_opens_the_call_its_samples_were_written_for_and_not_the_newest(app, package):
    demo.seed()
    demo_pool.register()
    assert [(call.slug, call.package) for call in Call.select()] == [(OLD, OLD)]
    assert checks.verdict(applications.load_view(application_of(LEAD))).blocks == []
    assert Supplier.select().where(Supplier.state == APPROVED).exists()


def test_each_call_s_documents_are_complete(both):
    assert catalogue.unknown_tags() == []


def test_pages_name_both_calls_and_each_application_its_own(both, client):
    home = client.get("/").page.main
    limits = {table.caption.get_text(): table.get_text() for table in home.select("table")}
    for call in Call.select():
        assert call.announcement.title in home.get_text()
        (said,) = [text for caption, text in limits.items() if call.announcement.title in caption]
        assert f"{call.announcement.share}% 이내" in said
        assert f"({call.announcement.consulting})" in home.get_text()
        guide = client.get(home.select_one(f"a[href='/guide?call={call.slug}']")["href"]).page.main.get_text()
        assert call.announcement.title in guide and date_time(call.closes_at) in guide
    assert client.get("/guide?call=2000-1").status_code == 404

    client.sign_in(LEAD)
    start = client.get("/applications/").page.select("form[action='/applications/'] input[name=call]")
    assert [tag["value"] for tag in start] == [OLD, NEW]
    for slug in (OLD, NEW):
        task_list = client.post("/applications/", data={"call": slug}).headers["Location"]
        (application,) = [row for row in Application.select() if row.token in task_list]
        assert application.call.slug == slug and application.number.startswith(f"{slug}-")
        main = client.get(task_list).page.main
        for offer in main.select("details.fold"):
            offer.extract()  # plans of before, with the call they were for
        page = main.get_text()
        for call in Call.select():
            assert (call.announcement.title in page) == (call.slug == slug)
    assert Application.get(Application.call == both).number == f"{NEW}-0001"
    assert client.post("/applications/", data={"call": "2000-1"}).status_code == 404


def test_figures_and_years_on_pages_come_from_the_call(pair, client):
    old, new = pair
    client.sign_in(LEAD)
    said = {
        "track": (("최대 6천만원", "최대 1억원", "2020~2023년"), ("최대 7천만원", "최대 1억 2,500만원", "2028~2030년")),
        "history": (("2020년", "2023년"), ("2028년", "2030년")),
        "finances": (("2021~2023년", "최근 3개년 재무"), ("2029~2030년", "최근 2개년 재무")),
        "exclusions": (("지원제외 (5)~(11)은",), ("지원제외 (5)~(12)는", "지원제외 (12). 이를테면", "공고 다. 자격")),
        "system": (("공고 7. 기타 사항",), ("공고 바. 그 밖",)),
        "funding": (("50%까지", "신규 최대 60,000,000원"), ("60%까지", "신규 최대 70,000,000원")),
    }
    for slug, (ours, theirs) in said.items():
        pages = [client.get(f"/applications/{each.token}/{slug}").page.get_text() for each in (old, new)]
        for page, right, wrong in zip(pages, (ours, theirs), (theirs, ours), strict=True):
            assert all(words in page for words in right), (slug, right)
            assert not any(words in page for words in wrong), (slug, wrong)


def test_each_is_judged_by_its_own_rules(pair):
    old, new = pair
    assert not blocks(old) and not blocks(new)
    total = int(applications.load_view(old).journey.data("funding")["total"])
    grant = total * 55 // 100 // 1000 * 1000
    in_kind = int(applications.load_view(old).journey.data("funding")["in_kind"])
    for application in pair:
        answer(application, "funding", grant=str(grant), cash=str(total - grant - in_kind))
    assert "R1-share" in blocks(old) and "R1-share" not in blocks(new)
    (found,) = [found for found in checks.verdict(applications.load_view(old)).blocks if found.id == "R1-share"]
    assert "50% 이내" in found.why

    answer(new, "funding", grant=str(total * 65 // 100 // 1000 * 1000))
    (found,) = [found for found in checks.verdict(applications.load_view(fresh(new))).blocks if found.id == "R1-share"]
    assert next_call.SUPPORT.text in found.why and "60%" in found.what

    answer(new, "exclusions", harm="yes")
    assert "R6-harm" in blocks(new) and "R6-harm" not in blocks(old)


def test_a_step_added_and_a_field_dropped_are_so_in_one_call_only(pair, client):
    old, new = pair
    client.sign_in(LEAD)
    assert client.get(f"/applications/{old.token}/ethics").status_code == 404
    assert client.get(f"/applications/{new.token}/ethics").page.h1.get_text() == "AI 윤리"
    assert client.get(f"/applications/{old.token}/overview").page.select("[name=keywords]")
    assert not client.get(f"/applications/{new.token}/overview").page.select("[name=keywords]")
    for application, words in ((old, False), (new, True)):
        assert ("AI 윤리" in client.get(f"/applications/{application.token}/check").page.main.get_text()) == words


def test_documents_name_their_own_call_and_come_from_its_template(pair):
    old, new = (
        {file.slug: text_of(file.content) for file in generate.generate(applications.load_view(each))} for each in pair
    )
    assert old.keys() == new.keys()
    assert "AI 윤리\n사람이 마지막에 판단한다." in new["form1"] and "AI 윤리" not in old["form1"]
    assert "핵심어" in old["form1"] and "핵심어" not in new["form1"]
    for slug in old:
        for text, right, wrong in ((old[slug], OLD, NEW), (new[slug], NEW, OLD)):
            assert f"제{wrong}호" not in text, slug
            assert f"제{right}호" in text or slug not in ("form1", "form2-1"), slug
    assert "(12)" in new["form1"] and "(12)" not in old["form1"]


def test_what_was_submitted_keeps_its_own_number_and_staff_read_it_as_it_was(pair, client):
    posts()
    submissions = [hand_in(each) for each in pair]
    assert [each.receipt for each in submissions] == [f"{OLD}-R00001", f"{NEW}-R00001"]
    assert list(invariants.broken()) == []
    client.sign_in(LEAD_AGENCY, proved=True)
    for submission, words in zip(submissions, (False, True), strict=True):
        slug = submission.application.call.slug
        page = client.get(f"/staff/applications/{submission.application.token}/").page.main.get_text()
        assert ("AI 윤리" in page) == words
        listed = client.get(f"/staff/applications/?call={slug}").page
        assert [tag.get_text() for tag in listed.select("tbody .note.nowrap") if "-R" in tag.get_text()] == [
            submission.receipt
        ]
        rows = cells(client.get(f"/staff/applications.xlsx?call={slug}").get_data())
        assert [row[0] for row in rows[1:]] == [submission.receipt]
        counted = client.get(f"/staff/counts?call={slug}").page.main.get_text()
        assert ("90" in counted) == (slug == OLD)
        assert f"공고 {submission.application.announcement.sections.slots}에" in counted
        links = [tag["href"] for tag in client.get(f"/staff/?call={slug}").page.main.select("a[href*='call=']")]
        assert f"/staff/counts?call={slug}" in links and f"/staff/?call={NEW if slug == OLD else OLD}" in links


def test_help_says_of_each_call_when_it_closes_and_the_contacts_are_the_application_s_call_s(pair, client):
    later = now().replace(hour=11, minute=30, second=0, microsecond=0) + timedelta(days=40)  # 20:30 in Korea
    Call.update(closes_at=later).where(Call.slug == NEW).execute()
    text = client.get("/help").page.main.get_text()
    for call in Call.select():
        assert f"{call.announcement.title}: {date_time(call.closes_at, exact=True)}부터는" in text
    Call.update(closes_at=now()).where(Call.slug == OLD).execute()
    assert "20:30:00부터는 제출되지 않습니다" in client.get("/help").page.main.get_text()

    client.sign_in(LEAD)
    for application in pair:
        call = application.announcement
        page = client.get(f"/applications/{application.token}/consents/").page.main.get_text()
        assert f"(공고 {call.sections.data_use})" in page
        footer = client.get(f"/applications/{application.token}/track").page.select_one("footer").get_text()
        for said in (
            call.sections.contacts,
            call.ministry.name,
            *call.ministry.phones,
            call.lead_agency,
            *call.phones,
            call.system.phone,
        ):
            assert said in footer


def test_a_call_is_said_to_be_open_though_one_that_closes_before_it_has_not_begun(both, client):
    old = Call.get(Call.slug == OLD)
    soon = {"opens_at": now() + timedelta(hours=1), "closes_at": both.closes_at - timedelta(hours=1)}
    Call.update(soon).where(Call.id == old.id).execute()
    page = client.get("/").page.main.get_text()
    assert "신청 시작하기" in page


def test_a_page_speaks_by_the_call_that_is_open_while_the_next_one_s_package_only_waits(seeded, package, client):
    of_old, of_new = calls.announcement(OLD), calls.announcement(NEW)
    for path in ("/", "/help", "/suppliers/", "/registrations/"):
        page = client.get(path).page
        frame = page.select_one("footer.site-footer").get_text() + page.select_one(".unofficial").get_text()
        assert of_old.bodies in frame and of_old.system.host in frame and of_old.phones[0] in frame, path
        assert not any(said in frame for said in (of_new.bodies, of_new.system.host, of_new.phones[0])), path


def test_an_extended_window_of_one_call_leaves_the_other_alone(both):
    old = Call.get(Call.slug == OLD)
    with writing():
        Call.update(closes_at=now()).where(Call.id == old.id).execute()
    assert applications.open_calls(now()) == [both]
    assert applications.current_call() == both
    assert not application_of(LEAD).open_at(now())


def test_an_application_of_a_call_whose_package_is_gone_is_kept_and_said_so(pair, client, monkeypatch):
    old, new = pair
    submission = hand_in(new)
    client.sign_in(LEAD)
    monkeypatch.delitem(calls.TYPES, NEW)

    page = client.get("/applications/").page.main.get_text()
    assert new.number in page and "공고의 자료가 이 서버에 없어" in page
    assert client.get(f"/applications/{old.token}/").status_code == 200
    for path in ("", "track", "documents/", "receipt", "submit"):
        answered = client.get(f"/applications/{new.token}/{path}")
        assert answered.status_code == 503 and f"공고 {NEW}의 자료" in answered.page.main.get_text()
    typed = {"principles": "끝까지 남을 글", "author": ""}
    assert client.post(f"/applications/{new.token}/ethics", data=typed).status_code == 503
    assert client.get("/").status_code == 200
    assert [line for line in invariants.broken() if NEW in line] == [f"P1 {NEW}: its package '{NEW}' is not here"]
    assert deadline_reminders.enqueue_due(now()) >= 0

    monkeypatch.setitem(calls.TYPES, NEW, next_call.TYPES)
    assert client.get(f"/applications/{new.token}/ethics").status_code == 200
    assert Submission.get_by_id(submission.id).snapshot["steps"]["ethics"]
    assert StoredDocument.select().where(StoredDocument.submission == submission).count() > 8
    assert fresh(new).type.kind == PROJECT


def test_an_export_of_a_call_that_is_not_here_is_refused(both):
    with pytest.raises(exports.NotOurs, match="2000-1"):
        exports.import_application(
            exports.export(applications.load_view(application_of(LEAD))) | {"call": "2000-1"}, person(LEAD)
        )


def test_what_is_missing_is_said_at_the_start(both, monkeypatch):
    assert call_packages.missing(now()) == ([], [])
    (catalogue.TEMPLATES / "form2.docx").unlink()
    ((said,), _) = call_packages.missing(now())
    assert said.startswith("doc_templates/form2.docx")

    monkeypatch.delitem(wizards.WIZARDS, "business_plan_2031")
    ((said,), _) = call_packages.missing(now())
    assert "business_plan_2031" in said and NEW in said

    monkeypatch.delitem(calls.TYPES, NEW)
    (stops, warns) = call_packages.missing(now())
    assert f"call {NEW} names the package" in stops[0] and not warns
    (stops, warns) = call_packages.missing(both.closes_at)
    assert len(warns) == 1 and not any(NEW in said for said in stops)


def test_serving_stops_for_a_call_that_is_open_and_names_no_package(app, both, settings, monkeypatch):
    monkeypatch.delitem(calls.TYPES, NEW)
    config.use(replace(settings, smtp_url="smtp://localhost:25"))
    found = app.test_cli_runner().invoke(args=["serve"])
    assert found.exit_code == 1 and f"call {NEW} names the package" in found.output


def test_a_call_that_is_over_and_whose_package_is_gone_is_in_nobodys_way(pair, client, monkeypatch):
    old, new = pair
    posts()
    hand_in(old)
    supplier = Party.present(old)[1].firm
    with writing():
        Call.update(closes_at=now()).where(Call.slug == OLD).execute()
    rest = {slug: types for slug, types in calls.TYPES.items() if slug != OLD}
    monkeypatch.setattr(calls, "TYPES", rest)  # a key put back would come last, as the newest call

    client.sign_in(LEAD)
    begun = client.post("/applications/", data={"call": NEW})
    assert begun.status_code == 303 and client.get(begun.location).status_code == 200
    company = Party.present(fresh(new))[0].firm
    file = {"file": (io.BytesIO(b"%PDF-1.4 nothing"), "a.pdf")}
    for answered in (
        client.get(f"/companies/{company.token}/"),
        client.get(f"/companies/{company.token}/evidence/"),
        client.post(f"/companies/{company.token}/evidence/", data=file),
        client.get("/registrations/"),
        client.post("/registrations/", data={"company": company.token}),
    ):
        assert answered.status_code in (200, 303, 422), answered.request.path
    evidence.notify_applications(supplier, now())

    client.sign_in(STRANGER)
    assert client.get(f"/applications/{old.token}/").status_code == 404
    client.sign_in(LEAD_AGENCY, proved=True)
    for path in ("", "applications/", "pool/", "registrations/"):
        assert client.get(f"/staff/{path}").status_code == 200


@pytest.mark.parametrize("state", [DRAFT, WAITING, RETURNED])
def test_who_was_not_approved_in_one_call_reads_that_registration_and_begins_another_in_the_next(both, client, state):
    client.sign_in(STRANGER)
    old = registrations.begin(person(STRANGER), now())
    company = old.company
    with writing():
        Call.update(closes_at=now()).where(Call.id == old.call_id).execute()
        Supplier.update(state=state).where(Supplier.company == company).execute()
    for path in ("/registrations/", "/applications/"):
        card = client.get(path).page.select_one(f'.card:has([href$="{old.token}/"])')
        assert card.select_one('form[action="/registrations/"] button').get_text() == "이번 공고에 등록 시작하기"
    begun = client.post("/registrations/", data={"company": company.token}).location
    assert registrations.current(company).call == both and registrations.current(company).token in begun
    assert not client.get("/registrations/").page.select('.card form[action="/registrations/"]')


@pytest.mark.parametrize("state", [APPROVED, WAITING])
def test_what_was_registered_in_one_open_call_holds_in_the_other(both, state):
    """Registrations belong to the call that closes first; the other opens, closes later and outdates nothing."""
    with writing():
        Call.update(opens_at=now() - timedelta(days=10), closes_at=now() + timedelta(days=5)).where(
            Call.slug == OLD
        ).execute()
        Call.update(opens_at=now() - timedelta(days=1), closes_at=now() + timedelta(days=20)).where(
            Call.slug == NEW
        ).execute()
        Supplier.update(state=state, approved_at=now(), renewed_at=now() - timedelta(days=5)).execute()
    assert registrations.outdate(now()) == 0
    with writing():
        Supplier.update(renewed_at=now() - timedelta(days=11)).execute()
    assert registrations.outdate(now()) > 0


def test_what_was_submitted_is_judged_by_the_rules_and_the_window_of_its_own_call(pair):
    submissions = [hand_in(each) for each in pair]
    starts = date.fromisoformat(submissions[0].snapshot["steps"]["overview"]["starts"][0])
    with writing():
        opening = datetime.combine(starts + timedelta(days=1), time(), config.KST)
        Call.update(opens_at=opening, closes_at=opening + timedelta(days=20)).where(Call.slug == OLD).execute()

    found = [snapshot_findings.of(Submission.get_by_id(each.id)) for each in submissions]

    of_old, of_new = ({each.id for each in one} for one in found)
    lapsed = [any(each.step == rules.EVIDENCE for each in one) for one in found]
    assert lapsed == [True, False]  # by its later closing day alone
    assert "starts" in of_old and "starts" not in of_new
    assert "accounts-years" in of_new and "accounts-years" not in of_old
