"""Submitting: judged whole, written at once, receipted once; replaced, taken back, and never made again."""

import hashlib
import multiprocessing
import re
import threading
from datetime import timedelta

import pytest

import config
from models.application import Application, Call, Party
from models.base import db, now, writing
from models.evidence import Evidence
from models.mail import Outbox
from models.submission import Claim, Event, StoredDocument, Submission
from programme.korean import date_time
from services.consortium import members
from services.drafts import applications, checks, consents, evidence, revisions
from services.mail import outbox
from services.operations import invariants
from services.submissions import lifecycle
from tests.applying import (
    HALF,
    LEAD,
    STRANGER,
    SUPPLIER,
    UNAGREED,
    agree,
    application_of,
    change,
    fresh,
    hand_in,
    person,
    post_submit,
    rival,
)


def mails(kind: str) -> list[str]:
    return sorted(mail.to for mail in Outbox.select().where(Outbox.kind == kind))


# Submitting


def test_a_finished_application_is_submitted_and_its_receipt_shown(lead, application):
    page = lead.get(f"/applications/{application.token}/submit").page
    assert page.select_one("form [name=confirmed]")

    response = post_submit(lead, application)

    assert response.status_code == 303
    page = lead.get(response.location).page
    submission = Submission.get()
    stored = list(StoredDocument.named(submission))
    assert submission.receipt == "2024-221-R00001" == fresh(application).receipt
    assert "2024-221-R00001" in page.main.get_text()
    assert submission.arrived_at.astimezone(config.KST).strftime("%H:%M:%S") in page.main.get_text()
    assert [tag.get_text() for tag in page.select(".hash")] == [document.sha256 for document in stored]
    assert "보낼 예정" in page.select_one("#mails + div").get_text()
    assert mails("receipt") == [SUPPLIER, LEAD]
    assert Event.select().where(Event.action == "submitted").count() == 1
    assert invariants.broken() == []


def test_the_stored_documents_are_all_forms_and_the_receipt_that_lists_their_hashes(lead, application):
    post_submit(lead, application)

    rows = list(StoredDocument.select().order_by(StoredDocument.id))
    view = applications.load_view(application)
    assert len(rows) == len(view.journey.parties) * 6 + 1 + 1 + 1  # forms 2–7 each, plan, careers, receipt
    assert rows[-1].name.startswith("[제출 확인서]")
    for row in rows:
        got = lead.get(f"/applications/{application.token}/documents/submitted/{row.id}")
        assert got.data == row.content
        assert hashlib.sha256(got.data).hexdigest() == row.sha256
        assert got.headers["Content-Disposition"].startswith("attachment")


def test_without_the_tick_nothing_is_submitted(lead, application):
    response = lead.post(f"/applications/{application.token}/submit", data={})

    assert response.status_code == 422
    assert response.page.select_one("a[href='#confirmed']")
    assert not Submission.select().exists()


def test_everything_wrong_is_listed_with_a_link_that_leads_there(client, seeded):
    application = application_of(HALF)
    client.sign_in(HALF)

    response = post_submit(client, application)

    view = applications.load_view(application, person(HALF))
    mine = {task.step.slug for task in view.journey.remaining if task in view.journey.of(view.party)}
    links = {tag["href"] for tag in response.page.main.select("a[href]")}
    assert response.status_code == 422
    assert mine
    assert {f"/applications/{application.token}/{slug}" for slug in mine} <= links
    assert f"/applications/{application.token}/consents/" in links
    assert all(client.get(link).status_code == 200 for link in links if link.startswith("/"))
    assert not Submission.select().exists()
    assert not Outbox.select().exists()
    assert fresh(application).receipt is None


def test_one_wrong_step_is_enough_to_refuse_what_was_finished(lead, application):
    view = applications.load_view(application, person(LEAD))
    task = view.journey.task("funding", view.party)
    sent = view.journey.answers[task.key] | {"grant": ["NaN"]}
    revisions.save(application, task, sent, base=view.base(task), person=person(LEAD), arrived=now())

    response = post_submit(lead, application)

    assert response.status_code == 422
    assert response.page.select_one(f"a[href^='/applications/{application.token}/funding']")
    assert not Submission.select().exists()


def test_a_missing_required_document_blocks(lead, application):
    party = Party.present(application)[0]
    row = Evidence.of(party.company).where(Evidence.kind == "business_registration").get()
    evidence.remove(row, now())

    response = post_submit(lead, application)

    assert response.status_code == 422
    assert response.page.select_one(f"a[href='/applications/{application.token}/evidence/#business_registration']")


def test_what_another_company_still_owes_is_listed_once_and_under_its_name(client, seeded):
    application = application_of(UNAGREED)
    client.sign_in(UNAGREED)
    view = applications.load_view(application, person(UNAGREED))
    supplier = next(part for part in view.journey.parties if part.role == "supplier")

    (consents_,) = [
        found
        for found in client.get(f"/applications/{application.token}/submit").page.select(".alert.danger")
        if "동의서" in found.select_one("h2").get_text()
    ]

    blocks = [found for found in checks.verdict(view).blocks if found.step == "consents"]
    mine = consents_.select(".alert-body > ul > li")
    (folded,) = consents_.select("details:has(.note)")
    theirs = folded.select("li")
    assert len(mine) == sum(found.party == view.party.key for found in blocks)
    assert len(theirs) == sum(found.party == supplier.key for found in blocks) and not folded.select("a")
    assert all(line.select("a") for line in mine)
    assert supplier.name in folded.summary.get_text() and f"{supplier.name}의 담당자가" in folded.get_text()


def test_receipt_numbers_have_no_gaps_whoever_was_refused_between(seeded):
    first, second = application_of(LEAD), application_of(UNAGREED)

    with pytest.raises(lifecycle.Incomplete):
        hand_in(second, UNAGREED)
    assert hand_in(first).receipt == "2024-221-R00001"
    agree(second)
    assert hand_in(second, UNAGREED).receipt == "2024-221-R00002"
    assert invariants.broken() == []


# Once


def test_sending_twice_gives_the_same_receipt(lead, application):
    for _ in range(2):
        assert post_submit(lead, application).location.endswith("/receipt")

    assert Submission.select().count() == 1
    assert mails("receipt") == [SUPPLIER, LEAD]


def test_sending_it_again_after_closing_still_tells_the_receipt(application):
    submission = hand_in(application)

    late = application.call.closes_at + timedelta(minutes=1)
    assert lifecycle.submit(fresh(application), person(LEAD), late) == submission


def together(work: list) -> list:
    """Do all at once, each in a thread of its own; what each returned or raised."""
    ready, results = threading.Barrier(len(work)), [None] * len(work)

    def run(place: int) -> None:
        ready.wait()
        try:
            results[place] = work[place]()
        except Exception as error:
            results[place] = error
        finally:
            db.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(work))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_parallel_submits_give_one_submission_and_all_its_receipt(application):
    results = together([lambda: hand_in(application)] * 6)

    assert {submission.receipt for submission in results} == {"2024-221-R00001"}
    assert Submission.select().count() == 1
    assert mails("receipt") == [SUPPLIER, LEAD]
    assert invariants.broken() == []


def test_of_two_applications_of_one_business_number_sent_at_once_one_is_taken(application):
    other = rival(application)

    results = together([lambda: hand_in(application), lambda: hand_in(other, STRANGER)])

    refused = [result for result in results if isinstance(result, lifecycle.AlreadyApplied)]
    assert len(refused) == 1
    assert Submission.get().receipt == "2024-221-R00001"
    assert invariants.broken() == []


def in_a_process(settings: config.Settings, number: int, told) -> None:
    from models.base import bind

    config.use(settings)
    bind(settings.database)
    told.put(hand_in(Application.get_by_id(number)).receipt)


def test_submits_from_several_processes_give_one_receipt(application, settings):
    spawn = multiprocessing.get_context("spawn")  # tests/mutants.py forks, and a forked process has no fork server
    told = spawn.Queue()
    workers = [spawn.Process(target=in_a_process, args=(settings, application.id, told)) for _ in range(3)]
    for worker in workers:
        worker.start()
    receipts = [told.get(timeout=60) for _ in workers]
    for worker in workers:
        worker.join()

    assert receipts == ["2024-221-R00001"] * 3
    assert Submission.select().count() == 1
    assert invariants.broken() == []


# One a company and call


def test_a_draft_blocks_nobody_and_a_submission_blocks_its_business_number(client, application):
    other = rival(application)
    hand_in(application)
    client.sign_in(STRANGER)

    response = post_submit(client, other)

    assert response.status_code == 422
    assert Claim.get().number in response.page.main.get_text()
    assert fresh(other).receipt is None
    assert not Outbox.select().where(Outbox.about == other.token).exists()

    lifecycle.withdraw(application, person(LEAD), now())
    assert post_submit(client, other).status_code == 303
    assert fresh(other).receipt == "2024-221-R00002"
    with pytest.raises(lifecycle.AlreadyApplied):
        hand_in(application)
    assert invariants.broken() == []


# Replacing and taking back


def test_editing_afterwards_leaves_the_set_standing_and_says_so(lead, application):
    hand_in(application)
    before = {row.id: row.content for row in StoredDocument.select()}

    change(application)

    for page in ("", "receipt"):
        main = lead.get(f"/applications/{application.token}/{page}").page.main.get_text()
        assert "제출한 뒤 고친 내용이 있습니다" in main
    assert {row.id: row.content for row in StoredDocument.select()} == before
    assert Submission.standing_for(application)


@pytest.mark.parametrize("what", ["consents", "evidence", "supplier"])
def test_other_changes_after_submission_are_told_too_and_change_no_stored_document(lead, application, what):
    hand_in(application)
    before = {row.id: row.content for row in StoredDocument.select()}
    party, supplier = Party.present(application)
    if what == "consents":
        no = {text.slug: "no" for text in consents.texts_for(party)}
        consents.give(party, no, signer="홍길동", capacity="delegate", person=person(LEAD), arrived=now())
    elif what == "evidence":
        evidence.remove(Evidence.of(party.company).first(), now())
    else:
        members.remove_party(application, supplier, person(LEAD), now())

    assert "제출한 뒤 고친 내용이 있습니다" in lead.get(f"/applications/{application.token}/").page.main.get_text()
    for number, content in before.items():
        assert lead.get(f"/applications/{application.token}/documents/submitted/{number}").data == content
    assert invariants.broken() == []


def test_submitting_again_keeps_the_number_as_the_second_edition(lead, application):
    first = hand_in(application)
    kept = {row.id: row.content for row in first.documents}
    change(application)

    response = post_submit(lead, application)

    second = Submission.standing_for(application)
    assert (second.receipt, second.edition) == (first.receipt, 2)
    assert mails("replacement") == [SUPPLIER, LEAD]
    main = lead.get(response.location).page.main.get_text()
    assert "제2차" in main
    assert "제출한 뒤 고친 내용" not in main
    assert {row.id: row.content for row in first.documents} == kept
    assert not {row.sha256 for row in second.documents} & {row.sha256 for row in first.documents}
    assert invariants.broken() == []


def test_taking_back_wants_a_tick_and_then_says_it_was_done(lead, application):
    hand_in(application)
    receipt = f"/applications/{application.token}/receipt"

    refused = lead.post(receipt, data={})
    assert refused.status_code == 422
    assert refused.page.select_one("a[href='#confirmed']")
    assert Submission.standing_for(application)

    assert lead.post(receipt, data={"confirmed": "yes"}).status_code == 303
    assert Submission.standing_for(application) is None
    noted = Event.get(Event.application == application, Event.action == "withdrew")
    assert (noted.person, noted.detail) == (person(LEAD), {"edition": 1})
    assert not Claim.select().exists()
    assert mails("withdrawal") == [SUPPLIER, LEAD]
    assert "신청을 철회했습니다" in lead.get(receipt).page.main.get_text()
    assert "신청을 철회했습니다" in lead.get(f"/applications/{application.token}/").page.main.get_text()
    assert lead.post(receipt, data={"confirmed": "yes"}).status_code == 303  # twice is once
    assert mails("withdrawal") == [SUPPLIER, LEAD]
    assert invariants.broken() == []


def test_the_mail_says_the_arrival_to_the_second_and_until_when_it_may_be_changed(application):
    submission = hand_in(application)
    said = outbox.written(Outbox.get(Outbox.about == application.token)).text
    assert date_time(submission.arrived_at, exact=True) in said and date_time(application.closes_at) in said


def test_nothing_is_taken_back_once_the_window_was_moved_to_later(application):
    hand_in(application)
    Call.update(opens_at=now() + timedelta(days=1)).execute()

    with pytest.raises(revisions.Closed):
        lifecycle.withdraw(application, person(LEAD), now())
    assert Submission.standing_for(application)


def test_what_was_taken_back_may_be_submitted_again_under_its_old_number(lead, application):
    hand_in(application)
    lifecycle.withdraw(application, person(LEAD), now())
    other = application_of(UNAGREED)
    agree(other)
    assert hand_in(other, UNAGREED).receipt == "2024-221-R00002"  # a number is never given to another

    post_submit(lead, application)

    again = Submission.standing_for(application)
    assert (again.receipt, again.edition) == ("2024-221-R00001", 2)
    assert invariants.broken() == []


# The receipt page


def test_a_supplier_sees_the_receipt_but_cannot_take_it_back(client, application):
    hand_in(application)
    client.sign_in(SUPPLIER)

    page = client.get(f"/applications/{application.token}/receipt").page

    assert "2024-221-R00001" in page.main.get_text()
    assert not page.select("[name=confirmed]")


def test_before_submission_there_is_no_receipt_page(lead, application):
    assert lead.get(f"/applications/{application.token}/receipt").status_code == 404


def test_a_mail_that_failed_is_shown_and_can_be_sent_again(lead, application):
    hand_in(application)
    long_ago = now() - timedelta(hours=1)
    with writing():
        Outbox.update(state="failed", next_at=long_ago).execute()
    receipt = f"/applications/{application.token}/receipt"
    page = lead.get(receipt).page
    assert "보내지 못함" in page.main.get_text()
    number = page.select_one("form[action$=resend] [name=mail]")["value"]

    response = lead.post(f"{receipt}/resend", data={"mail": number})

    assert response.location.endswith("#mails")
    assert Outbox.get_by_id(number).state == "queued"
    assert invariants.broken() == []


def test_mail_shows_addresses_only_in_part(lead, application):
    hand_in(application)

    text = lead.get(f"/applications/{application.token}/receipt").page.main.get_text()

    assert "ce***@s1.example.com" in text
    assert not re.search(r"ceo@s1", text)
