"""Whatever is sent: a Korean sentence where it is wrong, nothing lost, never another's data, never a 500."""

import re
import unicodedata

import pytest

import models
from forms.wizard import Step
from models.application import Application, Call, Revision
from models.base import now
from models.search_key import SearchKey
from models.together import Presence
from services.drafts import applications, revisions
from tests.answers import GOOD
from tests.applying import HALF, LEAD, STRANGER, SUPPLIER, application_of
from tests.pages import GATE, REGISTRATION, STEPS, good, send, sent_by

every_step = pytest.mark.parametrize("step", [*STEPS, *REGISTRATION], ids=lambda step: step.slug)

BAD = {
    "not a number": "NaN",
    "an exponent": "1e999999999",
    "4,300 digits": "9" * 4300,
    "a NUL": "가\x00나",
    "an escape": "\x1b[31m",
    "a lone surrogate": b"\xed\xa0\x80",  # as bytes: no str of it can be encoded
    "broken UTF-8": b"\xff\xfe\xba",
    "markup": "</textarea><script>alert(1)</script>\"'>{{ 7*7 }}{% raw %}=1+1\u202e\N{WOMAN}\u200d\N{GIRL}",
    "a very long word": "가" * 5000,
}


def places(step: Step) -> list[str]:
    """The sent name of every field, a table's by its first row."""
    return [name.replace("-", "-0-") for name in step.form.names()]


@every_step
@pytest.mark.parametrize("bad", ["4,300 digits", "a NUL", "a lone surrogate", "markup"])  # the rest: test_fields
def test_bad_text_in_every_field_is_answered_beside_each_and_kept(at, step, bad):
    walk = at(step)
    response = send(walk, [(name, BAD[bad]) for name in places(step)])
    form = step.form.of(walk.stored)
    form.validate()
    assert set(walk.stored) == set(places(step))
    assert response.status_code == (422 if form.faults else 303)
    if not form.faults:
        return
    page = response.page
    assert page.title.get_text().startswith("오류: ")
    assert not page.select("#step-form script")
    assert len(page.select("#error-summary li")) == len(form.faults)
    for field, sentence in form.faults:
        assert sentence in page.select_one(f"#{field.id}-error").get_text(" ", strip=True)
        assert re.search("[가-힣]", sentence)
    shown = sent_by(page.select_one("#step-form"))
    for field in form.leaves():
        if field.typed and field.kind in ("text", "long", "number", "date"):
            assert shown[field.name][0].replace("\r\n", "\n") == field.shown


@pytest.mark.parametrize("bad", BAD)
def test_every_page_and_document_stands_with_bad_text_in_every_step(at, bad):
    walk = at(STEPS[0])
    text = BAD[bad] if isinstance(BAD[bad], str) else BAD[bad].decode("utf-8", "replace")
    for task in applications.load_view(walk.application).journey.tasks:
        sent = {name: [text] for name in places(task.step)}
        gate = task.step in GATE
        revisions.write(
            walk.application, task, GOOD[task.step.slug] | (sent if not gate else {}), None, revisions.SAVED
        )
    home = f"/applications/{walk.application.token}/"
    for place in ("", "check", "documents/", "submit", "consents/", "evidence/", "consortium", "documents/all.zip"):
        assert walk.client.get(home + place).status_code == 200, place
    for step in STEPS:
        if walk.party.answers(step) and step.slug != "earlier_build":
            assert walk.client.get(f"{home}{step.slug}").status_code == 200
    assert walk.client.get("/applications/").status_code == 200


@pytest.mark.parametrize("bad", BAD)
def test_the_same_with_every_step_of_a_registration(at, bad):
    walk = at(REGISTRATION[0])
    text = BAD[bad] if isinstance(BAD[bad], str) else BAD[bad].decode("utf-8", "replace")
    tasks = applications.load_view(walk.application).journey.tasks
    for task in tasks[1:]:
        revisions.write(walk.application, task, {name: [text] for name in places(task.step)}, None, revisions.SAVED)
    home = f"/applications/{walk.application.token}/"
    steps = [task.step.slug for task in tasks]
    for place in ("", "check", "documents/", "submit", "consents/", "evidence/", "documents/all.zip", *steps):
        assert walk.client.get(home + place).status_code == 200, place
    assert walk.client.get("/applications/").status_code == walk.client.get("/registrations/").status_code == 200


@every_step
def test_full_width_and_taken_apart_characters_are_read_as_what_they_mean(at, step):
    wide = {ord(sign): ord(sign) + 0xFEE0 for sign in "0123456789"}
    names = step.form.names()
    walk = at(step)
    fields = [
        (name, unicodedata.normalize("NFD", value.translate(wide) if numeric(names, name) else value))
        for name, values in good(step).items()
        for value in values
    ]
    assert send(walk, fields).status_code == 303
    assert step.form.of(walk.stored).printed == step.form.of(good(step)).printed


def numeric(names, name: str) -> bool:
    return names[re.sub(r"-\d+(?=-)", "", name)].kind in ("number", "date")


@every_step
def test_nothing_but_a_steps_own_fields_is_taken_from_a_request(at, step):
    walk = at(step)
    written = (Revision, Presence, SearchKey)  # a save's own; what is searched for is worked out from it anew
    before = {table: list(table.select().dicts()) for table in models.TABLES if table not in written}
    columns = {name for table in models.TABLES for name in table._meta.fields}
    columns |= {"application_id", "person_id", "party", "kind", "saved_by", "superseded", "staff", "is_admin"}
    of_the_page = {"base", "csrf_token", "rows"}  # names that pages themselves send, "rows" being a button of tables
    extra = [(name, "1") for name in sorted(columns - set(step.form.names()) - of_the_page)]
    fields = [(name, value) for name, values in good(step).items() for value in values]
    response = send(walk, fields + extra)
    assert response.status_code == 303
    assert set(walk.stored) <= set(good(step))
    for table, rows in before.items():
        for row, after in zip(rows, table.select().dicts(), strict=True):
            changed = {name for name in row if row[name] != after[name]}
            assert changed <= {"revision", "changed_at", "seen_at", "saved_on", "saved_bytes"}, table
    newest = Revision.select().order_by(Revision.id.desc()).get()
    assert (newest.kind, newest.superseded, newest.application) in [
        ("saved", False, walk.application),
        ("filled", False, walk.application),
    ]


ODD_NUMBERS = ["-1", "0", "99999999999", "9" * 5000, "1e9", "NaN", "１", "٣", "", " ", "\x00", "1;drop", "../..", "[]"]


@pytest.mark.parametrize("odd", ODD_NUMBERS)
def test_odd_numbers_in_addresses_and_hidden_fields_are_no_trouble(at, odd):
    walk = at(next(step for step in STEPS if step.slug == "kpi"))
    for query in ("revision", "as", "more", "rescue", "page"):
        for place in ("", "/history"):
            response = walk.client.get(walk.url + place, query_string={query: odd})
            assert response.status_code in (200, 303, 404)
    for name in ("base", "rescue", "author", "add", "remove", "fix", "choose-rows"):
        for value in (odd, f"rows-{odd}"):
            response = walk.client.post(walk.url, data=walk.form() | {name: value})
            assert response.status_code in (303, 400, 409, 422)
            assert "\n" not in response.headers.get("Location", "")
    assert walk.client.post(f"{walk.url}/history", data={"revision": odd}).status_code == 404
    for address in ("/kept/{}/back", "/kept/{}/discard"):
        assert walk.client.post(address.format(odd or "0"), data={}).status_code in (404, 405, 308)
    token = walk.application.token
    assert walk.client.get(f"/applications/{token}/documents/submitted/{odd or 'x'}").status_code in (404, 308)
    for field, place in (("supplier", "consortium"), ("position", "consortium/leave")):
        assert walk.client.post(f"/applications/{token}/{place}", data={field: odd}).status_code == 404
    assert walk.client.post(walk.url, data=walk.form() | {"add": "rows", f"rows-{odd}-name": "1"}).status_code == 303


@pytest.mark.parametrize(
    "slug", ["nothing", "Track", "track%00", "%ED%A0%80", "..", "a" * 3000, "<script>", "check%2f"]
)
def test_an_unknown_step_is_not_found(at, slug):
    walk = at(STEPS[0])
    for method in ("get", "post"):
        response = getattr(walk.client, method)(f"/applications/{walk.application.token}/{slug}", data={})
        assert response.status_code in (404, 405, 308)
        assert not response.page or response.page.title.get_text().startswith("오류: ")


@every_step
def test_another_persons_application_is_not_found_for_anything(at, step):
    walk = at(step)
    number = walk.number
    page = walk.form()
    walk.client.sign_in(STRANGER)
    for place in ("", "/history"):
        assert walk.client.get(walk.url + place).status_code == 404
        assert walk.client.post(walk.url + place, data=page | {"revision": "1"}).status_code == 404
    assert walk.number == number


@every_step
def test_a_step_of_the_other_company_is_not_found(at, step):
    walk = at(step)
    for part in applications.load_view(walk.application).journey.parties:
        if part.answers(step):
            continue
        walk.client.sign_in(SUPPLIER if part.role == "supplier" else LEAD)
        assert walk.get().status_code == 404
        assert walk.client.post(walk.url, data={}).status_code == 404


@every_step
def test_a_company_cannot_write_into_anothers_part(at, step):
    walk = at(step)
    if step.shared:
        return
    before = {row.id: row.sent for row in Revision.select()}
    walk.client.post(f"{walk.url}?as=2", data={"party": "2", **good(step)})
    new = [row for row in Revision.select() if row.id not in before]
    assert {row.party_id for row in new} <= {walk.party.key}


@every_step
def test_after_closing_pages_can_be_read_and_nothing_is_written(at, step):
    walk = at(step)
    page, number = walk.form(), walk.number
    call = Call.get()
    closes = call.closes_at
    try:
        Call.update(closes_at=now()).execute()
        for more in ({}, {"auto": ["1"]}, {"add": ["rows"]}):
            assert walk.client.post(walk.url, data=page | more).status_code == 403
        assert walk.client.post(f"{walk.url}/history", data={"revision": page["base"]}).status_code in (403, 404)
        shown = walk.get().page
        assert shown.select_one("#step-form fieldset.plain").has_attr("disabled")
        assert not shown.select("[name=save]")
    finally:
        Call.update(closes_at=closes).execute()
    assert walk.number == number


def test_a_wrong_method_and_a_wrong_address_get_pages(client, seeded):
    client.sign_in(LEAD)
    token = application_of(LEAD).token
    assert client.put(f"/applications/{token}/need").status_code in (400, 405)
    assert client.get(f"/applications/{token}/withdraw").status_code in (404, 405)
    assert client.get("/nowhere").status_code == 404
    assert client.get("/applications/" + "x" * 5000 + "/need").status_code == 404
    assert client.get("/applications/%00/need").status_code == 404


def test_search_takes_any_words(client, seeded):
    client.sign_in(LEAD)
    for words in ("\x00", "%", "_", "'", '"', "\\", "가" * 5000, "\ufdd0", "<b>", "물류"):
        address = f"/applications/{application_of(LEAD).token}/consortium"
        assert client.get(address, query_string={"q": words}).status_code == 200


def test_no_bad_input_touched_anybody_elses_application(at):
    other = application_of(HALF)
    before = Application.get_by_id(other.id).revision
    walk = at(STEPS[0])
    walk.client.post(walk.url, data={"application": other.token, "track": "new"})
    assert Application.get_by_id(other.id).revision == before
