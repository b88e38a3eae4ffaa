"""Answers as revisions: added and never changed, right or wrong; merged, put back, closed; personal ones unreadable."""

from datetime import timedelta
from pathlib import Path

import pytest

from forms import table_rows
from forms.parsed import State
from forms.wizard import Task
from models.application import Application, Call, Revision
from models.base import now
from models.person import Person
from services.access import accounts
from services.drafts import applications, revisions
from services.drafts.applications import ApplicationView
from services.drafts.revisions import AUTOSAVED, FILLED, RESTORED, SAVED
from tests.answers import GOOD
from tests.applying import HALF, LEAD, SUPPLIER, application_of, person


@pytest.fixture
def writer(seeded) -> Person:
    return person(LEAD)


@pytest.fixture
def other(writer) -> Person:
    return person(SUPPLIER)


@pytest.fixture
def application(writer: Person) -> Application:
    """A new one that nobody has written in but what was carried over."""
    return applications.start(writer, Call.get(), now())


def view_of_application(application: Application) -> ApplicationView:
    return applications.load_view(Application.get_by_id(application.id), person(LEAD))


def task_of(application: Application, slug: str) -> Task:
    here = view_of_application(application)
    task = here.journey.task(slug, here.party)
    assert task
    return task


def save(application: Application, slug: str, who: Person, base: int | None = None, kind: str = SAVED, **said: str):
    """Save a step as a page drawn from the newest revision would; `said` are its fields."""
    here = view_of_application(application)
    task = task_of(application, slug)
    sent = {name: [value] for name, value in said.items()}
    return revisions.save(
        application,
        task,
        sent,
        base=here.base(task) if base is None else base,
        person=who,
        arrived=now(),
        kind=kind,
    )


def said(application: Application, slug: str) -> dict[str, list[str]]:
    return view_of_application(application).journey.answers[task_of(application, slug).key]


def test_every_save_adds_a_revision_and_changes_none_before_it(application, writer):
    before = list(Revision.select().order_by(Revision.id).dicts())
    first = save(application, "need", writer, background="첫째")
    second = save(application, "need", writer, background="둘째")
    rows = list(Revision.select().order_by(Revision.id).dicts())
    assert rows[:-2] == before
    assert [row["sent"] for row in rows[-2:]] == [{"background": ["첫째"]}, {"background": ["둘째"]}]
    assert second.number == first.number + 1 == Application.get_by_id(application.id).revision
    assert [row.number for row in revisions.history(application, task_of(application, "need"))] == [
        second.number,
        first.number,
    ]


def test_a_wrong_or_half_filled_page_is_kept_as_typed(application, writer):
    save(application, "overview", writer, project="가" * 80, starts="내일", summary="")
    assert said(application, "overview") == {"project": ["가" * 80], "starts": ["내일"], "summary": [""]}
    assert view_of_application(application).journey.state(task_of(application, "overview")) is State.WRONG


def test_saving_what_is_there_already_adds_nothing(application, writer):
    first = save(application, "need", writer, background="같은 글")
    assert save(application, "need", writer, background="같은 글", attempts=" ") == first
    assert save(application, "need", writer, background="같은 글", kind=AUTOSAVED) == first


def test_a_blank_page_saved_on_purpose_counts_and_one_autosaved_does_not(application, other):
    assert save(application, "roles", other, kind=AUTOSAVED, description="") is None
    assert save(application, "roles", other, description="") is not None


def test_an_autosave_supersedes_the_same_persons_last_one_only(application, writer, other):
    first = save(application, "need", writer, kind=AUTOSAVED, background="가")
    second = save(application, "need", writer, kind=AUTOSAVED, background="가나")
    third = save(application, "need", other, kind=AUTOSAVED, background="가나다")
    fourth = save(application, "need", writer, kind=AUTOSAVED, background="가나다라")
    gone = {row.number: Revision.get_by_id(row.id).superseded for row in (first, second, third, fourth)}
    assert list(gone.values()) == [True, False, False, False]
    shown = [row.number for row in revisions.history(application, task_of(application, "need"))]
    assert shown == [fourth.number, third.number, second.number]


def test_saving_supersedes_the_autosaves_it_ends_and_is_itself_never_superseded(application, writer):
    save(application, "need", writer, kind=AUTOSAVED, background="가")
    saved = save(application, "need", writer, background="가")
    assert saved.kind == SAVED
    auto = save(application, "need", writer, kind=AUTOSAVED, background="가나")
    assert [row.number for row in revisions.history(application, task_of(application, "need"))] == [
        auto.number,
        saved.number,
    ]


def test_an_autosave_of_an_earlier_sitting_stands(application, writer):
    first = save(application, "need", writer, kind=AUTOSAVED, background="가")
    Revision.update(saved_at=now() - timedelta(minutes=31)).where(Revision.id == first.id).execute()
    save(application, "need", writer, kind=AUTOSAVED, background="나")
    assert not Revision.get_by_id(first.id).superseded


def test_an_autosave_a_document_refers_to_stands(application, writer):
    first = save(application, "need", writer, kind=AUTOSAVED, background="가")
    revisions.freeze(Application.get_by_id(application.id))
    save(application, "need", writer, kind=AUTOSAVED, background="나")
    assert not Revision.get_by_id(first.id).superseded


def test_the_sweep_takes_superseded_autosaves_of_yesterday_and_nothing_else(application, writer):
    first = save(application, "need", writer, kind=AUTOSAVED, background="가")
    save(application, "need", writer, kind=AUTOSAVED, background="가나")
    count = Revision.select().count()
    assert revisions.sweep(now()) == 0
    assert revisions.sweep(now() + timedelta(days=1, minutes=1)) == 1
    assert Revision.select().count() == count - 1
    assert Revision.get_or_none(Revision.id == first.id) is None


def test_a_page_whose_base_was_swept_loses_nothing_of_either_side(application, writer, other):
    first = save(application, "need", writer, kind=AUTOSAVED, background="가")
    save(application, "need", writer, kind=AUTOSAVED, background="가나")
    revisions.sweep(now() + timedelta(days=2))
    with pytest.raises(revisions.Stale) as stale:
        save(application, "need", other, base=first.number, background="다")
    assert stale.value.merged == {"background": ["다"]}
    assert said(application, "need") == {"background": ["가나"]}


def test_two_people_in_different_fields_of_one_page_both_keep_their_words(application, writer, other):
    base = save(application, "need", writer, background="바탕", attempts="시도").number
    save(application, "need", writer, background="고친 바탕", attempts="시도")
    save(application, "need", other, base=base, background="바탕", attempts="고친 시도")
    assert said(application, "need") == {"background": ["고친 바탕"], "attempts": ["고친 시도"]}


def test_a_field_changed_by_both_is_put_to_the_second_and_nothing_is_stored(application, writer, other):
    base = save(application, "need", writer, background="바탕", attempts="시도").number
    head = save(application, "need", writer, background="먼저", attempts="시도")
    with pytest.raises(revisions.Stale) as stale:
        save(application, "need", other, base=base, background="나중", attempts="고친 시도")
    (clash,) = stale.value.clashes
    assert (clash.field, clash.mine, clash.theirs) == (
        "background",
        {"background": ["나중"]},
        {"background": ["먼저"]},
    )
    assert stale.value.head == head
    assert said(application, "need") == {"background": ["먼저"], "attempts": ["시도"]}


def test_a_revision_of_another_step_or_of_nothing_is_no_base(application, writer, other):
    save(application, "need", writer, background="먼저")
    elsewhere = save(application, "roles", writer, description="체계").number
    for base in (0, elsewhere, 999_999_999):
        with pytest.raises(revisions.Stale):
            save(application, "need", other, base=base, background="나중")


def test_putting_back_adds_the_old_words_anew(application, writer, other):
    old = save(application, "need", writer, background="옛 글")
    new = save(application, "need", writer, background="새 글")
    task = task_of(application, "need")
    back = revisions.put_back(application, task, old.number, other, now())
    assert back and (back.kind, back.saved_by) == (RESTORED, other)
    assert said(application, "need") == {"background": ["옛 글"]}
    assert [row.number for row in revisions.history(application, task)] == [back.number, new.number, old.number]


def test_only_a_revision_of_this_step_and_application_can_be_put_back(application, writer):
    save(application, "need", writer, background="글")
    elsewhere = save(application, "roles", writer, description="체계").number
    theirs = Revision.get(Revision.application == application_of(HALF), Revision.step == "track")
    count = Revision.select().count()
    for number in (0, elsewhere, 999_999_999):
        assert revisions.put_back(application, task_of(application, "need"), number, writer, now()) is None
    assert revisions.put_back(application, task_of(application, "track"), theirs.number + 10_000, writer, now()) is None
    assert Revision.select().count() == count


def test_each_company_has_its_own_line_of_revisions(writer):
    finished = application_of(LEAD)
    by_party = {row.party_id for row in Revision.of(finished, "company", None)}
    assert by_party == set()
    assert len({row.party_id for row in Revision.heads(finished) if row.step == "company"}) == 2


def test_an_earlier_revision_shows_the_application_as_it_was(application, writer):
    first = save(application, "need", writer, background="첫째")
    save(application, "need", writer, background="둘째")
    then = applications.load_view(Application.get_by_id(application.id), writer, at=first.number)
    assert then.journey.answers["need", None] == {"background": ["첫째"]}


@pytest.mark.parametrize("kind", [SAVED, AUTOSAVED, RESTORED])
def test_outside_the_window_nothing_is_written(application, writer, kind):
    closes = now() - timedelta(seconds=1)
    Call.update(closes_at=closes).execute()
    count = Revision.select().count()
    with pytest.raises(revisions.Closed):
        save(application, "need", writer, kind=kind, background="늦은 글")
    Call.update(closes_at=now() + timedelta(days=1), opens_at=now() + timedelta(hours=1)).execute()
    with pytest.raises(revisions.Closed):
        save(application, "need", writer, kind=kind, background="이른 글")
    assert Revision.select().count() == count


def test_the_last_instant_before_closing_is_in_and_closing_itself_is_out(application, writer):
    task, closes = task_of(application, "need"), Call.get().closes_at

    def at(arrived, text):
        base = view_of_application(application).base(task)
        revisions.save(application, task, {"background": [text]}, base=base, person=writer, arrived=arrived)

    at(closes - timedelta(microseconds=1), "제때")
    with pytest.raises(revisions.Closed):
        at(closes, "늦게")
    assert said(application, "need") == {"background": ["제때"]}


def test_what_a_company_said_before_fills_its_next_application(application):
    filled = Revision.select().where(Revision.application == application, Revision.kind == FILLED)
    steps = {row.step for row in filled}
    assert "company" in steps
    assert not steps & applications.ASKED_ANEW
    assert said(application, "company")["name"] == GOOD["company"]["name"]


def test_personal_answers_cannot_be_read_from_the_database_files(seeded, client, settings, application, writer):
    phone, email, birth = "010-9876-5432", "nobody.else@example.com", "1971-03-14"
    save(application, "contact", writer, name="보이는 이름", phone=phone, mobile=phone, email=email)
    supplied = application_of(SUPPLIER)
    part = applications.load_view(supplied, person(SUPPLIER))
    task = part.journey.task("careers", part.party)
    sent = {"profiles-0-name": ["아무개"], "profiles-0-birth": [birth]}
    base = part.base(task)
    revisions.save(supplied, task, sent, base=base, person=person(SUPPLIER), arrived=now())

    client.sign_in(LEAD)  # and one in a rescue row, of a page that knew nothing of what was saved meanwhile
    clashing = {"base": "0", "name": "딴 이름", "email": email[::-1]}
    assert client.post(f"/applications/{application.token}/contact", data=clashing).status_code == 409

    assert said(application, "contact")["email"] == [email]
    raw = b"".join(path.read_bytes() for path in Path(settings.data_dir).iterdir() if path.is_file())
    assert "보이는 이름".encode() in raw
    for secret in (phone, email, birth, email[::-1]):
        assert secret.encode() not in raw


def test_two_autosaves_in_a_row_keep_what_another_changed_meanwhile(seeded, client):
    """The open page does not show the other's words; its next save must not take them back."""
    lead = client.sign_in("plan@ongyeol.example.com")
    application = next(row for row in Application.of(lead) if not applications.load_view(row).journey.remaining)
    other = accounts.person_at("ceo@s1.example.com", now())
    task = applications.load_view(application).journey.task("overview", None)
    page, base = applications.load_view(application).journey.answers[task.key], revisions.head(application, task).number
    save = {"person": other, "arrived": now()}
    revisions.save(application, task, page | {"keywords": ["다른 이의 말"]}, base=base, **save)

    url = f"/applications/{application.token}/overview"
    for summary in ("첫 고침", "첫 고침", "두 번째 고침"):  # the second repeats the first: its answer was lost
        typed = page | {"summary": [summary], "base": [str(base)], "auto": ["1"]}
        response = client.post(url, data=typed)
        base = int(response.page.select_one("#live input[name=base]")["value"])
        assert applications.load_view(application).journey.answers[task.key]["keywords"] == ["다른 이의 말"]

    stored = applications.load_view(application).journey.answers[task.key]
    assert stored["summary"] == ["두 번째 고침"]
    assert stored["keywords"] == ["다른 이의 말"]


def test_a_row_added_beside_anothers_change_keeps_both(seeded, client):
    lead = client.sign_in("plan@ongyeol.example.com")
    application = next(row for row in Application.of(lead) if not applications.load_view(row).journey.remaining)
    other = accounts.person_at("ceo@s1.example.com", now())
    task = applications.load_view(application).journey.task("need", None)
    page, base = applications.load_view(application).journey.answers[task.key], revisions.head(application, task).number
    revisions.save(application, task, page | {"attempts": ["다른 이"]}, base=base, person=other, arrived=now())

    typed = page | {"background": ["고침"], "base": [str(base)], "add": ["problems"]}
    shown = client.get(client.post(f"/applications/{application.token}/need", data=typed).location.split("#")[0]).page

    assert shown.select_one("#background").get_text().strip() == "고침"
    assert shown.select_one("#attempts").get_text().strip() == "다른 이"
    assert len(shown.select("#problems-table tbody tr")) == len(table_rows.numbers(page, "problems")) + 1
