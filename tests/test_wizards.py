"""Every declared step, walked as it is declared: a new step needs one class, one line and one good answer."""

import re

import pytest

from forms.base import StepForm
from forms.fields import LongText, Rows
from forms.parsed import State
from models.evidence import Consent
from services.documents import generate
from services.drafts import applications, checks
from services.drafts.merge import same
from tests.answers import GOOD
from tests.applying import LEAD, application_of
from tests.pages import REGISTRATION, STEPS, Walk, begin, good, sent_by, told

every_step = pytest.mark.parametrize("step", [*STEPS, *REGISTRATION], ids=lambda step: step.slug)


# -- the declarations --------------------------------------------------------------------------------------


def test_every_step_has_a_good_answer_and_every_good_answer_a_step():
    assert set(GOOD) == {step.slug for step in STEPS}


def test_no_two_steps_share_an_address_and_none_takes_one_of_the_sites(walked):
    slugs = [step.slug for step in STEPS]
    assert len(slugs) == len(set(slugs))
    assert all(re.fullmatch("[a-z_]+", slug) for slug in slugs)
    rules = [str(rule) for rule in walked.url_map.iter_rules()]
    taken = {found[1] for rule in rules if (found := re.match(r"/applications/<application>/([a-z_.]+)", rule))}
    assert {"check", "submit", "documents", "evidence", "consents", "consortium", "receipt"} <= taken
    assert not taken & set(slugs)


@every_step
def test_a_step_says_what_it_asks_and_names_its_fields_plainly(step):
    form = step.form.of(None)
    assert form.title
    for name, field in step.form.names().items():
        assert re.fullmatch("[a-z_]+(-[a-z_]+)?", name), name
        assert field.label.text.strip(), name
        assert not hasattr(StepForm, field.short_name), name
        assert field.short_name not in (
            "csrf_token",
            "base",
            "author",
            "rescue",
            "add",
            "remove",
            "save",
            "leave",
            "find",
            "pick",
        ), name
    assert not any(isinstance(cell, Rows) for field in form if isinstance(field, Rows) for cell in field.row())


@every_step
def test_the_good_answer_is_good_and_uses_every_field(walked, step):
    form = step.form.of(good(step))
    assert form.validate(), form.faults
    columns = {re.sub(r"-\d+(?=-)", "", name) for name in good(step)}
    assert columns <= set(step.form.names())
    needed = {name for name, field in step.form.names().items() if field.required and "-" not in name}
    needed -= {field.name for field in form if not field.applies}
    assert needed <= columns


# -- the pages ---------------------------------------------------------------------------------------------


@every_step
def test_each_step_shows_every_field_under_its_label(at, step):
    response = at(step).get()
    assert response.status_code == 200
    page = response.page
    assert page.h1.get_text(strip=True) == step.form.title
    for field in step.form.of(None):
        if isinstance(field, Rows):
            assert page.select_one(f"#{field.id}-table caption").get_text(strip=True).startswith(field.label.text)
            for column in field.row():
                assert page.select(f'[name^="{field.name}-0-{column.short_name}"]')
        elif not field.typed:
            assert not page.select(f'[name="{field.name}"]')
            assert page.select_one(f"#{field.id}-name").get_text() == field.label.text
        else:
            control = page.select_one(f'#step-form [name="{field.name}"]')
            legend = control.closest("fieldset.form-group")
            label = legend.legend if legend else page.select_one(f'label[for="{control["id"]}"]')
            assert label.get_text(strip=True).startswith(field.label.text)


@every_step
def test_an_empty_answer_is_refused_with_a_reason_beside_each_field(at, step):
    walk = at(step)
    response = walk.post()
    wanted = [field for field in step.form.of(None).applicable_fields if field.required]
    if not wanted:
        assert response.status_code == 303
        return
    assert response.status_code == 422
    assert response.page.title.get_text().startswith("오류: ")
    summary = response.page.select_one("#error-summary")
    for field in wanted:
        said = response.page.select_one(f"#{field.id}-error")
        assert "주세요" in said.get_text()
        assert said.closest(".form-group").select(f'[name^="{field.name}"]')
        assert summary.select_one(f'a[href="#{field.id}"]')
    assert len(summary.select("li")) == len(wanted)


@every_step
def test_a_good_answer_leads_onward_and_is_kept_exactly(at, step):
    walk = at(step)
    response = walk.post(good(step) | {"save": ["1"]})
    assert response.status_code == 303, response.page.select_one("#error-summary")
    assert response.location.startswith(f"/applications/{walk.application.token}/")
    assert walk.follow(response).status_code == 200
    assert same(walk.stored, good(step))
    journey = applications.load_view(walk.application).journey
    assert journey.state(walk.task) is State.DONE
    assert walk.task not in journey.remaining


@every_step
def test_the_way_onward_never_comes_back_to_a_step_that_is_done(at, step):
    walk = at(step)
    response = walk.post(good(step))
    assert not response.location.split("?")[0].endswith(f"/{step.slug}")


@every_step
def test_a_page_sent_back_as_it_was_shown_changes_nothing(at, step):
    walk = at(step)
    walk.post(good(step))
    number, stored = walk.number, walk.stored
    walk.client.post(walk.url, data=walk.form())
    walk.client.post(walk.url, data=walk.form() | {"auto": ["1"]})
    tidy = step.form.of(walk.stored)
    assert tidy.validate()
    assert tidy.printed == step.form.of(stored).printed
    assert walk.number - number <= 1  # once at most: what was typed loosely is now written tidily


@every_step
def test_saving_and_leaving_comes_to_the_task_list(at, step):
    walk = at(step)
    response = walk.post(good(step) | {"leave": ["1"]})
    assert (response.status_code, response.location) == (303, f"/applications/{walk.application.token}/")
    assert walk.follow(response).status_code == 200


@every_step
def test_an_autosave_keeps_a_half_filled_page_and_scolds_nobody(at, step):
    walk = at(step)
    typed = [name for name, field in step.form.names().items() if field.kind not in ("choice", "choices", "select")]
    if not typed:
        return  # questions of yes and no have nothing half filled
    name = typed[0].replace("-", "-0-")
    response = walk.post({name: ["쓰다 만"], "auto": ["1"]}, headers={"HX-Request": "true"})
    assert response.status_code == 200
    assert not response.page.select("main, #error-summary")
    assert response.page.select_one("#live [name=base]")["value"] == str(walk.number)
    assert walk.stored[name] == ["쓰다 만"]
    page = walk.get().page
    assert not page.select(".form-hint-invalid")
    control = page.select_one(f'#step-form [name="{name}"]')
    assert "쓰다 만" in (control.get("value"), control.get_text(strip=True))


def test_a_page_saved_wrong_says_so_whenever_it_is_opened_again(at):
    walk = at(next(step for step in STEPS if step.slug == "funding"))
    walk.post({"grant": ["많이"], "auto": ["1"]})
    assert not walk.get().page.select(".form-hint-invalid")
    walk.post({"grant": ["많이"]})
    page = walk.get().page
    assert "숫자로 입력해 주세요" in page.select_one("#grant-error").get_text()
    assert page.select_one("#grant")["value"] == "많이"


LONG = [
    (step, field.name)
    for step in [*STEPS, *REGISTRATION]
    for field in step.form.of(None)
    if isinstance(field, LongText)
]


@pytest.mark.parametrize(("step", "name"), LONG, ids=[f"{step.slug}-{name}" for step, name in LONG])
def test_a_long_answer_is_counted_and_a_short_one_pointed_out(at, step, name):
    walk = at(step)
    field = step.form.of(None)[name]
    walk.post(good(step) | {name: ["가"]})
    page = walk.get().page
    assert page.select_one(f"#{field.id}-count").get_text().startswith(f"1/{field.limit:,}자")
    assert (page.select_one(f"#{field.id}-warning") is not None) == bool(field.typical)
    response = walk.post(good(step) | {name: ["가" * (field.limit + 1)]})
    assert response.status_code == 422
    assert "1자를 줄여" in response.page.select_one(f"#{field.id}-error").get_text()
    assert response.page.select_one(f"#{field.id}").get_text() == "\n" + "가" * (field.limit + 1)


# -- check page, history, order ----------------------------------------------------------------------------


def test_the_check_page_shows_every_answer_as_it_prints_with_a_way_back_to_it(walked):
    client = walked.test_client()
    client.sign_in(LEAD)
    application = application_of(LEAD)
    view = applications.load_view(application, applications.Person.get(), 0)
    page = client.get(f"/applications/{application.token}/check").page
    text = " ".join(page.main.get_text(" ").split())
    links = {link["href"].split("#")[0].rsplit("/", 1)[-1] for link in page.select(".summary .change a")}
    for task in view.journey.tasks:
        for field in view.journey.form(task).leaves():
            for line in field.printed if isinstance(field.printed, list) else [field.printed]:
                assert " ".join(line.split()) in text, (task.key, field.name)
    mine = view.journey.of(view.party)
    assert links == {task.step.slug for task in mine}
    for link in page.select(".summary .change a"):
        target, anchor = link["href"].split("#")
        assert client.get(target).page.select_one(f"#{anchor}"), link["href"]


def test_the_gate_sends_back_to_its_first_open_step(at):
    walk = at(next(step for step in STEPS if step.slug == "need"))
    gate = Walk(walk.client, walk.application, next(step for step in STEPS if step.slug == "business"), walk.party)
    gate.post({"sme": [""]})
    response = walk.get()
    assert (response.status_code, response.location) == (303, f"{gate.url}?first=1")
    assert "자격 확인을 모두 마치면" in walk.client.get(response.location).page.select_one(".alert.info").get_text()


@every_step
def test_the_history_shows_each_revision_and_puts_one_back(at, step):
    walk = at(step)
    walk.post(good(step))
    old = walk.form()["base"][0]
    walk.post({})
    page = walk.get("/history").page
    assert f"revision={old}" in page.select("ol.history a")[1]["href"]
    response = walk.client.post(f"{walk.url}/history", data={"revision": old})
    assert response.location.startswith(f"{walk.url}?") and "되돌렸습니다" in told(walk.client, response)
    assert same(walk.stored, good(step))
    assert walk.client.get(f"{walk.url}/history?revision={old}").status_code == 200


def test_an_answer_off_the_path_is_kept_shown_as_unused_and_in_no_document(at):
    steps = {step.slug: step for step in STEPS}
    walk = at(steps["earlier_build"])
    secret = "옛날에 구축한 아무도 모르는 솔루션"
    walk.post(GOOD["earlier_build"] | {"solution": [secret]})
    track = Walk(walk.client, walk.application, steps["track"], walk.party)
    track.post({"track": ["new"], "service_type": ["new_business"]})
    assert walk.get().status_code == 404
    page = walk.client.get(f"/applications/{walk.application.token}/check").page
    (unused,) = [item for item in page.select("details") if secret in item.get_text()]
    assert unused.xpath("preceding::h2[1]")[0].get_text() == "지금은 쓰이지 않는 답"
    view = applications.load_view(walk.application)
    assert view.journey.unused
    assert secret not in str(generate.document_context(view))
    assert secret not in str(checks.facts(view))
    track.post({"track": ["upgrade"], "service_type": ["new_business"]})
    assert walk.form()["solution"] == [secret]


def test_an_answer_that_forbids_submitting_is_stored_and_not_overlooked(at):
    walk = at(next(step for step in STEPS if step.slug == "history"))
    response = walk.post(GOOD["history"] | {"equipment": ["yes"]})
    assert response.location == f"{walk.url}?stop=1"
    page = walk.follow(response).page
    assert "장비 도입" in page.select_one("#error-summary").get_text()
    assert "제출할 수 없습니다" in page.select_one("#error-summary").get_text()
    assert page.select_one("#error-summary a:not([href^='#'])")
    assert "완료" not in page.select_one(".krds-step-wrap li").get_text()
    assert walk.stored["equipment"] == ["yes"]


def test_htmx_is_answered_with_the_next_step_itself(seeded, client):
    """What a redirect would have it ask for: the same fragment, under the same address."""
    walk = begin(client, next(step for step in STEPS if step.slug == "overview"))

    plain = walk.post(good(walk.step))
    response = walk.post(good(walk.step), headers={"HX-Request": "true"})

    assert response.status_code == 200
    assert response.headers["HX-Push-Url"] == plain.location != walk.url
    asked = walk.follow(plain, headers={"HX-Request": "true"})
    assert sent_by(response.page.select_one("#step-form")).keys() == sent_by(asked.page.select_one("#step-form")).keys()
    assert response.page.h1.get_text() == asked.page.h1.get_text() != walk.step.title
    assert response.page.select_one("header") is None


def test_htmx_is_told_of_what_is_wrong_as_anybody_is(seeded, client):
    walk = begin(client, next(step for step in STEPS if step.slug == "overview"))

    response = walk.post({"project": [""]}, headers={"HX-Request": "true"})

    assert response.status_code == 422
    assert "HX-Push-Url" not in response.headers
    assert response.page.h1.get_text() == walk.step.title


def test_a_button_sent_by_htmx_is_told_where_to_go_where_that_is_no_step(seeded, client):
    """A redirect it would follow unseen, and put the page it leads to into the one that stands; an autosave's stays
    one."""
    walk = begin(client, next(step for step in STEPS if step.slug == "overview"))
    button = {"HX-Request": "true", "HX-Source": "button"}

    away = walk.post(good(walk.step) | {"leave": ["1"]}, headers=button)
    assert (away.status_code, away.data, away.location) == (200, b"", None)
    assert away.headers["HX-Redirect"] == walk.url.removesuffix(walk.step.slug)

    client.delete_cookie("session")
    ended = client.post(
        walk.url, data={"auto": ["1"]}, headers=button | {"HX-Source": "form#step-form"}, tokenless=True
    )
    assert (ended.status_code, "HX-Redirect" in ended.headers) == (303, False)
    ended = client.post(walk.url, data={"save": ["1"]}, headers=button, tokenless=True)
    assert ended.headers["HX-Redirect"].startswith("/sign-in?next=")


def test_who_comes_from_the_last_step_is_led_to_what_is_still_to_be_done(seeded, client):
    client.sign_in(LEAD)
    application = application_of(LEAD)
    address = f"/applications/{application.token}"
    assert client.get(f"{address}/check?saved=1").status_code == 200  # nothing is

    Consent.delete().execute()

    assert client.get(f"{address}/check?saved=1").location == f"{address}/"
    assert client.get(f"{address}/check").status_code == 200, "whoever wants to look may"
