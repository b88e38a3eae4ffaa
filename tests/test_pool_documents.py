"""A registration's documents: every answer stands in them, every tag has a value, and Word would open them."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

import pytest
from openxml_audit import OpenXmlValidator

import docgen
from forms.fields import Rows
from forms.wizard import Journey, Party, Respondent
from programme.application_types import POOL
from services.documents import catalogue, generate
from tests import filled_application
from tests.call import POOL_TYPE, WIZARDS
from tests.test_documents import text_of

PARTY = Party(7, Respondent.SUPPLIER, lead=True)
AT = datetime(2026, 11, 22, 5, 3, tzinfo=UTC)
STAMP = catalogue.Stamp("2024-221-P0001", 12, AT, "작성 중")


def journey() -> Journey:
    numbers = count(1)
    steps = WIZARDS[POOL][0].steps
    return Journey(
        WIZARDS[POOL], (PARTY,), {(step.slug, PARTY.key): filled_application.answer(step, numbers) for step in steps}
    )


def evidence() -> dict[int, Any]:
    row = {"issuer": "가상기관", "number": "T-1", "issued": date(2024, 4, 3), "expires": None, "sha256": "a" * 64}
    return {PARTY.key: {kind.slug: [row | {"file": f"{kind.slug}.pdf", "note": ""}] for kind in POOL_TYPE.evidence}}


def consents() -> dict[int, Any]:
    given = {"choice": "yes", "at": AT, "by": "한가온", "capacity": "delegate"}
    return {PARTY.key: {text.slug: given for text in POOL_TYPE.consents}}


def context(full: bool) -> dict[str, Any]:
    said = (consents(), evidence()) if full else ({}, {})
    blank = Journey(WIZARDS[POOL], (PARTY,), {})
    facts = catalogue.build_context(journey() if full else blank, STAMP, *said, POOL_TYPE)
    told = catalogue.ReceiptDetails(
        AT, AT, "ce***", [("서약서.docx", "ab" * 32)], [("회사", "서약", "서약.pdf", "cd" * 32)]
    )
    return catalogue.for_receipt(catalogue.for_company(facts, PARTY), told, POOL_TYPE)


def made(full: bool) -> dict[str, bytes]:
    shape = Journey(WIZARDS[POOL], (PARTY,), {})
    every = [*catalogue.document_files(shape, POOL_TYPE), catalogue.receipt(shape, POOL_TYPE)]
    return {document.slug: catalogue.render(document, context(full)) for document in every}


@pytest.fixture(scope="module")
def files(walked_site) -> dict[str, bytes]:
    return made(full=True)


def test_every_answer_stands_on_the_registration_sheet(files):
    told = journey()
    text = text_of(files["registration"])
    for task in told.tasks:
        assert not told.form(task).faults, (task.step.slug, told.form(task).faults)
        for field in told.form(task).leaves():
            printed = "\n".join(field.printed) if isinstance(field.printed, list) else field.printed
            assert printed in text, (task.step.slug, field.name)
    assert all(f"{kind.slug}.pdf" in text for kind in POOL_TYPE.evidence)


def test_every_tag_has_a_value_and_every_field_a_tag(walked):
    templates = sorted((catalogue.TEMPLATES / POOL).glob("*.docx"))
    assert {path.stem for path in templates} == {*(each.slug for each in POOL_TYPE.documents.each), "receipt"}
    assert not [
        (path.name, docgen.unknown(path, context(True))) for path in templates if docgen.unknown(path, context(True))
    ]
    assert catalogue.unknown_tags() == []
    named = {tag.removeprefix("company.") for tag in docgen.names(catalogue.TEMPLATES / POOL / "registration.docx")}
    for step in WIZARDS[POOL][0].steps:
        for name, field in step.form()._fields.items():
            cells = field.row()._fields if isinstance(field, Rows) else [""]
            wanted = {f"{step.slug}.{name}" + (f"[].{cell}" if cell else "") for cell in cells}
            if step.slug == "limits":
                wanted = {"declared[].said", "declared[].exception"}
            assert not wanted - named, step.slug


def test_promises_print_word_for_word_with_what_was_chosen(files):
    for text in POOL_TYPE.every_text:
        printed = text_of(files[text.form.removeprefix("pool_")])
        assert all(label in printed and words in printed for label, words in text.blocks)
    assert "■ 서약함      □ 서약하지 않음          2026. 11. 22. 14:03  대표자의 위임을 받은 담당자 한가온" in text_of(
        files["pledge"]
    )


def test_no_placeholder_is_left_and_word_would_open_them(files, tmp_path):
    for name, content in [*files.items(), *((f"blank-{name}", each) for name, each in made(full=False).items())]:
        for part in ("document", "header", "footer"):
            assert not [mark for mark in ("{{", "}}", "{%", "%}", "None", "[]") if mark in text_of(content, part)], name
        assert "등록번호 2024-221-P0001 · 개정 12" in text_of(content, "footer")
        (tmp_path / f"{name}.docx").write_bytes(content)
        assert not OpenXmlValidator().validate(str(tmp_path / f"{name}.docx")).errors


def test_a_draft_s_documents_are_given_one_by_one_and_together(registered, client):
    from tests.registering import mine

    client.sign_in("ceo@s6.example.com")
    home = f"/applications/{mine('ceo@s6.example.com').token}/documents/"
    page = client.get(home).page
    links = [tag["href"] for tag in page.select("main a[href$='.docx']")]

    assert len(links) == len(POOL_TYPE.documents.each)
    assert all(client.get(link).data.startswith(b"PK") for link in links)
    assert client.get(f"{home}all.zip").status_code == 200
    assert "서식 1" not in page.main.get_text()
    assert generate.unknown_tags() == []
