"""Export and import: everything said travels, and the documents come out the same."""

import json

import pytest

from docgen.bundle import Bundle
from forms.wizard import Task
from models.application import Application, Party, Revision
from models.evidence import Consent, Evidence
from services.consortium import members
from services.documents import generate
from services.drafts import checks, exports, revisions
from services.drafts.applications import load_view
from tests.applying import HALF, LEAD, STRANGER, UNAGREED, application_of, fresh, person


def through_json(application: Application) -> dict:
    return json.loads(json.dumps(exports.export(load_view(application)), ensure_ascii=False))


def documents_of(application: Application, **stamp) -> list[tuple[str, bytes]]:
    return [(file.name, file.content) for file in generate.generate(load_view(application), **stamp)]


@pytest.mark.parametrize("email", [LEAD, HALF, UNAGREED])
def test_an_import_rendered_as_the_original_gives_equal_files(seeded, email):
    application = application_of(email)

    copy = exports.import_application(through_json(application), person(STRANGER))

    stamp = {"number": application.number, "revision": application.revision, "saved_at": application.changed_at}
    assert documents_of(copy, **stamp) == documents_of(application)
    assert list(Bundle(documents_of(copy, **stamp))) == list(Bundle(documents_of(application)))


def test_an_export_of_the_import_says_the_same(application):
    first = through_json(application)
    again = through_json(exports.import_application(first, person(STRANGER)))

    own = {"number", "revision"}
    assert {key: value for key, value in again.items() if key not in own} == {
        key: value for key, value in first.items() if key not in own
    }


def test_an_import_is_a_new_draft_of_its_bringer_and_leaves_the_original_alone(application):
    before = through_json(application)

    copy = exports.import_application(before, person(STRANGER))

    assert copy.number != application.number
    assert copy.receipt is None
    assert list(Application.of(person(STRANGER))) == [copy]
    assert through_json(fresh(application)) == before


def test_personal_fields_travel_readable_and_are_sealed_again(application):
    data = through_json(application)
    assert data["parties"][0]["steps"]["contact"]["email"] == [LEAD]

    copy = exports.import_application(data, person(STRANGER))

    row = Revision.of(copy, "contact", Party.present(copy)[0].id).first()
    assert LEAD not in json.dumps(row.sent)
    assert load_view(copy).journey.data("contact", load_view(copy).journey.parties[0])["email"] == LEAD


def test_unused_answers_travel_and_stay_out_of_documents_and_steps(application):
    view = load_view(application)
    task = Task(view.journey.steps["earlier_build"])
    said = {"agency": ["다른 기관"]}
    revisions.write(application, task, said, person(LEAD), revisions.SAVED)

    data = through_json(fresh(application))
    copy = exports.import_application(data, person(STRANGER))

    assert data["unused"] == {"earlier_build": said}
    assert "earlier_build" not in data["steps"]
    assert exports.export(load_view(copy))["unused"] == {"earlier_build": said}
    assert ("earlier_build", None) in [(step.slug, party) for step, party in load_view(copy).journey.unused]


def test_a_company_that_left_does_not_travel(application):
    supplier = Party.present(application)[1]
    members.remove_party(application, supplier, person(LEAD), application.call.opens_at)

    assert [entry["role"] for entry in through_json(fresh(application))["parties"]] == ["adopter"]


def test_consents_and_evidence_travel_but_files_must_be_attached_again(application):
    copy = exports.import_application(through_json(application), person(STRANGER))

    for old, new in zip(Party.present(application), Party.present(copy), strict=True):
        assert {row.kind: row.at for row in Consent.of(new).values()} == {
            row.kind: row.at for row in Consent.of(old).values()
        }
        assert [row.sha256 for row in Evidence.of(new.company)] == [row.sha256 for row in Evidence.of(old.company)]
    assert any("올리지 않았습니다" in found.what for found in checks.verdict(load_view(copy)).blocks)


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: [],
        lambda data: "export",
        lambda data: None,
        lambda data: {},
        lambda data: data | {"schema": 2},
        lambda data: data | {"call": "1999-1"},
        lambda data: data | {"steps": {"nonsense": {}}},
        lambda data: data | {"steps": {"overview": {"project": "bare text"}}},
        lambda data: data | {"steps": {"overview": {"project": [1]}}},
        lambda data: data | {"steps": []},
        lambda data: data | {"saved_at": "yesterday"},
        lambda data: data | {"parties": [{"role": "officer"}]},
        lambda data: data | {"parties": [data["parties"][0] | {"evidence": [{"kind": "x"}]}]},
        lambda data: {name: value for name, value in data.items() if name != "unused"},
    ],
)
def test_what_is_no_export_of_ours_is_refused_and_nothing_is_kept_of_it(application, damage):
    before = Application.select().count(), Party.select().count(), Revision.select().count()

    with pytest.raises(exports.NotOurs):
        exports.import_application(damage(through_json(application)), person(STRANGER))

    assert (Application.select().count(), Party.select().count(), Revision.select().count()) == before


def test_an_import_sets_no_column_the_file_names(application):
    data = through_json(application)
    data["parties"][0]["evidence"][0] |= {"id": 1, "storage": "../../etc/passwd", "token": "mine", "company": 1}
    data["parties"][0]["consents"][0] |= {"id": 1, "party": 1}

    copy = exports.import_application(data, person(STRANGER))

    rows = Evidence.of(Party.present(copy)[0].company)
    assert not {"../../etc/passwd", "mine"} & {value for row in rows for value in (row.storage, row.token)}
