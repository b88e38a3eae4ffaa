"""What a call fixes in a form – a share in a hint, years to choose from – is written as a function of its announcement
and put in once, when the call's wizard is made."""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

import wtforms
from wtforms.fields.core import UnboundField

from programme.announcement import Announcement

Form = TypeVar("Form", bound=wtforms.Form)


@dataclass(frozen=True)
class ByCall:
    value: Callable[[Announcement], Any]


def by_call(value: Callable[[Announcement], Any]) -> Any:
    """`intro = by_call(lambda call: f"총사업비의 {call.share}%까지입니다.")`: anywhere a form has words or choices."""
    return ByCall(value)


@cache
def for_call(form: type[Form], call: Announcement) -> type[Form]:
    """The form with what the call fixes put in, and `call` to ask; the form itself where it fixes nothing."""
    declared = {name: value for base in reversed(form.__mro__) for name, value in vars(base).items()}
    changed = {name: value for name, old in declared.items() if (value := put_in(old, call)) is not old}
    return type(form.__name__, (form,), {**changed, "call": call, "__module__": form.__module__}) if changed else form


def put_in(value: Any, call: Announcement) -> Any:
    """A declared value with what the call fixes; the value itself where it fixes nothing."""
    if isinstance(value, ByCall):
        return value.value(call)
    if isinstance(value, type) and issubclass(value, wtforms.Form):  # the rows of a table
        return for_call(value, call)
    if isinstance(value, UnboundField):
        args = tuple(put_in(each, call) for each in value.args)
        named = {name: put_in(each, call) for name, each in value.kwargs.items()}
        if any(
            new is not old
            for new, old in zip((*args, *named.values()), (*value.args, *value.kwargs.values()), strict=True)
        ):
            field = copy(value)  # with its place among the others
            field.args, field.kwargs = args, named
            return field
    return value
