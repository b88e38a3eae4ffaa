"""The page an officer works on a registration at: what was submitted beside its evidence, his ticks, the queue, and the
decision."""

from dataclasses import dataclass
from datetime import date

from flask import render_template, request
from werkzeug.datastructures import MultiDict

from forms import staff as forms
from models.base import now
from models.company import POOL_STATES, WAITING, Supplier
from models.pool import Review
from models.rescue import Rescue
from models.review_notes import MEND, RIGHT, ItemCheck
from models.submission import StoredDocument, Submission
from programme.application_types import POOL
from services.access import permissions
from services.backoffice import queries
from services.pool import comparisons, decisions, registration_items, review_notes
from services.submissions import completions, registrations, snapshot_findings, snapshots
from services.submissions.snapshots import SubmittedApplication
from web import remembered, rescued_input
from web.current import g
from web.request_hooks import CSP
from web.staff import log_look, reason_to_take

FRAMING = f"{CSP}; frame-src 'self'"  # the page shows certificates in a frame
MARK = "mark_"  # begins the name of an item's tick in the form
WORDS = review_notes.KINDS | review_notes.TAKERS
QUEUE = "queue"  # as web/remembered.py knows it
BEFORE, AFTER = 3, 8  # of the queue, shown at the side


@dataclass(frozen=True)
class Given:
    """What a post of the page says. ticks: of each item that stands in it; reasons: what to ask for, by item; blank:
    items to be mended without a word of what."""

    form: forms.ReasonsForm
    ticks: dict[str, review_notes.Tick]

    @classmethod
    def of(cls, sent: MultiDict[str, str], shown: SubmittedApplication) -> "Given":
        of = boxes(decisions.items(shown))
        form = of.of(of.pick(sent))
        there = [item for item in form.items() if form.at(item) in sent or MARK + item in sent]
        return cls(form, {item: ticked(form, item, sent.get(MARK + item)) for item in there})

    @property
    def reasons(self) -> dict[str, str]:
        return {item: tick.words for item, tick in self.ticks.items() if tick.choice == MEND and tick.words}

    @property
    def mends(self) -> bool:
        return any(tick.choice == MEND for tick in self.ticks.values())

    @property
    def blank(self) -> list[str]:
        return [item for item, tick in self.ticks.items() if tick.choice == MEND and not tick.words]


def ticked(form: forms.ReasonsForm, item: str, choice: str | None) -> review_notes.Tick:
    """Words without a tick are to be mended: without JavaScript the box is open to whoever writes into it first."""
    words = form.words(item)
    if choice == RIGHT:
        return review_notes.Tick(RIGHT, words)
    return review_notes.Tick(MEND, words) if choice == MEND or words else review_notes.Tick("")


def boxes(titles: dict[str, str]) -> type[forms.ReasonsForm]:
    return forms.reasons(tuple(titles.items()))


def kept_form(titles: dict[str, str], kept: dict[str, ItemCheck]) -> forms.ReasonsForm:
    """The boxes as the officer left them."""
    of, due = boxes(titles), completions.usual_due(g.submission.application).isoformat()
    words = {of.at(item): [row.words] for item, row in kept.items() if item in titles}
    return of.of({"due": [due]} | words)


def draw(shown: SubmittedApplication, given: Given | None = None, refused: str = "", restored: Rescue | None = None):
    """The page, and 422 where it refuses. shown: what was submitted; given: what to fill it with, else what the officer
    kept."""
    submission, supplier = g.submission, g.supplier
    log_look(submission, f"등록 신청 내용 (제{submission.edition}차)")
    review_notes.look(submission.application, g.person, now())
    reviews, findings = decisions.reviews(supplier.company_id), snapshot_findings.of(submission)
    titles = decisions.items(shown)
    case, kept = registration_items.of(shown, findings, titles), review_notes.ticks(submission, g.person)
    form = given.form if given else kept_form(titles, kept)
    if refused:
        form.validate()
    drawn = render_template(
        "staff/registration.html",
        shown=shown,
        submission=submission,
        supplier=supplier,
        state=POOL_STATES[supplier.state],
        seen=decisions.SeenState(submission.edition, supplier.state),
        may={name: permissions.allowed_in(action, supplier.state) for name, action in decisions.ACTIONS.items()},
        latest=decisions.current_submission(submission.application) == submission,
        expected=expected(submission, supplier),
        changes=comparisons.changes(shown, supplier),
        new=comparisons.new_certificates(submission, supplier.company_id),
        exchange=comparisons.exchange_of(shown),
        asked=completions.returned(submission.application, supplier),
        overdue=completions.overdue,
        findings=findings,
        case=case,
        chosen=chosen(given, kept),
        tally=review_notes.tally(case, kept),
        phrases=review_notes.ready_reasons(),
        offered=review_notes.offered,
        reviews=reviews,
        done=done(reviews),
        decisions=decisions.DECISIONS,
        items=titles,
        documents=list(StoredDocument.named(submission)),
        taking=reason_to_take(submission),
        form=form,
        refused=refused,
        blank=given.blank if given else [],
        failed=bool(refused),
        restored=restored,
        rescues=rescued_input.offered_rescues(restored),
        **at_the_side(submission.application),
    )
    return drawn, 422 if refused else 200, {"Content-Security-Policy": FRAMING}


def expected(submission: Submission, supplier: Supplier) -> tuple[date, date] | None:
    """The days between which a decision is likely, while it waits."""
    return registrations.expected(submission, supplier) if supplier.state == WAITING else None


def chosen(given: Given | None, kept: dict[str, ItemCheck]) -> dict[str, str]:
    """Each item's tick."""
    return {item: row.choice for item, row in (given.ticks if given else kept).items()}


def narrowed(rows: list[decisions.Queued]) -> list[decisions.Queued]:
    """What of the queue the officer works through, as its page was left."""
    wanted = remembered.kept(QUEUE)
    return review_notes.narrowed(rows, wanted.get("kind", ""), wanted.get("taker", ""), g.person) if wanted else rows


def at_the_side(registration) -> dict[str, object]:
    """The queue around this registration, who else has it open, and who took which."""
    waiting = narrowed(decisions.queue(WAITING))
    here = place_in(waiting, registration.token)
    begin = max(0, (here or 0) - BEFORE)
    return {
        "waiting": waiting,
        "narrowed": [word for slug, word in WORDS.items() if slug in remembered.kept(QUEUE).values()],
        "here": here,
        "near": waiting[begin : begin + BEFORE + 1 + AFTER],
        "before": waiting[here - 1] if here else None,
        "after": waiting[here + 1] if here is not None and here + 1 < len(waiting) else None,
        "taken": review_notes.taken(),
        "others": review_notes.others(registration, g.person, now()),
    }


def place_in(waiting: list[decisions.Queued], token: str) -> int | None:
    return next((place for place, row in enumerate(waiting) if row.token == token), None)


def following(waiting: list[decisions.Queued], token: str) -> str:
    """The registration to open once this one is decided about: the next in the queue, else its first; "" for none."""
    here = place_in(waiting, token)
    rest = waiting if here is None else waiting[here + 1 :] + waiting[:here]
    return rest[0].token if rest else ""


def done(reviews: list[Review]):
    """The decision that led here, if the address says so and it is so: (company, what was decided, its address).
    reviews: of the company at hand."""
    decision, token = request.args.get("done"), request.args.get("of", "")
    submission = queries.find(g.post, token, POOL) if token else g.submission
    if not decision or submission is None or request.method != "GET":
        return None
    if token:
        reviews = decisions.reviews(submission.application.entry.company_id)
    if not reviews or reviews[0].decision != decision:
        return None
    return snapshots.title(submission), decisions.DECISIONS[decision], submission.application.token
