"""A page again with what is wrong beside its field."""

from datetime import timedelta
from typing import Any

import wtforms
from flask import Response, render_template


def form_error_page(
    template: str,
    form: wtforms.Form,
    field: wtforms.Field | None = None,
    message: str = "",
    wait: timedelta | None = None,
    **context: Any,
) -> Response:
    """The page again with what is wrong beside its field; 429 when only waiting helps."""
    if field is not None:
        field.errors = [*field.errors, message]
    page = render_template(template, form=form, failed=True, **context)
    headers = {"Retry-After": str(int(wait.total_seconds()) + 1)} if wait else None
    return Response(page, 429 if wait else 422, headers)
