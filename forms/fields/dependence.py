"""Fields that depend on another answer of their form. One is asked, checked, printed and submitted only while it
applies; else it is set aside: what was typed stays in its input and is kept, and counts nowhere."""

from collections.abc import Hashable
from typing import Any


class Answered:
    """The condition of a field: that an earlier one was answered with one of these values.

    `Select("(7)의 예외 사유", call.EXCEPTIONS, when=Answered("tax_arrears", "yes"))`
    """

    def __init__(self, field: str, *values: str) -> None:
        self.field, self.values = field, values

    def is_met(self, form: Any) -> bool:
        answer = form[self.field].data
        return bool(set(self.values) & set(answer if isinstance(answer, list) else [answer]))


class Dependent:
    """What all kinds of field share: whether they apply, and what follows when they do not.

    when: its condition, None for a field that always applies. dependents: the fields whose condition it answers.
    typed: whether somebody is asked for it; if not, it is worked out, and answers of before it was still say it.
    counted: whether pages say how long its answer is and may be; of a short one the hint says it. in_words: how pages
    read its answer back; None where they do not.
    """

    applies = True
    typed = True
    counted = False
    in_words: str | None = None
    kept = ""  # what was typed into a field set aside, in print
    held: Any = None  # and as it stands in its input
    dependents: tuple["Dependent", ...] = ()

    def __init__(self, *args: Any, when: Answered | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.when = when

    @property
    def told(self) -> str:
        """What the answer means, said beside it."""
        return ""

    @property
    def finds(self) -> str:
        """What is looked up to answer it (web/lookups.py); "" for nothing."""
        return ""

    @property
    def opens(self) -> tuple[str, ...]:
        """Its values that let its dependents apply."""
        first = self.dependents[0].when if self.dependents else None
        return first.values if first else ()

    @property
    def unasked(self) -> bool:
        """Whether a page may leave its dependents out until they are asked for: lists nobody chose from and nobody
        must."""
        theirs: Any = self.dependents
        return bool(theirs) and all(
            each.kind == "select" and not (each.required or each.applies or each.kept) for each in theirs
        )

    @property
    def described(self) -> str:
        """The ids of what describes its input on a page."""
        field: Any = self
        parts = (
            ("hint", field.hint),
            ("unit", field.unit),
            ("words", self.in_words is not None),
            ("count", self.counted),
            ("said", field.errors or field.warning or field.told),
        )
        return " ".join([f"{field.id}-{part}" for part, there in parts if there])

    @property
    def drawn_from(self) -> Hashable:
        """All that the question on a page depends on besides which field of which form it is; None for what is too much
        to compare."""
        field: Any = self
        if field.kind == "rows":
            return None
        shown = field.shown if isinstance(field.shown, str) else tuple(field.shown)
        own = shown, tuple(field.errors), field.warning, field.told, field.finds
        theirs = tuple(dependent.drawn_from for dependent in self.dependents)
        return None if None in theirs else (own, theirs)

    def set_aside(self) -> None:
        field: Any = self
        printed = field.printed
        field.kept, field.held = printed if isinstance(printed, str) else "\n".join(printed), field.shown
        field.applies, field.data, field.raw_data, field.process_errors = False, None, None, []

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        return not self.applies or super().validate(form, extra_validators)  # type: ignore[misc]


def settle(form: Any) -> None:
    """Set aside each field of a form whose condition does not hold; one set aside answers no other's condition."""
    for field in form:
        if field.when:
            decider = form[field.when.field]
            decider.dependents = (*decider.dependents, field)
            if not field.when.is_met(form):
                field.set_aside()
