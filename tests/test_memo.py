"""What is remembered of an application: true at every request, whoever changed what, and never more than its room."""

import gc
import subprocess
import sys
import tracemalloc
from datetime import timedelta

import pytest

from config import HOUSE
from forms.parsed import parse
from models.application import Application, Call, Party
from models.base import now, writing
from models.company import Supplier
from programme.consents.items import PUBLISHED
from programme.korean import today
from services.consortium import members
from services.drafts import applications, checks, loading, revisions
from services.drafts.memo import Memo
from tests.applying import LEAD, SUPPLIER, application_of, change, fresh, person

pytestmark = pytest.mark.usefixtures("seeded")


@pytest.fixture
def application() -> Application:
    return application_of(LEAD)


def need(application: Application) -> list[str]:
    view = applications.load_view(application, person(LEAD))
    task = view.journey.task("need", view.party)
    assert task
    return next(iter(view.journey.answers[task.key].values()))


def test_the_same_revision_is_loaded_once(application):
    first, second = applications.load_view(application), applications.load_view(fresh(application))

    assert first.journey.answers is second.journey.answers
    assert checks.hints(first) is checks.hints(second)
    assert first.journey is not second.journey, "each request has forms of its own"


def test_a_save_is_seen_whoever_holds_an_older_row(application):
    before = need(application)
    change(application, text="새로 쓴 글입니다.")

    assert need(application) == ["새로 쓴 글입니다."] != before
    assert applications.load_view(application, at=application.revision).journey.answers


def test_another_process_s_save_is_seen_at_the_next_request(application, client, settings):
    client.sign_in(LEAD)
    path = f"/applications/{application.token}/need"
    assert "남이 고친 글" not in client.get(path).text
    told = [settings.data_dir, settings.field_keys, settings.secret_key, application.token]

    subprocess.run([sys.executable, "-c", OTHER, *told], cwd=HOUSE, check=True)

    assert "남이 고친 글" in client.get(path).text


OTHER = """
import sys
import config
from app import create_app
from models.application import Application
from tests.applying import change
folder, keys, secret, token = sys.argv[1:]
create_app(config.Settings(data_dir=folder, field_keys=keys, secret_key=secret, testing=True, public_url="http://localhost"))
change(Application.get(Application.token == token), text="남이 고친 글입니다.")
"""


def test_what_was_taken_back_with_its_transaction_was_never_remembered(application):
    before = need(application)
    with pytest.raises(ZeroDivisionError), writing():
        change(application, text="되돌릴 글입니다.")
        assert need(application) == ["되돌릴 글입니다."]
        raise ZeroDivisionError

    assert need(application) == before
    change(application, text="남을 글입니다.")
    assert need(application) == ["남을 글입니다."]


def test_a_save_leaves_behind_what_loading_anew_would_find(application, client):
    client.sign_in(LEAD)
    view = applications.load_view(application, person(LEAD))
    task = view.journey.task("need", view.party)
    sent = view.journey.answers[task.key] | {next(iter(view.journey.answers[task.key])): ["한 번 더 쓴 글"]}
    row = revisions.save(application, task, sent, base=view.base(task), person=person(LEAD), arrived=now())

    after = loading.advanced(view, task, row, 0)
    kept = loading.memo.get(application.id, loading.whole_stamp(Application.stamp(application.id)))
    anew, _ = loading.read(fresh(application))

    assert kept.answers == anew.answers == after.journey.answers
    assert kept.heads == anew.heads == after.heads
    assert kept.members == anew.members
    assert checks.hints(after) == checks.hints(applications.load_view(application))
    assert after.application.revision == row.number


def test_companies_and_names_that_change_are_seen(application):
    names = [part.name for part in applications.load_view(application).journey.parties]
    supplier = next(party for party in Party.present(application) if party.role == "supplier")
    members.remove_party(application, supplier, person(LEAD), now())
    assert [part.name for part in applications.load_view(application).journey.parties] == names[:1]

    entry = Supplier.get(Supplier.company == supplier.company_id)
    applications.choose_supplier(application, entry, person(LEAD), now())
    assert len(applications.load_view(application).journey.parties) == 2


def test_a_name_no_revision_covers_is_asked_for_each_time(application):
    unnamed = applications.start(person(LEAD), Call.get(), now())
    entry = Supplier.get(Supplier.company.in_(Party.companies_of(person(SUPPLIER))))
    applications.choose_supplier(unnamed, entry, person(LEAD), now())
    party = next(party for party in Party.present(unnamed) if not party.lead)
    revisions.Revision.delete().where(revisions.Revision.party == party).execute()
    Application.next(unnamed)

    for name in ("처음 이름", "바뀐 이름"):
        Supplier.update(name=name).where(Supplier.id == entry.id).execute()
        assert name in [part.name for part in applications.load_view(unnamed).journey.parties]
    assert "company" in PUBLISHED.steps


def test_a_window_moved_is_judged_anew(application):
    checks.hints(applications.load_view(application))
    Call.update(closes_at=now() + timedelta(days=400)).execute()
    moved = applications.load_view(fresh(application))

    assert checks.facts(moved, whole=False).closing > now() + timedelta(days=399)
    keys = [about for about in moved.worked if about[0] == "hints"]
    checks.hints(moved)
    assert len([about for about in moved.worked if about[0] == "hints"]) == len(keys) + 1


def test_a_memo_keeps_to_its_room():
    memo: Memo[str] = Memo(100)
    for subject in range(50):
        memo.put(subject, 1, "x", 20)
        assert memo.used <= 100
    assert len(memo) == 5
    assert memo.get(49, 1) == "x"
    assert memo.get(49, 2) is None
    assert memo.get(0, 1) is None

    memo.put(49, 2, "y", 10)
    assert (memo.get(49, 2), memo.used) == ("y", 90)
    assert (memo.size(49), memo.size(0)) == (10, 0)
    memo.put(7, 1, "too large", 26)
    assert memo.get(7, 1) is None


def test_an_application_takes_no_more_than_is_reckoned(application, monkeypatch):
    checks.hints(applications.load_view(application))  # what all share is there
    monkeypatch.setattr(loading, "memo", Memo(loading.ROOM))
    parse.cache_clear()
    gc.collect()
    tracemalloc.start()
    view = applications.load_view(application)
    for task in view.journey.tasks:
        view.journey.state(task)
    checks.hints(view)
    del view, task
    parse.cache_clear()  # the forms, of which docs/adr/0006 keeps 512
    gc.collect()
    taken = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()

    assert taken <= loading.memo.used <= loading.ROOM / 50


def test_steps_answered_alike_are_drawn_once_for_all_and_name_their_own_company(seeded):
    pages = []
    for number in range(3):
        client = seeded.test_client()
        client.sign_in(f"someone{number}@example.com")
        draft = applications.start(person(f"someone{number}@example.com"), Call.get(), now())
        pages.append((draft.token, client.get(f"/applications/{draft.token}/check").page))

    drawn = [parse(task.step.form, (), today(), True).drawn for task in applications.load_view(draft).journey.tasks]
    assert max(map(len, drawn)) <= 2  # with links to change it, and without
    for token, page in pages:
        links = {a["href"] for a in page.select(".summary .change a")}
        assert links and all(link.startswith(f"/applications/{token}/") for link in links)
        assert not page.select("title + title, change") and "<title>" not in page.main.get_text()
