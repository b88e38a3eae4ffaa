"""A sample of `make proof`: what docxtpl makes of generated data, we make, part by part, and nothing is lost."""

import random
from io import BytesIO
from zipfile import ZipFile

import pytest
from lxml import etree
from openxml_audit import OpenXmlValidator

import docgen
from services.documents import catalogue
from tests import compare_docxtpl

TEMPLATES = sorted(catalogue.TEMPLATES.glob("*.docx"))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_generated_data_comes_out_as_from_docxtpl(template):
    assert compare_docxtpl.prove(template, 12, seed=7)


def test_so_it_does_with_what_our_forms_do_not_use(tmp_path):
    assert compare_docxtpl.prove(compare_docxtpl.everything(tmp_path), 60)


@pytest.mark.parametrize("number", range(3))
def test_generated_data_keeps_to_the_schema_of_word(tmp_path, number):
    for template in TEMPLATES:
        wanted = compare_docxtpl.shape(docgen.names(template))
        content = docgen.render(
            template, compare_docxtpl.filled(wanted, list(compare_docxtpl.HURTS), random.Random(number))
        )
        (tmp_path / "out.docx").write_bytes(content)
        assert not [
            error
            for error in OpenXmlValidator().validate(str(tmp_path / "out.docx")).errors
            if "fill" not in error.description  # a fill drawn at random is no colour
        ]
        with ZipFile(BytesIO(content)) as archive:
            body = etree.fromstring(archive.read("word/document.xml"))
        assert not [text for text in body.iter(compare_docxtpl.W + "t") if len(text)]
