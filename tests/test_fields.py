"""Every kind of answer: what it reads, what it refuses and how it says so, and how it prints."""

import gc
import re
import unicodedata
import weakref
from datetime import date
from decimal import Decimal

import pytest
import wtforms
from hypothesis import example, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from forms import fields
from forms.base import StepForm
from forms.fields.binding import once_a_form
from forms.fields.figures import EXAMPLE_DAY
from programme.characters import UNPRINTABLE, normal

KINDS = {
    "text": fields.Text("회사명", limit=40),
    "long": fields.LongText("과제 요약", limit=300, typical=(20, 60)),
    "choice": fields.Choice("지원구분", {"new": "신규", "upgrade": "고도화"}),
    "select": fields.Select("직무", {"pm": "사업관리"}),
    "yes_no": fields.YesNo("휴업 중인가요?"),
    "choices": fields.Choices("참여한 해", {"2020": "2020년", "2021": "2021년"}),
    "whole": fields.Whole("상시근로자 수", unit="명", most=1000),
    "points": fields.Points("점수", most=25, criterion="need"),
    "won": fields.Won("금액"),
    "profit": fields.Won("영업이익", least=-999_999_999_999_999),
    "year": fields.Year(),
    "month": fields.Month("시작"),
    "number": fields.Number("투입공수", unit="MM"),
    "change": fields.Number("현재", negative=True, loose=True),
    "day": fields.Day("방문 희망일"),
    "past": fields.Day("설립일", past=True),
    "birth": fields.BirthDay("생년월일"),
    "business_number": fields.BusinessNumber(),
    "corporation_number": fields.CorporationNumber(required=True),
    "phone": fields.Phone("전화"),
    "email": fields.Email(),
    "web": fields.Web("홈페이지"),
    "postcode": fields.Postcode(),
    "industry": fields.IndustryCode(ksic=10),
}
LOSSES = ("△12,000,000", "▲12,000,000", "−12,000,000", "–12,000,000", "(12,000,000)", "-1,200만", "(₩12,000,000원)")
NUMERIC = ["whole", "won", "profit", "year", "number"]


def page_of(field) -> type[StepForm]:
    return type("Page", (StepForm,), {"answer": field})


PAGES = {kind: page_of(field) for kind, field in KINDS.items()}


def answer(kind: str, *typed: str):
    """The field after this was sent for it, picked and validated as a step's page does."""
    form = PAGES[kind]
    page = form.of(form.pick(MultiDict([("answer", text) for text in typed])))
    page.validate()
    return page.answer


@pytest.mark.parametrize(
    ("kind", "typed", "value", "shown"),
    [
        ("text", "  주식회사 온결  ", "주식회사 온결", "주식회사 온결"),
        ("text", "두 줄로\r\n붙여 넣은", "두 줄로 붙여 넣은", "두 줄로 붙여 넣은"),
        ("long", " 첫 줄\r\n\r\n 셋째 줄 ", " 첫 줄\n\n 셋째 줄 ", " 첫 줄\n\n 셋째 줄 "),
        ("choice", "new", "new", "new"),
        ("yes_no", "no", "no", "no"),
        ("month", "7", 7, "7"),
        ("month", " 07월", 7, "7"),
        ("whole", "1,000", 1000, "1,000"),
        ("whole", " １２ 명", 12, "12"),
        ("won", "0", 0, "0"),
        ("won", "999999999999999", 999_999_999_999_999, "999,999,999,999,999"),
        ("won", "60，000，000원", 60_000_000, "60,000,000"),
        ("profit", "-1,234", -1234, "-1,234"),
        *(("profit", loss, -12_000_000, "-12,000,000") for loss in LOSSES),
        ("won", "₩1,234,000", 1_234_000, "1,234,000"),
        ("won", "￦1,234,000", 1_234_000, "1,234,000"),
        ("won", "\\1,234,000", 1_234_000, "1,234,000"),
        ("won", "1,234,000\u00a0원", 1_234_000, "1,234,000"),
        ("won", "1\u2009234\u3164000", 1_234_000, "1,234,000"),
        ("won", "6천만", 60_000_000, "60,000,000"),
        ("won", "6천만원", 60_000_000, "60,000,000"),
        ("won", "1억 2천만", 120_000_000, "120,000,000"),
        ("won", "1.2억", 120_000_000, "120,000,000"),
        ("won", "43억", 4_300_000_000, "4,300,000,000"),
        ("won", "6,000만", 60_000_000, "60,000,000"),
        ("won", "2천5백만", 25_000_000, "25,000,000"),
        ("won", "천만", 10_000_000, "10,000,000"),
        ("won", "12,345천원", 12_345_000, "12,345,000"),
        ("won", "120백만원", 120_000_000, "120,000,000"),
        ("won", "1조 2억", 1_000_200_000_000, "1,000,200,000,000"),
        ("profit", "△1.2억", -120_000_000, "-120,000,000"),
        ("change", "−1.5", Decimal("-1.5"), "-1.5"),
        ("change", "12건", Decimal(12), "12"),
        ("change", "95 %", Decimal(95), "95"),
        ("day", "2018–03–12", date(2018, 3, 12), "2018-03-12"),
        ("phone", "010-1234-5678\u202c", "010-1234-5678", "010-1234-5678"),
        ("phone", "010‑1234‑5678", "010-1234-5678", "010-1234-5678"),
        ("email", "hong@example.com\u200b", "hong@example.com", "hong@example.com"),
        ("email", "ｔｗｏ＠example.com", "two@example.com", "two@example.com"),
        ("business_number", "123—45−67890", "123-45-67890", "123-45-67890"),
        ("year", "2023년", 2023, "2023"),
        ("number", "1.50", Decimal("1.50"), "1.50"),
        ("number", "１．５", Decimal("1.5"), "1.5"),
        ("number", "1,234.5", Decimal("1234.5"), "1,234.5"),
        ("won", "6000만원", 60_000_000, "60,000,000"),
        ("won", "1억 2,000만", 120_000_000, "120,000,000"),
        ("won", "3만5000", 35_000, "35,000"),
        ("phone", "+82 10-0000-0000", "010-0000-0000", "010-0000-0000"),
        ("phone", "(02) 000-0000", "02-000-0000", "02-000-0000"),
        ("day", "2024-04-01", date(2024, 4, 1), "2024-04-01"),
        ("day", "2024. 4. 1.", date(2024, 4, 1), "2024-04-01"),
        ("day", "20240401", date(2024, 4, 1), "2024-04-01"),
        ("day", "2024년 4월 1일", date(2024, 4, 1), "2024-04-01"),
        ("day", "２０２４／０４／０１", date(2024, 4, 1), "2024-04-01"),
        ("day", "2024 4 1", date(2024, 4, 1), "2024-04-01"),
        ("day", "2024-02-29", date(2024, 2, 29), "2024-02-29"),
        ("business_number", "1234567890", "123-45-67890", "123-45-67890"),
        ("business_number", "１２３-４５-６７８９０", "123-45-67890", "123-45-67890"),
        ("corporation_number", "110111 1234567", "110111-1234567", "110111-1234567"),
        ("phone", "02 000 0000", "02-000-0000", "02-000-0000"),
        ("phone", "０１０－００００－００００", "010-0000-0000", "010-0000-0000"),
        ("phone", "050700000000", "0507-0000-0000", "0507-0000-0000"),
        ("phone", "15880000", "1588-0000", "1588-0000"),
        ("email", " Name@Example.COM ", "Name@example.com", "Name@example.com"),
        ("web", "www.example.com/가", "https://www.example.com/가", "https://www.example.com/가"),
        ("postcode", "04524", "04524", "04524"),
        ("industry", "N75110", "75110", "75110"),
    ],
)
def test_what_people_type_is_read_and_shown_tidily(kind, typed, value, shown):
    field = answer(kind, typed)
    assert (field.data, field.shown, list(field.errors)) == (value, shown, [])


NOT_NUMBERS = ["NaN", "nan", "Infinity", "-inf", "1e5", "1e999999999", "9" * 4300, "9" * 16, "1.2.3", "0x10", "1_000"]
NOT_NUMBERS += ["²", "1²", "½", "③", "٣", "一", "한 명", "--1", "1-", "+", ",", "."]


@pytest.mark.parametrize("kind", NUMERIC)
@pytest.mark.parametrize("typed", NOT_NUMBERS)
def test_what_is_no_number_is_refused_and_stays_as_typed(kind, typed):
    field = answer(kind, typed)
    assert field.data is None
    assert len(field.errors) == 1
    assert field.shown == typed


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("whole", "-1"),
        ("whole", "1001"),
        ("won", "-1"),
        ("won", "8,00"),
        ("won", "1,2345"),
        ("won", "60.5"),
        ("won", "만"),
        ("won", "억"),
        ("won", "1억20000만"),
        ("won", "1..2억"),
        ("won", "1.234567891억"),
        ("won", "1억억"),
        ("won", "△5"),
        ("won", "△-5"),
        ("profit", "△△5"),
        ("profit", "(5"),
        ("change", "12~15건"),
        ("past", "2099-01-01"),
        ("number", "1,5"),
        ("year", "1989"),
        ("year", "2101"),
        ("number", "1.234"),
        ("number", "-1"),
        ("number", "1234567890123"),
        ("day", "2024-02-30"),
        ("day", "2023-02-29"),
        ("day", "24-04-01"),
        ("day", "2024111"),
        ("day", "0001-01-01"),
        ("day", "1899-12-31"),
        ("day", "2101-01-01"),
        ("day", "9999999999"),
        ("day", "2024-04-01T00:00"),
        ("birth", "880517-1234567"),
        ("choice", "both"),
        ("yes_no", "maybe"),
        ("choices", "1999"),
        ("business_number", "123-45-6789"),
        ("business_number", "١٢٣٤٥٦٧٨٩٠"),
        ("corporation_number", "110111"),
        ("phone", "1234"),
        ("phone", "02-000-0000 내선 12"),
        ("phone", "031-000-0000~8"),
        ("phone", "010-0000-000"),
        ("phone", "+82 10 0000 0000 0000"),
        ("email", "name@example"),
        ("email", "a@example.com, b@example.com"),
        ("email", "a@example.com\nBcc: b@example.com"),
        ("web", "javascript://www.example.com/%0aalert(1)"),
        ("web", "ftp://www.example.com"),
        ("web", "http://[::1"),
        ("web", "우리 회사"),
        ("postcode", "123"),
        ("industry", "7"),
        ("industry", "44100"),
        ("industry", "00000"),
        ("text", "가" * 41),
        ("long", "가" * 301),
    ],
)
def test_what_cannot_be_is_refused_with_one_sentence_and_stays_as_typed(kind, typed):
    field = answer(kind, typed)
    assert len(field.errors) == 1
    assert kind == "choices" or normal(field.shown) == normal(typed)


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_answer_is_asked_for_in_a_korean_sentence(kind):
    for typed in ([], [""], [" \t　\n"]):
        field = answer(kind, *typed)
        assert field.blank
        if kind == "choices":
            assert not field.errors
        else:
            assert field.data is None
            assert len(field.errors) == 1
            assert field.errors[0].endswith(" 주세요.")
            assert not re.search(r"[?)] ?[을를이가]\b", field.errors[0].replace("(KSIC)", ""))


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "choices"])
def test_an_optional_answer_may_stay_empty_and_an_advised_one_only_warns(kind):
    made = KINDS[kind]
    for wish in ("required", "advised"):
        kwargs = made.kwargs | ({"required": False} if wish == "required" else {"required": True, "advised": True})
        page = page_of(made.field_class(*made.args, **kwargs)).of({"answer": [""]})
        assert page.validate()
        assert bool(page.answer.warning) == (wish == "advised")


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in ("choices", "choice", "select", "yes_no")])
@pytest.mark.parametrize("bad", ["\x00", "\x07", "\x1b", "\x7f", "\ud800", "\udfff", "\ufffe", "\ufdd0", "\ufffd"])
def test_what_no_document_can_carry_is_refused_and_marked_where_it_stands(kind, bad):
    field = answer(kind, f"가{bad}나")
    assert len(field.errors) == 1
    assert field.shown == "가\ufffd나"
    if kind in ("text", "long"):
        assert "문서에 쓸 수 없는 글자" in field.errors[0]
        assert field.printed in ("가\ufffd나", ["가\ufffd나"])


@pytest.mark.parametrize(
    ("kind", "typed", "said"),
    [
        ("day", "2026-11-31", "2026년 11월은 30일까지입니다. 날짜를 다시 확인해 주세요."),
        ("day", "2011-02-30", "2011년 2월은 28일까지입니다. 날짜를 다시 확인해 주세요."),
        ("day", "2024-13-01", "13월은 없습니다. 월은 1부터 12까지입니다."),
        ("past", "2099-01-01", "아직 오지 않은 날짜입니다. 연도가 맞는지 다시 확인해 주세요."),
        ("profit", "적자", "숫자로 입력해 주세요. 예: 8,000,000 또는 800만, 손실이면 -8,000,000 또는 △8,000,000"),
        ("whole", "많음", "숫자만 입력해 주세요. 예: 12"),
        ("number", "-1", "0보다 작은 수는 쓸 수 없습니다. 예: 1.5"),
        ("change", "조금", "숫자만 입력해 주세요. 소수는 2자리까지 쓸 수 있습니다. 예: 1.5, 줄어들면 -1.5"),
    ],
)
def test_what_is_wrong_is_said_of_what_was_typed(kind, typed, said):
    assert answer(kind, typed).errors == [said]


def test_a_loss_can_be_typed_on_a_keyboard_of_a_phone():
    assert answer("profit", "").inputmode is None
    assert answer("won", "").inputmode == "numeric"


def test_a_character_counts_once_however_it_was_typed():
    apart = unicodedata.normalize("NFD", "각" * 40)
    assert len(apart) == 120
    assert answer("text", apart).data == "각" * 40
    assert answer("text", apart + apart[:3]).errors == ["40자까지 쓸 수 있습니다. 지금 41자이니 1자를 줄여 주세요."]


def test_a_line_break_counts_once():
    assert not answer("long", "가\r\n" * 150).errors
    assert answer("long", "가\r\n" * 150 + "나").errors == [
        "300자까지 쓸 수 있습니다. 지금 301자이니 1자를 줄여 주세요."
    ]


def test_a_short_text_is_pointed_out_and_not_refused():
    assert answer("long", "가" * 19).warning == "지금 19자입니다. 보통 20~60자를 씁니다."
    assert not answer("long", "가" * 19).errors
    assert not answer("long", "가" * 20).warning


def test_every_line_prints_as_a_paragraph():
    assert answer("long", "가\r\n\r\n나").printed == ["가", "", "나"]
    assert answer("long", " \n ").printed == []


def test_choices_print_their_words():
    assert answer("choice", "upgrade").printed == "고도화"
    assert answer("choices", "2021", "2020").printed == "2021년, 2020년"
    assert answer("choices", "1999").errors


def test_a_day_prints_as_official_documents_write_it():
    assert answer("day", "2024-04-01").printed == "2024. 4. 1."
    assert answer("day", "내일").printed == "내일"


def test_what_was_typed_wrong_stands_in_the_input_before_anything_is_validated():
    page = PAGES["won"].of({"answer": ["육천만원"]})
    assert page.answer.shown == "육천만원"


def test_only_the_first_of_several_values_counts():
    assert answer("text", "가", "나").data == "가"


def test_phones_addresses_and_birth_dates_are_personal():
    assert {kind for kind in KINDS if PAGES[kind].personal({"answer": [""]})} == {"phone", "email", "birth"}


WILD = st.text(max_size=60) | st.text("0123456789,.-+eE०１２ \t\n", max_size=40) | st.sampled_from(NOT_NUMBERS)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=60, deadline=None)
@given(typed=WILD)
@example(typed="1" * 100_000)
@example(typed="@" * 1000 + ".kr")
@example(typed="http://[" + "a." * 300)
@example(typed="\u1100" * 1000)
def test_no_text_breaks_a_field_and_every_refusal_is_korean(kind, typed):
    field = answer(kind, typed)
    assert all(re.search("[가-힣]", error) for error in field.errors)
    assert len(field.errors) <= 1
    if kind != "choices":
        assert not UNPRINTABLE.search(field.shown.replace("\ufffd", ""))
    if not field.errors and kind != "choices":
        again = answer(kind, field.shown)  # what the page shows, sent back
        assert (again.data, list(again.errors)) == (field.data, [])


def test_every_kind_of_answer_is_tested_here():
    made = {made.field_class for made in KINDS.values()}
    declared = {getattr(fields, name) for name in fields.__all__} - {
        fields.Answer,
        fields.Coded,
        fields.Row,
        fields.Rows,
    }
    assert {kind for kind in declared if issubclass(kind, wtforms.Field)} == made


# Fields are made once a form


def test_forms_share_nothing_that_is_written():
    form = type("All", (StepForm,), KINDS)
    one, other = (
        form.of({"text": ["가"], "whole": ["?"], "choices": ["2020"]}),
        form.of({"text": ["나"], "whole": ["3"]}),
    )

    assert not one.validate() and one["whole"].process_errors and not other["whole"].process_errors
    assert (one["text"].data, other["text"].data, other["choices"].data) == ("가", "나", [])
    for ours, theirs in zip(one, other, strict=True):
        assert ours is not theirs and (ours._form, theirs._form, ours.meta) == (one, other, one.meta)
        for name in ("errors", "process_errors", "raw_data", "data"):
            mine = getattr(ours, name)
            assert not isinstance(mine, list) or mine is not getattr(theirs, name), name


def test_forms_declared_for_single_pages_are_gone_with_them():
    def posted() -> weakref.ref[type[StepForm]]:
        form = type("Once", (StepForm,), {"box": fields.LongText("칸", limit=10)})
        form.posted(MultiDict({"box": "글"})).validate()
        return weakref.ref(form)

    first = posted()
    for _ in range(once_a_form(len).cache_parameters()["maxsize"]):
        posted()
    gc.collect()

    assert first() is None


def test_whose_answers_a_field_was_first_made_for_are_not_kept():
    row = type("OnceRow", (fields.Row,), {"name": fields.Text("성명", limit=40)})
    form = type("Table", (StepForm,), {"people": fields.Rows(row, "참여 인력")}).of({"people-0-name": ["홍길동"]})
    gone = weakref.ref(form)
    del form
    gc.collect()

    assert gone() is None


def test_a_day_is_asked_for_and_refused_with_the_one_example():
    read = answer("day", EXAMPLE_DAY)
    assert read.hint == f"예: {EXAMPLE_DAY}" and read.data
    for text in ("2024", "1899-12-31"):
        assert answer("day", text).errors[0].endswith(f"예: {EXAMPLE_DAY}")
