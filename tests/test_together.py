"""Several people at one application: who is here now, steps given to a company, notes, and the mail about them."""

import io
import subprocess
import sys
import zipfile
from datetime import datetime, timedelta

import pytest

import config
from models.application import Application, Call
from models.base import db, now
from models.mail import Outbox
from models.rescue import Rescue
from models.submission import Submission
from models.together import LATELY, Note, Presence
from services.documents import generate
from services.drafts import applications, exports, notes, presence, revisions, step_writers
from services.drafts.loading import find_view
from services.scheduled import news
from tests.applying import HALF, LEAD, SUPPLIER, application_of, change, fresh, hand_in, person, state_of
from tests.inviting import company_joined, mails
from tests.pages import sent_by, told

HERE = "님도 이 단계를 보고 있습니다"
NOON = datetime.combine((now() + timedelta(days=2)).date(), datetime.min.time(), config.KST) + timedelta(hours=12)


@pytest.fixture
def application(seeded) -> Application:
    return application_of(LEAD)


@pytest.fixture
def supplier(seeded, client):
    """The supplier's browser; `client` is the lead's."""
    client.sign_in(LEAD)
    other = seeded.test_client()
    other.sign_in(SUPPLIER)
    return other


def step(application: Application, slug: str = "need") -> str:
    return f"/applications/{application.token}/{slug}"


def view_of(application: Application, email: str = LEAD) -> applications.ApplicationView:
    return applications.load_view(fresh(application), person(email))


# Who else is here now


def test_who_else_looks_at_a_step_is_named_by_company(application, client, supplier):
    assert HERE not in client.get(step(application)).text

    page = supplier.get(step(application)).page

    assert f"지금 주식회사 온결케어(가상) 서다온 {HERE}" in page.select_one("#here").get_text()
    assert "주식회사 누리매칭랩(가상) 문새롬" in client.get(step(application)).page.select_one("#here").get_text()
    assert HERE not in client.get(step(application, "kpi")).text
    assert HERE not in supplier.get(step(application)).text  # the lead went on


def test_an_autosave_tells_who_came_since(application, client, supplier):
    sent = sent_by(client.get(step(application)).page.select_one("#step-form"))
    supplier.get(step(application))

    answer = client.post(step(application), data=sent | {"auto": ["1"]}, tokenless=True, headers={"HX-Request": "true"})

    assert "문새롬" in answer.page.select_one("#here[data-live]").get_text()


def test_who_looked_a_while_ago_is_not_here(application, client, supplier):
    supplier.get(step(application))
    Presence.update(seen_at=now() - LATELY - timedelta(seconds=1)).execute()

    assert HERE not in client.get(step(application)).text
    assert Presence.select().count() == 2


def test_companies_do_not_meet_on_steps_each_answers_for_itself(application, client, supplier):
    client.get(step(application, "company"))

    assert HERE not in supplier.get(step(application, "company")).text


def test_a_look_is_noted_once_a_minute_and_when_another_step_is_opened(application):
    def seen() -> datetime:
        return Presence.get(Presence.person == person(LEAD)).seen_at

    view, at = view_of(application), now()
    task, other = (view.journey.task(slug, view.party) for slug in ("need", "kpi"))
    presence.note(view, task, person(LEAD), at)  # nothing was asked of the database: nobody is noted
    assert not Presence.select().exists()

    def look(which, moment) -> None:
        presence.note(find_view(application.token, person(LEAD), 0), which, person(LEAD), moment)

    look(task, at)
    look(task, at + timedelta(seconds=50))
    assert seen() == at
    look(other, at + timedelta(seconds=52))  # nobody else is there to be told
    assert seen() == at
    Presence.create(application=application, person=person(SUPPLIER), step="kpi", party=view.parties[0].key, seen_at=at)
    look(other, at + timedelta(seconds=55))
    look(other, at + timedelta(seconds=56))
    assert seen() == at + timedelta(seconds=55)
    look(other, at + timedelta(seconds=120))
    assert seen() == at + timedelta(seconds=120)
    look(other, at - timedelta(hours=1))  # a clock put back
    assert seen() == at - timedelta(hours=1)
    assert presence.sweep(at + timedelta(days=2)) == 2


def test_presence_is_seen_by_other_processes(application, client, settings):
    """Another process, with the same database and no memory of ours, notes the supplier."""
    client.sign_in(LEAD)
    script = (
        "from tests.conftest import site; from app import create_app; from pathlib import Path; import sys;"
        "import dataclasses; app = create_app(dataclasses.replace(site(Path(sys.argv[1])), field_keys=sys.argv[2]));"
        "from tests.conftest import Client; app.test_client_class = Client; c = app.test_client();"
        "c.sign_in(sys.argv[3]); assert c.get(sys.argv[4]).status_code == 200"
    )
    command = [sys.executable, "-c", script, settings.data_dir, settings.field_keys, SUPPLIER, step(application)]
    subprocess.run(command, check=True, cwd=config.HOUSE)

    assert "문새롬" in client.get(step(application)).page.select_one("#here").get_text()


# Steps given to a company


def give(client, application: Application, position: int, slug: str = "need"):
    return client.post(f"{step(application, slug)}/writer", data={"position": str(position)})


def test_a_step_given_to_the_supplier_is_its_to_do_and_the_leads_no_more(application, client, supplier):
    change(application, text="")  # so that there is something to write
    before = supplier.get(step(application, "")).page.get_text()
    assert "귀사에 남은 일이 없습니다" in before or "함께 쓰는 단계 1개" in before

    assert "쓸 기업을 정했습니다" in told(client, give(client, application, 2))

    task_list, theirs = client.get(step(application, "")).page, supplier.get(step(application, "")).page
    row = next(row for row in task_list.select(".tasks li") if "추진 필요성" in row.get_text())
    assert "주식회사 누리매칭랩(가상)에서 씁니다" in row.get_text() and "기다리는 중" in row.get_text()
    assert "귀사가 씁니다" in theirs.get_text()
    assert "귀사에 남은 일: 1개" in theirs.get_text()
    assert "이어서 하기: 추진 필요성" in theirs.get_text() and "이어서 하기: 추진 필요성" not in task_list.get_text()
    assert "귀사가 쓰는 단계입니다" in supplier.get(step(application)).page.get_text()
    assert "누리매칭랩(가상)에서 씁니다" in client.get(step(application)).page.get_text()
    assert view_of(application).next_task() is None
    task = view_of(application, SUPPLIER).next_task()
    assert task and task.step.slug == "need"
    assert (
        client.post(
            step(application), data=sent_by(client.get(step(application)).page.select_one("#step-form"))
        ).status_code
        == 422
    )

    assert "함께 쓰기로" in told(client, give(client, application, 0))

    task = view_of(application).next_task()
    assert task and task.step.slug == "need"
    assert "씁니다" not in client.get(step(application, "")).page.select_one(".tasks").get_text()


def test_only_the_lead_gives_and_only_what_is_written_together_to_who_writes_it(application, client, supplier):
    assert give(supplier, application, 2).status_code == 404
    assert give(client, application, 9).status_code == 404
    assert give(client, application, 2, "company").status_code == 404  # each company's own
    assert give(client, application, 0, "track").status_code == 409  # the lead's alone
    Call.update(closes_at=now() - timedelta(seconds=1)).execute()
    assert give(client, application, 2).status_code == 403
    assert fresh(application).writers == {}


def test_a_step_given_to_a_company_that_left_is_everybodys_again(application, client, supplier):
    change(application, text="")
    give(client, application, 2)
    supplier.post(f"{step(application, 'leave')}", data={})

    task = view_of(application).next_task()
    assert task and task.step.slug == "need"


def test_giving_a_step_changes_no_document_and_no_submission(application, client, supplier):
    hand_in(application)
    before = fresh(application).revision
    give(client, application, 2)
    client.post(f"{step(application)}/notes", data={"text": "메모"})

    assert fresh(application).revision == before
    assert state_of(application) == "submitted"


# Notes


SECRET = "세금계산서는 7월에 주세요"


def write(browser, application: Application, text: str = SECRET, slug: str = "need"):
    return browser.post(f"{step(application, slug)}/notes", data={"text": text})


def test_a_note_is_read_by_the_other_company_with_who_wrote_it(application, client, supplier):
    assert "메모를 남겼습니다" in told(client, write(client, application))

    shown = supplier.get(step(application)).page.select_one(".notes").get_text()
    assert SECRET in shown and "주식회사 온결케어(가상) 서다온" in shown
    task_list = supplier.get(step(application, "")).page
    assert (
        "메모 1개" in next(row for row in task_list.select(".tasks li") if "추진 필요성" in row.get_text()).get_text()
    )
    page = supplier.get(f"{step(application)}/notes").page
    assert SECRET in page.get_text()

    settle = {tag["name"]: tag["value"] for tag in page.select(".note-list form input") if tag["name"] != "csrf_token"}
    supplier.post(f"{step(application)}/notes/settle", data=settle)

    assert SECRET not in client.get(step(application)).text
    page = client.get(f"{step(application)}/notes").page
    assert "해결함" in page.select_one(".settled").get_text()
    client.post(f"{step(application)}/notes/settle", data=settle | {"settled": "no"})
    assert SECRET in client.get(step(application)).text


def test_a_note_stands_sealed_and_in_no_document_export_or_submission(application, client, supplier):
    write(client, application)
    hand_in(application)

    assert SECRET not in str(db.execute_sql("SELECT text FROM note").fetchall())
    for document in generate.generate(applications.load_view(fresh(application))):
        with zipfile.ZipFile(io.BytesIO(document.content)) as archive:
            assert SECRET not in archive.read("word/document.xml").decode()
    assert SECRET not in str(exports.export(applications.load_view(fresh(application))))
    assert SECRET not in str(Submission.get().snapshot)


def test_a_note_that_is_empty_or_too_long_stays_on_the_page(application, client, supplier):
    for text, said in (("", "입력"), ("긴 " * 600, "줄여 주세요")):
        response = write(client, application, text)
        assert response.status_code == 422 and said in response.page.get_text()
        assert response.page.select_one("textarea").get_text().strip() == text.strip()
    assert not Note.select().exists()


def test_a_note_too_many_or_too_late_is_kept_for_its_author(application, client, supplier, monkeypatch):
    page = client.get(f"{step(application)}/notes").page
    said = {tag["name"]: tag["value"] for tag in page.select("main form[enctype] input[type=hidden]")} | {
        "text": SECRET
    }
    monkeypatch.setattr(notes, "DAILY", 0)
    assert client.post(f"{step(application)}/notes", data=said).status_code == 429
    monkeypatch.undo()
    Call.update(closes_at=now() - timedelta(seconds=1)).execute()
    assert client.post(f"{step(application)}/notes", data=said).status_code == 403
    (kept,) = {row.sent["text"][0] for row in Rescue.select()}
    assert kept == SECRET
    assert SECRET in client.get(f"{step(application)}/notes").page.get_text()


def test_notes_are_of_a_consortium_and_of_ones_own_application_only(application, client, supplier):
    write(client, application)
    other = supplier.application.test_client()
    other.sign_in(HALF)
    assert other.get(f"{step(application)}/notes").status_code == 404
    theirs = f"{step(application_of(HALF), 'need')}/notes/settle"
    assert other.post(theirs, data={"note": Note.get().token, "settled": "yes"}).status_code == 404
    assert Note.get().settled_at is None
    alone = other.post("/applications/consulting", data={}).headers["Location"]
    assert other.get(f"{alone}company/notes").status_code == 404


def test_what_is_typed_is_saved_before_the_notes_are_opened(application, client, supplier):
    sent = sent_by(client.get(step(application)).page.select_one("#step-form"))
    response = client.post(step(application), data=sent | {"background": ["새 바탕"], "notes": ["1"]}, tokenless=True)

    assert response.location == f"{step(application)}/notes"
    assert view_of(application).journey.answers["need", None]["background"] == ["새 바탕"]


# The mail about both


def test_one_mail_a_day_tells_a_company_of_steps_given_and_notes(application, client, supplier):
    change(application, text="")
    change(application, "kpi", "rows-0-name", "")
    assert news.enqueue_due(NOON) == 0
    give(client, application, 2)
    write(client, application, slug="roles")
    write(supplier, application, "답", slug="schedule")

    assert news.enqueue_due(NOON.replace(hour=8)) == 0  # nobody is woken
    assert news.enqueue_due(NOON) == 2

    (mail,) = mails("news", SUPPLIER)
    assert "추진 필요성" in mail.text and SECRET not in mail.text
    (mine,) = mails("news", LEAD)
    assert "추진 필요성" not in mine.text
    Outbox.update(created_at=NOON).where(Outbox.kind == "news").execute()
    give(client, application, 2, "kpi")
    assert news.enqueue_due(NOON + timedelta(hours=3)) == 0
    Outbox.update(created_at=now() - timedelta(days=1)).where(Outbox.kind == "news").execute()
    give(client, application, 2, "kpi")
    assert news.enqueue_due(NOON + timedelta(days=1)) >= 1
    assert news.enqueue_due(NOON + timedelta(days=1, hours=1)) == 0


def test_what_was_taken_back_settled_or_done_is_not_mailed(application, client, supplier):
    give(client, application, 2)  # a step that is done already
    write(client, application)
    note = Note.get()
    notes.settle(note, person(LEAD), True, now())
    change(application, "kpi", "rows-0-name", "")
    give(client, application, 2, "kpi")
    give(client, application, 0, "kpi")

    assert news.enqueue_due(NOON) == 0


def test_a_company_that_writes_nothing_together_is_told_nothing_of_it(seeded, client, supplier):
    application = application_of(LEAD)
    company_joined(application, "second@example.com")
    write(client, application)

    news.enqueue_due(NOON)

    assert not mails("news", "second@example.com")
    assert step_writers.candidates(view_of(application).journey, view_of(application).journey.task("need", None)) == [
        part for part in view_of(application).journey.parties if part.lead or part.role == "supplier"
    ]


def test_no_other_company_says_what_a_person_is_called(application, client, supplier):
    for email, named in (
        (SUPPLIER, {"name": ["남이 지은 이름"], "email": [LEAD]}),
        (LEAD, {"email": ["x@example.com"]}),
    ):
        view = view_of(application, email)
        task = view.journey.task("contact", view.party)
        said = view.journey.answers[task.key] | named
        revisions.save(view.application, task, said, base=view.base(task), person=person(email), arrived=now())
    client.get(step(application))

    here = supplier.get(step(application)).page.select_one("#here").get_text()

    assert "남이 지은 이름" not in here and "주식회사 온결케어(가상) p" in here
