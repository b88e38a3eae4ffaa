"""Registrations that may be approved together: those nothing speaks against. Each is its own transaction, and what came
in between of one hinders no other.

Clean is one of which this officer ticked everything as right, or one of which only evidence is new (ADR 38) and
the rules say nothing; and of neither did he tick anything to be mended.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from models.application import Application, Call
from models.company import WAITING
from models.person import Person
from models.review_notes import ItemCheck
from models.submission import Submission
from services.access.permissions import NotNow
from services.pool import decisions, registration_items, review_notes
from services.submissions import snapshot_findings, snapshots

MOST = 20  # looked through at a time, and so approved at a time


@dataclass(frozen=True)
class Outcome:
    """refused: why one was not approved; "" for one that was."""

    name: str
    token: str
    refused: str = ""


DIRTY = "확인할 점이 남아 있어 한꺼번에 승인하지 않았습니다. 신청을 열어 확인해 주세요."


def among(waiting: list[decisions.Queued], person: Person) -> set[str]:
    """The tokens of those that are clean, of the longest waiting that can be."""
    if not waiting:
        return set()
    ticked = review_notes.ticked_by(person)
    able = [row.token for row in waiting if row.evidence_only or row.token in ticked][:MOST]
    if not able:
        return set()
    rows = Submission.select(Submission, Application, Call).join(Application).join(Call)
    found = list(rows.where(Submission.standing, Application.token.in_(able)))
    ticks, taxes = review_notes.ticks_of_each(found, person), snapshot_findings.taxes_of(found)
    clean = [shown for shown in snapshots.read_all(found) if is_clean(shown, ticks[shown.submission.id], taxes)]
    return {shown.submission.application.token for shown in clean}


def is_clean(
    shown: snapshots.SubmittedApplication, ticks: dict[str, ItemCheck], taxes: snapshot_findings.Taxes
) -> bool:
    findings = snapshot_findings.of(shown.submission, taxes)
    tally = review_notes.tally(registration_items.of(shown, findings, decisions.items(shown)), ticks)
    return not tally.mend and (not tally.left or (shown.submission.evidence_only and not findings))


def approve(chosen: Iterable[tuple[str, int]], queue: list[decisions.Queued], person: Person) -> list[Outcome]:
    """Approve each that still is clean. chosen: token and edition, as the list showed them; queue: what waits now."""
    waiting = {row.token: row for row in queue}
    chosen = list(dict.fromkeys(chosen))[:MOST]
    clean, outcomes = among([waiting[token] for token, _ in chosen if token in waiting], person), []
    rows = Application.select(Application, Call).join(Call).where(Application.token.in_([token for token, _ in chosen]))
    applications = {row.token: row for row in rows}
    for token, edition in chosen:
        application = applications.get(token)
        if application is None or not application.type.registers:
            continue
        name = waiting[token].name if token in waiting else application.number
        try:
            if token in clean:
                decisions.approve(application, decisions.SeenState(edition, WAITING), person)
            elif token in waiting:
                raise NotNow(DIRTY)
            else:
                decisions.refuse(application, decisions.SeenState(edition, WAITING))
        except NotNow as refused:
            outcomes.append(Outcome(name, token, str(refused)))
        else:
            outcomes.append(Outcome(name, token))
    return outcomes
