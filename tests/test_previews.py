"""Documents on the screen, and as downloads no browser keeps; and all of them as one PDF, by LibreOffice."""

import os
import shutil
import time
from pathlib import Path

import pytest
from pypdf import PdfReader

from config import HOUSE
from forms.wizard import Task
from models import schema
from models.application import Application, Party
from models.base import now, writing
from models.evidence import Conversion
from programme.pictures import EVERY
from services.documents import generate, previews
from services.drafts import applications, picture_slots
from services.files import child_process, file_store
from services.pdf import conversions, documents_pdf
from services.pdf.conversions import DONE, FAILED
from tests.applying import LEAD, SUPPLIER, application_of, change, fresh, person
from tests.call import WIZARDS
from tests.markup import parsed
from tests.servers import back_to
from tests.test_worker import until
from tests.upload_pictures import draw
from tests.uploads import png

HTMX = {"HX-Request": "true"}


@pytest.fixture
def application(walked) -> Application:
    with writing():
        Conversion.delete().execute()
    return application_of(LEAD)


@pytest.fixture
def client(walked):
    client = walked.test_client()
    client.sign_in(LEAD)
    return client


def home(application: Application) -> str:
    return f"/applications/{application.token}/documents"


def token(row) -> str:
    return row.token


# On the screen


@pytest.mark.parametrize("purpose", list(WIZARDS))
def test_every_step_is_shown_on_some_document(walked, application, purpose):
    """Nothing is typed that the preview would not show."""
    steps = [step for wizard in WIZARDS[purpose] for step in wizard.steps]
    example = applications.load_view(application)
    application.purpose = purpose
    journey = type(example.journey)(WIZARDS[purpose], example.journey.parties, {})
    for party in journey.parties:
        view = applications.ApplicationView(application, journey, party, (party,), {})
        for step in steps:
            if step.shared or party.answers(step):
                slug, section = previews.section_of(view, Task(step, None if step.shared else party))
                assert slug, step.slug
                assert section.startswith("dg-")


def test_a_step_shows_what_it_says_and_a_company_only_its_own(application):
    for email in (LEAD, SUPPLIER):
        view = applications.load_view(application, person(email))
        journey, own = view.journey, view.party
        others = [journey.data("company", party)["number"] for party in journey.parties if party != own]
        for task in view.journey.of(view.party):
            shown = parsed(previews.part(view, task, token)).get_text()
            assert shown, task.step.slug
            if task.party:
                assert not [number for number in others if number in shown], task.step.slug
    need = previews.part(applications.load_view(application, person(LEAD)), Task(view.journey.steps["need"]), token)
    assert 'id="dg-6"' in need
    assert 'id="dg-12"' not in need


def test_a_picture_is_shown_where_the_documents_show_it(client, application):
    row = draw(application, "as_is", png())
    address = f"/applications/{application.token}/pictures/{row.token}"
    before = client.get(f"{home(application)}/form1.docx").data

    assert client.get(f"{home(application)}/form1.html").page.select_one(f'img[src="{address}"]')
    picture_slots.remove(applications.load_view(fresh(application), person(LEAD)), EVERY["as_is"], person(LEAD), now())
    assert not client.get(f"{home(application)}/form1.html").page.select(".dg-page img")
    assert client.get(f"{home(application)}/form1.docx").data != before


def test_beside_its_step_it_is_fetched_when_seen_and_again_when_the_form_was_stored(client, application):
    page = client.get(f"/applications/{application.token}/need").page
    (place,) = page.select(".preview [hx-get]")
    assert place["hx-trigger"] == "revealed"
    assert not page.select(".dg-page"), "the step itself comes without it"

    part = client.get(place["hx-get"], headers=HTMX)
    assert part.page.select_one("[hx-trigger]")["hx-trigger"] == "htmx:finally:request from:#step-form"
    assert part.page.select_one("[hx-trigger]")["hx-get"] == place["hx-get"], "it asks for itself again"
    assert part.page.select_one("#preview > [hx-ignore] > .dg-page")
    assert part.headers["Cache-Control"] == "no-store"

    change(application, text="<b>고친 배경</b> & 새 글")
    assert "<b>고친 배경</b> & 새 글" in client.get(place["hx-get"], headers=HTMX).page.get_text()


def test_without_scripts_the_link_leads_to_the_place_on_the_document(client, application):
    page = client.get(f"/applications/{application.token}/need").page
    answer = client.get(page.select_one(".preview a")["href"])

    assert answer.status_code == 303
    address, _, section = answer.location.partition("#")
    assert address == f"{home(application)}/form1.html"
    document = client.get(address).page
    assert "추진 배경" in document.select_one(f"#{section}").get_text()
    assert not document.select("[hx-ignore] [hx-get]")


def test_every_document_is_shown_and_none_that_is_not_there(client, application):
    links = [a["href"] for a in client.get(f"{home(application)}/").page.select("main td a") if ".html" in a["href"]]

    assert len(links) == len(generate.available_documents(applications.load_view(application)))
    for link in links:
        assert client.get(link).page.select_one(".dg-page")
    assert client.get(f"{home(application)}/form9.html").status_code == 404
    assert client.get(f"{home(application)}/at/nothing").status_code == 404
    assert client.get(f"{home(application)}/at/careers").status_code == 404, "the suppliers' step"


def test_its_looks_are_the_engine_s_own_file(client):
    page = client.get("/static/preview.css")

    assert page.get_data() == (HOUSE / "docgen" / "preview.css").read_bytes()


# Downloads


@pytest.mark.parametrize("file", ["form1.docx", "all.zip", "form1.html"])
def test_nothing_of_it_stays_in_a_browser_after_signing_out(client, application, file):
    first = client.get(f"{home(application)}/{file}")
    held = client.get(f"{home(application)}/{file}", headers={"If-None-Match": "*"})

    assert first.headers["Cache-Control"] == "no-store"
    assert "ETag" not in first.headers
    assert (held.status_code, held.data[:4]) == (200, first.data[:4])


def test_only_what_was_sent_counts_as_held(client, application):
    change(application, text="받기 전에 고친 글")
    client.head(f"{home(application)}/form1.docx")
    revision = fresh(application).revision
    assert generate.downloaded_revisions(application, person(LEAD)).get("form1") != revision

    client.get(f"{home(application)}/form1.docx")
    assert generate.downloaded_revisions(application, person(LEAD))["form1"] == revision


# All as one PDF


def asked(client, application: Application) -> Conversion:
    assert client.post(f"{home(application)}/pdf/", data={}).status_code == 303
    conversions.pump()
    return Conversion.select().where(Conversion.kind == "documents").order_by(Conversion.id.desc()).get()


def test_libreoffice_makes_one_pdf_of_all_documents(client, application):
    if not documents_pdf.is_available() and not os.environ.get("CI"):
        pytest.skip("LibreOffice is not installed")
    row = asked(client, application)

    listed = generate.available_documents(applications.load_view(application))
    assert (row.state, row.why) == (DONE, "")
    assert 0 < row.done < row.total == len(listed), "how far it was when the last one was begun"
    made = PdfReader(file_store.find(row.storage).open())
    assert [mark.title.split("]")[0] + "]" for mark in made.outline] == [f"[{one.number}]" for one in listed.values()]
    assert len(made.pages) > len(listed)
    assert made.trailer["/Root"]["/MarkInfo"]["/Marked"] and made.trailer["/Root"]["/Lang"] == "ko-KR"
    assert len(made.trailer["/Root"]["/StructTreeRoot"]["/K"]["/K"]) >= len(listed), "each document's structure"
    fonts = {str(font["/BaseFont"]) for page in made.pages for font in page["/Resources"]["/Font"].values()}
    assert {name.partition("+")[2] for name in fonts} <= {"NanumGothic", "NanumGothicBold"}, "figures and Hangul in one"
    assert not list(documents_pdf.temporary_folder().iterdir()), "nothing is left lying about"
    assert fresh(application).frozen == row.revision

    for email, code in ((LEAD, 200), (SUPPLIER, 200), ("ops@haneulgil.example.com", 404)):
        client.sign_in(email)
        assert client.get(f"{home(application)}/pdf/{row.token}").status_code == code
        assert client.get(f"/applications/{application.token}/evidence/pdf/{row.token}").status_code == 404


def test_a_company_that_joined_later_is_not_given_what_was_made_before(client, application, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)  # who is given it does not hang on what LibreOffice makes
    older = asked(client, application)
    Conversion.update(state=DONE, name="서류.pdf", storage=file_store.create_file(older.token).name).execute()
    (file_store.folder() / older.token).write_bytes(b"%PDF")
    late = Party.application == application, ~Party.lead
    Party.update(since=Application.next(application)).where(*late).execute()
    address = f"{home(application)}/pdf/"
    assert client.get(address + older.token).status_code == 200

    client.sign_in(SUPPLIER)
    assert older.token not in client.get(address).text
    assert client.get(address + older.token).status_code == 404
    assert asked(client, application) != older


def test_without_libreoffice_there_is_no_button_and_the_reason_is_said(client, application, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)

    assert "LibreOffice가 없어" in client.get(f"{home(application)}/").page.main.get_text()
    page = client.get(f"{home(application)}/pdf/").page
    assert not page.select("main button")
    assert "LibreOffice가 없습니다" in page.select_one(".alert").get_text()
    assert asked(client, application).why == documents_pdf.ABSENT


def test_a_document_that_was_not_made_is_named_and_may_be_asked_for_again(client, application, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: "/bin/true")
    row = asked(client, application)

    assert row.state == FAILED
    assert "「[서식1] 사업계획서" in row.why
    page = client.get(f"{home(application)}/pdf/").page
    assert "바꾸지 못했습니다" in page.select_one(".alert.danger").get_text()
    assert page.select_one("#conversion button")


def test_what_takes_too_long_is_killed_with_all_it_started(tmp_path):
    began = time.monotonic()
    said = list(child_process.run_program(["/bin/sh", "-c", "sleep 60 & echo $!; sleep 60"], tmp_path, seconds=1))

    assert time.monotonic() - began < 10
    gone = Path(f"/proc/{said[0].strip()}/stat")
    until(lambda: not gone.exists() or ") Z " in gone.read_text())


def test_what_a_dead_worker_left_is_swept(application):
    left = documents_pdf.temporary_folder() / "left"
    left.mkdir()
    os.utime(left, (0, 0))

    assert not list(documents_pdf.temporary_folder().iterdir())


def test_what_was_made_and_downloaded_is_known_under_its_word_after_a_change_of_schema(application):
    generate.record_download(application, person(LEAD), ["form1"])
    conversions.request_pdf(fresh(application), None, "documents", person(LEAD))
    held = generate.downloaded_revisions(application, person(LEAD))
    back_to("0033")
    schema.up()

    assert generate.downloaded_revisions(application, person(LEAD)) == held != {}
    assert Conversion.get().kind == "documents"
