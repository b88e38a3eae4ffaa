"""What the agencies' people type: reasons, addresses, words of a taxonomy."""

from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from forms.base import StepForm
from forms.fields import Day, Email, LongText, Select, Text
from forms.fields.figures import EXAMPLE_DAY
from programme import calls
from programme.korean import today

REASON = 1000  # characters
LONGEST = 90  # days a supplier may be given to answer a request for completion: ours


class LookForm(StepForm):
    title = "연락처 보기"
    why = Text("보는 이유", limit=200, hint="예: 현장평가 날짜를 정하려고 전화합니다. 이 글은 열람 기록에 남습니다.")


class TakingForm(StepForm):
    title = "서류 받기"
    why = Text("받는 이유", limit=200, hint="예: 심사 회의 자료를 준비합니다. 이 글은 열람 기록에 남습니다.")


class FindForm(StepForm):
    title = "찾기"
    words = Text(
        "찾을 말",
        limit=100,
        hint="신청과 등록의 번호, 사업자등록번호(끝 다섯 자리만도 됩니다), 회사명, 대표자, 전화번호, 이메일",
    )


class SuspensionForm(StepForm):
    title = "등록 정지"
    reason = LongText(
        "정지 사유",
        limit=REASON,
        rows=4,
        hint="이 기업과, 이 기업이 참여한 과제신청의 주관 도입기업에 보내는 메일에 그대로 들어갑니다.",
    )


class ExpertForm(StepForm):
    title = "전문가 배정"
    expert = Text("전문가 이름", limit=60)
    affiliation = Text("전문가 소속", limit=100)


class VisitDayForm(StepForm):
    title = "방문일"
    visit_on = Day("방문일")


class CancellationForm(StepForm):
    title = "컨설팅 취소"
    reason = LongText("취소하는 까닭", limit=REASON, rows=3, hint="신청 기업에 보내는 메일에 그대로 들어갑니다.")


class NoteForm(StepForm):
    title = "메모"
    text = LongText("메모 남기기", limit=REASON, rows=3, hint="기관 담당자만 봅니다. 신청 기업에는 보이지 않습니다.")


class DeclineForm(StepForm):
    title = "제안 거절"
    reason = LongText("거절하는 까닭", required=False, limit=500, rows=3, hint="제안한 담당자가 읽습니다.")


class TermForm(StepForm):
    title = "분류"
    name = Text("이름", limit=60)


AddressesForm: type[StepForm] = type(
    "AddressesForm",
    (StepForm,),
    {"title": "수행기관 메일 주소"}
    | {slug: Email(each.name, required=False) for slug, each in calls.agencies().items()},
)


class ReadyReasonForm(StepForm):
    """Its other field, the item it is for, is made by `ready_reason`."""

    title = "자주 쓰는 보완 문구"
    words = Text("문구", limit=200, hint="예: 발급일이 30일보다 오래되었습니다. 새로 발급받아 올려 주세요.")


@lru_cache(maxsize=8)
def ready_reason(items: tuple[tuple[str, str], ...]) -> type[ReadyReasonForm]:
    item = Select("항목", dict(items), required=False, hint="고르지 않으면 모든 항목에 나옵니다.")
    return type("ReadyReasonForm", (ReadyReasonForm,), {"item": item})


class DueDay(Day):
    """The day until which something is asked for. longest: days that may be given."""

    def __init__(self, label: str, *, longest: int = LONGEST, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.longest = longest

    def read(self, text: str) -> date:
        day = super().read(text)
        if not today() < day <= today() + timedelta(days=self.longest):
            raise ValueError(f"내일부터 {self.longest}일 안의 날짜를 입력해 주세요.")
        return day


class ReasonsForm(StepForm):
    """What must be mended, item by item, and until when; its other fields are made by `reasons`."""

    PREFIX = "at_"
    due = DueDay(
        "보완 기한",
        required=False,
        hint=f"예: {EXAMPLE_DAY}. 공고에는 기한이 없어 이 사이트가 정한 날을 넣어 두었습니다.",
    )

    @classmethod
    def at(cls, item: str) -> str:
        """The name of an item's box."""
        return cls.PREFIX + item

    def items(self) -> list[str]:
        return [field.name.removeprefix(self.PREFIX) for field in self if field.name.startswith(self.PREFIX)]

    def words(self, item: str) -> str:
        """What is written for an item."""
        return (self[self.at(item)].data or "").strip()


@lru_cache(maxsize=64)
def reasons(items: tuple[tuple[str, str], ...]) -> type[ReasonsForm]:
    """The form with a box for each item, (slug, title), a registration may be sent back for."""
    boxes = {
        f"{ReasonsForm.PREFIX}{item}": LongText(f"보완할 내용: {title}", required=False, limit=REASON, rows=3)
        for item, title in items
    }
    return type("ReasonsForm", (ReasonsForm,), boxes)
