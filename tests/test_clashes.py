"""Two people on one step: rows and cells of a table merge, and what both changed is shown with the words that
differ."""

from typing import Any

import pytest

from forms.base import Sent
from models.application import Application
from models.base import now
from services.drafts import applications, revisions
from tests.applying import LEAD, SUPPLIER, application_of, fresh, person
from tests.pages import sent_by
from web.clashes import marked


@pytest.fixture
def application(seeded) -> Application:
    return application_of(LEAD)


def answers(application: Application, slug: str) -> Sent:
    return applications.load_view(fresh(application)).journey.answers[slug, None]


def save(application: Application, slug: str, changes: Sent, email: str = SUPPLIER, base: int = 0) -> int:
    """Somebody saves a shared step with some names said otherwise; the revision."""
    view = applications.load_view(fresh(application), person(email))
    task = view.journey.task(slug, view.party)
    assert task
    base, sent = base or view.base(task), dict(answers(application, slug)) | changes
    row = revisions.save(application, task, sent, base=base, person=person(email), arrived=now())
    assert row
    return row.number


def page_of(client: Any, application: Application, slug: str) -> Sent:
    client.sign_in(LEAD)
    return sent_by(client.get(f"/applications/{application.token}/{slug}").page.select_one("#step-form"))


def post(client: Any, application: Application, slug: str, sent: Sent):
    data = sent | {"save": ["1"]}
    url = f"/applications/{application.token}/{slug}"
    return client.post(url, data=data, tokenless=True, content_type="multipart/form-data")


def test_the_lead_edits_one_row_while_the_supplier_edits_and_adds_others(application, client):
    mine = page_of(client, application, "kpi")
    rows = len({name.split("-")[1] for name in mine if name.startswith("rows-")})
    new = {
        name.replace("-0-", f"-{rows}-"): values
        for name, values in mine.items()
        if name.startswith("rows-0-") and not name.endswith("-key")
    }
    save(
        application,
        "kpi",
        {"rows-1-name": ["공급기업이 고친 지표"]} | new | {f"rows-{rows}-name": ["새 지표"]},
    )

    response = post(client, application, "kpi", mine | {"rows-0-name": ["주관이 고친 지표"]})

    assert response.status_code in (303, 422)  # stored; the weights may not sum up any more
    stored = answers(application, "kpi")
    assert [stored[f"rows-{row}-name"] for row in (0, 1, rows)] == [
        ["주관이 고친 지표"],
        ["공급기업이 고친 지표"],
        ["새 지표"],
    ]


@pytest.mark.parametrize(("choice", "kept"), [("mine", "내 지표"), ("theirs", "남의 지표")])
def test_only_the_cell_both_changed_is_asked_about(application, client, choice, kept):
    mine = page_of(client, application, "kpi")
    save(application, "kpi", {"rows-1-name": ["남의 지표"], "rows-0-name": ["남의 다른 지표"]})

    response = post(client, application, "kpi", mine | {"rows-1-name": ["내 지표"]})

    assert response.status_code == 409
    (chooser,) = response.page.select("fieldset.chooser")
    assert "2번째 줄" in chooser.legend.get_text()
    assert [mark.get_text() for mark in chooser.select("mark")] == ["[다른 말 내]", "[다른 말 남의]"]
    assert not chooser.select("[value=both]")  # of a short answer there is one
    form = sent_by(response.page.select_one("#step-form"))
    assert form["rows-0-name"] == ["남의 다른 지표"]
    post(client, application, "kpi", form | {"choose-rows-1-name": [choice]})
    stored = answers(application, "kpi")
    assert (stored["rows-0-name"], stored["rows-1-name"]) == (["남의 다른 지표"], [kept])


def test_the_words_that_differ_are_marked_for_every_reader_and_who_wrote_them_is_named(application, client):
    save(application, "need", {"background": ["간병 수요가 해마다 크게 늘고 있습니다."]})
    mine = page_of(client, application, "need")
    save(application, "need", {"background": ["간병 수요가 해마다 조금 늘고 있습니다."]})

    page = post(client, application, "need", mine | {"background": ["간병 수요가 매우 크게 늘고 있습니다."]}).page

    sides = page.select(".chooser-side")
    assert [[mark.get_text() for mark in side.select("mark")] for side in sides[:2]] == [
        ["[다른 말 매우 크게]"],
        ["[다른 말 해마다 조금]"],
    ]
    assert "주식회사 누리매칭랩(가상) 문새롬 님이" in sides[1].get_text()
    assert SUPPLIER not in page.get_text() and "***" not in page.main.get_text()


def test_both_texts_are_kept_one_after_the_other_even_beyond_the_limit(application, client):
    limit = 3000
    theirs, mine = "남의 글. " * 400, "내 글. " * 400
    sent = page_of(client, application, "need")
    save(application, "need", {"background": [theirs.strip()]})
    page = post(client, application, "need", sent | {"background": [mine.strip()]}).page

    response = post(
        client, application, "need", sent_by(page.select_one("#step-form")) | {"choose-background": ["both"]}
    )

    (text,) = answers(application, "need")["background"]
    assert text.split() == [*mine.split(), *theirs.split()] and len(text) > limit
    assert response.status_code == 422 and "줄여 주세요" in response.page.get_text()


def test_what_the_other_emptied_can_be_chosen_too(application, client):
    sent = page_of(client, application, "need")
    save(application, "need", {"attempts": [""]})
    page = post(client, application, "need", sent | {"attempts": ["내 글"]}).page
    assert "비어 있음" in page.select_one("fieldset.chooser").get_text()

    post(client, application, "need", sent_by(page.select_one("#step-form")) | {"choose-attempts": ["theirs"]})

    assert not any(answers(application, "need").get("attempts", [""]))


def test_a_choice_without_the_others_value_loses_nothing(application, client):
    sent = page_of(client, application, "need")
    post(client, application, "need", sent | {"choose-background": ["theirs"], "choose-x-0-y": ["both"]})
    assert answers(application, "need")["background"] == [text.replace("\r", "") for text in sent["background"]]


def test_marking_gives_every_character_of_both_texts_back():
    for mine, theirs in (("", "가"), (" 가 나\n다", "가  라\n\n다 "), ("가", "가")):
        pieces = marked(mine, theirs)
        assert ["".join(text for text, _ in side) for side in pieces] == [mine, theirs]


def test_texts_whose_difference_would_take_long_to_find_are_shown_unmarked():
    assert marked("가 " * 200, "가 " * 200 + "나")[1][-1] == ("나", True)
    alike = "가 " * 540
    between = [" ".join(f"가 {side}{number}" for number in range(540)) for side in "ㄱㄴ"]
    apart = [" ".join(f"{number} {side}" for number in range(2500)) for side in "xy"]
    for mine, theirs in ((alike, alike + "나"), between, apart):
        assert marked(mine, theirs) == ([(mine, False)], [(theirs, False)])


def test_a_choice_about_no_question_of_the_step_is_kept_nowhere_and_breaks_no_later_save(application, client):
    mine = page_of(client, application, "kpi")
    forged: Sent = {}
    for name in ("rows-x-name", "a-b-c", "<b>", "\0"):
        forged |= {f"choose-{name}": ["theirs"], f"theirs-{name}": ["1"]}
    post(client, application, "kpi", mine | forged | {"rows-0-name": ["새 지표"]})

    assert not [name for name in answers(application, "kpi") if not name.startswith("rows-") or "-x-" in name]
    assert post(client, application, "kpi", mine | {"rows-1-name": ["다른 지표"]}).status_code in (303, 422)
    assert answers(application, "kpi")["rows-0-name"] == ["새 지표"]
