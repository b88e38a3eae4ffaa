"""A chosen supplier joins by its own hand; until then an application holds no more of it than the pool has
published."""

import io
import zipfile

import pytest

from models.application import Application, Party
from models.base import now
from models.company import Supplier
from models.evidence import Evidence
from services.consortium import members
from services.drafts import applications
from tests.applying import LEAD, application_of, person

SUPPLIER = "ceo@s3.example.com"
HIDDEN = "010-0000-4302"


@pytest.fixture
def task_list(seeded, client):
    """A stranger's application that has chosen a supplier."""
    client.sign_in("stranger@example.com")
    task_list = client.post("/applications/", data={}).headers["Location"]
    supplier = Supplier.get(Supplier.name.startswith("주식회사 모아데이터"))
    client.post(f"{task_list}consortium/{supplier.token}", data={"inviter": "낯선 기업"})
    return task_list


def test_before_joining_nothing_private_is_shown_or_printed(client, task_list):
    page = client.get(f"{task_list}check").get_data(as_text=True)
    bundle = zipfile.ZipFile(io.BytesIO(client.get(f"{task_list}documents/all.zip").data))
    documents = b"".join(
        zipfile.ZipFile(io.BytesIO(bundle.read(name))).read("word/document.xml") for name in bundle.namelist()
    )

    assert "모아데이터" in page
    assert HIDDEN not in page
    assert HIDDEN.encode() not in documents
    assert not any(Evidence.attached_as_of(party) for party in Party.present(newest()) if party.role == "supplier")


def newest() -> Application:
    return Application.select().order_by(Application.id.desc()).get()


def test_who_was_chosen_sees_by_whom_and_can_do_nothing_but_join(client, task_list):
    client.sign_in(SUPPLIER)

    assert "참여하기" in client.get(task_list).page.get_text()
    for path in ("overview", "contact", "check", "documents/", "consents/", "evidence/", "consortium"):
        assert client.get(f"{task_list}{path}").status_code == 404, path


def test_joining_brings_what_the_pool_knows(client, task_list):
    client.sign_in(SUPPLIER)

    assert client.post(task_list, data={}).status_code == 303
    assert client.post(task_list, data={}).status_code == 404  # once
    assert HIDDEN in client.get(f"{task_list}check").get_data(as_text=True)
    assert any(Evidence.attached_as_of(party) for party in Party.present(newest()) if party.role == "supplier")


def test_a_suspended_or_unknown_entry_cannot_be_chosen(client, task_list):
    Supplier.update(state="suspended").where(Supplier.name.startswith("가온시스템")).execute()
    suspended = Supplier.get(Supplier.state == "suspended")

    for number in (str(suspended.id), "999999", "x"):
        assert client.post(f"{task_list}consortium", data={"supplier": number}).status_code == 404


def test_what_a_supplier_that_was_dropped_said_is_nobodys_business(client, task_list):
    client.sign_in(SUPPLIER)
    client.post(task_list, data={})
    lead = client.sign_in("stranger@example.com")
    position = next(party.position for party in Party.present(newest()) if party.role == "supplier")

    client.post(f"{task_list}consortium/leave", data={"position": str(position)})

    assert HIDDEN not in client.get(f"{task_list}check").get_data(as_text=True)
    assert all(party is None or party in here() for _, party in applications.load_view(newest(), lead).journey.answers)


def here() -> set[int]:
    return {party.id for party in Party.present(newest())}


def test_a_supplier_that_was_dropped_joins_again_by_its_own_hand(client, task_list):
    application = application_of(LEAD)
    supplier = next(party for party in Party.present(application) if party.role == "supplier")
    entry = Supplier.get(Supplier.company == supplier.company)
    members.remove_party(application, supplier, person(LEAD), now())
    again = applications.choose_supplier(application, entry, person(LEAD), now())

    assert Party.get_by_id(again.id).joined_at is None
