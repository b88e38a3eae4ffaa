"""The tables printed for readers are those in use."""

import pytest

from config import HOUSE
from services.access import course_document, permission_document


@pytest.mark.parametrize(("name", "printer"), [("permissions", permission_document), ("cases", course_document)])
def test_the_table_for_readers_is_the_one_in_use(name, printer):
    assert (HOUSE / "docs" / f"{name}.md").read_text(encoding="utf-8") == printer.document()
