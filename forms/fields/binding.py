"""What of a form follows from its declaration: its fields, and what else is worked out once for each."""

from functools import lru_cache
from typing import Any

from wtforms import FieldList, FormField
from wtforms.fields import Label

once_a_form = lru_cache(1000)  # more than are declared; those for a single page must not stay for ever
WITH_FIELDS_OF_THEIR_OWN = (FieldList, FormField)


class CopiedFields:
    """Meta of a form: each of its fields is made once, and copied for every form and row. WTForms makes them anew,
    which takes a third of the time of reading a form."""

    locales = ("ko",)

    def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
        if issubclass(unbound_field.field_class, WITH_FIELDS_OF_THEIR_OWN):
            return unbound_field.bind(form=form, **options)
        kind, name, prefix = type(form), options["name"], options["prefix"]
        if "_made" not in vars(kind):  # some are declared for a single page, and gone with it
            kind._made = {}
        if (made := kind._made.get(name)) is None:
            made = kind._made[name] = unbound_field.bind(**options | {"form": form, "prefix": ""})
            made._form = made.meta = None  # whose answers these are goes with them
        field = object.__new__(type(made))
        field.__dict__.update(made.__dict__, meta=self, _form=form, _translations=options["translations"])
        if prefix:
            field.name = prefix + name
            field.id = made.id if made.id != name else field.name
            field.label = Label(field.id, made.label.text)
        return field
