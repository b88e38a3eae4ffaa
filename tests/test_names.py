"""Companies are found under any form of their name, numbers under any spelling."""

import pytest

from models.company import Supplier
from programme.names import key
from services.backoffice import queries
from services.pool import search
from services.pool.search import Wanted

CALLED = [
    "(주)한빛",
    "㈜ 한빛",
    "주식회사 한빛",
    "한빛 주식회사",
    "한빛(유)",
    "한 빛",
    "한-빛",
    "한\u200b빛",
    "한빛",
    "（주）한빛",
]


@pytest.mark.parametrize("name", CALLED)
def test_a_company_is_one_whatever_form_of_its_name_is_written(name):
    assert key(name) == "한빛"


@pytest.mark.parametrize("query", CALLED)
def test_the_public_search_and_the_staffs_find_it_too(seeded, query):
    row = Supplier.select().where(Supplier.published()).first()
    row.name = "주식회사 한빛"
    row.words = Supplier.searchable(row.name, row.facts, {})
    row.save()
    assert [entry.supplier.name for entry in search.find(Wanted(words=query), None).entries] == ["주식회사 한빛"]
    assert [entry.supplier.name for entry in queries.entries(None, words=query)] == ["주식회사 한빛"]


@pytest.mark.parametrize("number", ["123-45-67890", "1234567890", "１２３–４５–６７８９０", " 12345 67890 "])
def test_a_number_is_one_with_and_without_hyphens(number):
    assert key(number) == "1234567890"


def test_a_name_that_is_all_legal_form_stays():
    assert key("주식회사") == "주식회사"
