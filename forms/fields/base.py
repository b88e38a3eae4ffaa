"""What every kind of answer shares, and answers in words. Each keeps what was typed, says in Korean what is
wrong beside it, and knows how its answer prints on paper (`printed`)."""

from collections.abc import Iterable, Mapping
from typing import Any

import wtforms
from wtforms.validators import StopValidation, ValidationError

from forms.fields.dependence import Dependent
from programme.characters import UNPRINTABLE, empty, piled, plain, position_of_private, visible
from programme.guidance import skeletons
from programme.korean import with_particle

# Times its limit an answer may be long to be read at all: typed apart, a syllable is three characters. What is longer
# is kept as it came and neither composed, matched nor printed.
ROOM = 4
COUNTED = 600  # characters: an answer that may be longer is counted in pages while it is typed


class Answer(Dependent, wtforms.StringField):
    """What all kinds share: one line of text, required unless said otherwise.

    required: an empty answer is refused at submission. advised: it is only pointed out.
    hint: help shown between label and input. unit: 원, 명, % … shown after the input.
    personal: encrypted wherever it is kept. ready: what a page nobody saved yet, or a new row, begins with; carried: a
    new row begins with what the row above says, in this column or the one it names. typed: see Dependent.
    """

    data: Any  # None while nothing, or nothing readable, was typed
    kind = "text"
    personal = False
    verb = "입력해"
    inputmode: str | None = None

    def __init__(
        self,
        label: str,
        *,
        required: bool = True,
        advised: bool = False,
        hint: str = "",
        unit: str = "",
        limit: int = 200,
        autocomplete: str | None = None,
        ready: str = "",
        carried: bool | str = False,
        typed: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, **kwargs)
        self.required, self.advised = required and not advised, advised
        self.hint, self.unit, self.limit, self.autocomplete = hint, unit, limit, autocomplete
        self.ready, self.carried, self.typed = ready, carried, typed

    @property
    def source(self) -> str:
        """The column of the row above that a new row begins with here."""
        return str(self.short_name if self.carried is True else self.carried or "")

    @property
    def shown(self) -> str:
        """What stands in the input: exactly what was typed while it is wrong, the tidy value once it holds."""
        if not self.applies:
            return str(self.held)
        wrong = self.errors or self.process_errors
        return visible(self.raw_data[0] if self.raw_data and wrong else self._value())

    @property
    def blank(self) -> bool:
        """Whether nothing stands here; something typed wrong is not nothing."""
        return self.data is None and (not self.raw_data or empty(self.raw_data[0]))

    @property
    def display_text(self) -> str:
        """The tidy value, or what was typed while it is wrong: a draft shows it rather than dropping it."""
        if not (self.raw_data and self.process_errors):
            return visible(self._value())
        typed = self.raw_data[0]
        return visible(typed) if len(typed) <= ROOM * self.limit else f"(너무 길어 싣지 않음: {len(typed):,}자)"

    @property
    def printed(self) -> str | list[str]:
        return self.display_text

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = valuelist[0] if valuelist else ""
        self.judge(typed)
        self.data = None if empty(typed) else self.value_of(typed)

    def judge(self, typed: str) -> None:
        """Raises ValueError for what must not be read: nothing looks into a text before its length is known."""
        if (over := len(typed) - self.limit) > 0:
            raise ValueError(
                f"{self.limit:,}자까지 쓸 수 있습니다. 지금 {len(typed):,}자이니 {over:,}자를 줄여 주세요."
            )
        if piled(typed):
            raise ValueError(
                "한 글자에 부호가 지나치게 많이 붙어 있어 읽을 수 없습니다. 그 글자를 지우고 다시 입력해 주세요."
            )

    def value_of(self, typed: str) -> Any:
        """The value of what was typed, which is not empty."""
        return self.read(" ".join(typed.split("\n")).strip())

    def read(self, text: str) -> Any:
        """The value of a non-empty answer; raises ValueError with the Korean sentence to show."""
        return text

    def _value(self) -> str:
        return "" if self.data is None else str(self.data)

    def pre_validate(self, form: Any) -> None:
        typed = self.raw_data[0] if self.raw_data else ""
        if self.process_errors:
            raise StopValidation()  # what `read` said stands beside the field already: one sentence is enough
        if typed and UNPRINTABLE.search(typed):
            raise StopValidation(
                "문서에 쓸 수 없는 글자가 들어 있어 �로 바꾸어 보여 드립니다. 다른 프로그램에서 붙여 넣을 때 깨진 글자이니 "
                "지우고 다시 입력해 주세요."
            )
        if self.required and empty(typed):
            raise StopValidation(self.wanted)

    @property
    def wanted(self) -> str:
        """The sentence beside an empty answer that is required."""
        return f"{with_particle(self.label.text, '을/를')} {self.verb} 주세요."

    @property
    def warning(self) -> str:
        """What a careful reader would point out though nothing forbids it; empty when nothing."""
        if self.advised and self.blank and self.raw_data is not None:  # the page was sent once
            return f"{with_particle(self.label.text, '이/가')} 비어 있습니다. 쓰지 않아도 제출할 수 있지만 적는 것이 좋습니다."
        if isinstance(self.data, str) and (position := position_of_private(self.data)):
            line, column = position
            return f"{line}번째 줄 {column}번째 글자는 특정 글꼴에만 있어 서류에 네모로 나옵니다. 지우거나 다른 기호로 바꿔 주세요."
        return ""


class Text(Answer):
    """One line."""


class Coded(Answer):
    """A number, date, address or code: every kind of dash and blank, and full-width Latin, are read as plain ones."""

    def value_of(self, typed: str) -> Any:
        return self.read(plain(typed))


class LongText(Answer):
    """Several lines. `typical` is the number of characters plans usually have here: fewer is pointed out. skeleton: the
    frame a button puts into an empty one; it is no answer until its blanks are filled."""

    kind = "long"

    def __init__(
        self,
        label: str,
        *,
        limit: int,
        typical: tuple[int, int] | None = None,
        rows: int = 6,
        skeleton: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(label, limit=limit, **kwargs)
        self.typical, self.rows, self.counted, self.skeleton = typical, rows, limit >= COUNTED, skeleton

    def value_of(self, typed: str) -> str:
        if not self.skeleton:
            return typed
        if blanks := skeletons.unfilled(typed):
            more = f" 등 {len(blanks)}곳" if len(blanks) > 1 else ""
            raise ValueError(
                f"문장 틀의 빈칸이 남아 있습니다: {blanks[0]}{more}. 대괄호까지 지우고 우리 회사의 내용을 적어 주세요."
            )
        if skeletons.only_frame(typed, self.skeleton):
            raise ValueError("문장 틀이 그대로 있습니다. 우리 회사의 내용으로 바꾸어 적어 주세요.")
        return typed

    @property
    def printed(self) -> list[str]:
        """A paragraph a line, so that Word breaks and justifies them as its own."""
        return [] if self.blank else self.display_text.split("\n")

    @property
    def warning(self) -> str:
        length = len(self.data or "")
        if self.typical and 0 < length < self.typical[0]:
            return f"지금 {length:,}자입니다. 보통 {self.typical[0]:,}~{self.typical[1]:,}자를 씁니다."
        return super().warning


class Choice(Answer):
    """One of a few, as radio buttons. choices: {value: label}; what it iterates over is offered, what it holds is
    valid."""

    kind = "choice"
    verb = "골라"

    def __init__(self, label: str, choices: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.choices = choices

    @property
    def offered(self) -> dict[str, str]:
        """What the page lists: what is offered, and what was chosen when it still was."""
        return listed(self.choices, [self.shown])

    def judge(self, typed: str) -> None:
        """Anything may be looked up."""

    def read(self, text: str) -> str:
        if text not in self.choices:
            raise ValueError("보여 드린 것 가운데 하나를 골라 주세요. 보내신 값은 목록에 없습니다.")
        return text

    @property
    def printed(self) -> str:
        return self.choices.get(self.data, self.display_text) if self.data else self.display_text


def listed(choices: Mapping[str, str], chosen: Iterable[str]) -> dict[str, str]:
    return dict(choices.items()) | {value: choices[value] for value in chosen if value in choices}


class YesNo(Choice):
    """예 or 아니요; nothing is chosen beforehand."""

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label, {"yes": "예", "no": "아니요"}, **kwargs)

    @property
    def wanted(self) -> str:
        return "예와 아니요 가운데 하나를 골라 주세요."


class Select(Choice):
    """One of many, or one that is rarely needed: a drop-down whose first line is "선택"."""

    kind = "select"


class Choices(Dependent, wtforms.SelectMultipleField):
    """Any number of a few: checkboxes. choices: {value: label}."""

    kind = "choices"
    limit = 200  # characters of one value
    personal = False
    advised = False
    unit = ""
    warning = ""

    def __init__(
        self, label: str, choices: Mapping[str, str], *, required: bool = False, hint: str = "", **kwargs: Any
    ) -> None:
        super().__init__(label, choices=[], **kwargs)
        self.labels, self.required, self.hint = choices, required, hint

    @property
    def offered(self) -> dict[str, str]:
        """As of Choice."""
        return listed(self.labels, self.shown)

    @property
    def shown(self) -> list[str]:
        """What is ticked."""
        chosen: list[str] = (self.data if self.applies else self.held) or []
        return chosen

    @property
    def blank(self) -> bool:
        return not self.data

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = [value for value in dict.fromkeys(valuelist) if not empty(value)]

    def pre_validate(self, form: Any) -> None:
        if any(value not in self.labels for value in self.data or []):
            raise ValidationError("보여 드린 것 가운데서 골라 주세요. 보내신 값은 목록에 없습니다.")
        if self.required and not self.data:
            raise ValidationError(f"{with_particle(self.label.text, '을/를')} 하나 이상 골라 주세요.")

    @property
    def printed(self) -> str:
        return ", ".join(self.labels[value] for value in self.data or [] if value in self.labels)
