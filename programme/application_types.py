"""What one call asks of one kind of application: the one object pages, rules, documents and mails ask.

There are four kinds. Every call takes projects; which of the others it takes, and all that differs, its package says
(programme/calls/). What a call does not take is neither offered nor linked, reminded of or looked for, and no case goes
on to it; asking for it all the same raises calls.NotTaken. Nothing outside asks for a call or a kind by its name to
choose between behaviours."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from string import digits
from typing import TYPE_CHECKING, Any

from programme import reception
from programme.announcement import Announcement
from programme.consents import Consent, Notice
from programme.evaluation import Evaluation
from programme.evidence_kinds import Kind
from programme.exclusions import span
from programme.grounds import Ground
from programme.pictures import Place

if TYPE_CHECKING:
    from programme.rules.registry import Rule

PROJECT, POOL, CONSULTING = "project", "pool", "consulting"  # as applications are kept under
PURPOSES = {
    PROJECT: "과제신청",  # 4. 접수기간 및 방법
    POOL: "공급기업 풀 등록",  # 붙임2
    CONSULTING: "사전진단 컨설팅 신청",  # 붙임1
}
SITE = "site"  # an evaluator's sheet of a 현장평가: nobody applies with it
KINDS = PURPOSES | {SITE: "현장평가"}
Answers = Mapping[str, Mapping[str, Any]]  # {step slug: values}


@dataclass(frozen=True)
class Words:
    """How pages and mails speak of an application of one kind.

    number: what its number is called; sheet: what is submitted; draft: that in full, a word that ends in a vowel;
    documents: its documents together; hand_in: the page that does; act: what submitting is, before 을/를; withdrawn: what
    is taken back; taken: title, and what follows a business number that has been submitted already; consents,
    about_consents: the page of consents; about_evidence: above the evidence; doubted: what an expired certificate may
    come to, before 수 있습니다; confirmed: what one stands for when submitting; copy: what is mailed then; review: why staff
    look at one; giving: the stage in which consents and evidence are given; shown: (label, step, field) of what is
    looked at before. What the site itself is called by: programme/reception.py."""

    number: str
    sheet: str
    draft: str
    documents: str
    hand_in: str
    act: str
    withdrawn: str
    taken: tuple[str, str]
    consents: str
    giving: str
    about_consents: str
    about_evidence: str
    doubted: str
    confirmed: str
    copy: str
    review: str
    shown: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Mails:
    """How the keys of the mails begin that report a first submission, a later one, and a withdrawal."""

    first: str
    again: str
    withdrawal: str


@dataclass(frozen=True)
class Document:
    """One file we make. slug: "form2", also its template's name; number: as people cite it, "서식2"; whole: about the
    application, not about each company; roles: the companies it is about, () for all."""

    slug: str
    number: str
    title: str
    whole: bool = False
    roles: tuple[str, ...] = ()


def cited(documents: Iterable[Document]) -> str:
    """서식 1~8: from the first of them to the last, what they share said once."""
    numbers = span(each.number for each in documents)
    name = numbers.partition("~")[0].rstrip(digits)
    return f"{name} {numbers.replace(name, '')}".strip()


@dataclass(frozen=True)
class Documents:
    """What is made of an application, and the folder of its templates in doc_templates/ ("" for the top).

    facts: which of services/documents' contexts they are filled from; receipt: of the proof of having submitted, None
    where the document mailed is its own.
    """

    facts: str
    folder: str
    each: tuple[Document, ...]
    receipt: Document | None = None

    @property
    def numbers(self) -> str:
        """서식 1~8: all of them, as people cite them."""
        return cited(self.each)

    @property
    def company_numbers(self) -> str:
        """서식 2~8: those made of each company."""
        return cited(each for each in self.each if not each.whole)

    def number_of(self, slug: str) -> str:
        """What a document is cited by, e.g. 서식8; 서식 where the call has no such document."""
        return next((each.number for each in self.each if each.slug == slug), "서식")


@dataclass(frozen=True, eq=False)
class ApplicationType:
    """kind: PROJECT, POOL, CONSULTING or SITE; title: what applying so is called; wizards: by their names in
    forms/wizards.py; evidence: the kinds it takes; owes: (role, a company's answers) → the kinds it must submit;
    number_prefix: what tells its numbers from those of other kinds; deadline: of which day the announcement judges;
    closes: the Call row's field that ends its window where that is not closes_at; system_way: what is pressed in the
    announcement's system, () where it is not submitted there.

    consortium: several companies write it, and it is named after its project; registers: submitting it asks for a place
    in the supplier pool, which staff approve; mailed: it is sent to an agency, once a company and call. mails: None
    where nobody is told. evaluation: of a score sheet, what points are given for; None for all others.
    """

    kind: str
    announcement: Announcement
    title: str
    words: Words
    wizards: tuple[str, ...]
    rules: "tuple[Rule, ...]"
    evidence: tuple[Kind, ...]
    owes: Callable[[str, Answers], tuple[Kind, ...]]
    consents: tuple[Consent, ...]
    documents: Documents
    mails: Mails | None
    deadline: Ground
    pictures: tuple[Place, ...] = ()
    notices: tuple[Notice, ...] = ()
    career_line: str = ""
    number_prefix: str = ""
    closes: str = ""
    system_way: tuple[str, ...] = ()
    consortium: bool = False
    registers: bool = False
    mailed: bool = False
    evaluation: Evaluation | None = None

    def kinds(self, role: str) -> list[Kind]:
        """The evidence a company of this role may submit, in the order it is asked for."""
        return [kind for kind in self.evidence if role in kind.roles]

    def required_evidence(self, role: str, answers: Answers) -> tuple[Kind, ...]:
        """The evidence it must submit. answers: its own."""
        return self.owes(role, answers)

    def texts(self, role: str) -> list[Consent]:
        """The texts a company of this role is asked to agree to, in the order they are printed."""
        return [text for text in self.every_text if role in text.roles]

    def parts_showing(self, asked: Collection[Any]) -> list[int]:
        """The parts whose evidence is among what is asked for: [[slug of a step, kind of evidence or of consent, id of
        whose part or None]]."""
        kinds = {kind.slug for kind in self.evidence}
        return [party for slug, party in asked if party and slug in kinds]

    @property
    def assigned(self) -> bool:
        """Whether the lead agency says which agency looks after it; of what is mailed its company does."""
        return self.consortium

    @property
    def read_by_agencies(self) -> bool:
        """Whether agencies read it as an application; a registration is read by who approves it, a score sheet in its
        round."""
        return not self.registers and self.evaluation is None

    @property
    def every_text(self) -> list[Consent]:
        """All texts, naming whoever runs this site: it hands data on."""
        return given_by(self, reception.controller())

    def withheld(self, role: str, choices: Mapping[str, str]) -> set[str]:
        """The questions whose answers a company may keep to itself, and does: only an optional text it did not agree to
        covers them. choices: {slug of a text: "yes", "no" or ""}."""
        texts = self.texts(role)
        agreed = {
            question
            for text in texts
            if text.required or choices.get(text.slug) == "yes"
            for question in text.questions
        }
        return {question for text in texts for question in text.questions} - agreed

    def closes_at(self, call: Any) -> datetime:
        """When the window of this kind ends: never after the call's. call: the Call row."""
        closes: datetime = (self.closes and getattr(call, self.closes)) or call.closes_at
        return min(closes, call.closes_at)


@lru_cache(maxsize=32)
def given_by(of: ApplicationType, controller: str) -> list[Consent]:
    """Its texts with this name in them. Shared: never changed."""
    return [text.given_by(controller) for text in of.consents]
