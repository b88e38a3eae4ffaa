"""How forms get their fields."""

from typing import Any

from wtforms import FieldList, FormField
from wtforms.fields import Label

WITH_FIELDS_OF_THEIR_OWN = (FieldList, FormField)


class CopiedFields:
    """Meta of a form: a field is made once, and copied for each form and row. WTForms makes them anew, which takes a third
    of the time of reading a form."""

    locales = ("ko",)

    def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
        if issubclass(unbound_field.field_class, WITH_FIELDS_OF_THEIR_OWN):
            return unbound_field.bind(form=form, **options)
        name, prefix = options["name"], options["prefix"]
        made = unbound_field.__dict__.get("made")
        if made is None or made.short_name != name:
            made = unbound_field.made = unbound_field.bind(**options | {"form": form, "prefix": ""})
            made._form = None
        field = object.__new__(type(made))
        field.__dict__.update(made.__dict__, meta=self, _form=form, _translations=options["translations"])
        if prefix:
            field.name = prefix + name
            field.id = made.id if made.id != name else field.name
            field.label = Label(field.id, made.label.text)
        return field
