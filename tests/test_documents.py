"""The documents: what was typed stands in them, every tag has a value, and Word would open them."""

import io
import os
import shutil
import subprocess
import unicodedata
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from lxml import etree
from openxml_audit import OpenXmlValidator

import docgen
from forms.fields import Choices, Rows
from forms.wizard import Journey, Party, Respondent
from services.documents import catalogue
from tests import filled_application
from tests.call import PROJECT_TYPE

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NASTY = [
    "A&B물류 협업",
    "<w:t>꺾쇠</w:t></w:r></w:p>",
    "]]> 끝",
    "{{ project }} {% for x in y %} {# 말 #}",
    "{_{ 밑줄 }_} {_% %_}",
    "&amp; &#95; &lt;",
    "따옴표 \" ' ‘ ’ “ ”",
    "😀 👩‍🔬",
    "칸\t나눔",
    "줄\n바꿈",
    "\u1112\u1161\u11ab e\u0301",
    " 앞뒤 빈칸 ",
    "a\u2028b\u200bc",
]
# Fields whose value reaches the documents under another name than its own.
ELSEWHERE = {
    "overview.length": "overview.months",
    "schedule.phases[].first": "gantt.rows[].m1",
    "schedule.phases[].last": "gantt.rows[].m9",
    "schedule.phases[]": "gantt.rows[]",
    "costs.lines[].category": "budget.categories[].category",
    "costs.lines[]": "budget.categories[].lines[]",
    "adopter_team.people[].wage": "budget.categories[].lines[].basis",
    "adopter_team.people[]": "people.people[]",
    "supplier_team.people[].wage": "labour.lines[].wage",
    "supplier_team.people[]": "people.people[]",
    "careers.profiles[]": "staff[]",
    "careers.careers[].name": "staff[].name",
    "careers.careers[]": "staff[].careers[]",
}
COMPANY = ("company.", "companies[].", "adopters[].", "suppliers[].", "lead.")


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def text_of(content: bytes, part: str = "document") -> str:
    """The text of a part as a reader sees it: a paragraph a line, breaks and tabs as themselves."""
    (xml,) = [data for name, data in parts_of(content).items() if name.startswith(f"word/{part}")]
    marks = {W + "br": "\n", W + "tab": "\t"}
    paragraphs = etree.fromstring(xml).iter(W + "p")
    return "\n".join(
        "".join(marks.get(piece.tag, piece.text or "") for run in paragraph.iter(W + "r") for piece in run)
        for paragraph in paragraphs
    )


def made(journey: Journey, facts: dict[str, Any]) -> dict[tuple[str, int | None], bytes]:
    files: dict[tuple[str, int | None], bytes] = {}
    for document in catalogue.document_files(journey, PROJECT_TYPE):
        about = catalogue.for_company(facts, document.party) if document.party else facts
        files[document.slug, document.party.key if document.party else None] = catalogue.render(document, about)
    return files | {
        ("receipt", None): catalogue.render(catalogue.receipt(journey, PROJECT_TYPE), filled_application.receipt(facts))
    }


@pytest.fixture(scope="module")
def journey() -> Journey:
    return filled_application.journey()


@pytest.fixture(scope="module")
def facts(journey: Journey) -> dict[str, Any]:
    return filled_application.context(journey)


@pytest.fixture(scope="module")
def files(journey: Journey, facts: dict[str, Any]) -> dict[tuple[str, int | None], bytes]:
    return made(journey, facts)


@pytest.fixture(scope="module")
def blank() -> dict[tuple[str, int | None], bytes]:
    empty = Journey(filled_application.WIZARDS, filled_application.PARTIES, {})
    return made(empty, catalogue.build_context(empty, filled_application.STAMP, {}, {}, PROJECT_TYPE))


def typed(journey: Journey, task: Any) -> list[str]:
    """Every text of the task's answers, as it prints."""
    printed = [field.printed for field in journey.form(task).leaves() if field.name != "length"]  # prints as months
    return ["\n".join(text) if isinstance(text, list) else text for text in printed]


def test_every_typed_text_stands_in_the_documents_it_belongs_to(journey, files):
    texts = {key: text_of(content) for key, content in files.items()}
    for task in journey.tasks:
        assert not journey.form(task).faults, task.step.slug
        where = ("form8", task.party.key) if task.step.slug == "careers" else ("form1", None)
        months = {"schedule"} & {task.step.slug}  # months of the schedule are shaded cells
        missing = [
            text for text in typed(journey, task) if text not in texts[where] and not (months and text.isdigit())
        ]
        assert not missing, (task.step.slug, missing)


def test_every_document_of_a_company_names_it_and_no_other(journey, files):
    numbers = {party.key: journey.data("company", party)["number"] for party in journey.parties}
    for (slug, key), content in files.items():
        if key is not None:
            text = text_of(content)
            assert numbers[key] in text, slug
            assert not [other for other in numbers if other != key and numbers[other] in text], slug


def test_evidence_stands_on_its_cover_sheet(files):
    for slug, kinds in (("form4", ["business_registration"]), ("form5", ["national_tax", "local_tax"])):
        text = text_of(files[slug, 12])
        for (row,) in (filled_application.evidence()[12][kind] for kind in kinds):
            assert all(row[name] in text for name in ("issuer", "number", "file", "sha256", "note"))
        assert "2024. 4. 3." in text


def test_every_file_of_a_kind_is_named_and_the_newest_is_told_about(journey):
    """A supplier attaches one certificate of careers a person."""
    handed = filled_application.evidence()
    for key, kind in ((13, "careers"), (13, "sme_certificate")):
        (old,) = handed[key][kind]
        new = old | {"number": f"T-{kind}-새것", "file": f"{kind} 새것.pdf", "sha256": "e" * 64}
        handed[key][kind] = [new, old]

    files = made(
        journey,
        catalogue.build_context(journey, filled_application.STAMP, filled_application.consents(), handed, PROJECT_TYPE),
    )

    for form, kind in (("form8", "careers"), ("form7", "sme_certificate")):
        new, old = handed[13][kind]
        names = f"{new['file']}\n{old['file']}"
        text = text_of(files[form, 13])
        assert names in text
        assert f"{new['sha256']}\n{old['sha256']}" in text
        assert new["number"] in text
        assert old["number"] not in text
        assert names in text_of(files["form1", None])


def test_a_supplier_s_person_is_found_by_name_however_it_is_spaced():
    answers = dict(filled_application.journey().answers)
    answers["supplier_team", 13] = {"people-0-name": ["문새롬"], "people-0-position": ["책임"]}
    answers["adopter_team", 11] = {"people-0-name": ["구하늘"], "people-0-position": ["점장"]}
    answers["careers", 13] = {
        "profiles-0-name": ["문 새롬"],
        "profiles-1-name": ["구하늘"],
        "careers-0-name": [unicodedata.normalize("NFD", "문새롬")],
        "careers-0-workplace": ["가람소프트"],
    }
    staff = filled_application.context(Journey(filled_application.WIZARDS, filled_application.PARTIES, answers))[
        "companies"
    ][2]["staff"]

    assert [(one["name"], one["position"]) for one in staff] == [("문 새롬", "책임"), ("구하늘", "")]
    assert [row["workplace"] for row in staff[0]["careers"]] == ["가람소프트"]


def test_consents_print_word_for_word_with_what_was_chosen(files):
    for party in filled_application.PARTIES:
        for consent in PROJECT_TYPE.texts(party.role):
            text = text_of(files[consent.form, party.key])
            assert consent.title in text
            assert all(label in text and words in text for label, words in consent.blocks)
    assert "■ 동의함      □ 동의하지 않음          2026. 11. 22. 14:03  대표자의 위임을 받은 담당자 한가온" in text
    assert PROJECT_TYPE.career_line in text_of(files["form8", 13])


def test_a_choice_about_an_older_text_is_not_printed_as_one_about_this(journey):
    older = {
        11: {"personal_required": {"choice": "yes", "version": "2023-1", "at": filled_application.AT, "by": "한가온"}}
    }

    facts = catalogue.build_context(journey, filled_application.STAMP, older, {}, PROJECT_TYPE)

    assert {(row["yes"], row["record"]) for row in facts["companies"][0]["form3"]} == {("□", "")}


def test_no_placeholder_is_left(files, blank):
    for content in (*files.values(), *blank.values()):
        for part in ("document", "header", "footer"):
            assert not [mark for mark in ("{{", "}}", "{%", "%}", "{#", "None", "[]") if mark in text_of(content, part)]


def test_a_draft_says_so_on_every_page(files):
    for content in files.values():
        assert "작성 중" in text_of(content, "footer")
        assert "2024-221-A-000123 · 개정 12 · 저장 2026. 11. 22. 14:03" in text_of(content, "footer")
        assert "공식 서식이 아닌 작성 도우미의 자체 서식" in text_of(content, "header")


def tags() -> dict[str, set[str]]:
    return {path.stem: docgen.names(path) for path in catalogue.TEMPLATES.glob("*.docx")}


def test_every_tag_has_a_value(facts):
    known = filled_application.receipt(catalogue.for_company(facts, filled_application.PARTIES[2]))

    assert not [path for path in catalogue.TEMPLATES.glob("*.docx") if docgen.unknown(path, known)]
    assert catalogue.unknown_tags() == []


def test_a_template_the_engine_refuses_is_named_with_its_reason(tmp_path, monkeypatch):
    written(tmp_path, "{{ project|frob }}")
    monkeypatch.setattr(catalogue, "TEMPLATES", tmp_path)

    found = dict(catalogue.unknown_tags())

    assert found["form1.docx"] == "템플릿 파일이 없습니다"
    assert found["written.docx"].startswith("“frob” 필터는 쓸 수 없습니다.")


def test_a_tag_nobody_answers_is_named(small):
    assert docgen.unknown(small, {"texts": "가"}) == {"text"}


def test_every_form_field_is_printed_by_some_template(journey):
    named = {tag for names in tags().values() for tag in names}
    printed = {tag.removeprefix(head) for tag in named for head in ("", *COMPANY) if tag.startswith(head)}
    for step in (step for wizard in journey.wizards for step in wizard.steps):
        for name, field in step.form()._fields.items():
            cells = field.row()._fields if isinstance(field, Rows) else [""]
            wanted = {f"{step.slug}.{name}" + (f"[].{cell}" if cell else "") for cell in cells}
            if step.slug in ("history", "exclusions"):  # one table of what was declared
                wanted = {"declared[].said", "declared[].exception"}
            for here, there in ELSEWHERE.items():
                wanted = {path.replace(here, there) if path.startswith(here) else path for path in wanted}
            assert not wanted - printed, step.slug


@pytest.fixture
def small(tmp_path) -> Path:
    """A template with a tag in body, table and header, one of them broken into runs as Word does."""
    document = docx.Document()
    broken = document.add_paragraph()
    for piece in ("본문: {", "{ te", "xt }", "}"):
        broken.add_run(piece)
    document.add_table(rows=1, cols=1).rows[0].cells[0].text = "표: {{ text }}"
    document.sections[0].header.paragraphs[0].text = "머리: {{ text }}"
    document.save(str(tmp_path / "small.docx"))
    return tmp_path / "small.docx"


def written(folder: Path, *paragraphs: str) -> Path:
    """A template of these paragraphs."""
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.save(str(folder / "written.docx"))
    return folder / "written.docx"


@pytest.mark.parametrize("text", NASTY)
def test_any_text_comes_out_as_it_went_in(small, text):
    content = docgen.render(small, {"text": text})

    assert text_of(content) == f"본문: {text}\n표: {text}"
    assert text_of(content, "header") == f"머리: {text}"


def test_any_text_comes_out_of_our_forms_too():
    answers = dict(filled_application.journey().answers)
    plan, need, name = "\t".join(NASTY[:3]), "\n".join(NASTY), NASTY[3]
    answers["overview", None] = answers["overview", None] | {"project": [plan]}
    answers["need", None] = answers["need", None] | {"background": [need], "problems-0-problem": [NASTY[4]]}
    answers["company", 11] = answers["company", 11] | {"name": [name]}
    journey = Journey(filled_application.WIZARDS, filled_application.PARTIES, answers)

    text = text_of(made(journey, filled_application.context(journey))["form1", None])

    assert plan in text
    assert need in text
    assert NASTY[4] in text
    assert name in text


def test_a_line_break_of_a_browser_is_one_line_break(small):
    assert "본문: 가\n나\n다" in text_of(docgen.render(small, {"text": "가\r\n나\r다"}))


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\x1b", "\ufffe", "\uffff", "\ud800"])
def test_a_character_no_document_can_carry_is_refused_by_the_name_of_its_value(small, character):
    rows = written(small.parent, "{%p for row in rows %}", "{{ row.name }}", "{%p endfor %}")

    with pytest.raises(docgen.Unprintable, match=r"^rows\[1\]\.name holds U\+.{4} at character 2$"):
        docgen.render(rows, {"rows": [{"name": ""}, {"name": f"가{character}"}]})
    with pytest.raises(docgen.Unprintable, match=r"^text holds"):
        docgen.render(small, {"text": character})


def test_only_plain_data_goes_in(small):
    with pytest.raises(docgen.NotPlain, match=r"^a\.b\[0\] is a float"):
        docgen.render(written(small.parent, "{{ a.b[0] }}"), {"a": {"b": [1.5]}})
    with pytest.raises(docgen.NotPlain, match=r"^text is a list"):
        docgen.render(small, {"text": ["가"]})


def test_a_tag_without_a_value_is_refused(small):
    with pytest.raises(docgen.Unknown, match="text has no value"):
        docgen.render(small, {})


@pytest.mark.parametrize(
    "tag", ["{{ text.__class__ }}", "{{ cycler }}", "{{ range(9) }}", "{{ self._TemplateReference__context }}"]
)
def test_a_template_reaches_nothing_but_its_values(tmp_path, tag):
    with pytest.raises((docgen.Refused, docgen.Unknown), match=r"__class__|cycler|함수 호출|_TemplateReference"):
        docgen.render(written(tmp_path, tag), {"text": "가"})


def test_an_entry_named_like_a_method_is_the_entry(tmp_path):
    assert text_of(docgen.render(written(tmp_path, "{{ kpi.items }}"), {"kpi": {"items": "지표"}})) == "지표"


def test_none_prints_nothing(small):
    assert "본문: \n" in text_of(docgen.render(small, {"text": None}))


def test_a_blank_application_has_all_its_documents(blank):
    assert {slug for slug, _ in blank} == {*(each.slug for each in PROJECT_TYPE.documents.each), "receipt"}


def test_a_blank_application_counts_nothing():
    facts = catalogue.build_context(
        Journey(filled_application.WIZARDS, filled_application.PARTIES, {}),
        filled_application.STAMP,
        {},
        {},
        PROJECT_TYPE,
    )

    sums = ("kpi.total_weight", "labour.total", "people.total_months", "funding.total_hangul", "budget.total")
    assert {facts[step][name] for step, name in (path.split(".") for path in sums)} == {""}


def test_equal_answers_give_equal_bytes(journey, files):
    assert made(filled_application.journey(), filled_application.context(filled_application.journey())) == files


def test_the_hash_on_the_document_follows_the_answers_and_not_the_database(facts):
    moved = tuple(Party(party.key + 100, party.role, party.lead) for party in filled_application.PARTIES)
    again = catalogue.build_context(
        filled_application.journey(moved),
        filled_application.STAMP,
        {key + 100: rows for key, rows in filled_application.consents().items()},
        {key + 100: rows for key, rows in filled_application.evidence().items()},
        PROJECT_TYPE,
    )
    without = catalogue.build_context(
        filled_application.journey(), filled_application.STAMP, filled_application.consents(), {}, PROJECT_TYPE
    )

    assert again["stamp"] == facts["stamp"]
    assert without["stamp"]["hash"] != facts["stamp"]["hash"]
    assert len(facts["stamp"]["hash"]) == 16


def test_no_clock_gets_into_a_file(files):
    for content in files.values():
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            assert b"2024-04-01T00:00:00Z</dcterms:modified>" in archive.read("docProps/core.xml")


def test_every_document_keeps_to_the_schema_of_word(files, blank, tmp_path):
    for number, content in enumerate((*files.values(), *blank.values())):
        path = tmp_path / f"{number}.docx"
        path.write_bytes(content)
        assert not OpenXmlValidator().validate(str(path)).errors
        for name, xml in parts_of(content).items():
            if name.startswith("word/") and name.endswith(".xml"):
                assert not [text for text in etree.fromstring(xml).iter(W + "t") if len(text)], name


def test_libreoffice_opens_every_form(files, tmp_path):
    if shutil.which("soffice") is None and not os.environ.get("CI"):
        pytest.skip("LibreOffice is not installed")
    wanted = {slug: content for (slug, key), content in files.items() if key in (None, 11, 13)}
    for slug, content in wanted.items():
        (tmp_path / f"{slug}.docx").write_bytes(content)

    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, *map(str, tmp_path.glob("*.docx"))], check=True, capture_output=True, timeout=240)

    made_of = {path.stem: path.read_bytes() for path in tmp_path.glob("*.pdf")}
    assert set(made_of) == set(wanted)
    assert all(pdf.startswith(b"%PDF") and len(pdf) > 10_000 for pdf in made_of.values())


def test_names_of_files_keep_their_hangul_and_fit_every_disk(journey, facts):
    answers = dict(journey.answers)
    for key in (11, 12):
        answers["company", key] = answers["company", key] | {"name": ["가/나:다\u202e " + "힣" * 50]}
    long = Journey(filled_application.WIZARDS, filled_application.PARTIES, answers)
    context = filled_application.context(long)

    names = [catalogue.filename(document, context) for document in catalogue.document_files(long, PROJECT_TYPE)]

    assert len({name.casefold() for name in names}) == len(names)
    assert all(len(name.encode()) <= catalogue.NAME_BYTES and name.endswith(".docx") for name in names)
    assert not [name for name in names if set(name) & set('/:\\*?"<>|\u202e')]
    assert names[1].startswith("[서식2] 기업(신용)정보 동의서_가 나 다")


def test_names_of_files_say_form_company_and_project(journey, facts):
    plan, credit = catalogue.document_files(journey, PROJECT_TYPE)[:2]
    company, project = facts["lead"]["company"]["name"], facts["overview"]["project"]

    assert catalogue.filename(plan, facts) == f"[서식1] 사업계획서_{company}_{project}.docx"
    assert catalogue.filename(credit, facts) == f"[서식2] 기업(신용)정보 동의서_{company}.docx"


def test_only_suppliers_owe_form_8(journey):
    owing = {
        document.party and document.party.role
        for document in catalogue.document_files(journey, PROJECT_TYPE)
        if document.slug == "form8"
    }

    assert owing == {Respondent.SUPPLIER}
    assert len(catalogue.document_files(journey, PROJECT_TYPE)) == 1 + 6 * 3 + 1


def test_the_receipt_lists_what_was_submitted(files):
    text = text_of(files["receipt", None])

    assert all(words in text for words in ("2026. 11. 22. 14:03:00", "서다온", "[서식1] 사업계획서.docx", "ab" * 32))


def test_a_choice_of_many_prints_all_its_labels(journey):
    (field,) = [field for field in journey.steps["history"].form() if isinstance(field, Choices)]

    assert journey.printed("history", filled_application.PARTIES[0])["new_years"] == list(field.labels.values())[-1]
