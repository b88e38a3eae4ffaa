"""What a button puts into a step's empty boxes. It is shown to the person, and becomes an answer only when the page is
saved with it."""

from forms.base import Sent, StepForm
from forms.fields import LongText
from programme.announcement import Announcement
from programme.guidance import EXAMPLES


def skeleton(form: type[StepForm], sent: Sent, name: str) -> Sent:
    """The frame of a long answer; nothing where something stands already."""
    field = form.of(sent)._fields.get(name)
    return {name: [field.skeleton]} if isinstance(field, LongText) and field.skeleton and field.blank else {}


def none_apply(form: type[StepForm], sent: Sent) -> Sent:
    """아니요 to every yes/no question that is open, of a form that offers it."""
    return {field.name: ["no"] for field in form.of(sent).unanswered} if form.offers_none else {}


def examples(slug: str, form: type[StepForm], call: Announcement) -> list[tuple[str, str, StepForm]]:
    """The example answers to a step: the trade, what the firm does, and the form filled in."""
    return [
        (example.trade, example.about, form.of(example.sent(slug, call)))
        for example in EXAMPLES
        if slug in example.answers
    ]
