"""What officers and applicants type about a case after closing."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from forms.acts import ActForm
from forms.base import StepForm
from forms.fields import Choices, Day, LongText, Select, Text
from forms.fields.figures import EXAMPLE_DAY
from forms.staff import DueDay
from programme.announcement import Announcement
from programme.korean import today
from programme.requirements import RESOLVED

REASON, WORDS, NOTE = 1000, 300, 300  # characters
LONGEST = 60  # days an applicant may be given to complete: 공고에 없음, 운영 기본값


class ReasonForm(StepForm):
    """What a move asks for on the page of its case, where others ask the same: made by `reason` and `reassigning`."""

    title = "까닭"


def reason(move: str, hint: str = "신청 기업에 알리는 처리이면 메일에 그대로 들어갑니다.") -> type[ReasonForm]:
    """move: its name, which tells the page's boxes apart."""
    box = LongText("까닭", limit=REASON, rows=3, hint=hint, id=f"{move}-reason")
    return type("ReasonForm", (ReasonForm,), {"reason": box})


@lru_cache(maxsize=8)
def reassigning(move: str, held_by: str | None, call: Announcement) -> type[ReasonForm]:
    """held_by: the agency that has the case; call: whose agencies may have it."""
    others = {slug: each.name for slug, each in call.agencies.items() if slug != held_by}
    agency = Select("새로 맡을 수행기관", others, id=f"{move}-agency")
    return type("ReassignForm", (reason(move, "기관 담당자만 봅니다."),), {"agency": agency})


class WithdrawalForm(StepForm):
    title = "철회 요청"
    reason = LongText("철회하는 까닭", limit=REASON, rows=3, hint="수행기관이 읽고 확정합니다.")


def ineligible(clauses: dict[str, str]) -> type[ActForm]:
    """clauses: what it may rest on, {id: called}."""
    fields = {"clauses": Choices("근거 조항", clauses, required=True), "reason": INELIGIBLE}
    return type("IneligibleForm", (ActForm,), fields)


INELIGIBLE = LongText(
    "까닭", limit=REASON, rows=4, hint="무엇을 보고 그렇게 판단했는지 적습니다. 통보서에 그대로 들어갑니다."
)


def alphabetic(number: int) -> str:
    """A number in letters a to z, for names of fields, which hold no digits: a, b, … z, ba, bb …"""
    head = alphabetic(number // 26) if number >= 26 else ""
    return head + chr(ord("a") + number % 26)


class AskForm(StepForm):
    """What completion is asked for, in words, and until when; its other fields are made by `asking`."""

    title = "보완 요청"
    PREFIX = "at_"
    due = DueDay("보완 기한", required=False, longest=LONGEST, hint=f"예: {EXAMPLE_DAY}")

    def words(self) -> dict[int, str]:
        """What is written, by the number of its item."""
        boxes = [field for field in self if field.name.startswith(self.PREFIX)]
        return {number: field.data.strip() for number, field in enumerate(boxes) if (field.data or "").strip()}


@lru_cache(maxsize=64)
def asking(items: tuple[str, ...]) -> type[AskForm]:
    """The form with a box for each item, by its title."""
    boxes = {
        f"{AskForm.PREFIX}{alphabetic(number)}": Text(title, required=False, limit=WORDS)
        for number, title in enumerate(items)
    }
    return type("AskForm", (AskForm,), boxes)


class CheckForm(StepForm):
    """The lines of the requirement check; its fields are made by `checking`."""

    title = "요건 확인"

    def line(self, number: int) -> tuple[Any, Any, Any]:
        """The fields of a line: answer, note, and the day an exception ① was resolved, None where there is none."""
        name = alphabetic(number)
        return self[f"answer_{name}"], self[f"note_{name}"], self._fields.get(f"on_{name}")

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """An exception ① says when it was resolved, a day that has come."""
        holds: bool = super().validate(*args, **kwargs)
        for name, field in self._fields.items():
            if not name.startswith("on_"):
                continue
            if self[f"answer_{name[3:]}"].data == RESOLVED and not field.data and not field.errors:
                field.errors = ["예외 ①은 해소하거나 유예받은 날을 입력해 주세요."]
            elif field.data and field.data > today():
                field.errors = ["아직 오지 않은 날입니다. 해소하거나 유예받은 날을 입력해 주세요."]
            holds = holds and not field.errors
        return holds


@lru_cache(maxsize=64)
def checking(lines: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]) -> type[CheckForm]:
    """lines: each its title and what may be answered, ((code, words))."""
    return type("CheckForm", (CheckForm,), dict(boxes(lines)))


def boxes(lines: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]) -> Iterable[tuple[str, Any]]:
    for number, (title, answers) in enumerate(lines):
        name, known = alphabetic(number), dict(answers)
        yield f"answer_{name}", Select(title, known, required=False)
        yield f"note_{name}", Text(f"{title} – 메모", required=False, limit=NOTE)
        if RESOLVED in known:
            yield f"on_{name}", Day(f"{title} – 해소한 날", required=False, hint="예외 ①일 때만")
