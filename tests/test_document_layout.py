"""How the documents are laid out: what stays together, what hangs, what no blank form shows, and where pictures
stand."""

import io

import docx
import pytest
from docx.oxml.ns import qn

from doc_templates import build
from forms.wizard import Journey, Party, Respondent
from services.documents import catalogue
from tests import filled_application
from tests.call import PROJECT_TYPE
from tests.test_docgen_pictures import png
from tests.test_documents import text_of

MANY = tuple(Party(key, Respondent.ADOPTER if key < 6 else Respondent.SUPPLIER, lead=key == 1) for key in range(1, 9))
ANSWERS = {("need", None): {"background": ["◦ 한 줄\n- 두 줄\n그냥 한 줄"]}}


def document_of(slug: str, journey: Journey, key: int | None = None, **pictures: bytes) -> bytes:
    facts = (
        filled_application.context(journey)
        if journey.parties == filled_application.PARTIES
        else catalogue.build_context(journey, filled_application.STAMP, {}, {}, PROJECT_TYPE)
    )
    (wanted,) = [
        one
        for one in catalogue.document_files(journey, PROJECT_TYPE)
        if one.slug == slug and (one.party.key if one.party else None) == key
    ]
    return catalogue.render(wanted, catalogue.for_company(facts, wanted.party) if wanted.party else facts, pictures)


def paragraphs(content: bytes) -> list:
    """Every paragraph, those of cells too, in the order of the page."""
    body = docx.Document(io.BytesIO(content))
    return [docx.text.paragraph.Paragraph(one, body) for one in body.element.body.iter(qn("w:p"))]


@pytest.mark.parametrize("path", sorted(catalogue.TEMPLATES.rglob("*.docx")), ids=lambda path: path.stem)
def test_no_picture_has_a_margin_it_was_not_given(path):
    body = docx.Document(path).element.body
    for drawn in (*body.iter(qn("wp:inline")), *body.iter(qn("wp:anchor"))):
        assert {drawn.get(f"dist{side}") for side in "TBLR"} == {"0"}


def test_a_blank_plan_says_neither_a_period_nor_a_share():
    blank = text_of(document_of("form1", Journey(filled_application.WIZARDS, filled_application.PARTIES, {})))

    assert "~" not in blank
    assert "%)" in blank, "the heads are there"
    assert "100.0%" not in blank


def test_typed_marks_hang_by_their_own_width():
    made = paragraphs(document_of("form1", Journey(filled_application.WIZARDS, filled_application.PARTIES, ANSWERS)))

    styles = {one.text: one.style.name for one in made}
    assert [styles[line] for line in ("◦ 한 줄", "- 두 줄", "그냥 한 줄")] == ["본문 ◦", "본문 -", "본문"]


@pytest.mark.parametrize(("slug", "key"), [("form2", 11), ("form3", 13)])
def test_nobody_signs_on_a_page_of_its_own(slug, key):
    """From the last text's title to whom it is handed to, each paragraph keeps to the next."""
    made = paragraphs(document_of(slug, filled_application.journey(), key))
    (last,) = [place for place, one in enumerate(made) if one.text.endswith("귀하")]
    title = max(
        place for place, one in enumerate(made[:last]) if one.text.startswith("□ ") and one.style.name == "Heading 2"
    )

    free = [one.text for one in made[title:last] if one.text and not one.paragraph_format.keep_with_next]
    assert free in ([], [made[title].text]), "a heading's style keeps it"


def test_every_company_s_seal_stands_on_the_cover():
    journey = Journey(filled_application.WIZARDS, MANY, {})
    seals = {f"seal_{number}": png(number, 9) for number in range(1, 9)}

    body = docx.Document(io.BytesIO(document_of("form1", journey, **seals))).element.body

    drawn = [one.get(qn("r:embed")) for one in body.iter(qn("a:blip"))]
    assert drawn == [f"picture-seal_{number}" for number in range(1, 9)]
    rows = [row for row in body.iter(qn("w:tr")) if row.find(".//" + qn("w:tr")) is None]
    assert [len(sealed) for row in rows if (sealed := list(row.iter(qn("a:blip"))))] == [1] * 8


@pytest.mark.parametrize(("parties", "kept"), [(filled_application.PARTIES[::2], True), (MANY, False)])
def test_a_list_stays_on_one_page_only_while_it_fits_on_one(parties, kept):
    made = paragraphs(document_of("form1", Journey(filled_application.WIZARDS, parties, {})))

    rows = [one for one in made if one.text.startswith("서식2")]
    assert [bool(one.paragraph_format.keep_with_next) for one in rows] == [kept] * len(parties)


def test_fifteen_digits_are_set_small_enough_for_their_column():
    """NanumGothic's figures are 0.606 of their size wide, its comma 0.303: the widest Korean font in use."""
    wide = 15 * 0.606 + 4 * 0.303
    for path in catalogue.TEMPLATES.rglob("*.docx"):
        for cell in docx.Document(path).element.body.iter(qn("w:tc")):
            style = cell.find(f"{qn('w:p')}/{qn('w:pPr')}/{qn('w:pStyle')}")
            if style is not None and style.get(qn("w:val")) == "CellMoney":
                width = int(cell.find(f"{qn('w:tcPr')}/{qn('w:tcW')}").get(qn("w:w"))) / 20
                assert wide * 8.5 - 19 * 0.15 < width - 0.7 / 25.4 * 72, path.stem


@pytest.mark.parametrize("name", build.DRAWN)
def test_a_template_is_what_its_script_draws(name):
    document, drawn = build.DRAWN[name](), io.BytesIO()
    build.tidy(document)
    document.save(drawn)

    assert build.settled(drawn) == (catalogue.TEMPLATES / f"{name}.docx").read_bytes()
