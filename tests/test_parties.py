"""The companies of a consortium: leaving and coming back, transferring the lead, confirming."""

import pytest
import time_machine

from models.application import Application, Party, Revision
from models.base import now, writing
from models.company import Company, Membership
from models.consortium import Confirmation, Invitation
from models.evidence import Consent
from models.submission import Claim, Event, StoredDocument, Submission
from services.access.permissions import NotNow
from services.consortium import invitations, members, responses
from services.drafts import applications, checks, revisions
from services.mail import outbox
from tests.applying import LEAD, SUPPLIER, application_of, change, confirm, fresh, hand_in, person
from tests.inviting import GUEST, company_joined, invite, path_of, started
from tests.pages import told
from tests.smtp import mails


def supplier_of(application: Application) -> Party:
    return next(party for party in Party.present(application) if party.role == "supplier")


def names(application: Application) -> set[str]:
    return {part.name for part in applications.load_view(fresh(application)).journey.parties}


def findings(application: Application) -> set[str]:
    verdict = checks.verdict(applications.load_view(fresh(application)))
    return {found.id for found in verdict.blocks + verdict.warns}


# Leaving


def test_a_company_leaves_by_its_own_hand_after_a_look_at_what_that_means(application, client):
    client.sign_in(SUPPLIER)
    home = f"/applications/{application.token}"
    assert client.get(f"{home}/leave").page.select_one("main form")
    assert len(Party.present(application)) == 2

    response = client.post(f"{home}/leave", data={})

    assert "컨소시엄에서 나왔습니다" in told(client, response)
    assert len(Party.present(application)) == 1
    assert client.get(f"{home}/").status_code == 404
    assert "그만두었습니다" in mails("parted", LEAD)[0].text


def test_the_lead_lets_another_go_after_a_look_at_what_that_means(application, client):
    client.sign_in(LEAD)
    home = f"/applications/{application.token}/consortium/leave"
    page = client.get(f"{home}?position=2").page
    assert "누리매칭랩" in page.get_text()

    response = client.post(home, data={"position": page.select_one('main input[name="position"]')["value"]})

    assert "컨소시엄에서 뺐습니다" in told(client, response)
    assert len(Party.present(application)) == 1
    assert "끝냈습니다" in mails("parted", SUPPLIER)[0].text


def test_the_lead_cannot_leave_and_cannot_be_let_go(application, client):
    lead = client.sign_in(LEAD)
    home = f"/applications/{application.token}"
    assert client.post(f"{home}/leave", data={}).status_code == 404
    assert client.post(f"{home}/consortium/leave", data={"position": "1"}).status_code == 404

    with pytest.raises(NotNow, match="먼저 다른 도입기업"):
        members.leave(application, Party.present(application)[0], lead, now())


def test_after_closing_nobody_leaves(application):
    with pytest.raises(revisions.Closed):
        members.leave(application, supplier_of(application), person(SUPPLIER), application.call.closes_at)


def test_chosen_again_what_it_wrote_stays_hidden_until_it_is_back_by_its_own_hand(application):
    party = supplier_of(application)
    journey = applications.load_view(application).journey
    kept = journey.data("contact", next(part for part in journey.parties if part.key == party.id))
    members.leave(application, party, person(SUPPLIER), now())

    party = applications.choose_supplier(application, party.company.suppliers.get(), person(LEAD), now())

    view = applications.load_view(fresh(application))
    assert view.journey.parties[-1].name in names(application)
    assert "누리매칭랩" in view.journey.parties[-1].name
    assert not view.journey.values("contact", view.journey.parties[-1])["email"]
    assert not Consent.of(party)
    applications.join(application, party, person(SUPPLIER), now())
    journey = applications.load_view(fresh(application)).journey
    assert journey.data("contact", journey.parties[-1]) == kept
    assert "not-confirmed" in findings(application)  # a word given before it left counts no more


def test_whoever_left_as_adopter_may_come_back(seeded):
    application = started()
    party = company_joined(application)
    members.remove_party(application, party, person(LEAD), now())

    again = invite(application)
    responses.accept(again, person(GUEST), now(), party.company)

    assert Party.get_by_id(party.id).joined_at is not None


def test_letting_go_ends_its_invitations(seeded, client):
    application = started()
    supplier = application_of(SUPPLIER).parties.where(Party.role == "supplier").get().company.suppliers.get()
    lead = application.company.memberships.get().person
    party = invitations.choose(applications.load_view(application), supplier, lead, now())

    members.remove_party(application, party, lead, now())

    client.sign_in(SUPPLIER)
    assert "취소된 초대" in client.get(path_of(SUPPLIER)).page.h1.get_text()


# Transferring the lead


@pytest.fixture
def heir(application) -> Party:
    """Another adopter that has joined."""
    row = invite(application, by=LEAD)
    responses.accept(row, person(GUEST), now())
    return Party.present(application)[-1]


def test_the_lead_passes_when_the_other_accepts_and_not_before(application, heir, client):
    client.sign_in(LEAD)
    where = f"/applications/{application.token}/lead"
    assert client.post(where, data={"position": str(heir.position)}).status_code == 422  # not confirmed
    assert client.post(where, data={"position": "2", "confirmed": "yes"}).status_code == 404  # a supplier
    response = client.post(where, data={"position": str(heir.position), "confirmed": "yes"})
    assert "요청했습니다" in told(client, response)
    assert "답을 기다리고" in client.get(where).page.get_text()
    assert Party.get_by_id(heir.id).lead is False

    client.sign_in(GUEST)
    client.post(path_of(), data={"answer": "accept"})

    leads = [party for party in Party.present(application) if party.lead]
    assert leads == [heir]
    assert {row.to for row in mails("handed_over")} == {GUEST, LEAD}
    assert "초대한 기업: 주식회사 온결케어(가상)" in mails("answered", LEAD)[-1].text  # who led when it asked
    assert client.get(f"/applications/{application.token}/track").status_code == 200  # what the lead answered stays
    client.sign_in(LEAD)
    assert client.get(f"/applications/{application.token}/submit").status_code == 404
    assert Event.select().where(Event.action == "handed over").count() == 1


def test_an_offer_is_withdrawn_by_a_newer_one_or_by_hand(application, heir):
    for _ in range(2):
        invitations.offer_lead(application, heir, person(LEAD), now())
    states = [row.state for row in Invitation.select().where(Invitation.role == "lead")]
    assert states == ["withdrawn", "sent"]


def test_one_that_left_meanwhile_does_not_get_the_lead(application, heir):
    invitations.offer_lead(application, heir, person(LEAD), now())
    offer = Invitation.get(Invitation.role == "lead")
    members.leave(application, heir, person(GUEST), now())

    with pytest.raises(responses.Ended):
        responses.accept(offer, person(GUEST), now())
    assert Party.present(application)[0].lead


def test_what_was_submitted_and_its_claim_stay(application):
    hand_in(application)
    claims = list(Claim.select().dicts())
    heir = company_joined(application)
    invitations.offer_lead(application, heir, person(LEAD), now())

    responses.accept(Invitation.get(Invitation.role == "lead"), person(GUEST), now())

    assert list(Claim.select().dicts()) == claims
    assert Submission.standing_for(application)
    assert StoredDocument.select().exists()


# Giving one's word


def test_who_owes_something_cannot_confirm_and_sees_what(seeded, client):
    application = started()
    company_joined(application)
    client.sign_in(GUEST)

    response = client.post(f"/applications/{application.token}/confirm", data={"confirmed": "yes"})

    assert response.status_code == 422
    assert "기업 정보" in response.page.select_one(".alert").get_text()
    assert not Confirmation.select().where(Confirmation.party == Party.present(application)[-1]).exists()


def test_a_word_never_given_stands_in_the_way_of_submitting(application, client):
    Confirmation.delete().execute()
    assert "not-confirmed" in findings(application)
    client.sign_in(LEAD)
    assert client.post(f"/applications/{application.token}/submit", data={"confirmed": "yes"}).status_code == 422

    client.sign_in(SUPPLIER)
    page = client.get(f"/applications/{application.token}/confirm").page
    revision = page.select_one('input[name="revision"]')["value"]
    assert client.post(f"/applications/{application.token}/confirm", data={}).status_code == 422
    client.post(f"/applications/{application.token}/confirm", data={"confirmed": "yes", "revision": revision})

    assert "not-confirmed" not in findings(application)
    assert hand_in(application)


def test_a_later_saved_change_reopens_it_and_locks_nobody_out(application, client):
    change(application, "need", "background", "고친 배경입니다.")

    assert "changed-since" in findings(application)
    client.sign_in(SUPPLIER)
    assert (
        "추진 필요성" in client.get(f"/applications/{application.token}/confirm").page.select_one(".alert").get_text()
    )
    client.sign_in(LEAD)
    assert "다시 확인 필요" in client.get(f"/applications/{application.token}/").page.get_text()
    assert hand_in(application)

    confirm(application)
    assert "changed-since" not in findings(application)


def test_what_others_answer_alone_reopens_nothing(application):
    view = applications.load_view(application, person(LEAD))
    task = view.journey.task("contact", view.party)
    sent = view.journey.answers[task.key] | {"department": ["새 부서"]}
    revisions.save(application, task, sent, base=view.base(task), person=person(LEAD), arrived=now())

    assert "changed-since" not in findings(application)
    assert not mails("reopened")


def test_an_autosave_reopens_nothing_until_it_is_saved(application):
    view = applications.load_view(application, person(LEAD))
    task = view.journey.task("need", view.party)
    sent = view.journey.answers[task.key] | {"background": ["고쳐 쓰는 중"]}
    said = {"person": person(LEAD), "arrived": now()}
    row = revisions.save(application, task, sent, base=view.base(task), kind=revisions.AUTOSAVED, **said)
    assert "changed-since" not in findings(application)

    revisions.save(application, task, sent, base=row.number, **said)
    assert "changed-since" in findings(application)


def test_an_autosave_on_document_reopens_it_for_saving_it_changes_nothing_any_more(application):
    view = applications.load_view(application, person(LEAD))
    task = view.journey.task("need", view.party)
    sent = view.journey.answers[task.key] | {"background": ["고쳐 쓰는 중"]}
    said = {"person": person(LEAD), "arrived": now()}
    row = revisions.save(application, task, sent, base=view.base(task), kind=revisions.AUTOSAVED, **said)

    revisions.freeze(fresh(application))
    revisions.save(application, task, sent, base=row.number, **said)

    assert "changed-since" in findings(application)


def test_a_word_given_on_an_older_page_does_not_cover_what_came_meanwhile(application):
    seen = fresh(application).revision
    change(application)
    members.confirm(application, supplier_of(application), seen, person(SUPPLIER), now())
    assert "changed-since" in findings(application)


def test_its_people_are_mailed_at_most_once_an_hour_and_not_for_their_own_change(application):
    Membership.create(company=supplier_of(application).company, person=person("second@s1.example.com"))
    for text in ("하나", "둘", "셋"):
        change(application, "need", "background", text)
    assert sorted(row.to for row in mails("reopened")) == [SUPPLIER, "second@s1.example.com"]

    view = applications.load_view(fresh(application), person(SUPPLIER))
    task = view.journey.task("contact", view.party)
    sent = view.journey.answers[task.key] | {"department": ["새 부서"]}
    with writing():
        Confirmation.update(revision=fresh(application).revision).execute()
        outbox.Outbox.delete().execute()
    revisions.save(application, task, sent, base=view.base(task), person=person(SUPPLIER), arrived=now())
    assert [row.to for row in mails("reopened")] == ["second@s1.example.com"]


def test_an_autosave_that_was_confirmed_is_overwritten_no_more(application):
    view = applications.load_view(application, person(LEAD))
    task = view.journey.task("need", view.party)
    sent = view.journey.answers[task.key] | {"background": ["고쳐 쓰는 중"]}
    said = {"kind": revisions.AUTOSAVED, "person": person(LEAD), "arrived": now()}
    row = revisions.save(application, task, sent, base=view.base(task), **said)
    confirm(application)

    revisions.save(application, task, sent | {"background": ["더 고침"]}, base=row.number, **said)

    assert not Revision.get_by_id(row.id).superseded


# What each sees


def test_the_task_list_tells_what_is_ones_own_from_what_others_owe(application, client):
    application = started()
    invite(application, "seen@example.com", name="열어 본 기업")
    client.sign_in("seen@example.com")
    client.get(path_of("seen@example.com"))
    company_joined(application)
    client.sign_in(GUEST)
    task_list = client.get(f"/applications/{application.token}/").page
    assert "귀사에 남은 일" in task_list.get_text() and "하늘길물류" in task_list.get_text()
    assert task_list.select(".column-main > details a") == []  # another's steps are to look at only

    client.sign_in(application.company.memberships.get().person.email)
    text = client.get(f"/applications/{application.token}/").page.get_text()
    assert "열어 본 기업" in text and "초대를 열어 봄" in text and "참여 중" in text
    assert "제출을 막고 있는 점" not in text  # nothing was written yet


def test_what_is_left_after_a_change_is_to_confirm_and_to_submit_again_and_after_closing_nothing(application, client):
    hand_in(application)
    change(application)
    left = {LEAD: "귀사에는 다시 제출만 남았습니다", SUPPLIER: "귀사에는 바뀐 내용 다시 확인만 남았습니다"}
    for at in (now(), application.closes_at):
        with time_machine.travel(at):
            for email, words in left.items():
                client.sign_in(email)
                task_list = client.get(f"/applications/{application.token}/").page.main.get_text()
                assert (words in task_list) == (at < application.closes_at)
                assert "귀사에 남은 일이 없습니다" not in task_list and "제출만 남았습니다" not in task_list.replace(
                    words, ""
                )


def test_somebody_of_two_companies_in_one_consortium_acts_for_either(seeded, client):
    application = started()
    lead = application.company.memberships.get().person
    second = Company.create()
    Membership.create(company=second, person=lead)
    with writing():
        party = members.take_part(application, second, "adopter", lead, now())
    client.sign_in(lead.email)

    assert client.get(f"/applications/{application.token}/confirm?as={party.position}").status_code == 200
    assert client.get(f"/applications/{application.token}/confirm").status_code == 404  # as the lead
