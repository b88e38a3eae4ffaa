"""What docgen/compiler.py takes for granted of docxtpl's inside: said here by name, so that an upgrade that changes it
fails with what changed."""

import inspect
import io

import docx
import pytest
from docxtpl import DocxTemplate

from docgen import compiler

OVERRIDDEN = {
    "render_xml_part": ["self", "src_xml", "part", "context", "jinja_env"],
    "fix_tables": ["self", "xml"],
    "fix_docpr_ids": ["self", "tree"],
    "render_properties": ["self", "context", "jinja_env"],
}
CALLED = {
    "init_docx": ["self", "reload"],
    "resolve_listing": ["self", "xml"],
    "render": ["self", "context", "jinja_env", "autoescape"],
    "save": ["self", "filename", "args", "kwargs"],
}


def changed(template: type) -> list[str]:
    """What of all that is missing in this class, or takes other parameters."""
    found = []
    for name, wanted in (OVERRIDDEN | CALLED).items():
        method = getattr(template, name, None)
        if method is None:
            found.append(f"DocxTemplate.{name} is gone")
        elif (taken := list(inspect.signature(method).parameters)) != wanted:
            found.append(f"DocxTemplate.{name} takes {', '.join(taken)}, no longer {', '.join(wanted)}")
    return found


def test_docxtpl_has_the_methods_the_compiler_overrides_and_calls():
    assert changed(DocxTemplate) == []


def test_the_compiler_overrides_those_methods_and_no_others():
    theirs = {name for name in vars(compiler.Marked) if hasattr(DocxTemplate, name) and not name.startswith("__")}

    assert theirs == set(OVERRIDDEN)


def test_what_an_upgrade_took_away_or_changed_is_named():
    class Upgraded:
        render_xml_part = DocxTemplate.render_xml_part
        render_properties = DocxTemplate.render_properties
        init_docx, resolve_listing = DocxTemplate.init_docx, DocxTemplate.resolve_listing
        render, save = DocxTemplate.render, DocxTemplate.save

        def fix_docpr_ids(self, tree, first): ...

    assert changed(Upgraded) == [
        "DocxTemplate.fix_tables is gone",
        "DocxTemplate.fix_docpr_ids takes self, tree, first, no longer self, tree",
    ]


@pytest.mark.parametrize("name", OVERRIDDEN)
def test_docxtpl_calls_each_of_them_when_it_renders(name, monkeypatch):
    document, whole = docx.Document(), io.BytesIO()
    document.add_paragraph("{{ text }}")
    document.save(whole)
    called, ours = [], getattr(compiler.Marked, name)

    def noted(self, *given, **named):
        called.append(name)
        return ours(self, *given, **named)

    monkeypatch.setattr(compiler.Marked, name, noted)
    compiler.compiled(whole.getvalue())

    assert called, f"DocxTemplate.render no longer calls {name}"
