"""Found at once: who telephones is found by any number, name, telephone or address of mail.

Of what was never submitted only that it was begun is shown, and to the lead agency alone; a 수행기관 finds what it was
assigned or sent, and nothing tells it of the rest. Every company shown is in the log of accesses.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any

from peewee import fn

from forms import wizards
from models.application import Application, Call, Party, Revision
from models.base import writing
from models.case import Case
from models.company import POOL_STATES, Company, Membership, Supplier
from models.person import Person
from models.pool_index import Listing
from models.search_key import EMAIL, NAME, NUMBER, PHONE, REPRESENTATIVE, SearchKey
from models.secret import fingerprints
from models.staff import AccessLog, Staff
from models.submission import Submission
from programme import reception
from programme.application_types import POOL
from programme.characters import plain
from programme.names import key
from programme.numbers import digits
from programme.reference_numbers import compared
from services.backoffice.queries import visible_to, withdrawn
from services.drafts import revisions, search_keys

SHOWN = 20  # companies of one answer
TAIL = 4  # characters a number must be told by, from its end
CALLED = {NUMBER: "번호", NAME: "회사명", REPRESENTATIVE: "대표자", PHONE: "전화번호", EMAIL: "이메일"}
WHY = "찾기"


@dataclass(frozen=True)
class Asked:
    """What some words may be: numbers end in `tail`, business numbers in `figures`, names of companies hold `name`;
    said: a person's telephone, address of mail and name as they are hashed, by kind. "" and none for what they cannot
    be."""

    tail: str = ""
    figures: str = ""
    name: str = ""
    mail: str = ""
    said: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, words: str) -> "Asked":
        if "@" in plain(words):
            return cls(mail=plain(words), said={EMAIL: search_keys.spelling(EMAIL, words)})
        tail, figures, name = compared(words), digits(words), key(words)
        number = len(tail) >= TAIL and any(character.isdigit() for character in tail)
        only_figures = len(figures) >= TAIL and not any(character.isalpha() for character in name)
        said = {}
        if only_figures and len(search_keys.telephone(words)) >= 8:
            said[PHONE] = search_keys.spelling(PHONE, words)
        if name and not any(character.isdigit() for character in name):
            said[REPRESENTATIVE] = search_keys.spelling(REPRESENTATIVE, words)
        return cls(
            tail=tail if number else "",
            figures=figures if only_figures else "",
            name=name if len(name) > 1 and not only_figures else "",
            said=said,
        )

    @property
    def kinds(self) -> str:
        """By what is looked, for the log: never what was typed."""
        numbers = [NUMBER] if self.tail or self.figures else []
        return ", ".join(CALLED[kind] for kind in (*numbers, *([NAME] if self.name else []), *self.said))


@dataclass(frozen=True)
class Part:
    """A company's part in an application. token: of a page this post may open; None where only the state is shown."""

    application: Application
    state: str
    token: str | None = None


@dataclass
class Found:
    """A company, or somebody who answers for himself, with its parts: registrations first, then the newest. name: as
    last submitted, "" for who never submitted anything; number, state: of its pool entry; account: the company's token,
    for the lead agency."""

    company: int | None
    name: str = ""
    number: str = ""
    state: str = ""
    account: str = ""
    parts: list[Part] = field(default_factory=list)


@dataclass(frozen=True)
class Answer:
    found: list[Found]
    more: bool = False  # whether others were found than are shown


def find(post: Staff, words: str, person: Person) -> Answer:
    """What these words find for a post, and a row in the log for each company shown."""
    asked = Asked.of(words)
    whose = dict.fromkeys(hits(post, asked))
    shown = list(whose)[:SHOWN]
    companies = [company for company, _ in shown if company]
    people = [one for _, one in shown if one]
    parties = list(visible_parts(post).where(Party.company.in_(companies) | Party.person.in_(people)))
    submitted = standing(party.application_id for party in parties)
    gone = {case.application_id for case in withdrawn().where(Case.application.in_(list(submitted)))}
    entries = {} if post.agency else entries_of(companies)
    groups = {each: Found(each[0]) for each in shown}
    for party in parties:
        found, submission = groups[party.company_id, party.person_id], submitted.get(party.application_id)
        entry = entries.get(party.company_id or 0)
        found.parts.append(part_of(party.application, submission, entry, party.application_id in gone))
        found.name = found.name or (name_in(submission, party) if submission else "")
    for company, row in entries.items():
        found = groups[company, None]
        found.name, found.number, found.state = row.name or found.name, row.number or "", POOL_STATES[row.state]
    for firm in Company.select(Company.id, Company.token).where(Company.id.in_([] if post.agency else companies)):
        groups[firm.id, None].account = firm.token
    answer = Answer([each for each in groups.values() if each.parts or each.number], len(whose) > SHOWN)
    log(answer, asked, person)
    return answer


def hits(post: Staff, asked: Asked) -> list[tuple[int | None, int | None]]:
    """Whom the words find, a company or a person each, those with the newest application first."""
    known = [(SearchKey.kind == kind) & SearchKey.value.in_(fingerprints(value)) for kind, value in asked.said.items()]
    if asked.figures:
        known.append((SearchKey.kind == NUMBER) & SearchKey.value.endswith(asked.figures))
    if asked.name:
        known.append((SearchKey.kind == NAME) & SearchKey.value.contains(asked.name))
    ways = [Party.id.in_(SearchKey.select(SearchKey.party).where(reduce(or_, known)))] if known else []
    if asked.tail:
        ways += [bare(column).endswith(asked.tail) for column in (Application.number, Application.receipt)]
    if asked.mail:
        signs_in = Person.select(Person.id).where(Person.email_hash.in_(fingerprints(asked.mail)))
        theirs = Membership.select(Membership.company).where(Membership.person.in_(signs_in))
        ways += [Party.company.in_(theirs), Party.person.in_(signs_in)]
    rows = visible_parts(post).where(reduce(or_, ways)) if ways else ()
    found = [(party.company_id, party.person_id) for party in rows]
    return found if post.agency else found + [(company, None) for company in entries_named(asked)]


def bare(column: Any) -> Any:
    """A number as `compared` leaves it."""
    return fn.LOWER(fn.REPLACE(column, "-", ""))


def visible_parts(post: Staff) -> Any:
    """The parts a post may learn of, registrations first, then the newest: of a 수행기관 those in what it was assigned or
    sent and stands."""
    rows = Party.select(Party, Application, Call).join(Application).join(Call)
    rows = rows.where(Party.left_at.is_null(), Application.discarded_at.is_null(), visible_to(post))
    if post.agency:
        stands = Submission.select(Submission.application).where(Submission.standing)
        rows = rows.where(Application.id.in_(stands))
    return rows.order_by(Application.purpose != POOL, Application.id.desc())


def entries_named(asked: Asked) -> list[int]:
    """Companies of the pool's entries, those too that never began anything here."""
    ways = []
    if asked.figures:
        ways.append(bare(Supplier.number).endswith(asked.figures))
    if asked.name:
        named = fn.REPLACE(Listing.sort, " ", "").contains(asked.name)
        ways.append(Supplier.id.in_(Listing.select(Listing.supplier).where(named)))
    if asked.mail:
        acting = Membership.select(Membership.company).join(Person)
        ways.append(Supplier.company.in_(acting.where(Person.email_hash.in_(fingerprints(asked.mail)))))
    if not ways:
        return []
    rows = Supplier.select(Supplier.company).where(Supplier.number.is_null(False), reduce(or_, ways))
    return [row.company_id for row in rows.order_by(Supplier.name).limit(SHOWN + 1)]


def entries_of(companies: list[int]) -> dict[int, Supplier]:
    return {row.company_id: row for row in Supplier.unsealed().where(Supplier.company.in_(companies))}


def standing(applications: Iterable[int]) -> dict[int, Submission]:
    """The edition that counts of each of these that has one, what it sealed left out."""
    rows = Submission.select(*Submission.unsealed()).where(Submission.application.in_(list(applications)))
    return {row.application_id: row for row in rows.where(Submission.standing)}


def part_of(application: Application, submission: Submission | None, entry: Supplier | None, gone: bool) -> Part:
    """gone: whether it was withdrawn after closing."""
    if submission is None:
        return Part(application, "철회함" if application.receipt else "작성 중")
    if gone:
        return Part(application, "철회함", application.token)
    if application.type.registers and entry:
        return Part(application, POOL_STATES[entry.state], application.token)
    act = reception.current(application.announcement).act
    return Part(application, f"{act} 완료 (제{submission.edition}차)", application.token)


def name_in(submission: Submission, party: Party) -> str:
    """What a company is called in what it submitted."""
    named = zip(submission.companies, (submission.listing or {}).get("names", []), strict=False)
    return next((name for company, name in named if company == party.company_id), "")


def names(companies: Iterable[int | None]) -> dict[int, str]:
    """What each of these companies is called, in the pool or else in what it submitted last."""
    wanted = {company for company in companies if company}
    if not wanted:
        return {}
    parts = Party.select(Party.application).where(Party.company.in_(wanted))
    rows = Submission.select(*Submission.unsealed()).where(Submission.application.in_(parts)).order_by(Submission.id)
    found: dict[int, str] = {}
    for row in rows:
        found |= dict(zip(row.companies, (row.listing or {}).get("names", []), strict=False))
    found |= {company: row.name for company, row in entries_of(list(wanted)).items() if row.name}
    return {company: name for company, name in found.items() if company in wanted}


def log(answer: Answer, asked: Asked, person: Person) -> None:
    """A row for each company whose state was shown: whose it was and by what kind it was looked for."""
    why = f"{WHY}: {asked.kinds}"
    rows = [
        {
            "person": person,
            "company": each.company,
            "application": each.parts[0].application if each.parts else None,
            "what": f"찾은 결과: {f'신청 {len(each.parts)}건' if each.parts else '풀 등록'}의 상태",
            "why": why,
            "address": person.came_from,
        }
        for each in answer.found
    ]
    if rows:
        with writing():
            AccessLog.insert_many(rows).execute()


def fill(anew: bool = False) -> int:
    """Give steps saved before there was a search what they are found by; how many. anew: all of them, as after a change
    of the keys their hashes are made with. Those of a call whose package is gone or takes none wait."""
    said = Revision.step.in_(list(search_keys.SAID)), Revision.party.is_null(False)
    rows = Revision.select(Revision.application, Revision.step, Revision.party).join(Application)
    rows = rows.where(*said, Call.taking(Application)).distinct()
    if not anew:
        kept = SearchKey.select().where(SearchKey.party == Revision.party, SearchKey.step == Revision.step)
        rows = rows.where(~fn.EXISTS(kept))
    filled = 0
    for row in list(rows):
        form = wizards.forms(row.application.type).get(row.step)
        with writing():
            newest = Revision.of(row.application, row.step, row.party_id).first()
            if form and newest:
                search_keys.write(row.party_id, row.step, revisions.opened(form, newest.sent))
                filled += 1
    return filled
