"""What a supplier answers in words to a request for completion, item by item."""

from functools import lru_cache

from forms.base import StepForm
from forms.fields import LongText

WORDS = 1000  # characters, as many as an officer has for the reason


class RepliesForm(StepForm):
    """Its fields are made by `replies`."""

    title = "보완 요청에 답하기"
    PREFIX = "say_"

    def words(self) -> dict[str, str]:
        """{item: what is said to it, "" for nothing}."""
        return {field.name.removeprefix(self.PREFIX): (field.data or "").strip() for field in self}


@lru_cache(maxsize=64)
def replies(items: tuple[tuple[str, str], ...]) -> type[RepliesForm]:
    """The form with a box for each item asked for, (slug, title)."""
    boxes = {
        f"{RepliesForm.PREFIX}{item}": LongText(f"글로 답하기: {title}", required=False, limit=WORDS, rows=3)
        for item, title in items
    }
    return type("RepliesForm", (RepliesForm,), boxes)
