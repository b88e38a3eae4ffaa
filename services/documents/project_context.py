"""What the documents print: one application's answers, consents and evidence as plain text, the same for every form.

Nothing here looks at a clock or a database: equal answers give equal sheets.
An empty table prints one blank line and an empty text one blank paragraph, so that a blank form keeps its shape.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from forms.business_plan import money
from forms.business_plan.solution import CLEAR
from forms.consents import CAPACITIES
from forms.fields import LongText, Row, Rows
from forms.wizard import Journey, Party, Respondent, Step, Task
from programme import months
from programme.announcement import Announcement
from programme.application_types import ApplicationType
from programme.characters import name_key
from programme.consents import Consent
from programme.evidence_kinds import Kind
from programme.korean import by_marker, date_time, grouped, official_date, part_of

TemplateContext = dict[str, Any]
CertificateRows = Sequence[Mapping[str, Any]]  # a company's of one kind, newest first
ROLES = {Respondent.ADOPTER: "도입기업", Respondent.SUPPLIER: "공급기업", Respondent.PERSON: "작성자"}
SIDES = {Respondent.ADOPTER: "도입", Respondent.SUPPLIER: "공급"}
NEWCOMER = "이 사업의 신규 과제에 참여한 해"
CHOSEN, OPEN = "■", "□"  # of both, every Korean font has one of the same size


def build(
    journey: Journey,
    consents: Mapping[int, Mapping[str, Mapping[str, Any]]],
    evidence: Mapping[int, Mapping[str, CertificateRows]],
    of: ApplicationType,
) -> TemplateContext:
    """Shared steps by slug, companies with theirs, and what is worked out from them.

    consents: {party key: {consent slug: {choice, at, by, capacity, version}}};
    evidence: {party key: {kind slug: [{issuer, number, issued, expires, file, sha256, note}, older …]}}.
    """
    companies = [
        company(of, journey, party, number, consents.get(party.key, {}), evidence.get(party.key, {}))
        for number, party in enumerate(journey.parties, start=1)
    ]
    return {slug: step_context(journey, step) for slug, step in journey.steps.items() if step.shared} | {
        "companies": companies,
        "lead": next((one for one in companies if one["lead"]), companies[0] if companies else {}),
        "adopters": [one for one in companies if one["adopter"]],
        "suppliers": [one for one in companies if one["supplier"]],
        "adopter_names": "\n".join(one["company"]["name"] for one in companies if one["adopter"]),
        "supplier_names": "\n".join(one["company"]["name"] for one in companies if one["supplier"]),
        "gantt": gantt(journey, of.announcement),
        "labour": labour(journey),
        "people": people(journey, of.announcement),
        "budget": budget(journey),
        "career_line": of.career_line,
    }


# Steps


def step_context(journey: Journey, step: Step, party: Party | None = None) -> TemplateContext:
    """A step's answers in print; blank for a step off the path."""
    task = journey.task(step.slug, party)
    form = journey.form(task) if task else step.form.of(None)
    printed: TemplateContext = dict.fromkeys(form.printed, "") if form.blank else form.printed
    for name, field in form._fields.items():
        if isinstance(field, Rows):
            printed[name] = printed[name] or [blank_row(field.row)]
        elif isinstance(field, LongText):
            printed[name] = by_marker(printed[name] or [""])
    return printed


def blank_row(row: type[Row]) -> dict[str, str]:
    return dict.fromkeys((*row().printed, "no"), "")


def form_of(journey: Journey, slug: str, party: Party | None = None) -> Any:
    return journey.form(Task(journey.steps[slug], party))


def gantt(journey: Journey, call: Announcement) -> TemplateContext:
    """Month heads from the month the project starts in, and a row a phase with a fill a month.

    As many months as the longest project touches, extended, so that a phase past the project's end shows.
    """
    starts = journey.data("overview")["starts"]
    columns = call.months + call.extension + 1  # a project that starts in mid-month touches one more
    shown = months.run(starts.month if starts else 1, columns)
    chart = form_of(journey, "schedule").gantt(shown, columns)
    blank: Any = journey.steps["schedule"].form()
    clear = {f"m{number}": CLEAR for number in range(1, columns + 1)}
    rows = [row | {"no": str(number)} for number, row in enumerate(chart["rows"], start=1)]
    return chart | {"rows": rows or [blank_row(blank.phases.row) | clear]}


def labour(journey: Journey) -> TemplateContext:
    """SW개발비: what the suppliers' people cost."""
    found = money.labour(journey)
    return found | {"lines": found["lines"] or [dict.fromkeys(("no", "job", "months", "wage", "amount"), "")]}


def people(journey: Journey, call: Announcement) -> TemplateContext:
    """투입인력: everybody's people, the suppliers' first, with all their months."""
    parties = sorted(journey.parties, key=lambda party: party.role is Respondent.ADOPTER)
    teams = [(party, team(journey, party)) for party in parties if party.role in SIDES]
    rows = [
        row.printed | {"side": SIDES[party.role]} | ({"job": call.in_kind} if party.role is Respondent.ADOPTER else {})
        for party, form in teams
        for row in form.people.filled
    ]
    months = [row["months"] or 0 for _, form in teams for row in form.people.data]
    blank = dict.fromkeys(("no", "side", "name", "position", "role", "job", "months", "years", "qualification"), "")
    return {
        "people": [row | {"no": str(number)} for number, row in enumerate(rows, start=1)] or [blank],
        "total_months": f"{sum(months):,}" if months else "",
    }


def team(journey: Journey, party: Party) -> Any:
    return form_of(journey, f"{party.role}_team", party)


def budget(journey: Journey) -> TemplateContext:
    """비목별: categories with their lines, subtotals and shares, and the whole."""
    blank = {"category": "", "total": "", "share": "", "lines": [{"basis": "", "amount": ""}]}
    whole = sum(money.sums(journey).values())
    return {
        "categories": money.by_category(journey) or [blank],
        "total": grouped(whole) if whole else "",
        "share": part_of(whole, whole),
    }


# Companies


def company(
    of: ApplicationType,
    journey: Journey,
    party: Party,
    number: int,
    given: Mapping[str, Any],
    certificates: Mapping[str, CertificateRows],
) -> TemplateContext:
    """One company: its steps by slug, its consents by form, its evidence by kind."""
    own = {slug: step_context(journey, step, party) for slug, step in journey.steps.items() if not step.shared}
    keep_back(own, of.withheld(party.role, choices(given)))
    return (
        own
        | {
            "no": str(number),
            "role": ROLES[party.role],
            "part": ROLES[party.role] + ("(주관)" if party.lead else ""),
            "lead": party.lead,
            "adopter": party.role is Respondent.ADOPTER,
            "supplier": party.role is Respondent.SUPPLIER,
            "declared": declared(own, party, of.announcement),
            "staff": staff(journey, party),
            "evidence": {kind.slug: certificate_context(kind, certificates.get(kind.slug, ())) for kind in of.evidence},
            "notices": [texts(notice) for notice in of.notices if notice.form and party.role in notice.roles],
        }
        | agreements(of.texts(party.role), given)
    )


def choices(given: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    return {slug: row.get("choice", "") for slug, row in given.items()}


def keep_back(own: TemplateContext, questions: Iterable[str]) -> None:
    """Leave out of a company's sheet what it keeps to itself. questions: as ApplicationType.withheld gives them."""
    for step, _, name in (number.partition(".") for number in questions):
        own[step] = own[step] | {name: ""}


def agreements(texts: Sequence[Consent], given: Mapping[str, Any]) -> TemplateContext:
    """The texts a company was asked about, by the document that prints them, each with what was chosen."""
    return {
        form: [agreement(text, given.get(text.slug, {})) for text in texts if text.form == form]
        for form in sorted({text.form for text in texts})
    }


def texts(notice: Any) -> TemplateContext:
    return {
        "title": notice.title,
        "law": notice.law,
        "blocks": [{"label": label, "text": text} for label, text in notice.blocks],
    }


def agreement(consent: Consent, given: Mapping[str, Any]) -> TemplateContext:
    """A consent's text and what was chosen; a choice about an older text is none about this one."""
    choice = given.get("choice", "") if given.get("version", consent.version) == consent.version else ""
    capacity = given.get("capacity", "")
    by = f"{CAPACITIES.get(capacity, capacity)} {given.get('by', '')}"
    return texts(consent) | {
        "need": "필수" if consent.required else "선택",
        "version": consent.version,
        "yes": CHOSEN if choice == "yes" else OPEN,
        "no": CHOSEN if choice == "no" else OPEN,
        "record": f"{date_time(given.get('at'))}  {by}".strip() if choice else "",
    }


def certificate_context(kind: Kind, rows: CertificateRows) -> TemplateContext:
    """What the newest document of a kind says, with the name and the hash of every file of the kind, one a line."""
    row = rows[0] if rows else {}
    last = kind.valid_until(row.get("issued"), row.get("expires"))

    def day(name: str) -> str:
        value = row.get(name)
        return official_date(value) if isinstance(value, date) else ""

    return {
        "title": kind.title,
        "issued": day("issued"),
        "expires": official_date(last) if last else "",
        **{name: row.get(name) or "" for name in ("issuer", "number", "note")},
        **{name: "\n".join(each[name] for each in rows) for name in ("file", "sha256")},
    }


def declared(own: TemplateContext, party: Party, call: Announcement) -> list[TemplateContext]:
    """신청자격: what the company said to each reason for exclusion that concerns it."""
    years = own["history"]["new_years"] or ("없음" if any(own["history"].values()) else "")
    number = call.case_numbers["history", "new_years"]
    first = {"number": number, "words": NEWCOMER, "said": years, "exception": ""}
    return [first] * (party.role is Respondent.ADOPTER) + [
        {
            "number": reason.number,
            "words": reason.words,
            "said": own[reason.step][reason.field],
            "exception": own[reason.step][reason.lifted_by] if reason.lifted_by else "",
        }
        for reason in call.exclusions
        if reason.step == "exclusions" or party.role is Respondent.ADOPTER
    ]


def staff(journey: Journey, party: Party) -> list[TemplateContext]:
    """서식8: the supplier's people with their careers, and their part in the project."""
    if party.role is not Respondent.SUPPLIER:
        return []
    careers, members = form_of(journey, "careers", party), team(journey, party).people
    parts = {name_key(row.name.printed): row.printed for row in members.filled}
    unknown = blank_row(members.row)
    blank: TemplateContext = blank_row(careers.profiles.row) | {"careers": []}
    return [
        parts.get(name_key(person["name"]), unknown)
        | person
        | {
            "no": str(number) if person["name"] else "",
            "careers": person["careers"] or [blank_row(careers.careers.row)],
        }
        for number, person in enumerate(careers.by_person or [blank], start=1)
    ]
