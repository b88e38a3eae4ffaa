"""The pool's index: it follows every write by itself, finds what people type, and offers what they may have meant."""

import pytest

from models.application import Call
from models.base import db, writing
from models.company import SUSPENDED, Company, Supplier
from models.pool import Term
from models.pool_index import Listing
from services.backoffice import queries
from services.pool import search, taxonomies
from services.pool.search import Wanted
from tests.applying import LEAD, person
from tests.searching import entry, found


def near(words: str) -> list[str]:
    return search.find(Wanted(words), Call.get()).near


@pytest.fixture
def aurora(pool):
    return entry(
        "(주)오로라 보안",
        summary="낡은 설비에서 신호를 읽어 냅니다",
        industries=["l"],
        solutions=[{"name": "새벽빛", "description": "이상 징후 알림"}],
        records=[{"client": "제과점", "content": "오븐 온도 기록"}],
    )


@pytest.mark.parametrize(
    "words",
    [
        "오로라보안", "㈜오로라 보안", "주식회사 오로라", "오로라보안(주)",  # names
        "세종", "부동산", "새벽빛", "징후", "제과점", "온도 오븐", "설비", "신호를 낡은", "세종 제과점 보안", "빛",
    ],
)  # fmt: skip
def test_everything_published_of_an_entry_is_found_in_any_order(aurora, words):
    assert found(words) == ["(주)오로라 보안"]
    assert [each.supplier for each in queries.entries(None, words=words)] == [aurora]


@pytest.mark.parametrize("words", ["로오라", "보온", "제과점 물류", "오븐온"])
def test_words_nobody_holds_unbroken_are_not_found(aurora, words):
    assert found(words) == [] == queries.entries(None, words=words)


def test_numbers_are_found_by_staff_and_by_others_only_whole(aurora):
    """A public page shows them masked."""
    whole, bare = aurora.number, aurora.number.replace("-", "")
    for words in (whole, bare, whole.replace("-", " "), f"{whole} 보안", f"세종 {bare}"):
        assert [each.supplier for each in queries.entries(None, words=words)] == [aurora]
        assert found(words) == ["(주)오로라 보안"]
    for words in (whole[4:], whole[:-1], bare[:-1], bare[1:], f"{whole[:-1]} 보안"):
        assert [each.supplier for each in queries.entries(None, words=words)] == [aurora]
        assert found(words) == []
    for words in (bare + "0", "0" + whole, f"{whole} 물류"):
        assert queries.entries(None, words=words) == [] == found(words)


def test_a_number_leads_to_no_entry_that_is_not_published(aurora):
    Supplier.update(state=SUSPENDED).where(Supplier.id == aurora.id).execute()
    assert found(aurora.number) == near(aurora.number) == []


def test_the_index_follows_whatever_is_written_and_is_taken_back_with_it(aurora):
    with writing():
        Supplier.update(state=SUSPENDED).where(Supplier.id == aurora.id).execute()
    assert found("오로라") == []
    with db.atomic() as transaction:
        Supplier.update(words="다른 말\n다른\n", state="approved").where(Supplier.id == aurora.id).execute()
        assert (found("다른 말"), found("오로라")) == ([aurora.name], [])
        transaction.rollback()
    Company.delete().where(Company.id == aurora.company).execute()
    assert queries.entries(None, words="오로라") == []
    assert not Listing.select().where(Listing.supplier == aurora.id).exists()


def test_a_renamed_region_is_found_by_its_new_name(aurora):
    taxonomies.rename(Term.get(Term.slug == "sejong"), "새이름시", person(LEAD))
    assert found("새이름시") == [aurora.name]
    assert found("세종") == []


def test_tags_of_sizes_are_those_filters_offer(pool):
    for people, size in ((1, "1-9"), (9, "1-9"), (10, "10-19"), (20, "20-49"), (49, "20-49"), (50, "50"), (900, "50")):
        row = entry(f"크기 {people}", people={"software": str(people), "engineering": "0"})
        assert row.name in found("크기", people=size)


def test_long_words_are_found_whole_and_by_their_parts(aurora):
    long = "초정밀자동화설비예지보전통합관제플랫폼구축운영"
    Supplier.update(words=f"오로라 {long}").where(Supplier.id == aurora.id).execute()

    for words in (long, long[1:], long[:-1], long[2:12], long[-1], f"{long[3:]} 오로라"):
        assert aurora.name in found(words), words
    for words in (f"{long}장", f"가{long}", long[:15] + long[16:]):
        assert found(words) == [], words


@pytest.mark.parametrize("words", [*"!\"'#$%&()*+,-./:;<=>?@[\\]^_`{|}~", "c++", "'w가':*", "a' | 'b", "NEAR(가"])
def test_signs_are_characters_like_others(aurora, words):
    assert aurora.name not in found(f"오로라 가{words}")
    Supplier.update(words=f"오로라 가{words}나").where(Supplier.id == aurora.id).execute()
    assert found(f"오로라 가{words}") == [aurora.name]


# What somebody may have meant


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("ㅁㅇㄷㅇㅌ", "주식회사 모아데이터(가상)"),
        ("ㅁㅇ ㄷㅇ", "주식회사 모아데이터(가상)"),
        ("모아데이타", "모아데이터"),
        ("모아데터", "모아데이터"),
        ("모아데이이터", "모아데이터"),
        ("모어데이터", "모아데이터"),
        ("모아데어터", "모아데이터"),
        ("물료", "물류"),
        ("창고와길 물료", "창고와길 물류"),
    ],
)
def test_initials_and_near_misses_are_offered_when_nothing_is_found(visitor, words, meant):
    page = visitor.get("/suppliers/", query_string={"q": words}).page
    offered = {link.get_text(): link["href"] for link in page.select("#near a")}

    assert not page.select("#found h2")
    assert meant in offered
    assert visitor.get(offered[meant]).page.select("#found h2")


@pytest.mark.parametrize(
    ("words", "meant"),
    [("온도기록", "온도 기록"), ("징후알림", "징후 알림"), ("세종 낡은설비", "세종 낡은 설비")],
)
def test_words_written_as_one_are_offered_apart(aurora, words, meant):
    assert found(words) == [] and near(words) == [meant]
    assert aurora.name in found(meant)


@pytest.mark.parametrize("words", ["징후알", "이상징", "낡은설"])
def test_no_word_is_offered_with_the_beginning_of_the_next(aurora, words):
    assert not [each for each in near(words) if " " in each]


@pytest.mark.parametrize("words", ["ㅋㅋㅋ", "ㅁ", "가나다라마바사", "%", "물", "가" * 90, "[물류", "(모아데이티"])
def test_nothing_is_offered_for_what_is_near_nothing(pool, words):
    assert set(near(words)) <= {"모아데이터", "물류"}


def test_nothing_is_offered_when_a_filter_stands_in_the_way(pool):
    assert search.find(Wanted("물류", {"region": "달나라"}), Call.get()).near == []
