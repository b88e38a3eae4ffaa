"""What a request asks the database does not grow with the rows it meets: counted with few of them, and with more."""

import pytest

from models.application import Application, Call, Party, Revision
from models.base import now, writing
from models.company import WAITING, Company, Membership, Supplier
from models.proposal import CONFIRMED, LIFE, Proposal
from models.review_notes import RIGHT, ItemCheck
from models.submission import Submission
from programme import course
from services.drafts import applications, revisions
from services.evaluation import completion
from services.pool import decisions
from services.submissions import snapshot_findings
from tests import judging
from tests.applying import HALF, LEAD, SUPPLIER, application_of, fresh, hand_in, person
from tests.registering import filled
from tests.reviewing import AGENCY, LEAD_AGENCY, posts, register
from tests.test_query_counts import MOST
from tests.walking import counted

FEW, MORE = 1, 3


def firm_of(email: str) -> Company:
    company = Company.create()
    Membership.create(person=person(email), company=company)
    return company


def takes_part(company: Company, email: str, many: int) -> list[Application]:
    """Let it take part in so many projects as a supplier who wrote nothing yet."""
    begun = []
    for _ in range(many):
        with writing():
            begun.append(applications.start(person(HALF), Call.get(), now()))
            party = applications.add_party(begun[-1], company, "supplier", None)
            applications.join(begun[-1], party, person(email), now())
    return begun


def test_submitting_a_registration_asks_the_same_however_many_projects_it_fills(seeded, client):
    asked = []
    for many in (FEW, MORE):
        email = f"{many}@guest.example.com"
        company = firm_of(email)
        begun = takes_part(company, email, many)
        registration = filled(email, f"000-81-2468{many}", company)
        client.sign_in(email)
        path = f"/applications/{registration.token}/submit"
        client.get(path)
        sent = {"csrf_token": client.csrf(), "confirmed": "yes"}

        with counted() as each:
            assert client.post(path, data=sent, tokenless=True).status_code == 303

        asked.append(each)
        for application in begun:
            party = Party.get(Party.application == application, Party.company == company)
            written = Revision.select().where(Revision.party == party, Revision.source == "pool")
            numbers = sorted(row.number for row in written)
            newest = fresh(application).revision
            assert len(numbers) == 8 and numbers == [*range(newest - 7, newest + 1)]
    assert len(asked[0]) == len(asked[1]) <= MOST["submission.submit"], asked[1]


@pytest.fixture
def officer(seeded, client, monkeypatch):
    monkeypatch.setattr(snapshot_findings, "of", lambda *_: [])
    posts()
    client.sign_in(LEAD_AGENCY, proved=True)
    return client


def clean(*samples: str) -> list[str]:
    """Registrations of which only evidence is new and nobody has anything to say; each as the queue sends it."""
    rows = [register(sample) for sample in samples]
    Submission.update(evidence_only=True).where(Submission.application.in_(rows)).execute()
    for row in rows:
        submission = Submission.get(Submission.application == row)
        ItemCheck.create(submission=submission, item="company", person=person(LEAD_AGENCY), choice=RIGHT)
    return [f"{row.token}:1" for row in rows]


def test_the_queue_of_registrations_asks_the_same_however_many_of_them_are_clean(officer):
    path, asked = "/staff/registrations/", []
    for samples in (("S1",), ("S2", "S3")):
        clean(*samples)
        officer.get(path)
        with counted() as each:
            page = officer.get(path).page
        asked.append(each)
    assert len(page.select('[name="case"]')) == MORE
    assert len(asked[0]) == len(asked[1]) <= MOST["approval.queue"], asked[1]


def test_approving_several_asks_for_each_what_deciding_about_it_asks_and_no_more(officer):
    asked = []
    for samples in (("S1",), ("S2", "S3", "S5")):
        sent = {"csrf_token": officer.csrf(), "case": clean(*samples)}
        with counted() as each:
            assert officer.post("/staff/registrations/", data=sent, tokenless=True).status_code == 200
        asked.append(each)
    who, alone = person(LEAD_AGENCY), Application.get(Application.token == clean("S6")[0].partition(":")[0])
    assert alone.call
    with counted() as deciding:
        decisions.approve(alone, decisions.SeenState(1, WAITING), who)
    assert len(asked[1]) - len(asked[0]) == (MORE - FEW) * len(deciding), (asked[1], deciding)


def test_the_proposals_ask_the_same_however_many_officers_made_and_settled_them(officer):
    path, asked = "/staff/proposals/", []
    for many in (FEW, MORE):
        for number in range(many):
            mine, other = (person(f"{name}-{many}-{number}@tipa.example.org") for name in ("one", "other"))
            common = {
                "act": "add-staff",
                "subject": "담당자",
                "given": {},
                "reason": "까닭",
                "expires_at": now() + LIFE,
            }
            Proposal.create(by=mine, **common)
            Proposal.create(by=mine, state=CONFIRMED, settled_by=other, settled_at=now(), **common)
        with counted() as each:
            shown = officer.get(path).page.main.get_text()
        asked.append(each)
        assert f"one-{many}-{many - 1}" in shown and f"other-{many}-{many - 1}" in shown
    assert len(asked[0]) == len(asked[1]) <= MOST["proposals.index"], asked[1]


def test_the_applications_of_a_person_ask_the_same_however_many_they_are(seeded, client):
    client.sign_in(SUPPLIER)
    path, firm, asked = "/applications/", person(SUPPLIER).memberships.get().company, []
    for many in (FEW, MORE):
        for application in takes_part(firm, SUPPLIER, many):
            client.get(f"/applications/{application.token}/")  # what is worked out once is worked out
        client.get(path)
        with counted() as each:
            client.get(path)
        asked.append(each)
    assert len(asked[0]) == len(asked[1]) <= MOST["applications.index"], asked[1]


def test_a_task_list_asks_the_same_however_many_suppliers_were_chosen(seeded, client):
    client.sign_in(HALF)
    with writing():
        application = applications.start(person(HALF), Call.get(), now())
    path, asked = f"/applications/{application.token}/", []
    for names in (("모아데이터",), ("누리매칭랩", "주식회사")):
        for name in names:
            with writing():
                firm = Supplier.get(Supplier.name.contains(name), Supplier.company.not_in(here(application))).company
                applications.add_party(fresh(application), firm, "supplier", None)
        client.get(path)
        with counted() as each:
            page = client.get(path).page
        asked.append(each)
    assert page.main.get_text().count("공급기업 풀 등록") >= MORE
    assert len(asked[0]) == len(asked[1]) <= MOST["applications.task_list"], asked[1]


def here(application: Application) -> list[int | None]:
    return [party.company_id for party in Party.present(application)]


def test_asking_for_completion_asks_the_same_however_many_steps_were_written_since(seeded):
    posts()
    application, asked = application_of(LEAD), []
    hand_in(application)
    case, who, due = judging.opened(), person(AGENCY), completion.usual_due()
    for slugs in (("to_be",), ("to_be", "effects", "kpi")):
        judging.put(case, course.CHECKING)
        before = applications.load_view(application).journey
        for slug in slugs:
            task = before.task(slug, None)
            said = before.answers[task.key] | {next(iter(before.answers[task.key])): ["제출하지 않은 말"]}
            revisions.write(fresh(application), task, said, None, revisions.SAVED)
        seen = judging.fresh(case)
        with counted() as each:
            completion.ask(seen, who, seen.moves, completion.offered(seen), {("need", None): "더 적어 주세요."}, due)
        asked.append(each)
        assert applications.load_view(fresh(application)).journey.answers == before.answers
    assert len(asked[0]) == len(asked[1]), asked[1]
