"""What submitting does with a consortium of several companies: whose numbers it takes, whose its files are, who is
told."""

from copy import deepcopy
from datetime import timedelta

import pytest
import time_machine

from models.application import Application, Party, Revision
from models.base import now, writing
from models.company import Company, Membership, Supplier
from models.mail import Outbox
from models.submission import Claim, StoredDocument, Submission
from services.consortium import members, responses
from services.drafts import applications, exports, revisions
from services.operations import invariants
from services.submissions import lifecycle
from tests.applying import LEAD, STRANGER, SUPPLIER, change, fresh, hand_in, person, rival, standing_person
from tests.inviting import GUEST, company_joined, invite

OTHER = "000-81-12223"  # the business number of a second adopter


def with_number(entry: dict, number: str, lead: bool) -> dict:
    twin = deepcopy(entry)
    twin["lead"] = lead
    twin["steps"]["company"]["number"] = [number]
    return twin


@pytest.fixture
def joint(application) -> Application:
    """A finished application of two adopters and a supplier, of numbers no other has."""
    data = exports.export(applications.load_view(application))
    adopter, supplier = data["parties"]
    data["parties"] = [with_number(adopter, "000-81-33332", True), with_number(adopter, OTHER, False), supplier]
    return rival(application, data=data)


# Whose numbers are taken


def test_every_adopter_s_number_is_taken_and_no_supplier_s(joint):
    hand_in(joint, STRANGER)

    assert {claim.number for claim in Claim.select()} == {"000-81-33332", OTHER}
    assert invariants.broken() == []


def test_an_adopter_that_does_not_lead_cannot_apply_a_second_time_as_a_lead(joint, application):
    data = exports.export(applications.load_view(application))
    data["parties"][0] = with_number(data["parties"][0], OTHER, True)
    own = rival(application, data=data)
    hand_in(joint, STRANGER)

    with pytest.raises(lifecycle.AlreadyApplied, match=OTHER):
        hand_in(own, STRANGER)

    assert Submission.standing_for(own) is None
    lifecycle.withdraw(joint, person(STRANGER), now())
    assert hand_in(own, STRANGER)
    assert invariants.broken() == []


# Whose the files are


def test_a_company_that_left_before_is_not_among_those_it_was_submitted_for(application, client):
    gone = company_joined(application)
    members.leave(fresh(application), gone, person(GUEST), now())

    submission = hand_in(application)

    present = [party.company_id for party in Party.present(application)]
    assert submission.companies == present
    assert gone.company_id not in submission.companies


def test_a_company_that_left_and_came_back_reads_no_file_of_what_was_submitted_between(application, client):
    gone = company_joined(application)
    members.leave(fresh(application), gone, person(GUEST), now())
    hand_in(application)
    responses.accept(invite(application), person(GUEST), now(), gone.company)
    client.sign_in(GUEST)
    base = f"/applications/{application.token}"

    assert client.get(f"{base}/documents/").status_code == 200
    assert client.get(f"{base}/documents/submitted/{StoredDocument.select().first().id}").status_code == 404
    client.sign_in(SUPPLIER)
    assert client.get(f"{base}/documents/submitted/{StoredDocument.select().first().id}").status_code == 200


# What was submitted is a fixed point


@pytest.mark.parametrize("minutes", [1, 29])
def test_an_autosave_after_submitting_does_not_go_on_with_the_one_that_was_submitted(application, minutes):
    someone, kinds = standing_person(application), {"kind": revisions.AUTOSAVED}
    autosave(application, "제출한 글입니다.", **kinds)
    submission = hand_in(application)

    with time_machine.travel(now() + timedelta(minutes=minutes), tick=False):
        autosave(application, "제출한 뒤의 글입니다.", **kinds)

    newest, before = list(Revision.of(fresh(application), "need", None))[:2]
    assert (newest.saved_by, before.saved_by) == (someone, someone)
    assert before.number <= submission.revision < newest.number
    assert not before.superseded  # or it would be swept, and with it what was submitted
    assert fresh(application).frozen >= before.number


def autosave(application: Application, text: str, kind: str) -> None:
    view = applications.load_view(fresh(application), person(LEAD))
    task = view.journey.task("need", view.party)
    assert task
    sent = view.journey.answers[task.key]
    said = sent | {next(iter(sent)): [text]}
    someone, base = standing_person(application), view.base(task)
    revisions.save(application, task, said, base=base, person=someone, arrived=now(), kind=kind)


# Who is told


def told(kind: str) -> list[str]:
    return sorted(mail.to for mail in Outbox.select().where(Outbox.kind == kind))


def test_people_of_a_company_that_was_only_chosen_are_not_told(application):
    hand_in(application)
    taking_part = Party.select(Party.company).where(Party.application == application)
    free = Supplier.published() & Supplier.company.not_in(taking_part)
    entry = Supplier.select().where(free).first()
    chosen = applications.choose_supplier(fresh(application), entry, person(LEAD), now())
    assert chosen.joined_at is None and chosen.company.memberships.exists()

    lifecycle.withdraw(application, person(LEAD), now())

    assert told("withdrawal") == [SUPPLIER, LEAD]


def test_somebody_who_acts_for_two_of_its_companies_is_told_once_and_every_colleague_is(application):
    colleague = person("colleague@example.com")
    for party in Party.present(application):
        Membership.create(person=colleague, company=Company.get_by_id(party.company_id))

    hand_in(application)

    assert told("receipt") == [SUPPLIER, "colleague@example.com", LEAD]


# What does not leave


def test_an_answer_off_the_path_is_not_submitted_and_stays_in_the_draft(application):
    """A step of upgrades, answered before the track was changed to new."""
    view = applications.load_view(fresh(application), person(LEAD))
    step = view.journey.steps["earlier_build"]
    with writing():
        off = applications.Task(step)
        revisions.write(fresh(application), off, {"solution": ["예전 솔루션"]}, person(LEAD), revisions.SAVED)
    change(application)

    submission = hand_in(application)

    assert submission.snapshot["unused"] == {}
    assert "earlier_build" not in submission.snapshot["steps"]
    assert all(party["unused"] == {} for party in submission.snapshot["parties"])
    kept = exports.export(applications.load_view(fresh(application)))
    assert kept["unused"] == {"earlier_build": {"solution": ["예전 솔루션"]}}
