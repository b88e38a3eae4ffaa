"""Generated contexts against docxtpl: `python -m tests.compare_docxtpl 10000` spreads so many over all templates and
counts.

A context is drawn from what a template names, so every tag has a value: text of all kinds that hurt, numbers, None,
lists of any length.
"""

import random
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import docx
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lxml import etree

import docgen
from doc_templates import page
from docgen import artefact
from docgen.fill import shown
from docgen.program import Output, run
from services.documents import catalogue
from tests import reference

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HURTS = (
    "A&B물류 <협업>",
    "]]>",
    "</w:t></w:r></w:p>",
    "{{ project }}",
    "{% endfor %}{% if x %}",
    "{# 말 #}",
    "{_{ 밑줄 }_} {_% %_}",
    "&amp;&#95;&lt;",
    "\"'‘’“”",
    "😀👩‍🔬",
    "칸\t나눔\t",
    "줄\n바꿈\r\n또\r끝",
    "\t\n",
    "\n",
    " ",
    "\u1112\u1161\u11ab e\u0301",
    "a\u2028b\u0085c\u200b\u202e",
    "\ue000v1\ue001",
    "\ufffd\U0010fffd",
    "",
)
CHARACTERS = st.characters(
    exclude_categories=["Cs"],
    exclude_characters=[chr(code) for code in range(0x20) if code not in (9, 10, 13)] + ["\ufffe", "\uffff"],
)
TEXTS = st.lists(st.one_of(st.sampled_from(HURTS), st.text(CHARACTERS, max_size=12)), min_size=4, max_size=12)


def shape(names: set[str]) -> dict[str, Any]:
    """{"kpi": {"rows": [{"name": None}]}} for {"kpi.rows", "kpi.rows[].name"}."""
    whole: dict[str, Any] = {}
    for name in sorted(names):
        here: Any = whole
        for step in name.split("."):
            key, *lists = step.split("[]")
            if isinstance(here.get(key), dict | list):
                pass
            else:
                here[key] = [{}] if lists else {}
            if lists and not isinstance(here[key], list):
                here[key] = [{}]
            here = here[key][0] if lists else here[key]
    return whole


def filled(shaped: Any, texts: list[str], choose: random.Random) -> Any:
    """Data of that shape."""
    if isinstance(shaped, list):
        return [filled(shaped[0], texts, choose) for _ in range(choose.choice((0, 1, 1, 2, 3)))]
    if shaped:
        return {name: filled(part, texts, choose) for name, part in shaped.items()}
    kind = choose.random()
    if kind < 0.06:
        return choose.choice((None, True, False, 0, -7, 12_345_678_901_234_567_890))
    return choose.choice(texts) if kind < 0.8 else choose.choice(texts) + choose.choice(texts)


def differing(template: Path, context: dict[str, Any]) -> list[str]:
    """The parts of the document that are not what docxtpl makes of them."""
    ours = reference.canonical(docgen.render(template, context))
    theirs = reference.render(template, context)
    return [name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name)]


def lost(template: Path, context: dict[str, Any]) -> list[str]:
    """Texts the template prints that cannot be read in the document, in their order; a cell's fill is read too."""
    printed, text = Output(), readable(docgen.render(template, context))
    compiled = artefact.of(template)
    run(dict(compiled.live[0])[b"word/document.xml"], shown(context, compiled, {}), printed)
    place, missing = 0, []
    for value in printed.values:
        wanted = "" if value is None else str(value).replace("\r\n", "\n").replace("\r", "\n")
        found = text.find(wanted, place)
        if found < 0:
            missing.append(wanted)
        place = max(found, place)
    return missing


def readable(document: bytes) -> str:
    with ZipFile(BytesIO(document)) as archive:
        body = etree.fromstring(archive.read("word/document.xml"))
    marks = {W + "br": "\n", W + "tab": "\t"}
    return "".join(
        marks.get(piece.tag, piece.get(W + "fill", piece.text or ""))
        for piece in body.iter(W + "t", W + "br", W + "tab", W + "shd")
        if piece.tag != W + "shd" or piece.getparent().tag == W + "tcPr"
    )


def everything(folder: Path) -> Path:
    """A template with what our forms do not use: header, footnote-free; properties, elif, else, filters, vm, counts."""
    document = docx.Document()
    page.strip(document)
    document.core_properties.title = "{{ title }}"
    document.sections[0].header.paragraphs[0].text = "{{ head }} {% if title %}{{ title }}{% else %}없음{% endif %}"
    for text in (
        "{{ text }}{{ text }} {_{ {{ other|upper }} }_}",
        "{% if text == other %}같음{% elif not text and other %}{{ other }}{% else %}다름{% endif %}",
        "{%p for row in rows %}",
        "{{ loop.index }}/{{ loop.length }}{% if not loop.last %},{% endif %} {{ row.name|trim|replace('a', 'b') }}",
        "{%p else %}",
        "비었음",
        "{%p endfor %}",
        "{%- if other %} {{ other|default('없음') }}{% endif -%}",
        "{{ '많음' if rows|length > 1 else '적음' }}",
    ):
        document.add_paragraph(text)
    run = document.add_paragraph().add_run("{{ text }}")
    run.bold = True
    table = document.add_table(rows=4, cols=2)
    for row, texts in enumerate(
        (("가", "나"), ("{%tr for row in rows %}", ""), ("", "{{ row.name }}"), ("{%tr endfor %}", ""))
    ):
        for column, text in enumerate(texts):
            table.rows[row].cells[column].text = text
    table.rows[2].cells[0].text = "{% vm %}{{ text }}"
    document.save(str(folder / "everything.docx"))
    return folder / "everything.docx"


def prove(template: Path, count: int, seed: int = 0) -> int:
    """Run so many contexts through both; returns how many. Raises AssertionError with the smallest that differs."""
    wanted, done = shape(docgen.names(template)), []

    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(TEXTS, st.integers(0, 2**32))
    def one(texts: list[str], number: int) -> None:
        context = filled(wanted, texts, random.Random(number + seed))
        assert differing(template, context) == []
        assert lost(template, context) == []
        done.append(1)

    one()
    return len(done)


def main(count: int) -> None:
    templates = sorted(catalogue.TEMPLATES.glob("*.docx"))
    shares = [
        count * (place + 1) // len(templates) - count * place // len(templates) for place in range(len(templates))
    ]
    start, whole = time.monotonic(), 0
    with ProcessPoolExecutor() as cores:
        for template, done in zip(templates, cores.map(prove, templates, shares), strict=True):
            whole += done
            print(f"{template.name}: {done} contexts, 0 parts differ, 0 texts lost", flush=True)
    print(f"proof_contexts {whole} contexts\nproof_differences 0 parts\nproof_lost 0 texts")
    print(f"proof_seconds {time.monotonic() - start:.0f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 10_000)
