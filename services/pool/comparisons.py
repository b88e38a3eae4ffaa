"""What is new in a registration: against what was approved last, and against the edition it was sent back for."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from models.application import Party
from models.company import APPROVED, RETURNED, Supplier
from models.pool import TAKEN_BACK, Review
from models.submission import Submission
from programme import calls
from programme.application_types import ApplicationType
from programme.korean import official_date
from services.submissions import completions, pool_answers, snapshots
from services.submissions.completions import Item
from services.submissions.snapshots import SubmittedApplication

Change = tuple[str, str, str, str]  # where, what, before, after
CHOICES = {"yes": "동의함", "no": "동의하지 않음"}


@dataclass(frozen=True)
class Answered:
    """An item of a request for completion as the next edition answers it."""

    item: Item
    changes: list[Change]


@dataclass(frozen=True)
class Exchange:
    """A request for completion and what the edition submitted after it says: item by item, and what else changed."""

    review: Review
    items: list[Answered]
    others: list[Change]

    @property
    def answered(self) -> int:
        return sum(each.item.state != completions.OPEN for each in self.items)


def changes(shown: SubmittedApplication, supplier: Supplier) -> list[Change] | None:
    """What a registration says otherwise than what the pool shows since the last approval, personal values taken out;
    None for an entry never approved."""
    if supplier.approved_at is None:
        return None
    submission = shown.submission
    (party,) = submission.snapshot["parties"]
    published = submission.snapshot | {"parties": [party | {"steps": supplier.profile}]}
    before, after = hidden(shown, published), hidden(shown, submission.snapshot)
    found = pool_answers.changed(submission.application.type, before, after)
    return [(step, field, snapshots.plain(old), snapshots.plain(new)) for step, field, old, new in found]


def hidden(shown: SubmittedApplication, snapshot: dict[str, Any]) -> dict[str, Any]:
    """A snapshot without personal values, which are told apart, and without what the company keeps to itself."""
    without = snapshots.without_personal(shown.submission.application.type, snapshot, tell_apart=True)
    return snapshots.without_kept_back(shown.submission, without, shown.choices)


def new_certificates(submission: Submission, company: int) -> set[int]:
    """The places of the certificates no edition approved before holds; none for the first registration. company: its
    id."""
    theirs = Party.select(Party.application).where(Party.company == company)
    of_edition = (Review.application == Submission.application) & (Review.edition == Submission.edition)
    rows = Submission.select().join(Review, on=of_edition)
    approved = list(rows.where(Review.application.in_(theirs), Review.decision == APPROVED))
    others = [edition for edition in approved if edition != submission]
    seen = {row for edition in others for row in pool_answers.certificates(edition.snapshot)}
    here = pool_answers.certificates(submission.snapshot)
    return {place for place, row in enumerate(here) if row not in seen} if approved else set()


def exchange_of(shown: SubmittedApplication) -> Exchange | None:
    """The request for completion this edition was submitted after; None for one nothing was asked before."""
    submission, application = shown.submission, shown.submission.application
    earlier = Review.application == application, Review.edition < submission.edition
    judged = Review.decision.in_((APPROVED, RETURNED, TAKEN_BACK))
    review = Review.select().where(*earlier, judged).order_by(Review.id.desc()).first()
    if review is None or review.decision != RETURNED:
        return None
    asked_about = Submission.get(Submission.application == application, Submission.edition == review.edition)
    before, after = hidden(shown, asked_about.snapshot), hidden(shown, submission.snapshot)
    found = by_item(application.type, before, after)
    items = completions.items(review, application.type, before, after)
    return Exchange(
        review,
        [Answered(item, found.pop(item.slug, [])) for item in items],
        [change for rest in found.values() for change in rest],
    )


def by_item(of: ApplicationType, before: dict[str, Any], after: dict[str, Any]) -> dict[str, list[Change]]:
    """What differs between two snapshots, by step, kind of evidence and consent, each in print."""
    found: dict[str, list[Change]] = {}
    old, new = pool_answers.steps_of(before), pool_answers.steps_of(after)
    for slug, field, was, becomes in pool_answers.differing(of, old, new):
        title = completions.title_of(of, slug)
        found.setdefault(slug, []).append((title, field, snapshots.plain(was), snapshots.plain(becomes)))
    for what, where, text in (("evidence", "증빙", certificate), ("consents", "동의", consent)):
        rows = [lines(each["parties"][0][what], text) for each in (before, after)]
        for kind in dict.fromkeys((*rows[0], *rows[1])):
            here, there = (each.get(kind, []) for each in rows)
            if here != there:
                gone, come = ("\n".join(left(one, other)) or "없음" for one, other in ((here, there), (there, here)))
                found.setdefault(kind, []).append((where, calls.title(of, kind), gone, come))
    return found


def left(some: list[str], others: list[str]) -> list[str]:
    return [line for line in some if line not in others]


def lines(rows: list[dict[str, Any]], text: Callable[[dict[str, Any]], str]) -> dict[str, list[str]]:
    """The rows of each kind in print, sorted."""
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row["kind"], []).append(text(row))
    return {kind: sorted(each) for kind, each in found.items()}


def certificate(row: dict[str, Any]) -> str:
    days = [f"{word} {official_date(date.fromisoformat(row[name]))}" for name, word in DAYS.items() if row[name]]
    return " · ".join(filter(None, (row["name"], row["issuer"], row["number"], *days, f"확인값 {row['sha256'][:8]}")))


DAYS = {"issued": "발급", "expires": "만료"}


def consent(row: dict[str, Any]) -> str:
    return f"{CHOICES.get(row['choice'], row['choice'])} · {row['signer']} · 문안 {row['version']}"
