"""StepForm: one page of questions – what was sent, what is wrong with it, how it reads and prints."""

import re
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar, Self

import wtforms
from werkzeug.datastructures import MultiDict

from forms.fields import IndustryCode, LongText, Rows, YesNo
from forms.fields.base import ROOM
from forms.fields.binding import CopiedFields, once_a_form
from forms.fields.dependence import settle
from forms.fields.terms import Taxonomy
from forms.table_rows import KEY_FORM, is_key
from forms.table_rows import Sent as Sent
from programme.announcement import Announcement
from programme.characters import empty, normal

# Sent names are ours: a field, or a table's row number and column. Anything else was made up.
NAME = re.compile(r"[a-z_]{1,60}(-(0|[1-9][0-9]{0,3})-[a-z_]{1,60})?")
ROW_NUMBER = re.compile(r"-[0-9]{1,4}(?=-)")


@lru_cache(maxsize=10_000)
def without_row(name: str) -> str:
    """A sent name without its row's number, as forms name a table's columns: "rows-name" of "rows-0-name"."""
    return ROW_NUMBER.sub("", name)


class StepForm(wtforms.Form):
    """Questions of one step. Subclasses declare fields, a title and, where it helps, an intro."""

    title = ""
    intro = ""
    offers_none = False  # a button answers its open yes/no questions with 아니요
    call: ClassVar[Announcement]  # whose figures it holds; of forms that hold any (forms/by_call.py)
    takes_over: ClassVar[bool] = False  # whether other steps say some of its answers, see `taken_over`

    class Meta(CopiedFields):
        pass

    if TYPE_CHECKING:  # the fields a subclass declares

        def __iter__(self) -> Iterator[Any]: ...

    def process(self, *args: Any, **kwargs: Any) -> None:
        super().process(*args, **kwargs)
        settle(self)

    @classmethod
    def of(cls, sent: Sent | None) -> Self:
        """The form as it was sent; with nothing sent, a blank one."""
        return cls(MultiDict(cls.renewed(sent)) if sent else None)

    @classmethod
    def renewed(cls, sent: Sent) -> Sent:
        """What was sent, of before the form asked as it does now as well."""
        return sent

    @classmethod
    def taken_over(cls, journey: Any) -> Sent:
        """What the other steps of a journey say of it, under the names of its own fields that nobody is asked for."""
        return {}

    @classmethod
    def posted(cls, form: MultiDict[str, str]) -> Self:
        """The form as a browser sent it."""
        return cls.of(cls.pick(form))

    @classmethod
    @once_a_form
    def names(cls) -> dict[str, Any]:
        """The name each answer is sent under, and a field of its kind; a table's cell is named "rows-column". None of
        those nobody is asked for.

        Shared by all requests, for reading only.
        """
        found: dict[str, Any] = {}
        fields: Iterable[tuple[str, Any]] = cls()._fields.items()
        for name, field in fields:
            if isinstance(field, Rows):
                found |= {f"{name}-{cell.short_name}": cell for cell in field.row()}
            elif field.typed:
                found[name] = field
        return found

    @classmethod
    def pick(cls, posted: MultiDict[str, str]) -> Sent:
        """What a browser sent for this form's own fields and nothing else, in normal form.

        Shape: {field name: [values]}; table cells are named "rows-0-name", and "rows-0-key" is which row it is
        (forms/table_rows.py). Kept as typed, right or wrong; what is far too long to be read is not even brought into
        normal form.
        """
        picked: Sent = {}
        for name, values in posted.lists():
            if not NAME.fullmatch(name):
                continue
            field = cls.names().get(without_row(name))
            if field is None and is_key(name) and name.split("-")[0] in cls.tables_of():
                picked[name] = [values[0] if KEY_FORM.fullmatch(values[0]) else ""]
            elif field is not None:
                longest = ROOM * field.limit
                picked[name] = [normal(value) if len(value) <= longest else value for value in values]
        return picked

    @classmethod
    @once_a_form
    def tables_of(cls) -> frozenset[str]:
        """The names of its tables."""
        return frozenset(cls().tables)

    @staticmethod
    def among(sent: Sent, names: Collection[str]) -> Sent:
        """What was sent under these names, of a table under these columns."""
        return {name: values for name, values in sent.items() if without_row(name) in names}

    @classmethod
    @once_a_form
    def room(cls) -> int:
        """How many characters an honest page of it holds at most."""
        rows = {name: field.most for name, field in cls()._fields.items() if isinstance(field, Rows)}
        return sum(
            rows.get(name.split("-")[0], 1) * getattr(field, "limit", 200) for name, field in cls.names().items()
        )

    @classmethod
    def personal(cls, sent: Sent) -> set[str]:
        """The sent names whose values are personal data, to be encrypted before they are kept."""
        personal = cls.personal_names()
        return {name for name in sent if without_row(name) in personal} if personal else set()

    @classmethod
    @once_a_form
    def personal_names(cls) -> set[str]:
        return {name for name, field in cls.names().items() if getattr(field, "personal", False)}

    @property
    def applicable_fields(self) -> list[Any]:
        """The fields that apply, whatever was answered to them."""
        return [field for field in self if field.applies]

    @property
    def unused(self) -> list[Any]:
        """The fields set aside that still keep an answer, see `kept` of each; what they begin with is nobody's."""
        aside = [field for field in self if not field.applies and field.kept]
        return [field for field in aside if not (ready := getattr(field, "ready", "")) or field.held != ready]

    @classmethod
    def used_and_unused(cls, sent: Sent) -> tuple[Sent, Sent]:
        """What was sent for the fields that apply, and what is kept of those set aside."""
        sent = cls.renewed(sent)
        aside = {field.name for field in cls.of(sent) if not field.applies} if cls.depending() else set()
        kept = {name: values for name, values in sent.items() if name.split("-")[0] in aside}
        used = {name: values for name, values in sent.items() if name not in kept}
        return used, {name: values for name, values in kept.items() if not all(map(empty, values))}

    @classmethod
    @once_a_form
    def depending(cls) -> bool:
        """Whether any field depends on another."""
        return any(field.when for field in cls())

    @classmethod
    @once_a_form
    def lasting(cls) -> bool:
        """Whether its questions stay as they are: staff edit no choice of theirs, and nothing said of an answer is from
        a table that may be loaded anew."""
        if any(isinstance(field, IndustryCode) for field in cls.names().values()):
            return False
        choices = (getattr(field, "labels", None) or getattr(field, "choices", None) for field in cls.names().values())
        return not any(isinstance(each, Taxonomy) for each in choices)

    def leaves(self) -> Iterator[Any]:
        """Every field that applies and has a value of its own, those in table rows included."""
        for field in self.applicable_fields:
            if isinstance(field, Rows):
                for entry in field.entries:
                    yield from entry.form
            else:
                yield field

    @property
    def tables(self) -> dict[str, Rows]:
        return {field.name: field for field in self if isinstance(field, Rows)}

    @property
    def blank(self) -> bool:
        return all(field.blank for field in self if field.typed)

    @property
    def unanswered(self) -> list[YesNo]:
        """The yes/no questions still open."""
        return [field for field in self.applicable_fields if isinstance(field, YesNo) and field.blank]

    @property
    def warnings(self) -> list[tuple[wtforms.Field, str]]:
        """What is pointed out but stops nothing, with the field it stands at."""
        fields = [*(table for table in self.tables.values() if table.applies), *self.leaves()]
        return [(field, field.warning) for field in fields if field.warning]

    @property
    def faults(self) -> list[tuple[wtforms.Field, str]]:
        """Errors with the field each stands at, in the order of the page; call validate() first."""
        found: list[tuple[wtforms.Field, str]] = []
        for field in self:
            if isinstance(field, Rows):
                found += [(field, error) for error in field.errors]
                found += [(cell, error) for row in field.filled for cell in row for error in cell.errors]
            else:
                found += [(field, error) for error in field.errors]
        return found

    @property
    def characters(self) -> int:
        """Characters typed into the long answers, for the page estimate."""
        return sum(len(field.data or "") for field in self.leaves() if isinstance(field, LongText))

    def computed(self) -> dict[str, Any]:
        """Facts worked out from the answers, for the page and the documents alike."""
        return {}

    @property
    def printed(self) -> dict[str, Any]:
        """The answers as documents print them: text, a list of paragraphs, or a list of rows; "" or [] when empty."""
        return {field.name: field.printed for field in self} | self.computed()
