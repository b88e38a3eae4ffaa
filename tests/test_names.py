"""Companies are found under any form of their name, numbers under any spelling."""

import pytest

from models.company import Supplier
from programme.names import key, matches
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


@pytest.mark.parametrize("query", CALLED)
@pytest.mark.parametrize("name", CALLED)
def test_a_company_is_found_whatever_form_of_its_name_is_written_and_looked_for(name, query):
    assert key(name) == key(query) == "한빛"
    assert matches(query, name)


@pytest.mark.parametrize("query", CALLED)
def test_the_public_search_and_the_staffs_find_it_too(seeded, query):
    row = Supplier.select().where(Supplier.published()).first()
    row.name = "주식회사 한빛"
    row.words = Supplier.searchable(row.name, row.facts, {})
    row.save()
    assert [entry.supplier.name for entry in search.find(Wanted(words=query), None).entries] == ["주식회사 한빛"]
    assert [entry.supplier.name for entry in queries.entries(words=query)] == ["주식회사 한빛"]


@pytest.mark.parametrize("query", ["123-45-67890", "1234567890", "１２３–４５–６７８９０", " 12345 67890 "])
def test_a_number_is_found_with_and_without_hyphens(query):
    assert matches(query, "123-45-67890")
    assert matches(query, "2024-221-00001", "1234567890")


def test_a_word_that_is_all_legal_form_finds_what_says_it_and_a_hyphen_finds_nothing_more():
    assert matches("주식회사", "주식회사 한빛")
    assert not matches("주식회사", "한빛")
    assert not matches("-", "한빛")
    assert matches("한빛 물류", "주식회사 한빛", "물류 관리")
    assert not matches("한빛 금융", "주식회사 한빛", "물류 관리")
