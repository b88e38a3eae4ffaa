"""Judging an application by the announcement's rules: beside a step as hints, and whole before it is submitted."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from forms.base import Sent
from forms.business_plan import money
from forms.wizard import Party as Part
from forms.wizard import Respondent, Task
from models.base import now
from models.company import Supplier
from models.evidence import Evidence
from programme import budget, rules
from programme.korean import grouped, today
from programme.numbers import digits
from services.drafts import consents, evidence
from services.drafts.applications import ApplicationView
from services.lookups import business_status

MONEY = ("adopter_team", "supplier_team", "costs", "funding")  # the steps that make the budget


@dataclass(frozen=True)
class Verdict:
    """What stands between an application and its submission. remaining: steps unfinished; blocks and warns:
    findings."""

    remaining: list[Task]
    blocks: list[rules.Finding]
    warns: list[rules.Finding]

    @property
    def ready(self) -> bool:
        return not self.remaining and not self.blocks


def facts(view: ApplicationView, whole: bool = True) -> rules.Facts:
    """The application as the rules read it. whole: with evidence, consents and the pool, which no step shows."""
    journey = view.journey
    shared = {task.step.slug: journey.summary(task).values for task in journey.tasks if task.party is None}
    beyond = beyond_steps(view) if whole else {}
    return rules.Facts(
        closing=view.application.closes_at,
        opening=view.application.opens_at,
        call_closing=view.application.call.closes_at,
        today=today(),
        type=view.application.type,
        shared=shared,
        parties=tuple(party_facts(view, part, beyond.get(part.key, {})) for part in journey.parties),
    )


def party_facts(view: ApplicationView, part: Part, beyond: dict[str, Any]) -> rules.PartyFacts:
    """beyond: what `beyond_steps` says of it. That no other company's entry in the pool holds its number is settled by
    submitting."""
    journey = view.journey
    data = {task.step.slug: journey.summary(task).values for task in journey.tasks if task.party == part}
    number = data["company"]["number"] if view.application.type.registers else None
    return rules.PartyFacts(
        key=part.key,
        role=part.role,
        lead=part.lead,
        name=part.name,
        data=data,
        number_taken=bool(number) and any(row != view.entry and row.number == number for row in view.entries),
        **beyond,
    )


def beyond_steps(view: ApplicationView) -> dict[int, dict[str, Any]]:
    """What each company submitted and agreed to, how its pool entry stands, and whether it confirmed."""
    application, rows, attached = view.application, {row.id: row for row in view.rows}, view.evidence
    given, undescribed = view.consents, undescribed_files(view)
    named = view.journey.parties if "company" in view.journey.steps else ()
    numbers = {part.key: digits(view.journey.data("company", part)["number"] or "") for part in named}
    taxed = business_status.statuses(numbers.values())
    suppliers = [row.company_id for row in rows.values() if row.role == "supplier" and row.company_id]
    registers = application.type.registers
    pool = (
        {row.company_id: (row.state, row.number) for row in view.entries} if registers else Supplier.states(suppliers)
    )
    found = {}
    for part in view.journey.parties:
        party, confirmation, choices = rows[part.key], view.confirmations[part.key], given.get(part.key, {})
        state, number = pool.get(party.company_id or 0, ("draft", None))
        texts = consents.texts(application.type, party.role)
        tax = taxed.get(numbers.get(part.key, ""))
        found[part.key] = {
            "evidence": {
                kind: evidence_facts(certificates[0])
                for kind, certificates in evidence.newest(attached[part.key]).items()
            },
            "undescribed": undescribed.get(party.company_id, 0),
            "consents": {text.slug: consents.current_choice(choices.get(text.slug), text) for text in texts},
            "tax_state": tax.state if tax and tax.answered else "",
            "tax_day": tax.ended if tax else None,
            "pool_state": state if party.role == "supplier" else None,
            "pool_number": number if party.role == "supplier" else None,
            "joined": part.joined,
            "confirmed": part.lead or confirmation.given is not None,
            "changed": () if part.lead else tuple(dict.fromkeys(task.step.title for task in confirmation.changed)),
        }
    return found


def undescribed_files(view: ApplicationView) -> dict[int | None, int]:
    """How many files of each company that takes part wait to be described, while they may still come to count here."""
    joined = [party.company_id for party in view.rows if party.joined_at and party.company_id]
    if not (view.application.type.evidence and view.application.open_at(now())):
        return {}
    return dict(
        Counter(row.company_id for row in Evidence.select(Evidence.company).where(Evidence.undescribed_of(joined)))
    )


def evidence_facts(row: Evidence) -> rules.EvidenceFacts:
    return rules.EvidenceFacts(
        number=row.number, issued=row.issued, expires=row.expires, has_file=evidence.file_exists(row)
    )


def verdict(view: ApplicationView) -> Verdict:
    found = rules.check(facts(view))
    return Verdict(
        remaining=view.remaining,
        blocks=[finding for finding in found if finding.level == rules.BLOCK],
        warns=[finding for finding in found if finding.level == rules.WARN],
    )


def hints(view: ApplicationView) -> list[rules.Finding]:
    """What the rules say about the steps so far, certificates left aside."""
    pool_facts = facts(view, whole=False) if view.application.type.registers else None
    taken = tuple(party.number_taken for party in pool_facts.parties) if pool_facts else ()
    application = view.application
    about = application.opens_at, application.closes_at, application.call.closes_at, taken

    def work() -> list[rules.Finding]:
        said: dict[str, rules.Said] = view.once(("said", today(), *about, *view.journey.parties), dict)
        return rules.check_steps(pool_facts or facts(view, whole=False), said)

    return view.once(("hints", *about), work)


def at(task: Task, findings: list[rules.Finding]) -> list[rules.Finding]:
    """Those of the findings that are about one step."""
    slug, party = task.key
    return [found for found in findings if found.step == slug and found.party in (None, party)]


def largest(view: ApplicationView, task: Task, sent: Sent) -> Sent:
    """What the button puts into the funding as sent: the highest grant allowed; the rest of the total is cash.

    Nothing for another step, without a total, or where it stands so already.
    """
    if task.step.slug != "funding":
        return {}
    form: Any = view.journey.read(task, sent)
    if not form.total.data:
        return {}
    room = max(0, form.total.data - (form.in_kind.data or 0))
    call, track = view.application.announcement, view.journey.data("track")["track"] or ""
    grant = min(rules.largest_grant(call, form.total.data, track), budget.cut(room))
    return {} if form.grant.data == grant else {"grant": [grouped(grant)]}


def sums(view: ApplicationView, task: Task) -> list[tuple[str, str]]:
    """Totals that follow from the answers so far, as (label, text), beside the steps that make them."""
    if task.step.slug == "overview":
        return period(view, task)
    if task.step.slug not in MONEY:
        return []
    journey = view.journey
    funding: Any = journey.form(Task(journey.steps["funding"]))
    table = money.by_category(journey)
    lines = [(row["category"], f"{row['total']}원" + (f" ({row['share']})" if row["share"] else "")) for row in table]
    whole = sum(money.sums(journey).values())
    shares = [
        (field.label.text, f"{field.printed}원 ({funding.printed[field.name + '_share']})")
        for field in (funding.grant, funding.cash, funding.in_kind)
        if field.data is not None and funding.total.data and 0 <= field.data <= funding.total.data
    ]
    total = [("총사업비", f"{funding.total.printed}원")] if funding.total.data else []
    return [*shares, *total, *lines, ("비목 합계", f"{grouped(whole)}원")]


def period(view: ApplicationView, task: Task) -> list[tuple[str, str]]:
    """From when to when the project lasts."""
    said = view.journey.form(task).printed
    return [("구축 기간", f"{said['starts']} ~ {said['ends']} ({said['months']})")] if said["months"] else []


def characters(view: ApplicationView) -> int:
    """Characters in the plan's long answers so far."""
    plan = (task for task in view.journey.tasks if task.step.by is Respondent.CONSORTIUM)
    return sum(view.journey.summary(task).characters for task in plan)
