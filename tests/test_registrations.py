"""The supplier's side of the pool: begun, submitted, published, sent back, renewed, taken back."""

import threading
from datetime import timedelta

import pytest
import time_machine

from models import pool, pool_index
from models.application import Application, Call
from models.base import db, now
from models.company import Company, Membership, Supplier
from models.evidence import Evidence
from models.mail import Outbox
from models.pool import Term
from models.pool_index import Listing
from models.submission import Event, StoredDocument, Submission
from programme import reception
from programme.application_types import POOL
from services.access import quotas
from services.access.permissions import NotNow
from services.drafts import applications, evidence, exports, revisions
from services.mail import outbox
from services.operations import invariants
from services.scheduled import deadline_reminders
from services.submissions import completions, lifecycle, pool_answers, registrations
from tests.answers import registered as good
from tests.applying import LEAD, STRANGER, SUPPLIER, application_of, fresh, person, post_submit, state_of
from tests.call import POOL_STEPS, POOL_TYPE
from tests.registering import (
    NEW,
    NUMBER,
    agree,
    approve,
    attach,
    entry,
    filled,
    hand_in,
    mine,
    renewed,
    send_back,
    steps,
    write,
)
from tests.reviewing import LEAD_AGENCY, posts

LAST_YEAR = "ceo@s3.example.com"  # approved last year, not yet renewed
RETURNED = "ceo@s4.example.com"
APPROVED = "ceo@s1.example.com"
WAITING = "ceo@s6.example.com"


def together(*work) -> list:
    """Do all at once, each in a thread of its own; what each returned or raised."""
    results: list = []

    def run(job) -> None:
        try:
            results.append(job())
        except Exception as error:
            results.append(error)
        finally:
            db.close()

    threads = [threading.Thread(target=run, args=(job,)) for job in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


# Beginning


def test_a_newcomer_begins_a_registration_and_its_task_list_speaks_of_nothing_else(seeded, client):
    client.sign_in(NEW)

    task_list = client.post("/registrations/", data={}).headers["Location"]

    text = client.get(task_list).page.main.get_text(" ")
    assert "작성 중" in text and "등록제한 확인" in text and "P0001" in text
    for word in ("과제", "서식 1~8", "컨소시엄", "사업계획서"):
        assert word not in text
    supplier = mine(NEW).entry
    assert (supplier.state, supplier.number, supplier.approved_at) == ("draft", None, None)
    begun = Event.get(Event.application == mine(NEW))
    assert (begun.person, begun.action) == (person(NEW), "started")
    assert client.get(f"{task_list}consortium").status_code == 404


def test_beginning_again_goes_on_with_the_same_even_at_once(seeded):
    who = person(NEW)

    begun = together(*[lambda: registrations.begin(who, now())] * 4)

    assert {application.id for application in begun} == {mine(NEW).id}
    assert Supplier.select().where(Supplier.number.is_null()).count() == 1


def test_outside_the_window_nobody_begins_and_whoever_began_may_look(seeded, client):
    begun = registrations.begin(person(NEW), now())
    late = Call.get().closes_at

    assert registrations.begin(person(NEW), late) == begun
    with pytest.raises(revisions.Closed):
        registrations.begin(person(STRANGER), late)
    with time_machine.travel(late + timedelta(days=1)):
        client.sign_in(STRANGER)
        assert client.post("/registrations/", data={}).status_code == 403
        assert "등록 기간이 아닙니다" in client.get("/registrations/").page.main.get_text()


def test_nobody_begins_where_no_call_is_known_nor_past_the_limit(seeded, client, monkeypatch):
    monkeypatch.setattr(quotas, "BEGUN", 0)
    with pytest.raises(quotas.QuotaExceeded):
        registrations.begin(person(NEW), now())
    Call.update(package="gone").execute()
    with pytest.raises(revisions.Closed):
        registrations.begin(person(NEW), now())
    assert not Application.of(person(NEW), POOL).exists()


def test_an_adopter_registers_a_company_of_its_own_or_the_one_it_applied_with(seeded, client):
    client.sign_in(LEAD)
    page = client.get("/registrations/").page
    (token,) = [tag["value"] for tag in page.select("main [name=company]")]
    adopter = Company.get(Company.token == token)

    assert "온결케어" in page.main.get_text()
    client.post("/registrations/", data={"company": token})
    assert mine(LEAD).company == adopter
    assert registrations.begin(person(LEAD), now()).company == adopter  # now the one in the pool
    for strange in (entry("누리매칭랩").company.token, "nonsense"):
        assert client.post("/registrations/", data={"company": strange}).status_code == 404


def test_the_list_shows_registrations_apart_with_state_age_and_what_is_missing(registered, client):
    shown = {}
    for email in (APPROVED, LAST_YEAR, RETURNED, WAITING):
        client.sign_in(email)
        heading = client.get("/applications/").page.select_one("h2:contains('공급기업 풀')")
        shown[email] = heading.find_next("ul").get_text(" ")

    assert "승인" in shown[APPROVED] and "마지막 승인" in shown[APPROVED]
    assert "현행화 필요" in shown[LAST_YEAR] and "365일 전" in shown[LAST_YEAR]
    assert "보완할 곳이 2군데" in shown[RETURNED]
    assert "승인 대기" in shown[WAITING]


# Submitting


def test_a_registration_is_submitted_waits_and_mails_its_receipt(seeded, client):
    application = filled()
    client.sign_in(NEW)
    assert "공급기업 등록" not in client.get(f"/applications/{application.token}/submit").page.h1.get_text()

    response = post_submit(client, application)

    assert response.status_code == 303, response.page.main.get_text(" ")
    page = client.get(response.location).page.main.get_text(" ")
    submission = Submission.get()
    assert submission.receipt == "2024-221-PR00001"
    assert "승인 대기" in page and "무렵 승인 예상" not in page and "접수 시스템에 등록해야 받습니다" in page
    assert [document.slug for document in StoredDocument.named(submission)][-1] == "receipt"
    assert StoredDocument.select().count() == 5
    mail = outbox.written(Outbox.get())
    assert (mail.kind, mail.to) == ("registration", NEW)
    assert "승인 대기" in mail.text and "승인 예상" not in mail.text
    supplier = application.entry
    assert (supplier.state, supplier.number, supplier.facts) == ("waiting", NUMBER, {})
    assert invariants.broken() == []


def test_projects_and_registrations_count_their_numbers_apart(seeded):
    assert hand_in(filled()).receipt == "2024-221-PR00001"
    assert fresh(mine(NEW)).number == "2024-221-P0001"
    assert Call.get().receipts == 0


def test_approval_is_expected_three_to_seven_days_later_in_korea(seeded):
    arrived = Call.get().closes_at  # 18:00 in Korea
    submission = Submission(application=filled(), arrived_at=arrived)
    first, last = registrations.expected(submission, Supplier())

    assert (first - arrived.date()).days == 3
    assert (last - first).days == 4
    since = timedelta(days=2)  # handed in again, it waits on: as the officers' queue counts
    again = registrations.expected(submission, Supplier(waiting_since=arrived - since))
    assert again == (first - since, last - since)


def test_who_has_still_to_register_is_not_told_to_before_a_closing_that_is_past(seeded, client):
    client.sign_in(SUPPLIER)
    Supplier.update(state="draft", approved_at=None).execute()
    path, due = f"/applications/{application_of(SUPPLIER).token}/", "접수 마감 전에 제출해야"
    assert due in client.get(path).page.get_text()
    Call.update(closes_at=now()).execute()
    assert due not in client.get(path).page.get_text()


@pytest.mark.parametrize("holder", ["누리매칭랩", "새벽코드", "모아데이터"])  # approved, waiting, of last year
def test_a_business_number_in_the_pool_is_refused_and_nothing_is_lost(registered, client, holder):
    application = filled(number=entry(holder).number)
    client.sign_in(NEW)
    before = Submission.select().count(), steps(application)

    response = post_submit(client, application)

    assert response.status_code == 422
    told = f"사업자등록번호 {entry(holder).number}(으)로 이미 등록한 공급기업이 있습니다."
    step = client.get(f"/applications/{application.token}/company")
    for page in (response.page, step.page):  # before anybody goes on, too
        assert told in page.main.get_text()
    with pytest.raises(registrations.AlreadyRegistered):
        registrations.claim(application.entry, entry(holder).number)
    assert (Submission.select().count(), steps(application)) == before
    assert application.entry.state == "draft"
    assert not Outbox.select().where(Outbox.about == application.token).exists()


def test_of_two_at_once_one_gets_the_business_number(seeded):
    both = [filled(email) for email in (NEW, STRANGER)]
    jobs = [lambda a=a, e=e: hand_in(a, e) for a, e in zip(both, (NEW, STRANGER), strict=True)]

    results = together(*jobs)

    assert [type(result) for result in results].count(Submission) == 1
    refused = (registrations.AlreadyRegistered, lifecycle.Incomplete)  # while the other did, or just after
    assert sum(isinstance(result, refused) for result in results) == 1
    assert Submission.select().count() == Supplier.select().where(Supplier.number == NUMBER).count() == 1
    assert invariants.broken() == []


def test_a_limit_forbids_submitting_and_an_exception_asks_for_its_proof(seeded, client):
    application = filled()
    write(application, "limits", good()["limits"] | {"tax_arrears": ["yes"]}, NEW)
    client.sign_in(NEW)

    page = client.get(f"/applications/{application.token}/submit").page.main.get_text(" ")
    assert "등록제한 (2)" in page and "국세·지방세를 체납 중인 경우" in page
    with pytest.raises(lifecycle.Incomplete):
        hand_in(application)
    write(application, "limits", good()["limits"] | {"tax_arrears": ["yes"], "tax_exception": ["resolved"]}, NEW)
    assert hand_in(application).edition == 1


# Publishing


def test_what_is_approved_is_published_and_editing_alters_neither_it_nor_what_was_submitted(seeded):
    application = filled()
    submission = hand_in(application)
    approve(application)
    supplier = application.entry
    documents = {row.slug: row.sha256 for row in StoredDocument.named(submission)}
    facts, snapshot = supplier.facts, submission.snapshot

    write(application, "solutions", {"solutions-0-name": ["다른 이름"]}, NEW)

    assert state_of(application) == "changed"
    assert application.entry.facts == facts
    assert Submission.get().snapshot == snapshot
    assert {row.slug: row.sha256 for row in StoredDocument.named(submission)} == documents
    assert facts["main_field"] == "ai"
    assert facts["other_fields"] == ["big_data", "platform"]
    assert facts["industries"] == ["n", "q"]
    assert facts["region"] == "seoul"
    assert facts["people"] == {"software": "11", "engineering": "3"}
    assert [row["name"] for row in facts["solutions"]] == ["매치온"]
    assert facts["records"][0]["client"] == "방문요양"
    assert "매치온" in supplier.words and "인공지능(ai)" in supplier.words
    assert supplier.approved_at == supplier.renewed_at


def test_a_change_after_approval_goes_back_to_approval_and_the_old_facts_stand_till_then(seeded):
    application = filled()
    hand_in(application)
    approve(application)
    write(application, "staff", good()["staff"] | {"software": ["12"]}, NEW)

    again = hand_in(application)

    supplier = application.entry
    assert (again.edition, supplier.state, supplier.facts["people"]["software"]) == (2, "waiting", "11")
    before = Submission.get(Submission.edition == 1).snapshot
    assert pool_answers.changed(POOL_TYPE, before, again.snapshot) == [("보유인력", "SW 인력", "11", "12")]
    approve(application, edition=2)
    assert application.entry.facts["people"]["software"] == "12"


def test_what_differs_between_two_snapshots_is_told_in_print_and_odd_spelling_is_no_difference(seeded):
    application = filled()
    before = exports.export(applications.load_view(application))
    telephone = good()["contact"] | {"phone": ["０２ 0000 4101"]}
    write(application, "contact", telephone, NEW)
    assert pool_answers.changed(POOL_TYPE, before, exports.export(applications.load_view(fresh(application)))) == []

    records = good()["track_record"] | {"records-0-amount": ["1억"], "records-1-content": ["다른 일"]}
    write(application, "track_record", records, NEW)
    ((step, field, was, becomes),) = pool_answers.changed(
        POOL_TYPE, before, exports.export(applications.load_view(fresh(application)))
    )
    assert (step, field) == ("솔루션 구축실적", "구축실적")
    assert "계약금액 88,000,000" in was and "계약금액 100,000,000" in becomes and "다른 일" in becomes


def test_a_long_answer_that_differs_is_told_with_its_lines(seeded):
    before = good()
    after = before | {"track_record": before["track_record"] | {"strengths": ["빠릅니다.\n정확합니다."]}}

    ((_, _, was, becomes),) = pool_answers.differences(POOL_TYPE, before, after)

    assert was == before["track_record"]["strengths"][0] and becomes == "빠릅니다.\n정확합니다."


def test_a_supplier_still_waiting_brings_its_facts_into_an_application_and_shows_strangers_none(seeded):
    hand_in(filled())
    supplier = entry("누리매칭랩")
    waiting = Supplier.get(Supplier.number == NUMBER)
    assert list(pool_index.listings_with("매치온", Listing.supplier).tuples()) == [(supplier.id,)]

    application = applications.start(person(LEAD), Call.get(), now())
    party = applications.choose_supplier(application, waiting, person(LEAD), now())
    assert {key for key in applications.load_view(fresh(application)).journey.answers if key[1] == party.id} == set()
    applications.join(application, party, person(NEW), now())

    told = {slug for slug, key in applications.load_view(fresh(application)).journey.answers if key == party.id}
    assert {"company", "contact", "finances", "solutions", "track_record"} <= told
    assert not told & {"staff", "limits", "expertise", "representative"}


# Sent back


def test_reasons_stand_beside_their_items(registered, client):
    client.sign_in(RETURNED)
    home = f"/applications/{mine(RETURNED).token}/"
    solutions, roster = "기능을 두세 가지로 나누어", "명부의 인원이"

    task_list = client.get(home).page
    rows = {row.select_one("a").get_text(): row.get_text(" ") for row in task_list.select(".tasks li")}
    assert "보완 요청" in rows["보유 솔루션"] and solutions in rows["보유 솔루션"]
    assert roster in rows["증빙"] and "아직 안 함" in rows["등록 신청 제출"]
    assert solutions in client.get(f"{home}solutions").page.main.get_text()
    assert solutions not in client.get(f"{home}company").page.main.get_text()
    assert roster in client.get(f"{home}evidence/").page.select_one("#employment_roster").get_text()
    assert "고친 내용이 없습니다" in client.get(f"{home}submit").page.main.get_text()


def test_what_was_sent_back_is_mended_even_after_closing_and_waits_again(registered, client):
    application = mine(RETURNED)
    late = application.call.closes_at + timedelta(days=20)
    with time_machine.travel(late):
        client.sign_in(RETURNED)
        home = f"/applications/{application.token}/"
        sent = good("S4")["solutions"] | {"solutions-0-description": ["견적서를 읽어 청구서를 만듭니다"]}
        base = {"base": str(applications.load_view(application, person(RETURNED)).head(task_of(application)).number)}
        assert client.post(f"{home}solutions", data={**sent, **base}).status_code == 303
        attach(application, RETURNED, "employment_roster")
        task_list = client.get(home).page
        rows = {row.select_one("a").get_text(): row.get_text(" ") for row in task_list.select(".tasks li")}
        assert "완료" in rows["보유 솔루션"] and "완료" in rows["증빙"]
        told = client.get(f"{home}submit").page.main.get_text()
        assert "심사가 끝날 때까지 고칠 수 없습니다" in told and "전까지" not in told
        assert post_submit(client, application).status_code == 303

        assert application.entry.state == "waiting"
        assert "전까지는" not in outbox.written(Outbox.select().order_by(Outbox.id.desc()).first()).text
        assert completions.reasons(applications.load_view(application)) == {}
        assert client.post(f"{home}solutions", data=sent).status_code == 403  # closed again
    assert invariants.broken() == []


def test_a_registration_sent_back_opens_none_of_an_earlier_call(registered):
    first, opens = mine(APPROVED), Call.get().closes_at + timedelta(days=300)
    Call.create(slug="next", package="2024-221", opens_at=opens, closes_at=opens + timedelta(days=30))
    with time_machine.travel(opens + timedelta(days=1)):
        second = renewed(APPROVED)
        hand_in(second, APPROVED)
        send_back(second, staff="명부와 다릅니다.")

    late = second.closes_at + timedelta(days=1)
    assert second != first and fresh(second).open_at(late) and not fresh(first).open_at(late)


def task_of(application: Application):
    view = applications.load_view(application, person(RETURNED))
    return view.journey.task("solutions", view.party)


def test_a_project_of_the_same_company_stays_closed_while_its_registration_is_mended(registered):
    application = mine(RETURNED)
    project = applications.start(person(RETURNED), application.call, now())
    with time_machine.travel(application.call.closes_at + timedelta(days=1)):
        attach(application, RETURNED, "employment_roster")

    assert fresh(project).revision == project.revision
    assert not project.open_at(application.call.closes_at)


# Renewal


def test_a_renewal_is_copied_shows_its_age_and_is_confirmed_page_by_page(seeded, client):
    client.sign_in(LAST_YEAR)
    task_list = client.post("/registrations/", data={}).headers["Location"]
    application = mine(LAST_YEAR)

    assert set(steps(application)) == set(POOL_STEPS) - {"limits"}
    page = client.get(task_list).page
    assert "365일 전" in page.main.get_text() and "확인 필요" in page.select_one(".tasks").find_next("ul").get_text()
    client.post(f"{task_list}limits", data=good()["limits"])
    shown = client.get(f"{task_list}company").page
    assert "365일 전" in shown.main.get_text() and "확인하고 다음으로" in shown.get_text()
    before = steps(application)["company"]
    base = shown.select_one("[name=base]")["value"]
    response = client.post(f"{task_list}company", data={**before, "base": base, "save": "1"})

    assert response.location.endswith("/business")  # the next that nobody has looked at
    assert steps(application)["company"] == before
    view = applications.load_view(fresh(application), person(LAST_YEAR))
    assert "company" not in {task.step.slug for task in view.unconfirmed}
    assert "확인하고 다음으로" not in client.get(f"{task_list}company").page.get_text()
    attach(application, LAST_YEAR)
    agree(application, LAST_YEAR)
    with pytest.raises(lifecycle.Incomplete) as owed:
        hand_in(application, LAST_YEAR)
    assert {task.step.slug for task in owed.value.verdict.remaining} == set(POOL_STEPS) - {"limits", "company"}


def test_a_renewal_that_changes_nothing_but_certificates_waits_for_an_officer_marked_as_that(seeded, client):
    application = renewed(LAST_YEAR)
    approved_at = application.entry.approved_at

    submission = hand_in(application, LAST_YEAR)

    supplier = application.entry
    assert (supplier.state, supplier.approved_at) == ("waiting", approved_at)
    assert supplier.waiting_since == submission.arrived_at and submission.evidence_only
    mail = outbox.written(Outbox.get())
    assert "승인이 그대로" not in mail.text
    client.sign_in(LAST_YEAR)
    assert "승인을 기다리고 있습니다" in client.get(f"/applications/{application.token}/").page.main.get_text()


def test_a_renewal_with_expired_certificates_comes_before_an_officer_who_is_told_so(seeded, client):
    posts()
    application = renewed(LAST_YEAR)
    Evidence.update(issued=now().date() - timedelta(days=400)).where(Evidence.company == application.company).execute()

    hand_in(application, LAST_YEAR)

    client.sign_in(LEAD_AGENCY, proved=True)
    (row,) = client.get("/staff/registrations/").page.select("tbody tr")
    assert "현행화" in row.get_text() and "서류만 새로" in row.get_text()
    page = client.get(f"/staff/registrations/{application.token}/").page
    assert "국세 납세증명서가" in page.select_one("#findings").find_next("ul").get_text()
    assert "답변은 지난번에 승인한 그대로입니다" in page.main.get_text()


def test_what_an_officer_approved_stands_when_it_is_submitted_again_word_for_word(registered):
    application = filled()
    hand_in(application)
    approve(application)
    for phone in ("02-0000-9999", good()["contact"]["phone"][0]):
        write(application, "contact", good()["contact"] | {"phone": [phone]}, NEW)

    again = hand_in(fresh(application))

    supplier = application.entry
    assert (again.edition, supplier.state, supplier.waiting_since) == (2, "approved", None)
    assert "승인이 그대로 이어집니다" in outbox.written(Outbox.select().order_by(Outbox.id.desc()).first()).text


def test_an_expired_certificate_sends_even_that_back_to_the_queue(registered):
    application = filled()
    hand_in(application)
    Evidence.update(issued=now().date() - timedelta(days=300)).where(Evidence.company == application.company).execute()
    write(application, "contact", good()["contact"] | {"position": ["이사"]}, NEW)
    hand_in(fresh(application))
    approve(application, edition=2)
    for position in ("대표", "이사"):
        write(application, "contact", good()["contact"] | {"position": [position]}, NEW)

    hand_in(fresh(application))

    assert application.entry.state == "waiting"


@pytest.mark.parametrize(
    "changed",
    [
        ("staff", good("S3")["staff"] | {"software": ["10"]}),
        ("limits", good()["limits"] | {"subsidy": ["yes"], "subsidy_exception": ["rehabilitation"]}),
        ("contact", good("S3")["contact"] | {"mobile": ["010-0000-9999"]}),
    ],
    ids=["staff", "limits", "contact"],
)
def test_a_renewal_with_a_changed_fact_goes_back_to_approval(seeded, changed):
    application = renewed(LAST_YEAR, changed)

    hand_in(application, LAST_YEAR)

    assert application.entry.state == "waiting"


def test_a_renewal_once_sent_back_is_looked_at_again_though_nothing_differs(seeded):
    application = renewed(LAST_YEAR, ("staff", good("S3")["staff"] | {"software": ["10"]}))
    hand_in(application, LAST_YEAR)
    send_back(application, staff="명부와 다릅니다.")
    write(application, "staff", good("S3")["staff"], LAST_YEAR)

    hand_in(application, LAST_YEAR)

    assert application.entry.state == "waiting"


def test_saving_a_step_sent_back_leads_to_the_next_one_sent_back(registered):
    application = filled()
    hand_in(application)
    send_back(application, contact="직위를 적어 주세요.", staff="명부와 다릅니다.")
    client = registered.test_client()
    client.sign_in(NEW)

    def led(slug: str) -> str:
        return client.post(f"/applications/{application.token}/{slug}", data=good()[slug]).location

    assert led("contact") == f"/applications/{application.token}/staff"
    assert led("staff") == f"/applications/{application.token}/check?saved=1"


def test_what_was_approved_before_a_call_is_outdated_once_it_opens_and_not_before(registered):
    states = {supplier.id: supplier.state for supplier in Supplier.select()}
    closes = Call.get().closes_at
    Call.create(
        slug="next", package="2024-221", opens_at=closes + timedelta(days=300), closes_at=closes + timedelta(days=330)
    )

    assert registrations.outdate(now()) == 0
    assert registrations.outdate(closes + timedelta(days=301)) > 0

    for supplier in Supplier.select():
        old = supplier.approved_at and states[supplier.id] in ("approved", "waiting", "returned")
        assert supplier.state == ("outdated" if old else states[supplier.id])
    assert registrations.outdate(closes + timedelta(days=301)) == 0


def test_nothing_is_outdated_while_no_call_is_open_nor_what_was_submitted_in_the_one_that_is(seeded):
    assert registrations.outdate(Call.get().closes_at) == 0
    application = renewed(LAST_YEAR)
    hand_in(application, LAST_YEAR)

    registrations.outdate(now())

    assert application.entry.state == "waiting"


def test_what_was_never_approved_is_not_marked_as_new_evidence_alone(seeded):
    application = filled()
    hand_in(application)
    attach(application, NEW, "business_registration", numbered="T-2")

    again = hand_in(fresh(application))

    assert again.edition == 2 and not again.evidence_only


@pytest.mark.parametrize(("earlier", "state"), [(0, "approved"), (1, "outdated")])
def test_what_was_approved_from_the_instant_a_call_opens_is_of_that_call(seeded, earlier, state):
    application = filled()
    hand_in(application)
    approve(application)
    ours = Supplier.company == application.company
    Supplier.update(renewed_at=application.call.opens_at - timedelta(seconds=earlier)).where(ours).execute()

    registrations.outdate(now())
    assert application.entry.state == state

    write(application, "contact", good()["contact"] | {"position": ["이사"]}, NEW)
    hand_in(fresh(application))
    lifecycle.withdraw(fresh(application), person(NEW), now())  # as it stood before
    assert application.entry.state == state


def test_other_documents_than_those_approved_go_back_to_approval(registered):
    application = filled()
    hand_in(application)
    approve(application)
    company = application.company
    evidence.remove(Evidence.of(company).where(Evidence.kind == "business_registration").get(), now())
    attach(application, NEW, "business_registration", numbered="T-2")
    hand_in(fresh(application))

    assert Supplier.of(company).state == "waiting"


def test_taking_back_a_second_edition_lets_the_approved_one_stand(registered):
    application = filled()
    hand_in(application)
    approve(application)
    write(application, "contact", good()["contact"] | {"position": ["이사"]}, NEW)
    hand_in(fresh(application))
    assert Supplier.of(application.company).state == "waiting"

    lifecycle.withdraw(fresh(application), person(NEW), now())

    assert Supplier.of(application.company).state == "approved"
    assert Submission.standing_for(application).edition == 1


# Taking back, and what the state forbids


def test_taking_back_frees_the_number_for_another(seeded, client):
    application = filled()
    hand_in(application)
    client.sign_in(NEW)

    response = client.post(f"/applications/{application.token}/receipt", data={"confirmed": "yes"})

    assert "철회" in client.get(response.location).page.h1.get_text()
    supplier = application.entry
    assert (supplier.state, supplier.number) == ("draft", None)
    assert hand_in(filled(STRANGER), STRANGER).receipt == "2024-221-PR00002"
    assert {mail.kind for mail in Outbox.select()} == {"registration", "registration_withdrawal"}
    assert invariants.broken() == []


def test_what_is_sent_back_after_closing_cannot_be_taken_back_for_it_could_never_be_submitted_again(registered, client):
    application = mine(RETURNED)
    path = f"/applications/{application.token}/receipt"
    client.sign_in(RETURNED)
    assert client.get(path).page.select_one("#confirmed")
    with time_machine.travel(application.call.closes_at + timedelta(days=1)):
        client.sign_in(RETURNED)
        assert not client.get(path).page.select_one("#confirmed")
        assert client.post(path, data={"confirmed": "yes"}).status_code == 403

    assert lifecycle.may_withdraw(application, application.call.closes_at - timedelta(microseconds=1))
    assert not lifecycle.may_withdraw(application, application.call.closes_at)
    assert Submission.standing_for(application) and application.entry.state == "returned"


def test_who_took_a_registration_back_reads_after_closing_that_it_is_over(seeded, client):
    application = filled()
    hand_in(application)
    lifecycle.withdraw(application, person(NEW), now())
    for at, words in (
        (now(), "마감 전까지 다시 제출할 수 있습니다"),
        (application.closes_at, "다시 제출할 수 없습니다"),
    ):
        with time_machine.travel(at):
            client.sign_in(NEW)
            page = client.get(f"/applications/{application.token}/").page
            assert words in page.main.get_text() and page.select_one(".lead").get_text().count("마감") == 1


def test_taking_back_a_renewal_leaves_last_years_entry(seeded):
    application = renewed(LAST_YEAR, ("company", good("S3")["company"] | {"number": [NUMBER]}))
    hand_in(application, LAST_YEAR)
    assert application.entry.number == NUMBER

    lifecycle.withdraw(fresh(application), person(LAST_YEAR), now())

    supplier = application.entry
    assert (supplier.state, supplier.number) == ("outdated", good("S3")["company"]["number"][0])


def test_taking_back_what_an_entry_brought_in_submitted_leaves_the_entry(seeded):
    brought_in = {"approved_at": None, "renewed_at": None, "imported_at": now()}
    Supplier.update(brought_in).where(Supplier.id == entry("누리매칭랩").id).execute()
    who = Membership.get(Membership.company == entry("누리매칭랩").company).person
    application = renewed(who.email)
    hand_in(application, who.email)

    lifecycle.withdraw(fresh(application), who, now())

    assert Supplier.of(application.company).state == "outdated"


def test_the_edition_approved_last_is_the_one_an_officer_approved_of_this_registration(registered):
    approved, other = filled(), mine(RETURNED)
    hand_in(approved)
    write(approved, "staff", good()["staff"] | {"software": ["99"]}, NEW)
    hand_in(approved)
    approve(approved, edition=2)
    pool.Review.create(application=approved, edition=1, decision="returned", reasons={})

    assert registrations.last_approved(approved).edition == 2
    assert registrations.last_approved(other) is None


def test_what_was_sent_back_is_found_when_the_next_call_has_opened(registered):
    application = mine(RETURNED)

    assert registrations.unsettled(Supplier.of(application.company)) == application
    assert registrations.unsettled(Supplier.of(mine(APPROVED).company)) is None


def test_why_an_entry_is_suspended_is_read_while_it_is(registered):
    application = mine(APPROVED)
    why = pool.Review.create(application=application, edition=1, decision="suspended", reasons={"": "확인 중"})
    assert registrations.suspension(application.entry) is None

    Supplier.update(state="suspended").where(Supplier.company == application.company).execute()

    assert registrations.suspension(application.entry) == why


def test_what_was_approved_cannot_be_taken_back_nor_a_suspended_entry_submitted(registered, client):
    client.sign_in(APPROVED)
    application = mine(APPROVED)
    response = client.post(f"/applications/{application.token}/receipt", data={"confirmed": "yes"})
    assert response.status_code == 409
    assert application.entry.state == "approved"

    Supplier.update(state="suspended").where(Supplier.company == application.company).execute()
    write(application, "staff", good()["staff"] | {"software": ["99"]}, APPROVED)
    refused = post_submit(client, application)
    assert refused.status_code == 409 and f"{registrations.contact_for_questions(POOL_TYPE)}에 문의" in refused.text
    assert reception.current(POOL_TYPE.announcement).ask in refused.text
    with pytest.raises(NotNow):
        hand_in(application, APPROVED)
    assert "정지" in client.get(f"/applications/{application.token}/").page.main.get_text()


# Taxonomies


def test_what_was_changed_while_suspended_or_closed_is_said_not_to_count_and_no_button_offers_it(registered, client):
    application, home = mine(APPROVED), f"/applications/{mine(APPROVED).token}/"
    write(application, "solutions", good("S4")["solutions"], APPROVED)

    def read() -> tuple[bool, str]:
        client.sign_in(APPROVED)
        task_list, confirm = client.get(home).page.main, client.get(f"{home}submit").page.main
        return bool(confirm.select_one("#confirmed")), task_list.get_text() + confirm.get_text()

    offered, text = read()
    assert offered and "반영하려면 다시 제출해 주세요" in text
    with time_machine.travel(application.closes_at):
        offered, text = read()
        assert not offered and "접수가 마감되어 고친 내용은 반영되지 않습니다" in text and "반영하려면" not in text
    Supplier.update(state="suspended").where(Supplier.company == application.company).execute()
    offered, text = read()
    assert not offered and "등록이 정지되어 있어 고친 내용은 반영되지 않습니다" in text
    assert "정지되어 있어 제출할 수 없습니다" in text and "제출 버튼이 나타납니다" not in text


def test_a_retired_term_is_offered_no_more_and_stays_where_it_was_chosen(seeded, client):
    application = filled()
    Term.update(retired=True).where(Term.slug.in_(["ai", "platform", "seoul"])).execute()
    client.sign_in(NEW)
    page = client.get(f"/applications/{application.token}/expertise").page
    chosen = {tag["value"] for tag in page.select("[name=other_fields][checked]")}

    assert chosen == {"big_data", "platform"}
    assert page.select_one("#main_field option[selected]").get_text() == "인공지능(AI)"
    assert hand_in(application).edition == 1
    client.sign_in(STRANGER)
    other = registrations.begin(person(STRANGER), now())
    write(other, "limits", good()["limits"], STRANGER)
    page = client.get(f"/applications/{other.token}/expertise").page
    offered = {tag["value"] for tag in page.select("#main_field option, [name=other_fields], #region option")}
    assert not offered & {"ai", "platform", "seoul"}
    assert {"big_data", "lms", "busan"} <= offered


@pytest.mark.parametrize("slug", ["nonsense", "ai'--", "\x00", "９", "🙂" * 300])
def test_a_term_nobody_knows_is_refused_beside_its_field(seeded, client, slug):
    application = filled()
    client.sign_in(NEW)
    sent = good()["expertise"] | {"main_field": [slug], "industries": [slug]}
    base = Application.get_by_id(application.id)
    head = {task.step.slug: row for task, row in heads(base).items()}["expertise"]

    response = client.post(f"/applications/{application.token}/expertise", data={**sent, "base": str(head)})

    assert response.status_code == 422
    assert "목록에 없습니다" in response.page.select_one("#main_field-error").get_text()
    assert "목록에 없습니다" in response.page.select_one("#industries-error").get_text()


def heads(application: Application):
    view = applications.load_view(application)
    return {task: view.base(task) for task in view.journey.tasks}


# Around it


def test_unfinished_and_returned_registrations_are_reminded(registered):
    filled()
    closes = Call.get().closes_at
    deadline_reminders.enqueue_due(closes - timedelta(days=3))

    about = {mail.about: mail for mail in Outbox.select().where(Outbox.kind == "reminder")}
    assert {mine(NEW).token, mine(RETURNED).token} <= set(about)
    assert not {mine(APPROVED).token, mine(WAITING).token} & set(about)
    assert "공급기업 풀 등록 신청서가 아직 제출되지" in about[mine(NEW).token].subject


def test_an_exported_registration_comes_back_as_anothers_draft(registered):
    data = exports.export(applications.load_view(mine(APPROVED)))

    copy = exports.import_application(data, person(STRANGER))

    assert copy.purpose == POOL and copy.number == "2024-221-P0006"
    assert copy.entry.state == "draft"
    assert steps(copy) == steps(mine(APPROVED))
    assert not copy.open_at(copy.call.closes_at)
    assert Evidence.of(copy.company).count() == Evidence.of(mine(APPROVED).company).count()
