"""What a request asks the database does not grow with the rows it meets: counted with few of them, and with more."""

from models.application import Application, Call, Party, Revision
from models.base import now, writing
from models.company import Company, Membership
from services.drafts import applications
from tests.applying import HALF, fresh, person
from tests.registering import filled
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
