"""A company that is let go while it joins is out, and back only by its own hand; who is not in what was submitted may
go."""

import threading
from contextlib import suppress

import pytest

from models.application import Application, Party
from models.base import db, now
from models.company import Supplier
from models.submission import Submission
from services.access.permissions import NotNow
from services.consortium import members
from services.drafts import applications
from services.operations import invariants
from tests.applying import LEAD, SUPPLIER, fresh, hand_in, person
from tests.inviting import GUEST, company_joined
from tests.pages import sent_by


@pytest.fixture
def chosen(application) -> Party:
    """The supplier's place after it left and was chosen again, not yet joined."""
    party = Party.get(Party.application == application, Party.role == "supplier")
    members.remove_party(application, party, person(LEAD), now())
    choose(application, party)
    return Party.get_by_id(party.id)


def choose(application: Application, party: Party) -> None:
    applications.choose_supplier(application, Supplier.of(party.company), person(LEAD), now())


def test_chosen_again_it_has_not_joined(chosen):
    assert chosen.left_at is None
    assert chosen.joined_at is None


def test_joining_with_a_page_of_before_it_was_let_go_is_refused(application, chosen):
    members.remove_party(application, chosen, person(LEAD), now())

    with pytest.raises(NotNow, match="더는 참여하고 있지 않습니다"):
        applications.join(application, chosen, person(SUPPLIER), now())

    party = Party.get_by_id(chosen.id)
    assert party.left_at
    assert party.joined_at is None


def test_joining_and_letting_go_at_once_leave_it_in_or_out_but_never_both(application, chosen):
    def at_once(*calls):
        ready = threading.Barrier(len(calls))

        def run(call, who):
            with db.connection_context():
                ready.wait()
                with suppress(NotNow):
                    call(fresh(application), Party.get_by_id(chosen.id), person(who), now())

        threads = [threading.Thread(target=run, args=each) for each in calls]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    for _ in range(10):
        at_once((applications.join, SUPPLIER), (members.remove_party, LEAD))
        party = Party.get_by_id(chosen.id)
        assert party.left_at and not party.joined_at
        choose(fresh(application), party)
        assert Party.get_by_id(chosen.id).joined_at is None
    assert invariants.broken() == []


def test_an_adopter_that_joined_after_the_submitting_may_go(application):
    hand_in(application)
    late = company_joined(application)

    members.leave(fresh(application), late, person(GUEST), now())

    assert Party.get_by_id(late.id).left_at


def test_an_adopter_that_is_in_what_was_submitted_may_not_and_is_told_before(application, client):
    view = hand_in(application)
    late = company_joined(application)
    Submission.update(companies=[*view.companies, late.company_id]).execute()

    with pytest.raises(NotNow, match="제출한 신청에 도입기업으로"):
        members.leave(fresh(application), late, person(GUEST), now())
    client.sign_in(GUEST)
    page = client.get(f"/applications/{application.token}/leave").page.main
    assert "제출한 신청에 도입기업으로" in page.get_text() and not page.select("form")


def test_who_is_let_go_right_after_saving_finds_no_such_page(application, client, monkeypatch):
    party = Party.get(Party.application == application, Party.role == "supplier")

    def let_go(*_args):
        members.remove_party(fresh(application), party, person(LEAD), now())

    client.sign_in(SUPPLIER)
    path = f"/applications/{application.token}/need"
    sent = sent_by(client.get(path).page.select_one("#step-form"))
    monkeypatch.setattr("services.drafts.loading.advanced", let_go)  # the first look after the save is committed

    answer = client.post(path, data=sent | {"save": ["1"], "background": ["저장한 글입니다."]}, tokenless=True)

    assert answer.status_code == 404
    assert applications.load_view(fresh(application)).journey.answers["need", None]["background"] == [
        "저장한 글입니다."
    ]
