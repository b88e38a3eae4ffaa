"""What officers are asked for an act that two of them decide (services/backoffice/acts.py)."""

import re
from datetime import datetime, time
from typing import Any

import config
from forms.base import Sent, StepForm
from forms.fields import Day, Email, LongText, Select
from forms.fields.figures import EXAMPLE_DAY
from programme import calls

REASON = 500  # characters
LEAD = "lead"  # the lead agency, among the slugs of the others
POSTS = {LEAD: f"전담기관 {calls.newest().lead_agency}"} | {
    slug: agency.name for slug, agency in calls.agencies().items()
}


class Moment(Day):
    """A day and a time of day in Korea: 2026-04-30 18:00."""

    kind = "text"
    inputmode = "text"

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label, **{"limit": 40, "hint": f"한국 시각. 예: {EXAMPLE_DAY} 18:00", **kwargs})

    def read(self, text: str) -> datetime:
        parts = re.fullmatch(r"(.*?)[ T]+([0-9]{1,2}):([0-9]{2})", text)
        if parts is None or int(parts[2]) > 23 or int(parts[3]) > 59:
            raise ValueError(
                f"날짜와 시각을 함께 입력해 주세요. 시각은 0시부터 23시까지입니다. 예: {EXAMPLE_DAY} 18:00"
            )
        return datetime.combine(super().read(parts[1]), time(int(parts[2]), int(parts[3]), tzinfo=config.KST))

    def _value(self) -> str:
        return "" if self.data is None else self.data.strftime("%Y-%m-%d %H:%M")


def reason_for(hint: str) -> LongText:
    """Why an act is proposed. hint: what belongs there."""
    return LongText("까닭", limit=REASON, rows=4, hint=hint)


class ActForm(StepForm):
    """What every act is asked: why. The reason stands last on the page."""

    reason = reason_for(
        "누가 어떻게 요청했고 무엇으로 확인했는지 적습니다. 기업의 일이면 기업에 보내는 메일에 그대로 들어갑니다."
    )

    @property
    def asked(self) -> list[Any]:
        """The other fields."""
        return [field for field in self if field.name != "reason"]

    @property
    def faults(self) -> list[tuple[Any, str]]:
        return sorted(super().faults, key=lambda fault: fault[0].name == "reason")

    def sent(self) -> Sent:
        """What a browser sent for them."""
        return {field.name: list(field.raw_data or []) for field in self}

    def said(self) -> list[list[str]]:
        """The same in print: [[label, text]]."""
        return [[field.label.text, field.printed] for field in self.asked]


class AddPersonForm(ActForm):
    email = Email("새 담당자의 이메일", hint="이 주소로 로그인하는 사람이 기업의 담당자가 됩니다.", autocomplete="off")


def removing(people: dict[str, str]) -> type[ActForm]:
    """people: who acts for the company, {number: called}."""
    return type("RemovePersonForm", (ActForm,), {"person": Select("뺄 담당자", people)})


class AddStaffForm(ActForm):
    email = Email("담당자의 이메일", autocomplete="off")
    agency = Select("소속", POSTS)


def ending_post(posts: dict[str, str]) -> type[ActForm]:
    """posts: those held now, {number: called}."""
    return type("EndStaffForm", (ActForm,), {"post": Select("끝낼 담당자", posts)})


def opening(packages: dict[str, str]) -> type[ActForm]:
    """packages: the announcements there are, {slug: title}."""
    fields = {
        "of_call": Select("공고", packages),
        "opens": Moment("여는 때"),
        "closes": Moment("닫는 때", hint=f"이 시각 바로 앞까지 받습니다. 한국 시각. 예: {EXAMPLE_DAY} 18:00"),
    }
    return type("OpenCallForm", (ActForm,), fields)


def closing(calls: dict[str, str]) -> type[ActForm]:
    return type(
        "CloseCallForm", (ActForm,), {"of_call": Select("공고", calls, hint="이미 마감한 공고는 나오지 않습니다.")}
    )


def extending(calls: dict[str, str]) -> type[ActForm]:
    unopened = Select("공고", calls, hint="과제를 열어 평가하고 있는 공고는 마감을 늦출 수 없어 나오지 않습니다.")
    fields = {"of_call": unopened, "closes": Moment("새 마감")}
    return type("ExtendCallForm", (ActForm,), fields)
