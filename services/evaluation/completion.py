"""Completion (보완): an agency asks for named steps, certificates or consents, and the applicant may change these alone
until a day; what the lead hands in then is the edition judged from now on.

Asking puts what was changed since the edition judged, and is not asked for, back as that edition has it – history keeps
every word – so that what is handed in can differ in nothing else. It is compared all the same, and refused by name.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

import config
from forms import wizards
from forms.cases import LONGEST
from forms.wizard import Party as Part
from forms.wizard import Respondent, Task
from models.application import ASKED, Application, Party, Revision
from models.base import writing
from models.case import Case, CaseMove
from models.evidence import Evidence
from models.person import Person
from models.picture import Picture
from models.submission import Submission
from programme import course
from programme.application_types import ApplicationType
from programme.korean import today
from programme.pictures import EVERY, SEAL
from services.access.permissions import NotNow
from services.drafts import picture_slots, revisions
from services.evaluation import moves
from services.files.sealed_file import Damaged
from services.submissions import completions, lifecycle, pool_answers, snapshots

DAYS = 7  # to complete, where the officer names no other day: 공고에 없음, 운영 기본값
FROZEN = ("track", "funding")  # what decides the slot and the grant is no matter of completion

NOTHING_CHANGED = "요청받은 것 가운데 아직 고치거나 낸 것이 없어 제출하지 않았습니다."
EARLIER_ONLY = (
    "앞서 요청받았던 동의는 그대로 남아 있습니다. 이번에 요청받은 것은 아직 고치거나 낸 것이 없어 제출하지 않았습니다. 그것을 고치거나 낸 "
    "뒤 제출하면 동의도 함께 제출됩니다."
)

Item = tuple[str, int | None]  # slug of a step, kind of evidence or of consent; id of whose part


def usual_due() -> date:
    return today() + timedelta(days=DAYS)


def end_of(day: date) -> datetime:
    """The instant a day in Korea is over."""
    return datetime.combine(day + timedelta(days=1), time(), config.KST)


def offered(case: Case) -> dict[Item, tuple[str, str]]:
    """What may be asked for, {item: (title, whose)}: every step but those that decide slot and grant, with its figure,
    every kind of evidence, every consent that is owed, each company's seal."""
    submission = case.edition
    of, journey = submission.application.type, snapshots.read(submission).journey
    ids = {row.company_id: row.id for row in Party.select().where(Party.application == case.application_id)}
    whose = {part.key: ids.get(submission.companies[part.key]) for part in journey.parties}
    found: dict[Item, tuple[str, str]] = {}
    for task in journey.tasks:
        if task.step.slug not in FROZEN:
            part = task.party
            found[task.step.slug, whose[part.key] if part else None] = task.step.title, part.name if part else ""
    for part in journey.parties:
        party = whose[part.key]
        found |= {(kind.slug, party): (kind.title, part.name) for kind in of.kinds(part.role)}
        found |= {(text.slug, party): (text.title, part.name) for text in of.texts(part.role) if text.required}
        found |= {(place.slug, party): (place.title, part.name) for place in of.pictures if place.own}
    return found


def ask(
    case: Case, person: Person, seen: int, known: Mapping[Item, tuple[str, str]], words: Mapping[Item, str], due: date
) -> CaseMove:
    """Ask for these, each in words, until the end of a day. known: of `offered`. Raises NotNow."""
    items = [
        {"slug": item[0], "party": item[1], "title": " – ".join(filter(None, known[item])), "words": text}
        for item, text in words.items()
    ]
    if not items or not today() < due <= today() + timedelta(days=LONGEST):
        raise NotNow("보완할 것과 내일부터의 기한을 정해야 요청할 수 있습니다.")
    with writing():
        asked: list[list[Any]] = [[item["slug"], item["party"]] for item in items]
        detail = {"due": due.isoformat(), "items": asked}
        row = moves.make(case, course.ASK_COMPLETION, person, seen, detail=detail, said={"items": items}, due_on=due)
        application = Application.newest(case.application_id)
        judged = Submission.select().join(Case, on=Case.submission).where(Case.id == case.id).get()
        put_back(application, judged, asked)
        window = {"asked": asked, "asked_until": end_of(due)}
        Application.update(window).where(Application.id == application.id).execute()
    return row


def put_back(application: Application, judged: Submission, asked: list[list[Any]]) -> None:
    """Let the application say again what the edition judged says, but for what is asked for."""
    parties = {party.id: party for party in application.parties}
    put_pictures_back(application, judged, asked, {party.company_id: party.id for party in parties.values()})
    forms, steps = wizards.forms(application.type), wizards.steps(application.type)
    then = {(row.step, row.party_id): row for row in Revision.heads(application, judged.revision)}
    said = []
    for row in Revision.heads(application):
        key = row.step, row.party_id
        before = then.get(key)
        if row.step not in forms or [*key] in asked or (before and before.number == row.number):
            continue
        party = parties.get(row.party_id or 0)
        part = Part(party.id, Respondent(party.role), party.lead) if party else None
        sent = revisions.opened(forms[row.step], before.sent) if before else {}
        said.append((Task(steps[row.step], part), sent))
    revisions.write_all({application: said}, None, revisions.RESTORED)
    theirs = {party.company_id: party for party in parties.values()}
    certificates = list(Evidence.select().where(Evidence.company.in_(judged.companies)))
    for place, company in enumerate(judged.companies):
        if party := theirs.get(company):
            kinds = {kind.slug for kind in application.type.kinds(party.role)}
            rows = [row for row in certificates if row.company_id == company and row.kind in kinds]
            see_as_judged(party, judged.snapshot["parties"][place]["evidence"], rows)
    Party.see_evidence([], application.type.parts_showing(asked))


def put_pictures_back(
    application: Application, judged: Submission, asked: list[list[Any]], ids: dict[int | None, int]
) -> None:
    """Let every place that is not asked for show what it showed in the edition judged. ids: of the parts, by
    company."""
    then = {(place, ids.get(company) if company else None): sha256 for place, company, sha256 in drawn(judged)}
    now_there = Picture.select().where(Picture.application == application, Picture.removed_at.is_null())
    for slug, party in then.keys() | {(row.place, row.party_id) for row in now_there}:
        if [slug, party] in asked:
            continue
        try:
            picture_slots.see_as_judged(application, slug, party, then.get((slug, party), ""))
        except (Damaged, FileNotFoundError) as error:
            raise NotNow(
                f"제출한 그림 ‘{EVERY[slug].title}’의 파일이 저희 쪽에서 깨져 되돌릴 수 없습니다. 그 그림도 함께 보완 요청해 주세요."
            ) from error


def drawn(submission: Submission) -> set[tuple[str, int | None, str]]:
    """(place, company, SHA-256) of every picture of an edition."""
    whole = {(row["place"], None, row["sha256"]) for row in submission.snapshot.get("pictures", [])}
    return whole | {
        (row["place"], company, row["sha256"])
        for company, part in by_company(submission).items()
        for row in part.get("pictures", [])
    }


def see_as_judged(party: Party, certificates: list[dict[str, Any]], rows: list[Evidence]) -> None:
    """Let a part see its company's evidence as it was when this was handed in, where that can still be told: at the
    newest revision that shows just these. rows: all it ever brought of the kinds asked for of its role."""
    known = {(row["kind"], row["sha256"], row["uploaded_at"]) for row in certificates}
    for at in sorted({0} | {number for row in rows for number in (row.since, row.until) if number}, reverse=True):
        there = [row for row in rows if row.since <= at and (row.until is None or row.until > at)]
        if {(row.kind, row.sha256, row.uploaded_at.isoformat()) for row in there} == known:
            Party.update(evidence_revision=at).where(Party.id == party.id).execute()
            return


def hand_in(application: Application, person: Person, arrived: datetime) -> Submission:
    """The lead hands the completed application in, which is the edition judged from now on. Raises NotNow for anything
    that was not asked for, and as `lifecycle.submit` does; then nothing is handed in."""
    case = Case.of(application)
    if case is None or case.state_now != course.COMPLETION:
        raise NotNow(moves.HELD_NOW if case and case.held is not None else "보완을 요청받은 과제가 아닙니다.")
    if not application.open_at(arrived, ASKED):
        raise revisions.Closed
    before, asked = Submission.get_by_id(case.submission_id), application.asked or []
    earlier = consents_asked(case, application.type)
    if lifecycle.unchanged(application):
        raise NotNow(NOTHING_CHANGED)

    def judge(submission: Submission) -> None:
        if other := unasked(application.type, before, submission, asked + earlier):
            raise NotNow(
                f"요청받지 않은 것이 달라져 제출하지 않았습니다: {', '.join(other)}. 적으신 글은 그대로 있습니다. 증빙은 "
                "증빙 서류함에서 되돌릴 수 있고, 그 밖의 것을 고쳐야 하면 수행기관에 전화해 주세요."
            )
        found = [[*item] for item in changed(application.type, before, submission)]
        if not any(item in asked for item in found):
            raise NotNow(EARLIER_ONLY if any(item in earlier for item in found) else NOTHING_CHANGED)
        detail = {"edition": submission.edition, "receipt": submission.receipt}
        moves.make(case, course.HAND_IN, person, case.moves, detail=detail, submission=submission)

    return lifecycle.submit(application, person, arrived, judge)


def consents_asked(case: Case, of: ApplicationType) -> list[list[Any]]:
    """The consents any completion of a case asked for. One given then stands, handed in or not, and nobody may take it
    back once it is no longer asked for."""
    texts = {text.slug for text in of.consents}
    rows = CaseMove.select(CaseMove.detail).where(CaseMove.case == case, CaseMove.name == course.ASK_COMPLETION)
    return [item for row in rows for item in row.detail.get("items", []) if item[0] in texts]


def unasked(of: ApplicationType, before: Submission, after: Submission, asked: list[list[Any]]) -> list[str]:
    """What two editions differ in that was not asked for, by title; slot and sums among it."""
    found = {title_of(of, item[0]) for item in changed(of, before, after) if [*item] not in asked}
    if (before.track, before.service_type) != (after.track, after.service_type):
        found.add("지원구분과 지원유형")
    if (before.listing or {}).get("money") != (after.listing or {}).get("money"):
        found.add("신청한 금액")
    return sorted(found)


def title_of(of: ApplicationType, slug: str) -> str:
    """What pages call a step, a kind of evidence, a consent or a seal."""
    return EVERY[slug].title if EVERY.get(slug) == SEAL else completions.title_of(of, slug)


def changed(of: ApplicationType, before: Submission, after: Submission) -> set[Item]:
    """What two editions differ in."""
    ids = {row.company_id: row.id for row in Party.select().where(Party.application == before.application_id)}
    return {(slug, ids.get(company) if company else None) for slug, company in differing(of, before, after)}


def differing(of: ApplicationType, before: Submission, after: Submission) -> Iterator[tuple[str, int | None]]:
    """(slug, company) of every step, picture, kind of evidence and owed consent in which two editions differ."""
    yield from ((place, company) for place, company, _ in drawn(before) ^ drawn(after))
    yield from ((slug, None) for slug in changed_steps(of, before.snapshot["steps"], after.snapshot["steps"]))
    old, new = by_company(before), by_company(after)
    optional = {text.slug for text in of.consents if not text.required}
    for company in old.keys() | new.keys():
        was, becomes = old.get(company, NOTHING), new.get(company, NOTHING)
        yield from ((slug, company) for slug in changed_steps(of, was["steps"], becomes["steps"]))
        yield from ((kind, company) for kind in pool_answers.differing_kinds(was, becomes) - optional)


NOTHING: dict[str, Any] = {"steps": {}, "evidence": [], "consents": []}


def by_company(submission: Submission) -> dict[int, dict[str, Any]]:
    return dict(zip(submission.companies, submission.snapshot["parties"], strict=True))


def changed_steps(of: ApplicationType, before: pool_answers.Steps, after: pool_answers.Steps) -> set[str]:
    """The steps that differ in print."""
    return {slug for slug, *_ in pool_answers.differing(of, before, after)}


def asked_here(application: Application) -> list[dict[str, Any]]:
    """What completion is asked for now, {slug, party, title, words} each; nothing while none is."""
    return CaseMove.asked(application) if application.asked is not None else []
