"""The child that reads a list as a workbook (XLSX) or CSV holds it: reads {"path": its file}, says {"rows": [[line,
[cells as text]]], "more": whether there are more than it reads} or {"why": "damaged"}.

Run by services/pool/importing.py as `python -m services.files.sheet_inspector`; what it opens was sent in by people. A
formula is told as it is written, never as what it comes to.
"""

import csv
import io
import json
import sys
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from services.files.child_process import limit, report

SECONDS, MEMORY = 30, 512 * 1024 * 1024
ROWS, COLUMNS, CHARACTERS = 5000, 30, 400  # beside the line of heads; cells of a row; characters of a cell


def main() -> None:
    limit(SECONDS, MEMORY)
    path = json.load(sys.stdin)["path"]
    try:
        rows = list(said(of_workbook(path) if Path(path).read_bytes()[:2] == b"PK" else of_csv(path)))
    except Exception:  # openpyxl raises anything on what is broken
        report(why="damaged")
    else:
        report(rows=rows[: ROWS + 1], more=len(rows) > ROWS + 1)


def said(rows: Iterable[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    """Those that say anything, one more than is read."""
    found = 0
    for line, cells in rows:
        if any(cell.strip() for cell in cells):
            found += 1
            yield line, cells
        if found > ROWS + 1 or line > 20 * ROWS:
            return


def of_workbook(path: str) -> Iterator[tuple[int, list[str]]]:
    import openpyxl

    with open(path, "rb") as file:  # by its name, which is ours, openpyxl would refuse it
        book = openpyxl.load_workbook(file, read_only=True, keep_links=False)
        for line, row in enumerate(book.worksheets[0].iter_rows(max_col=COLUMNS, values_only=True), 1):
            yield line, [text(value) for value in row]


def of_csv(path: str) -> Iterator[tuple[int, list[str]]]:
    content = Path(path).read_bytes()
    try:
        decoded = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        decoded = content.decode("cp949")
    if "\0" in decoded:
        raise ValueError("not text")
    separator = "\t" if "\t" in decoded.partition("\n")[0] else ","
    reader = csv.reader(io.StringIO(decoded, newline=""), delimiter=separator)
    for row in reader:
        yield reader.line_num, [cell[:CHARACTERS] for cell in row[:COLUMNS]]


def text(value: Any) -> str:
    """A cell as people read it: a number without what Excel adds, a day as 2024-04-01."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime | date):
        value = value.isoformat()[:10]
    if not isinstance(value, str | int | float):
        value = "="  # a formula of a kind of its own
    return str(value)[:CHARACTERS]


if __name__ == "__main__":
    main()
