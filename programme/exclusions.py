"""What bars a company (지원제외, 등록제한) as data: which answer means it, which clause says so, what would lift it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from programme.grounds import Ground


@dataclass(frozen=True)
class Exclusion:
    """step, field: the question whose "yes" means it; ground: what says so; number: as the announcement counts it;
    lifted_by: the question that names an exception ①–④, where there is one."""

    step: str
    field: str
    ground: Ground
    number: str
    words: str  # what the answer says, after "이 기업은"
    lifted_by: str | None = None


def span(numbers: Iterable[str]) -> str:
    """(5)~(11): from the first of them to the last; one number alone, "" for none."""
    ends = list(dict.fromkeys(numbers))
    return "~".join(ends if len(ends) < 2 else (ends[0], ends[-1]))


def met(exclusion: Exclusion, answers: Mapping[str, Any]) -> bool:
    """Whether the company answered that it is in this case. answers: its answers to the exclusion's step."""
    return answers.get(exclusion.field) == "yes"


def lifted(exclusion: Exclusion, answers: Mapping[str, Any], exceptions: Collection[str]) -> bool:
    """Whether an exception is claimed for it. exceptions: the codes of those the call knows."""
    return exclusion.lifted_by is not None and answers.get(exclusion.lifted_by) in tuple(exceptions)


def claims_exception(cases: Iterable[Exclusion], answers: Mapping[str, Any], exceptions: Collection[str]) -> bool:
    """Whether any case the company is in is lifted by a claimed exception, so that a proof of it is owed."""
    return any(met(exclusion, answers) and lifted(exclusion, answers, exceptions) for exclusion in cases)
