"""What stands between an application and its submission, each with where it is put right and by whom."""

from typing import NamedTuple

from flask import url_for
from wtforms import Field

from forms.wizard import Respondent, Task
from models.application import ASKED
from programme import rules
from services.drafts import checks
from web.current import g
from web.navigation import field_url, registration_url, step_url

LISTED_APART = (rules.CONSENTS, rules.EVIDENCE)  # many and alike: what is missing of them is one list


TOGETHER = "함께 쓰는 단계"


class ProblemLine(NamedTuple):
    """One thing to do. party: whose it is, None for all; href: where this person does it, "" if others do."""

    party: int | None
    words: str
    href: str
    slug: str
    todo: str = ""


class ProblemGroup(NamedTuple):
    """Things to do of one company. mender: who can do them, where this person cannot."""

    who: str
    mender: str
    lines: list[ProblemLine]


def problem_links(verdict: checks.Verdict) -> dict[str, object]:
    """What a page needs to lead from the verdict to the places it speaks of."""
    journey = g.view.journey
    return {
        "verdict": verdict,
        "mine": journey.of(g.view.party),
        "owed": by_company([unfinished_line(task) for task in verdict.remaining]),
        "missing": {
            step: by_company([missing_line(found) for found in verdict.blocks if found.step == step])
            for step in LISTED_APART
        },
        "others": [found for found in verdict.blocks if found.step not in LISTED_APART] + verdict.warns,
        "advice": by_company(
            [advice_line(task, *warning) for task in journey.tasks for warning in journey.parsed(task).warnings]
        ),
        "step_url": step_url,
        "finding_url": finding_url,
        "who_can_fix": who_can_fix,
        "names": {part.key: part.name for part in journey.parties} if len(journey.parties) > 1 else {},
        "open": g.view.application.open_at(g.arrived, ASKED),
        "completing": g.view.application.completing_at(g.arrived),
    }


def unfinished_line(task: Task) -> ProblemLine:
    return ProblemLine(task.key[1], task.step.title, own_step_url(task), task.step.slug)


def missing_line(finding: rules.Finding) -> ProblemLine:
    return ProblemLine(finding.party, finding.what, finding_url(finding), finding.step, finding.todo)


def advice_line(task: Task, field: Field, words: str) -> ProblemLine:
    """Something more that could be written."""
    where = field_url(task, field.id) if own_step_url(task) else ""
    title = f"{task.step.title} – {field.label.text}"
    return ProblemLine(task.key[1], title, where, task.step.slug, words)


def own_step_url(task: Task) -> str:
    """A step this person answers; "" for one of others."""
    return step_url(task) if task in g.view.journey.of(g.view.party) else ""


def by_company(lines: list[ProblemLine]) -> list[ProblemGroup]:
    """Lines under the company each is about, one's own and what is written together first."""
    names = {part.key: part.name for part in g.view.journey.parties}
    found: dict[tuple[str, str], list[ProblemLine]] = {}
    for line in lines:
        who = names[line.party] if line.party is not None else TOGETHER
        found.setdefault((who, "" if line.href else who_answers(line.party, line.slug)), []).append(line)
    alone = len(names) == 1
    groups = [ProblemGroup("" if alone else who, by, rows) for (who, by), rows in found.items()]
    return sorted(groups, key=lambda group: bool(group.mender))


def finding_url(finding: rules.Finding) -> str:
    """Where a finding is mended or followed up, if this person can."""
    token, mine = g.view.application.token, finding.party in (None, g.view.party.key)
    if finding.step == rules.PARTIES:
        return party_finding_url(finding)
    if finding.step == rules.EVIDENCE and not finding.field:  # of no kind yet
        return url_for("undescribed.show", application=token) if mine else ""
    if finding.step in (rules.EVIDENCE, rules.CONSENTS):
        page, card = ("evidence.show", finding.field) if finding.step == rules.EVIDENCE else ("consents.show", "")
        return url_for(page, application=token, _anchor=card or None) if mine else ""
    task = g.view.journey.task(finding.step, g.view.party)
    return field_url(task, finding.field) if task and mine and task in g.view.journey.of(g.view.party) else ""


def party_finding_url(finding: rules.Finding) -> str:
    """Where what is the matter with a company's place in the consortium is followed up."""
    token, party = g.view.application.token, g.view.party
    if finding.party == party.key:
        in_pool = finding.id in (*rules.NOT_IN_POOL, rules.PENDING)
        return registration_url(party) if in_pool else url_for("parties.confirm_page", application=token)
    return url_for("applications.consortium", application=token) if party.lead else ""


def who_can_fix(finding: rules.Finding) -> str:
    """Who can mend what a finding says, where it is not this person's company."""
    if finding.step == rules.PARTIES and finding.id not in (*rules.NOT_IN_POOL, rules.PENDING):
        return "" if finding_url(finding) or finding.party is not None else who_answers(None, "")
    return (
        ""
        if finding_url(finding) and finding.party in (None, g.view.party.key)
        else who_answers(finding.party, finding.step)
    )


def who_answers(party: int | None, slug: str) -> str:
    """Who answers a step, consents or brings evidence: another company, or those who write together."""
    journey = g.view.journey
    if party is not None:
        return next(f"{part.name}의 담당자가 할 수 있습니다." for part in journey.parties if part.key == party)
    together = slug in journey.steps and journey.steps[slug].by is Respondent.CONSORTIUM
    return f"주관 도입기업{'과 공급기업이' if together else '이'} 할 수 있습니다."
