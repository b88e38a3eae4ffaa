"""A clock that is put back changes nothing of what is in an application: that is counted in revisions."""

import io
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from models import schema
from models.application import Party
from models.base import now, writing
from models.consortium import Confirmation
from models.evidence import Consent, Evidence
from models.picture import Picture
from services.consortium import members, responses
from services.drafts import applications, confirmations, consents, evidence, exports, picture_slots
from services.submissions import snapshots
from tests.applying import LEAD, SUPPLIER, change, confirm, fresh, hand_in, person
from tests.inviting import invite
from tests.servers import back_to
from tests.test_docgen_pictures import GOOD
from tests.upload_pictures import draw
from tests.uploads import PDF, png

SAID = {"kind": "business_registration", "issuer": "홈택스", "number": "", "issued": None, "expires": None}


@pytest.fixture
def lead_party(application) -> Party:
    return Party.get(Party.application == application, Party.lead)


@pytest.fixture
def back() -> Iterator[time_machine.Traveller]:
    """The clock, to be put back."""
    with time_machine.travel(now() + timedelta(minutes=1), tick=True) as traveller:
        yield traveller


def put_back(clock: time_machine.Traveller, seconds: int = 5) -> None:
    clock.move_to(now() - timedelta(seconds=seconds))


def add(party: Party, name: str = "새 증명.pdf") -> Evidence:
    row = evidence.add(party.company, io.BytesIO(PDF + name.encode()), name, person(LEAD))
    evidence.describe([row], SAID, now())
    return row


def attached_rows(party: Party) -> list[int]:
    return [row.id for row in Evidence.attached_as_of(Party.get_by_id(party.id))]


def test_a_document_stays_in_the_application_whose_clock_is_put_back(application, lead_party, back):
    row = add(lead_party)
    put_back(back)
    change(application)

    assert attached_rows(lead_party)[0] == row.id


def test_a_document_removed_is_gone_whatever_the_clock_says(application, lead_party, back):
    row = add(lead_party)
    put_back(back)
    evidence.remove(Evidence.get_by_id(row.id), now())
    put_back(back)
    change(application)

    assert row.id not in attached_rows(lead_party)


def test_after_closing_the_application_keeps_what_it_had(application, lead_party, back):
    row, closed = add(lead_party), application.call.closes_at
    evidence.remove(Evidence.get_by_id(row.id), closed)
    late = evidence.add(lead_party.company, io.BytesIO(PDF + b"late"), "늦은.pdf", person(LEAD))
    evidence.describe([late], SAID, closed)

    assert row.id in attached_rows(lead_party)
    assert late.id not in attached_rows(lead_party)
    evidence.catch_up(now())
    assert row.id not in attached_rows(lead_party)
    assert late.id in attached_rows(lead_party)


def test_a_picture_is_in_the_documents_whatever_the_clock_says(application, back):
    first = draw(application, "as_is", png())
    put_back(back)
    change(application)
    assert first.id in [row.id for row in Picture.attached_as_of(fresh(application))]

    second = draw(application, "as_is", GOOD)
    put_back(back)
    change(application)
    rows = [row.id for row in Picture.attached_as_of(fresh(application))]
    assert second.id in rows and first.id not in rows


def test_a_word_given_after_joining_counts_whatever_the_clock_says(application, back):
    party = Party.get(Party.application == application, ~Party.lead)
    members.leave(application, party, person(SUPPLIER), now())
    again = invite(fresh(application), SUPPLIER, "supplier", LEAD)
    responses.accept(again, person(SUPPLIER), now(), party.company)
    party = Party.get_by_id(party.id)
    assert Confirmation.of(party) is None, "the word it gave before it left is over"

    put_back(back)
    with writing():
        confirmations.record(fresh(application), party, fresh(application).revision, person(SUPPLIER))

    assert Confirmation.of(party)


def test_a_figure_changed_after_a_word_reopens_it_whatever_the_clock_says(application, back):
    party = Party.get(Party.application == application, ~Party.lead)
    confirm(application)
    put_back(back, seconds=60)
    draw(application, "as_is", png())

    view = applications.load_view(fresh(application))
    part = next(part for part in view.journey.parties if part.key == party.id)
    assert confirmations.changed(view.journey, part, Confirmation.of(party))


def test_what_is_brought_in_again_has_its_evidence(application):
    copy = exports.import_application(exports.export(applications.load_view(application)), person(LEAD))

    for before, after in zip(Party.present(application), Party.present(copy), strict=True):
        assert len(attached_rows(before)) == len(attached_rows(after))


def test_a_company_begins_with_the_evidence_it_has(application, lead_party):
    begun = applications.start(person(LEAD), application.call, now(), company=lead_party.company)

    assert attached_rows(Party.get(Party.application == begun)) == attached_rows(lead_party)


def test_a_consent_is_in_the_documents_whatever_the_clock_says(application, lead_party, back):
    said = {"signer": "홍길동", "capacity": "representative", "person": person(LEAD)}
    text = consents.texts_for(lead_party)[0]
    consents.give(lead_party, {text.slug: "no"}, arrived=now(), **said)
    put_back(back)
    change(application)
    assert Consent.attached_as_of(lead_party)[text.slug].choice == "no"

    consents.give(lead_party, {text.slug: "yes"}, arrived=now(), **said)
    put_back(back)
    assert Consent.attached_as_of(lead_party)[text.slug].choice == "yes"


def test_a_consent_changed_after_closing_is_in_no_document_whatever_the_clock_says(application, lead_party, back):
    said = {"person": person(LEAD), "arrived": application.call.closes_at}
    text = consents.changeable(lead_party, Consent.newest(lead_party))[0]
    before = Consent.attached_as_of(lead_party)[text.slug].choice
    put_back(back, seconds=600)
    consents.change(lead_party, text, "no" if before == "yes" else "yes", **said)
    assert Consent.attached_as_of(lead_party)[text.slug].choice == before

    consents.catch_up(now())
    assert Consent.attached_as_of(lead_party)[text.slug].choice != before


def test_a_consent_changed_after_submitting_is_told_whatever_the_clock_says(application, lead_party, back):
    text = consents.changeable(lead_party, Consent.newest(lead_party))[0]
    choice = "no" if Consent.newest(lead_party)[text.slug].choice == "yes" else "yes"
    submission = hand_in(application)
    put_back(back, seconds=600)
    consents.change(lead_party, text, choice, person=person(LEAD), arrived=now())

    part = snapshots.read(submission).journey.parties[0]
    rows = {row["kind"]: row for row in snapshots.read(submission).consents(part)}
    assert rows[text.slug]["later"].choice == choice


def test_the_schema_taken_back_and_forth_says_the_same(application, lead_party):
    first, gone = draw(application, "as_is", png()), add(lead_party, "지운 것.pdf")
    confirm(application)
    draw(application, "as_is", GOOD)
    evidence.remove(Evidence.get_by_id(gone.id), now())

    def state():
        rows = {party.id: (attached_rows(party), sorted(Consent.attached_as_of(party))) for party in Party.select()}
        view = applications.load_view(fresh(application))
        changed = [
            [task.key for task in confirmations.changed(view.journey, part, given)]
            for part in view.journey.parties
            if (given := Confirmation.of(Party.get_by_id(part.key)))
        ]
        return rows, sorted(row.id for row in Picture.attached_as_of(fresh(application))), changed

    before = state()
    back_to("0003")
    schema.up()

    assert state() == before
    assert first.id not in before[1]


def test_pictures_come_and_go_by_revision(application):
    row = draw(application, "as_is", png())
    assert row.since == fresh(application).revision
    view = applications.load_view(fresh(application), person(LEAD))
    place = next(place for place in picture_slots.places(view) if place.slug == row.place)
    picture_slots.remove(view, place, person(LEAD), now())

    assert Picture.get_by_id(row.id).until == fresh(application).revision
    picture_slots.remove(view, place, person(LEAD), now())
    assert Picture.get_by_id(row.id).until == fresh(application).revision, "an empty place is not emptied again"
