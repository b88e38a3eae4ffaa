"""What people type and paste, in every field of every form: what means the same, what is not seen, what is too much."""

import importlib
import pkgutil
import re
import time
import unicodedata
from datetime import timedelta
from itertools import chain

import pytest
from werkzeug.datastructures import MultiDict

import forms.consents
import forms.evidence
import forms.fields
import forms.invitations
import forms.sign_in
import forms.staff
from forms.base import StepForm
from forms.fields.base import ROOM
from programme.characters import EMOJI, SEEN, UNSEEN, empty, folded, normal, piled, plain, position_of_private
from programme.korean import today
from tests.call import WIZARDS

FORMS = {step.form for wizards in WIZARDS.values() for wizard in wizards for step in wizard.steps}
for module in (forms.consents, forms.evidence, forms.invitations, forms.sign_in, forms.staff):
    FORMS |= {each for each in vars(module).values() if isinstance(each, type) and issubclass(each, StepForm)}
FORMS -= {StepForm}
FORMS_BY_NAME = {f"{form.__module__}.{form.__name__}": form for form in FORMS}
CHOSEN = ("choice", "select", "choices")


def sent(form: type[StepForm], name: str, typed: str):
    """The field of this name after only it was sent; a table's in the first row."""
    wanted = name.replace("-", "-0-")
    page = form.of(form.pick(MultiDict([(wanted, typed)])))
    page.validate()
    return next(field for field in page.leaves() if field.name == wanted) if "-" in name else page[name]


@pytest.fixture(autouse=True)
def taxonomies(request):
    """Forms that offer the words of a taxonomy read it from the database."""
    if "page" in request.fixturenames or "typed" in request.fixturenames:
        request.getfixturevalue("app")


@pytest.mark.parametrize("page", sorted(FORMS_BY_NAME))
def test_what_is_not_seen_is_no_answer(page):
    form = FORMS_BY_NAME[page]
    for name in form.names():
        for unseen in ("\u3164", "\u200b", "\u00a0\u2060", "\u115f", "\u2800", "\ufe0f", "\ufeff \t\n"):
            field = sent(form, name, unseen)
            assert field.blank
            asked = field.required and field.applies and "-" not in name  # an empty row is no row
            if asked and field.kind != "choices":
                assert field.errors == [field.wanted]


GOOD = {
    "Whole": "5",
    "Year": "2023",
    "Won": "1,000",
    "Number": "5",
    "Day": "2018-03-12",
    "DueDay": f"{today() + timedelta(days=3)}",
    "BirthDay": "1988-05-17",
    "BusinessNumber": "123-45-67890",
    "CorporationNumber": "110111-1234567",
    "Phone": "010-1234-5678",
    "Email": "name@example.com",
    "Web": "https://www.example.com",
    "Postcode": "04524",
    "IndustryCode": "75110",
    "Code": "123456",
}
WIDE = {ord(sign): ord(sign) + 0xFEE0 for sign in "0123456789,@."} | {ord("-"): "–"}


@pytest.mark.parametrize("page", sorted(FORMS_BY_NAME))
def test_unseen_characters_and_other_blanks_and_dashes_do_not_change_what_is_read(page):
    form = FORMS_BY_NAME[page]
    for name, field in form.names().items():
        if field.kind in CHOSEN:
            continue
        good = GOOD.get(type(field).__name__, "한빛")
        said = sent(form, name, good)
        assert not said.errors
        assert sent(form, name, f"\u202a{good}\u202c\u200b").data == said.data
        if isinstance(field, forms.fields.Coded):
            assert sent(form, name, f"\u00a0{good.translate(WIDE)}\u3000").data == said.data


ADVERSARIAL = {
    "marks": "a" + "\u0301\u0316" * 1_000_000,
    "marks of an address": "a" + "\u0301\u0316" * 500_000 + "@example.com",
    "blanks between figures": "2024" + " " * 1_000_000 + "1" + " " * 999_000 + "x",
    "figures and a comma": "1" * 2_000_000 + ",",
    "commas": "1," * 1_000_000,
    "groups": "1,000," * 330_000,
    "signs": "△" * 1_000_000,
    "units": "1천" * 1_000_000,
    "at signs": "@" * 1_000_000 + ".kr",
    "dots": "a." * 1_000_000,
    "characters apart": "\u1100\u1161\u11a8" * 660_000,
    "unseen": "\u200b" * 1_000_000,
    "line ends": "\r\n" * 1_000_000,
    "joiners": "\u200d" * 1_000_000,
    "wide": "ﷺ" * 660_000,
}


@pytest.mark.parametrize("typed", ADVERSARIAL)
def test_no_text_however_long_keeps_a_field_busy(typed):
    """2 MB in each kind of field: judged by its length, kept as typed and read by nothing (CPU time, the best of
    three)."""
    kinds = {
        type(field): (form, name)
        for form in FORMS
        for name, field in form.names().items()
        if not getattr(field, "when", None)
    }
    slow = []
    for form, name in kinds.values():
        took = min(seconds(form, name, ADVERSARIAL[typed]) for _ in range(3))
        if took >= 0.1:  # reading it would take seconds
            slow.append((form.__name__, name, took))
    assert not slow


def seconds(form: type[StepForm], name: str, typed: str) -> float:
    since = time.process_time()
    field = sent(form, name, typed)
    took = time.process_time() - since
    assert field.errors or field.blank or field.kind == "choices"
    assert field.raw_data == [typed] or field.raw_data == [normal(typed)]
    return took


@pytest.mark.parametrize("typed", [text[:3000] for text in ADVERSARIAL.values()], ids=ADVERSARIAL)
def test_what_a_long_answer_has_room_for_is_composed_quickly(typed):
    since = time.process_time()
    normal(typed * ROOM)
    assert time.process_time() - since < 0.05


def patterns(house: str) -> dict[str, re.Pattern]:
    """Every pattern a package keeps, by where it stands."""
    package = importlib.import_module(house)
    names = [house, *(each.name for each in pkgutil.walk_packages(package.__path__, f"{house}."))]
    modules = [importlib.import_module(name) for name in names]
    return {
        f"{module.__name__}.{name}": value
        for module in modules
        for name, value in vars(module).items()
        if isinstance(value, re.Pattern)
    }


FROM_A_PLACE = {"services.files.pdf_syntax.TOKEN"}  # never searched for: what it does not match ends the reading


@pytest.mark.parametrize("house", ["programme", "forms", "services", "blueprints", "models"])
def test_every_pattern_takes_time_in_step_with_the_length(house):
    pieces = ["1", " ", "1,", "a.", "-", "천", "1천", "a\u0301", "\u200d", "/JS", "<w:t>", "%s", "(", "a-0-"]
    slow = []
    for name, pattern in patterns(house).items():
        for piece in pieces:
            short, long = (text_for(pattern, piece, size) for size in (4_000, 16_000))
            whole = pattern.match if name in FROM_A_PLACE else pattern.search
            for work in (whole, pattern.fullmatch):
                # what takes less than 2 ms is in step whatever it does
                if (
                    timed(work, long) > 0.002
                    and least(work, long) > 0.002
                    and least(work, long) > 10 * least(work, short)
                ):
                    slow.append((name, piece))
    assert not slow


def least(work, text) -> float:
    return min(timed(work, text) for _ in range(3))


def text_for(pattern: re.Pattern, piece: str, size: int) -> str | bytes:
    text = piece * (size // len(piece)) + "!"
    return text.encode() if isinstance(pattern.pattern, bytes) else text


def timed(work, text) -> float:
    since = time.process_time()
    work(text)
    return time.process_time() - since


def test_what_is_far_too_long_is_kept_as_it_came():
    apart = unicodedata.normalize("NFD", "각" * 3000)
    form = forms.staff.TermForm
    assert form.pick(MultiDict([("name", apart)])) == {"name": [apart]}
    assert form.pick(MultiDict([("name", apart[: ROOM * 60])])) == {"name": ["각" * 80]}


def test_characters_under_a_pile_of_marks_stay_as_typed_and_are_refused():
    typed = "a" + "\u0301\u0316" * 20
    assert piled(normal(typed))
    assert normal(typed) == typed
    field = sent(forms.staff.TermForm, "name", typed)
    assert field.shown == typed
    assert "부호" in field.errors[0]
    assert not piled(normal("Z̸̡̢͉̗a̶l̷g̸o"))


def test_line_breaks_of_every_kind_are_one():
    assert normal("가\v나\f다\x85라\u2028마\u2029바\r\n사\r아") == "가\n나\n다\n라\n마\n바\n사\n아"


def test_a_joiner_inside_an_emoji_stays():
    family = "👩\u200d👩\u200d👧"
    flag = "🏳\ufe0f\u200d🌈"
    assert normal(f"가{family}나{flag}") == f"가{family}나{flag}"
    assert normal("가\u200d나\u200d") == "가나"
    assert re.match(f"[{EMOJI}]", "👩")


def test_known_bullets_become_one_and_others_are_pointed_out_with_their_place():
    assert normal("\uf0b7 첫째\n\uf0a7 둘째") == "• 첫째\n• 둘째"
    assert position_of_private("가\n나다\ue123") == (2, 3)
    assert position_of_private("가") is None
    field = sent(forms.staff.SuspensionForm, "reason", "가\n나다\ue123")
    assert not field.errors
    assert field.warning.startswith("2번째 줄 3번째 글자는")


def test_everything_unseen_is_dropped_and_nothing_seen():
    kinds = {unicodedata.category(character) for character in UNSEEN}
    assert kinds == {"Cf"}
    seen = chain("가a1!ㄱ.√•½字\u0600", "👩①㈜")
    assert all(SEEN.match(character) for character in seen)
    assert not empty(" \u200b가")


def test_codes_are_read_plainly_and_searches_fold():
    assert plain(" ０１０—１２３４\u00a0") == "010-1234"
    assert folded("  ㈜한빛\u200b  TECH–1 ") == "(주)한빛 tech-1"
    assert folded("a" + "\u0301" * 5000) == "a"
