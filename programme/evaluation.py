"""How applications are evaluated after closing: criteria, points and figures of one stage, each with what it rests on.

A call's package holds them (programme/calls/). Where the announcement is silent they are ours, and every page that
uses one says so. A round keeps what held when it was made (`frozen`): whoever changes a figure gives it a new version.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from programme.grounds import OURS, Ground

UNSAID = "공고에 없음, 운영 기본값"
HUNDRED = 100  # hundredths in a point


def printed_score(hundredths: int) -> str:
    """A score as every page and document says it: two decimals, so that 59.99 is never read as 60."""
    return f"{hundredths // HUNDRED}.{hundredths % HUNDRED:02}"


@dataclass(frozen=True)
class Figure:
    """A number and what it rests on. unit: what follows it in print."""

    value: int
    label: str
    unit: str
    ground: Ground = OURS

    @property
    def source(self) -> str:
        return self.ground.clause.quoted if self.ground.clause else UNSAID


@dataclass(frozen=True)
class Points:
    """A criterion points are given for. question: what is asked, our reading; most: the points it may get."""

    slug: str
    title: str
    question: str
    most: int
    ground: Ground


@dataclass(frozen=True, eq=False)
class Evaluation:
    """One stage as a call has it. version: names it for good, in each round made by it; evaluators: how many
    sheets a case needs; quorum: how many must be handed in before its round may be closed; passing: the least score, in
    hundredths; spread: the distance of two sheets' totals from which it is pointed out; trimmed: from how many counted
    sheets on the highest and the lowest are left out; open_days: how long a round is open unless said otherwise; cases:
    how many one evaluator takes unless said otherwise; points_source: what the points of each criterion rest on."""

    version: str
    title: str
    criteria: tuple[Points, ...]
    evaluators: Figure
    quorum: Figure
    passing: Figure
    spread: Figure
    trimmed: Figure
    open_days: Figure
    cases: Figure
    points_source: str = UNSAID

    def named(self, slug: str) -> Points:
        return next(each for each in self.criteria if each.slug == slug)

    @property
    def figures(self) -> tuple[Figure, ...]:
        return (self.evaluators, self.quorum, self.passing, self.spread, self.trimmed, self.open_days, self.cases)

    @property
    def most(self) -> int:
        """The highest total of a sheet."""
        return sum(each.most for each in self.criteria)

    def frozen(self) -> dict[str, Any]:
        """What decides a score, as a round keeps it."""
        return {
            "version": self.version,
            "criteria": {each.slug: each.most for each in self.criteria},
            "passing": self.passing.value,
            "spread": self.spread.value,
            "trimmed": self.trimmed.value,
        }


Kept = Mapping[str, Any]  # what `frozen` gave when a round was made


PLEDGE_VERSION = "1"
PLEDGE = (  # ours; a body that runs the site reads it over first
    "평가하며 알게 된 신청 기업의 정보와 평가 내용, 점수를 평가가 끝난 뒤에도 다른 사람에게 알리거나 다른 일에 쓰지 않습니다.",
    "사업계획서 사본을 내려받거나 복사해 남에게 주지 않습니다. 사본에는 읽은 사람의 이름과 때가 적힙니다.",
    "이해관계가 있는 과제는 스스로 밝히고 평가하지 않습니다. 평가하는 동안 이해관계를 알게 되면 바로 알립니다.",
    "신청 기업이나 그와 관계있는 사람에게서 금품, 향응, 부탁을 받지 않으며, 받으면 바로 담당 기관에 알립니다.",
    "점수와 의견은 직접 보고 판단한 대로만 적습니다.",
)


def pledge_hash() -> str:
    """What tells the text somebody pledged from any other."""
    return hashlib.sha256("\n".join(PLEDGE).encode()).hexdigest()
