"""Small templates for tests of the document engine, and data for their tags."""

import zipfile
from pathlib import Path

import docx

from doc_templates import page

CONTEXT = {
    "text": "한글 & <b>",
    "many": "첫 줄\n둘째\t칸",
    "nothing": None,
    "yes": True,
    "colour": "D9D9D9",
    "rows": [{"name": "가", "n": 1}, {"name": "나\t다", "n": 2}, {"name": "라", "n": 3}],
    "empty": [],
    "kpi": {"items": "지표", "list": ["ㄱ", "ㄴ"]},
}


def template(folder: Path, *paragraphs: str, rows: list[list[str]] | None = None, name: str = "t.docx") -> Path:
    document = docx.Document()
    page.strip(document)
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if rows:
        table = document.add_table(rows=len(rows), cols=max(map(len, rows)))
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=False):
                cell.text = text
    document.save(str(folder / name))
    return folder / name


def change(path: Path, member: str, old: bytes, new: bytes) -> None:
    """Replace bytes of a member of a .docx."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old in parts[member]
    parts[member] = parts[member].replace(old, new)
    with zipfile.ZipFile(path, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
