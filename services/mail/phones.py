"""Telephone numbers in sentences: to be pressed, and in one piece."""

import re
from functools import lru_cache

from markupsafe import Markup, escape

NUMBER = re.compile(r"\b(0\d{1,2}-\d{3,4}-\d{4}|1\d{3}-\d{4})\b")
ON_PAGES = Markup('<a class="nowrap" href="tel:{}">{}</a>')
IN_MAILS = Markup('<a href="tel:{}" style="white-space:nowrap;color:inherit">{}</a>')  # which drop style sheets


@lru_cache(maxsize=256)
def linked(text: str, link: Markup = ON_PAGES) -> Markup:
    """The text as HTML, its numbers links that a line never breaks in."""
    parts = NUMBER.split(text)  # every other one is a number
    return Markup("").join(
        link.format(part.replace("-", ""), part) if index % 2 else escape(part) for index, part in enumerate(parts)
    )


def linked_in_mail(text: str) -> Markup:
    return linked(text, IN_MAILS)
