"""What a refused page held comes back: to the person who typed it, where he typed it, until he saves or discards it."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine

from models.application import Application, Call
from models.base import now, token
from models.company import Membership
from models.person import Session
from models.rescue import Rescue
from services.access import accounts, rejected_posts
from services.consortium import members
from services.drafts import applications, revisions
from tests.applying import LEAD, STRANGER, SUPPLIER, fresh, person
from tests.pages import sent_by
from tests.walking import counted

WORDS = "아무 데도 없던 새 글입니다."


@pytest.fixture
def url(application) -> str:
    return f"/applications/{application.token}/need"


@pytest.fixture
def typed(client, url) -> dict[str, list[str]]:
    """The step's page as LEAD has it open, with new words in one field and not yet sent."""
    client.sign_in(LEAD)
    return sent_by(client.get(url).page.select_one("#step-form")) | {"background": [WORDS], "save": ["1"]}


def stored(application: Application) -> str:
    return applications.load_view(fresh(application)).journey.answers["need", None]["background"][0]


def colleague_saves(application: Application, text: str) -> None:
    view = applications.load_view(fresh(application), person(SUPPLIER))
    task = view.journey.task("need", view.party)
    sent = view.journey.answers[task.key] | {"background": [text]}
    revisions.save(application, task, sent, base=view.base(task), person=person(SUPPLIER), arrived=now())


def offers(page) -> list[str]:
    return [tag["action"] for tag in page.select("form[action^='/kept/'][action$='/back']")]


def put_back(client, page):
    """Press 되살리기 of the newest offer and come to the page it leads to."""
    return client.get(client.post(offers(page)[0], data={}).location)


def end_session() -> None:
    Session.update(seen_at=now() - timedelta(days=1)).execute()


def refuse_for_session(client, application, url, typed):
    end_session()
    response = client.post(url, data=typed, tokenless=True)
    assert response.status_code == 303
    assert response.location.startswith("/sign-in?next=")
    assert "kept=1" in response.location
    client.sign_in(LEAD)


def refuse_for_token(client, application, url, typed):
    client.sign_in(LEAD)  # signed out and in again in another window: the page's token is of the old session
    response = client.post(url, data=typed)
    assert response.status_code == 400
    assert response.page.h1.get_text() == "보안 확인이 만료되었습니다"
    assert response.page.select_one("main a.krds-btn")["href"] == url


def refuse_for_closing(client, application, url, typed):
    closes = Call.get().closes_at
    Call.update(closes_at=now() - timedelta(seconds=1)).execute()
    response = client.post(url, data=typed)
    assert response.status_code == 403
    assert "보관했습니다" in response.page.main.get_text()
    Call.update(closes_at=closes).execute()


def refuse_for_clash(client, application, url, typed):
    colleague_saves(application, "동료가 먼저 고친 글")
    response = client.post(url, data=typed | {"auto": ["1"]})
    assert response.status_code == 409


def refuse_for_size(client, application, url, typed):
    response = client.post(url, data=typed | {"made_up": ["가" * 800_000]})
    assert response.status_code == 413
    assert "보관했습니다" in response.page.main.get_text()


def refuse_for_parts(client, application, url, typed):
    response = client.post(url, data=typed | {"made_up": ["가"] * 3000})
    assert response.status_code == 413
    assert "보관했습니다" in response.page.main.get_text()


REFUSALS = [
    refuse_for_session,
    refuse_for_token,
    refuse_for_closing,
    refuse_for_clash,
    refuse_for_size,
    refuse_for_parts,
]


@pytest.mark.parametrize("refuse", REFUSALS)
def test_what_was_refused_is_offered_and_put_back_and_saved_and_then_forgotten(client, application, url, typed, refuse):
    before = stored(application)
    refuse(client, application, url, typed)
    assert stored(application) in (before, "동료가 먼저 고친 글")
    page = client.get(url).page
    assert len(offers(page)) == 1
    assert WORDS in page.select_one("details").get_text()
    back = put_back(client, page)
    assert "보관해 둔 내용을 다시 넣었습니다" in back.page.main.get_text()
    form = sent_by(back.page.select_one("#step-form"))
    assert form["background"] == [WORDS]
    assert stored(application) != WORDS  # putting back changes nothing until it is saved
    response = client.post(url, data=form | {"save": ["1"]})
    if refuse is refuse_for_clash:
        assert response.status_code == 409
        response = client.post(url, data=sent_by(response.page.select_one("#step-form")) | {"save": ["1"]})
    assert response.status_code == 303
    assert stored(application) == WORDS
    assert not offers(client.get(url).page)
    assert not Rescue.select().exists()


@pytest.mark.parametrize("refuse", REFUSALS)
def test_what_was_refused_can_be_thrown_away(client, application, url, typed, refuse):
    refuse(client, application, url, typed)
    form = client.get(url).page.select_one("form[action$='/discard']")
    response = client.post(form["action"], data=sent_by(form))
    assert (response.status_code, response.location) == (303, url)
    assert not offers(client.get(url).page)
    assert not Rescue.select().exists()


@pytest.mark.parametrize("refuse", REFUSALS)
def test_nobody_else_ever_sees_what_was_refused(client, seeded, application, url, typed, refuse):
    refuse(client, application, url, typed)
    (row,) = Rescue.select()
    assert row.person == person(LEAD)
    other = seeded.test_client()
    for email in (SUPPLIER, STRANGER):
        other.sign_in(email)
        assert not offers(other.get("/applications/").page)
        assert WORDS not in other.get(f"{url}?rescue={row.id}").get_data(as_text=True)
        for action in ("back", "discard"):
            assert other.post(f"/kept/{row.id}/{action}", data={}).status_code == 404
    assert Rescue.select().count() == 1


def test_the_list_of_applications_offers_it_too(client, application, url, typed):
    refuse_for_closing(client, application, url, typed)
    page = client.get("/applications/").page
    assert put_back(client, page).request.path == url
    form = page.select_one("form[action$='/discard']")
    assert client.post(form["action"], data=sent_by(form)).location == "/applications/"


def test_a_kept_page_merges_with_what_colleagues_saved_meanwhile(client, application, url, typed):
    refuse_for_closing(client, application, url, typed)
    view = applications.load_view(fresh(application), person(SUPPLIER))
    task = view.journey.task("need", view.party)
    sent = view.journey.answers[task.key] | {"attempts": ["동료의 시도"]}
    revisions.save(application, task, sent, base=view.base(task), person=person(SUPPLIER), arrived=now())
    back = put_back(client, client.get(url).page)
    client.post(url, data=sent_by(back.page.select_one("#step-form")) | {"save": ["1"]})
    said = applications.load_view(fresh(application)).journey.answers["need", None]
    assert (said["background"], said["attempts"]) == ([WORDS], ["동료의 시도"])


def test_a_clash_shows_both_sides_and_the_person_chooses(client, application, url, typed):
    colleague_saves(application, "동료가 먼저 고친 글")
    page = client.post(url, data=typed).page
    assert page.title.get_text().startswith("오류: ")
    sides = page.select_one("fieldset.chooser")
    assert WORDS in sides.get_text()
    assert "동료가 먼저 고친 글" in sides.get_text()
    assert not page.select("[hx-post]:not([data-row-button])")  # no autosave settles it behind his back
    form = sent_by(page.select_one("#step-form"))
    response = client.post(url, data=form | {"choose-background": ["theirs"], "save": ["1"]})
    assert response.status_code == 303
    assert stored(application) == "동료가 먼저 고친 글"
    assert not Rescue.select().exists()


def test_words_go_to_their_author_whoever_sits_at_the_browser(client, application, url, typed):
    for email in (SUPPLIER, STRANGER):  # a colleague, whose token is another; and somebody who may not see the page
        client.sign_in(email)
        response = client.post(url, data=typed)
        assert response.status_code in (400, 404)
    client.sign_in(STRANGER)
    end_session()
    client.post(url, data=typed, tokenless=True)
    assert {row.person.email for row in Rescue.select()} == {LEAD}


def test_words_typed_after_signing_out_elsewhere_are_kept_without_any_cookie(seeded, url, typed):
    bare = seeded.test_client()
    response = bare.post(url, data=typed, tokenless=True)
    assert response.status_code == 303
    assert "kept" in response.location
    (row,) = Rescue.select()
    assert row.person.email == LEAD


def test_a_page_nobody_signed_in_was_given_is_not_kept(seeded, url, typed):
    unmarked = {name: values for name, values in typed.items() if name != "author"}
    for sent in (unmarked, unmarked | {"author": ["made up"]}):
        response = seeded.test_client().post(url, data=sent, tokenless=True)
        assert response.status_code == 303
        assert "kept" not in response.location
    assert not Rescue.select().exists()


def test_an_autosave_after_the_session_ended_is_sent_to_sign_in_and_kept_once(client, url, typed):
    end_session()
    for more in ("", " 더", " 더 썼다"):
        data = typed | {"background": [WORDS + more], "auto": ["1"]}
        response = client.post(url, data=data, headers={"HX-Request": "true"}, tokenless=True)
        assert (response.status_code, response.location.split("?")[0]) == (303, "/sign-in")
    (row,) = Rescue.select()
    assert row.sent["background"] == [WORDS + " 더 썼다"]


def test_an_autosave_that_clashes_answers_409_and_overwrites_nothing(client, application, url, typed):
    colleague_saves(application, "동료가 먼저 고친 글")
    response = client.post(url, data=typed | {"auto": ["1"]}, headers={"HX-Request": "true"})
    assert response.status_code == 409
    assert not response.page.select("main")
    assert stored(application) == "동료가 먼저 고친 글"
    assert Rescue.get().sent["background"] == [WORDS]


def test_a_page_nothing_was_typed_on_is_not_kept(client, url, typed):
    end_session()
    blank = {name: values for name, values in typed.items() if name in ("csrf_token", "author", "base", "save")}
    assert "kept" not in client.post(url, data=blank, tokenless=True).location
    assert not Rescue.select().exists()


def test_words_for_a_company_that_was_let_go_are_kept_and_can_be_read(client, application, typed):
    client.sign_in(SUPPLIER)
    url = f"/applications/{application.token}/roles"
    form = sent_by(client.get(url).page.select_one("#step-form")) | {"description": [WORDS]}
    position = next(party.position for party in application.parties if party.role == "supplier")
    party = next(party for party in application.parties if party.position == position)
    members.remove_party(fresh(application), party, person(LEAD), now())
    response = client.post(url, data=form)
    assert response.status_code == 404
    assert "보관했습니다" in response.page.main.get_text()
    assert WORDS in client.get("/applications/").page.select_one("details").get_text()


def test_words_are_kept_for_the_company_they_were_typed_for(client, application, url, typed):
    """Somebody may act for two companies of one consortium; the address says for which."""
    supplier = next(party for party in application.parties if party.role == "supplier")
    Membership.create(person=person(LEAD), company=supplier.company)
    here = f"/applications/{application.token}/contact?as={supplier.position}"
    form = sent_by(client.get(here).page.select_one("#step-form")) | {"name": [WORDS]}
    end_session()
    client.post(here, data=form, tokenless=True)
    client.sign_in(LEAD)
    assert not offers(client.get(f"/applications/{application.token}/contact").page)
    back = put_back(client, client.get(here).page)
    assert back.request.args["as"] == str(supplier.position)
    assert sent_by(back.page.select_one("#step-form"))["name"] == [WORDS]


def test_a_person_keeps_the_last_twenty_for_a_week(seeded):
    owner = person(LEAD)
    for count in range(25):
        rejected_posts.store(owner, f"/applications/x/{count}", {"base": ["1"], "text": [f"글 {count}"]}, "까닭")
    assert [row.sent["text"] for row in rejected_posts.offered(owner)] == [
        [f"글 {count}"] for count in range(24, 4, -1)
    ]
    kept, over = Rescue.get(Rescue.path == "/applications/x/24"), now() + timedelta(days=7)
    Rescue.update(kept_at=over - timedelta(days=7)).where(Rescue.id == kept.id).execute()
    with time_machine.travel(over - timedelta(microseconds=1), tick=False):
        assert kept in rejected_posts.offered(owner)
    with time_machine.travel(over, tick=False):
        assert kept not in rejected_posts.offered(owner)
    Rescue.update(kept_at=over).where(Rescue.id != kept.id).execute()
    assert rejected_posts.sweep(over) == 0
    assert rejected_posts.sweep(over + timedelta(microseconds=1)) == 1


def test_for_whom_nothing_is_kept_no_page_asks(seeded):
    owner = accounts.session_of(accounts.open_session(person(LEAD), now())).person
    with counted() as asked:
        assert rejected_posts.offered(owner) == []
    assert not asked

    rejected_posts.store(owner, "/applications/", {"text": [WORDS]}, "까닭")

    assert [row.sent["text"] for row in rejected_posts.offered(owner)] == [[WORDS]]


def test_what_is_kept_is_encrypted(client, application, url, typed, settings):
    refuse_for_session(client, application, url, typed)
    raw = b"".join(path.read_bytes() for path in Path(settings.data_dir).iterdir() if path.is_file())
    assert WORDS.encode() not in raw


def test_two_windows_of_one_page_are_kept_apart(client, application, url, typed):
    other = sent_by(client.get(url).page.select_one("#step-form")) | {"background": ["둘째 창의 글"]}
    end_session()
    for sent in (typed, other, other | {"background": ["둘째 창의 글을 더 썼다"]}):
        client.post(url, data=sent, tokenless=True)
    assert {row.sent["background"][0] for row in Rescue.select()} == {WORDS, "둘째 창의 글을 더 썼다"}


def test_the_words_beside_a_large_file_are_kept(client, application):
    client.sign_in(LEAD)
    url = f"/applications/{application.token}/evidence/"
    form = client.get(f"{url}?kind=other").page.select_one("#other form:has([name=issuer])")
    end_session()
    file = (io.BytesIO(b"%PDF-" + b"0" * 7_000_000), "특허증.pdf")
    response = client.post(url, data=sent_by(form) | {"issuer": [WORDS], "file": [file]}, tokenless=True)
    assert "kept=1" in response.location
    assert Rescue.get().sent["issuer"] == [WORDS]


def test_files_of_a_refused_post_are_named_wherever_its_words_are_offered(client, application):
    client.sign_in(LEAD)
    url = f"/applications/{application.token}/evidence/"
    form = sent_by(client.get(f"{url}?kind=other").page.select_one("#other form:has([name=issuer])"))
    end_session()
    files = [(io.BytesIO(b"%PDF-"), f"{name} <b>.pdf") for name in "가나다라마바"]

    response = client.post(url, data=form | {"issuer": [WORDS], "file": files}, tokenless=True)

    asked = client.get(response.location).page.main.get_text()
    assert "로그인하면 보내신 글을 다시 보여 드립니다" in asked
    named = "파일은 보관하지 않습니다. 다시 골라 주세요: 가 b.pdf, 나 b.pdf, 다 b.pdf, 라 b.pdf, 마 b.pdf 외 1개"
    assert named in asked
    client.sign_in(LEAD)
    offered = client.get(f"{url}?kind=other").page
    assert named in offered.main.get_text()
    assert named in put_back(client, offered).page.main.get_text()
    assert "pdf" not in " ".join(Rescue.get().words)


def test_a_file_alone_is_not_promised_to_be_kept(client, application):
    client.sign_in(LEAD)
    url = f"/applications/{application.token}/pictures/"
    client.get(url)
    end_session()

    response = client.post(url, data={"place": "as_is", "picture": (io.BytesIO(b"x"), "흐름.png")}, tokenless=True)

    asked = client.get(response.location).page
    assert "보내신 글은 보관해" not in asked.get_text()
    assert "파일은 보관하지 못했습니다" in asked.h2.get_text()
    assert "다시 골라 주세요: 흐름.png" in asked.main.get_text()
    assert "흐름.png" not in client.get("/sign-in").page.get_text()


@pytest.mark.parametrize("refusal", ["token", "closing"])
def test_a_page_that_refuses_a_file_names_it(client, application, refusal):
    client.sign_in(LEAD)
    url = f"/applications/{application.token}/evidence/"
    sent = {"kind": "other", "issuer": WORDS, "file": (io.BytesIO(b"%PDF-"), "특허증.pdf")}
    if refusal == "closing":
        Call.update(closes_at=now() - timedelta(seconds=1)).execute()

    response = client.post(url, data=sent, tokenless=refusal == "token")

    assert response.status_code in (400, 403)
    assert "다시 골라 주세요: 특허증.pdf" in response.page.main.get_text()


def test_a_choice_between_two_sides_survives_the_end_of_the_session(client, application, url, typed):
    colleague_saves(application, "동료가 먼저 고친 글")
    page = client.post(url, data=typed).page
    chosen = sent_by(page.select_one("#step-form")) | {"choose-background": ["theirs"], "save": ["1"]}
    end_session()
    client.post(url, data=chosen, tokenless=True)
    client.sign_in(LEAD)
    back = put_back(client, client.get(url).page)
    form = sent_by(back.page.select_one("#step-form"))
    assert form["background"] == ["동료가 먼저 고친 글"]


def test_nothing_a_browser_keeps_after_signing_out_is_a_mark(seeded, client, url, typed):
    client.sign_in(LEAD)
    client.post("/sign-out", data={})
    with client.session_transaction() as cookie:
        kept = [str(value) for value in cookie.values()]
    for mark in [*kept, person(LEAD).email_hash]:
        seeded.test_client().post(url, data=typed | {"author": [mark]}, tokenless=True)
    assert not Rescue.select().exists()


def test_a_mark_is_made_for_one_session_and_one_page(seeded, client, url, typed):
    other = seeded.test_client()
    other.sign_in(STRANGER)
    theirs = rejected_posts.mark(Session.get(Session.person == person(STRANGER)), token())
    session, page, proof = typed["author"][0].split(".")
    assert typed["author"] != sent_by(client.get(url).page.select_one("#step-form"))["author"]
    stranger = theirs.split(".")
    for mark in (
        f"{session}.{stranger[1]}.{stranger[2]}",
        f"{session}.{page}.{stranger[2]}",
        f"{stranger[0]}.{page}.{proof}",
    ):
        other.post(url, data=typed | {"author": [mark]}, tokenless=True)
    assert not Rescue.select().exists()


@pytest.mark.parametrize("mark", ["a\0b", "가", "x" * 64, "0" * 64, "1." + "a" * 22 + "." + "0" * 64])
def test_a_mark_that_is_nobodys_keeps_nothing(seeded, url, typed, mark):
    response = seeded.test_client().post(url, data=typed | {"author": [mark]}, tokenless=True)
    assert response.status_code == 303
    assert not Rescue.select().exists()


def test_long_words_are_shown_in_part_and_kept_whole(client, application, url, typed):
    refuse_for_size(client, application, url, typed | {"background": ["가" * 5000]})
    page = client.get(url).page
    assert "앞부분만" in page.select_one("details").get_text()
    assert len(page.select_one("details").get_text()) < 4000
    assert sent_by(put_back(client, page).page.select_one("#step-form"))["background"] == ["가" * 5000]


def test_what_is_shown_of_a_kept_table_is_what_was_typed_neither_keys_nor_buttons(client, application):
    client.sign_in(LEAD)
    path = f"/applications/{application.token}/kpi"
    page = client.get(path).page.select_one("#step-form")
    sent, buttons = sent_by(page), {button["name"] for button in page.select("button[name]")}
    assert buttons <= rejected_posts.BUTTONS | {"undo"}
    Call.update(closes_at=now() - timedelta(seconds=1)).execute()

    client.post(path, data=sent | {"insert": ["rows-0"]}, tokenless=True)

    typed = {value for name, values in sent.items() if name.startswith("rows-") for value in values}
    keys = {value for name, values in sent.items() if name.endswith("-key") for value in values}
    words = Rescue.get().words
    assert keys and set(words) <= typed and len(words) == sum(name.startswith("rows-") for name in sent) - len(keys)


@pytest.mark.parametrize("slug", ["company", "business", "exclusions", "need"])
def test_every_button_of_a_step_is_known_not_to_be_words(client, application, slug):
    client.sign_in(LEAD)
    page = client.get(f"/applications/{application.token}/{slug}").page
    buttons = {button["name"] for button in page.select("button[name][form=step-form], #step-form button[name]")}
    assert {"save", "leave"} <= buttons <= rejected_posts.BUTTONS | {"undo"}
