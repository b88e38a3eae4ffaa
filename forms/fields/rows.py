"""Tables whose rows the person adds and takes away."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar

import wtforms

from forms import table_rows
from forms.fields.binding import CopiedFields, once_a_form
from forms.fields.dependence import Dependent
from programme.korean import with_particle


class Row(wtforms.Form):
    """One row of a repeating table. A row with nothing in it is not a row, nor is one with no more than what a new row
    begins with. key: which row it is, wherever it stands; "" of a new one; worked: columns that follow from the others,
    {name in computed(): label}."""

    key = ""
    worked: ClassVar[Mapping[str, str]] = {}

    class Meta(CopiedFields):
        pass

    def __iter__(self) -> Iterator[Any]:
        """The columns one fills in."""
        cells: Iterable[Any] = self._fields.values()
        return iter([cell for cell in cells if cell.typed])

    @classmethod
    @once_a_form
    def given(cls) -> tuple[tuple[str, str, str], ...]:
        """(name, what it begins with, the column of the row above that says it) of the cells a new row begins with."""
        cells: Iterable[tuple[str, Any]] = cls()._fields.items()
        return tuple((name, cell.ready, cell.source) for name, cell in cells if cell.ready or cell.source)

    @classmethod
    def begins(cls, above: Any = None) -> dict[str, str]:
        """What a new row begins with. above: the row before it."""
        return {
            name: value
            for name, ready, source in cls.given()
            if (value := (above[source].shown if above and source else "") or ready)
        }

    def is_blank(self, above: Any = None) -> bool:
        """Whether nothing was typed into it. above: the row before it."""
        if not self.given():
            return all(cell.blank for cell in self)
        begins = self.begins(above)
        return all(
            cell.blank or (not cell.process_errors and begins.get(cell.short_name) == cell.shown) for cell in self
        )

    def computed(self) -> dict[str, str]:
        """Cells worked out from the others, for the page and the documents alike."""
        return {}

    @property
    def printed(self) -> dict[str, Any]:
        return {field.short_name: field.printed for field in self} | self.computed()


class Rows(Dependent, wtforms.FieldList):
    """A table whose rows the person adds and takes away.

    least and most are rows with something in them: the most is a limit of the form, never a cut —
    rows beyond it stay on the page and are refused with a sentence. typical: how many plans usually have.
    """

    kind = "rows"
    at_once = 240  # rows a page may send: with their keys, below what a form may hold in parts
    personal = False
    unit = ""

    def __init__(
        self,
        row: type[Row],
        label: str,
        *,
        least: int = 0,
        most: int = 30,
        typical: tuple[int, int] | None = None,
        hint: str = "",
        noun: str = "줄",
        **kwargs: Any,
    ) -> None:
        super().__init__(wtforms.FormField(row), label, **kwargs)
        self.row = row
        self.least, self.most, self.typical, self.hint, self.noun = least, most, typical, hint, noun
        self.required, self.advised = least > 0, False

    def process(self, formdata: Any, *args: Any, **kwargs: Any) -> None:
        super().process(formdata, *args, **kwargs)
        own = {name: formdata.getlist(name) for name in formdata or () if name.startswith(f"{self.name}-")}
        for entry, key in zip(self.entries, table_rows.keys(own, self.name).values(), strict=False):
            entry.form.key = key

    @property
    def filled(self) -> list[Any]:
        rows = [entry.form for entry in self.entries]
        before = [None, *rows]
        found = [row for above, row in zip(before, rows, strict=False) if not row.is_blank(above)]
        return found if self.applies else []

    @property
    def blank(self) -> bool:
        return not self.filled

    @property
    def warning(self) -> str:
        """Pointed out when there are fewer or more rows than plans usually have."""
        rows = len(self.filled)
        if self.typical and rows and not self.typical[0] <= rows <= self.typical[1]:
            return f"지금 {rows}{self.noun}입니다. 보통 {self.typical[0]}~{self.typical[1]}{with_particle(self.noun, '이/가')} 알맞습니다."
        return ""

    @property
    def data(self) -> list[dict[str, Any]]:
        """The values of the rows with something in them; wrong ones are None, as everywhere."""
        return [{name: None if cell.errors else cell.data for name, cell in row._fields.items()} for row in self.filled]

    @property
    def printed(self) -> list[dict[str, Any]]:
        """The rows as they print, numbered from 1 under "no"."""
        return [row.printed | {"no": str(number)} for number, row in enumerate(self.filled, start=1)]

    def add_row(self) -> None:
        """Another row to be written, with what it begins with."""
        above = self.entries[-1].form if self.entries else None
        begin(self.append_entry().form, above)

    def set_aside(self) -> None:
        cells = [[row[name] for name in self.row()._fields if row[name]] for row in self.printed]
        self.kept, self.applies = "\n".join(" · ".join(row) for row in cells), False

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        self.errors = []
        if not self.applies:
            return True
        filled = self.filled
        wrong = [row for row in filled if not row.validate()]
        if len(filled) < self.least:
            self.errors = [f"{with_particle(self.label.text, '을/를')} {self.least}{self.noun} 이상 입력해 주세요."]
        over = len(filled) - self.most
        if over > 0:
            self.errors = [
                f"{with_particle(self.label.text, '은/는')} {self.most:,}{self.noun}까지 쓸 수 있습니다. "
                f"지금 {len(filled):,}{self.noun}이니 {over:,}{with_particle(self.noun, '을/를')} 지워 주세요."
            ]
        return not self.errors and not wrong


def begin(row: Any, above: Any) -> None:
    for name, value in row.begins(above).items():
        row[name].process_formdata([value])
