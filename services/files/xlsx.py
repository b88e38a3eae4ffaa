"""Lists as XLSX. Whatever people typed stays text: nothing becomes a formula or a link (docs/promises.md P8)."""

import io
from collections.abc import Iterable, Sequence
from datetime import datetime

import xlsxwriter

import config
from programme.characters import visible

CELL = 32_767  # characters Excel keeps in a cell
INERT = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
MOMENT = "yyyy-mm-dd hh:mm"
NARROW, WIDE = 12, 40  # of a column, in digits
ROOM = 3  # of them for the button of its filter
Cell = str | int | datetime | None


def workbook(title: str, heads: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """One sheet: a row of heads, then the rows; numbers as numbers, instants as Korean time, None as an empty cell."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, INERT) as book:
        bold, moment, number = (
            book.add_format(report) for report in ({"bold": True}, {"num_format": MOMENT}, {"num_format": "#,##0"})
        )
        sheet = book.add_worksheet(title)
        sheet.freeze_panes(1, 0)
        if rows:
            sheet.autofilter(0, 0, len(rows), len(heads) - 1)
        for column, head in enumerate(heads):
            sheet.set_column(column, column, width([head, *(row[column] for row in rows)]))
            sheet.write_string(0, column, head, bold)
        for line, cells in enumerate(rows, start=1):
            for column, cell in enumerate(cells):
                if isinstance(cell, datetime):
                    sheet.write_datetime(line, column, cell.astimezone(config.KST).replace(tzinfo=None), moment)
                elif isinstance(cell, int):
                    sheet.write_number(line, column, cell, number)
                elif cell:
                    sheet.write_string(line, column, visible(cell)[:CELL])
    return out.getvalue()


def width(cells: Iterable[Cell]) -> int:
    """Of a column that shows what is in it, as far as a screen has room."""
    return max(NARROW, min(WIDE, ROOM + max(digits(cell) for cell in cells)))


def digits(cell: Cell) -> int:
    """How many digits a cell is as wide as: a Korean character has two bytes in CP949, and the width of two."""
    if isinstance(cell, datetime):
        return len(MOMENT)
    return len((f"{cell:,}" if isinstance(cell, int) else cell or "")[:WIDE].encode("cp949", "replace"))


def file_name(title: str, rows: int, at: datetime) -> str:
    """공급기업 풀_12건_2024-04-30.xlsx: how many rows it must have, so that a cut file shows."""
    return f"{title}_{rows}건_{at.astimezone(config.KST):%Y-%m-%d}.xlsx"
