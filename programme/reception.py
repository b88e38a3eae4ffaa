"""What this site is, in words: nobody's, a helper whose forms are submitted elsewhere, or a body's own reception.

The setting OPERATOR decides. Every page, mail and document asks here for what the two call differently; none says it by
itself.
"""

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import config
from programme.announcement import Announcement
from programme.korean import with_particle

if TYPE_CHECKING:
    from programme.application_types import ApplicationType

Statement = tuple[str, str]  # title and text of a notice


@dataclass(frozen=True)
class Reception:
    """operator: who runs it, "" for the helper; site: its name; kind: what it is for, after the programme's name.

    banner: above every page; about: at the foot of every page, and on the page of help as about_more; sender: at the
    foot of every mail. window: what the call is while it is open and when it is not; act: what submitting is called;
    number: what its number is called; proof: the document about it, and as its heading; unfiled, filed: titles of the
    page about it, before and once it was submitted where it counts; mailed: of one that was mailed, or after closing;
    subject: the first words of the mail about it; filing_notice: what submitting here is not, if anything;
    mailed_notice: what it is where it is mailed; forms_note: whose forms they are; by_hand: after a mail to an agency.
    approver: who decides about the pool, ends in a vowel; approval: what that means; ask: where to ask about it.
    document_note: at the head of every document; statement: what the proof says of an act; received_by: whom it names;
    warning: below that, up to the day, and late_warning: of what came after closing.
    """

    operator: str
    site: str
    kind: str
    banner: str
    about: str
    about_more: str
    sender: str
    window: tuple[str, str]
    act: str
    number: str
    proof: str
    proof_heading: str
    unfiled: str
    filed: str
    mailed: str
    subject: str
    filing_notice: Statement | None
    mailed_notice: Statement
    forms_note: str
    by_hand: str
    approver: str
    approval: str
    ask: str
    document_note: str
    statement: str
    received_by: str
    warning: str
    late_warning: str

    @property
    def official(self) -> bool:
        """Whether submitting here is applying."""
        return bool(self.operator)

    def elsewhere(self, of: "ApplicationType") -> bool:
        """Whether what is submitted here must be submitted again where it counts; requests for consulting are
        mailed."""
        return not self.official and bool(of.system_way)

    def done(self, of: "ApplicationType", elsewhere: bool) -> str:
        """The title of the page about what was submitted. elsewhere: it must still be submitted where it counts, too,
        which after closing nobody knows of what was not said to be."""
        if of.evaluation:
            return f"{of.title} 제출 완료"
        return self.unfiled if elsewhere else self.mailed

    def notice(self, of: "ApplicationType") -> Statement | None:
        """What submitting here is, or is not, where that must be said before."""
        if of.evaluation:
            return None
        return self.filing_notice if of.system_way else self.mailed_notice

    def stated(self, of: "ApplicationType") -> str:
        """What the proof says; nothing of what is mailed, which is its own proof."""
        return "" if of.mailed else self.statement.format(title=of.title, act=with_particle(of.words.act, "을/를"))


def controller() -> str:
    """Who gives personal data on."""
    settings = config.current()
    return settings.operator or settings.controller or "이 신청 도우미를 운영하는 자"


SITE = "스마트서비스 신청 도우미"
BY_HAND = "이 사이트는 비공식 도우미이므로 신청이 접수되었는지는 수행기관에 전화로 확인해 주세요."


def mailed(call: Announcement, more: str = "") -> Statement:
    """What submitting is where an agency is mailed."""
    said = (
        "제출하면 고르신 수행기관에 신청서를 메일로 보내고, 같은 신청서를 담당자께도 보내 드립니다. 방문 일정은 수행기관이 "
        f"따로 안내합니다(공고 {call.sections.consulting})."
    )
    return "신청서를 수행기관에 메일로 보냅니다", f"{said} {more}".strip()


def helper(call: Announcement) -> Reception:
    """The words of a site that is nobody's."""
    nobodys = f"{with_particle(call.bodies, '과/와')} 무관한 비공식 오픈소스"
    system = f"공고의 접수 시스템({call.system.host})"
    return Reception(
        operator="",
        site=SITE,
        kind="신청 도우미",
        banner="비공식 작성 도우미입니다. 여기에 제출한 것은 정부 접수가 아닙니다.",
        about=f"{nobodys}입니다. 누구나 고쳐 쓸 수 있습니다. 공고와 다르면 공고가 맞습니다.",
        about_more=f"{nobodys}입니다. 서식은 공고를 바탕으로 우리가 만든 것이며 공식 서식이 아닙니다.",
        sender=f"{nobodys} 사이트가 보낸 메일입니다. 신청하려면 여기서 쓰고, "
        f"서식을 받아, {system}에 내야 합니다. 여기에 제출한 것은 정부 접수가 아닙니다.",
        window=("공고 접수 기간", "공고 접수 기간 아님"),
        act="제출",
        number="제출번호",
        proof="제출 확인서",
        proof_heading="제출 확인서 (작성 도우미)",
        unfiled=f"{SITE} 제출 완료 – 아직 정부에 접수되지 않았습니다",
        filed=f"{SITE} 제출 완료 – 접수 시스템에도 냈습니다",
        mailed="신청서 제출 완료",
        subject="도우미 제출 완료",
        filing_notice=(
            "여기에 제출해도 정부에 접수되지 않습니다",
            f"제출하면 서류 한 벌을 그대로 보관합니다. 그 서류를 받아 {system}에 마감 전까지 직접 내야 신청이 됩니다. "
            f"문의: 전담기관 {call.phones[0]}, 접수 시스템 {call.system.phone}",
        ),
        mailed_notice=mailed(call, BY_HAND),
        forms_note="공식 서식이 아닌 작성 도우미의 자체 서식입니다. 내기 전에 공식 서식을 확인해 주세요.",
        by_hand=BY_HAND,
        approver="도우미 담당자",
        approval="승인하면 이 사이트의 공급기업 찾기에 나옵니다. "
        f"공고의 풀 등록 승인({call.approval})은 접수 시스템에 등록해야 받습니다.",
        ask="이 도우미를 운영하는 곳",
        document_note=f"공식 서식이 아닌 작성 도우미의 자체 서식\n\t여기서 쓰기 → 서식 받기 → {system}에 내기",
        statement="위와 같이 작성 도우미에 {title} 서류를 제출하였음을 확인합니다.",
        received_by=f"{SITE}(비공식)",
        warning=f"이 확인서는 정부의 접수증이 아니며, 아직 정부에 접수되지 않았습니다. 아래 서류를 {system}에",
        late_warning="이 확인서는 정부의 접수증이 아닙니다.",
    )


@cache
def of(operator: str, call: Announcement) -> Reception:
    """The words of the helper, or of this body's own reception, about a call."""
    if not operator:
        return helper(call)
    return Reception(
        operator=operator,
        site=f"{operator} 스마트서비스 접수",
        kind="신청 접수",
        banner="",
        about=f"{operator}에서 운영하는 접수 사이트입니다. 공고와 다르면 공고가 맞습니다.",
        about_more=f"{operator}에서 운영하는 접수 사이트입니다. 마감 전에 제출한 신청이 그대로 접수됩니다.",
        sender=f"{operator}에서 보낸 메일입니다.",
        window=("접수 중", "접수 기간 아님"),
        act="접수",
        number="접수번호",
        proof="접수증",
        proof_heading="접   수   증",
        unfiled="접수 완료",
        filed="",
        mailed="접수 완료",
        subject="접수 완료",
        filing_notice=None,
        mailed_notice=mailed(call),
        forms_note="",
        by_hand="",
        approver="전담기관 담당자",
        approval=f"승인까지는 {call.approval} 걸립니다(공고 {call.sections.pool}).",
        ask=f"전담기관({call.phones[0]})",
        document_note=operator,
        statement="위와 같이 {act} 접수하였음을 알려 드립니다.",
        received_by=operator,
        warning="",
        late_warning="",
    )


def current(call: Announcement) -> Reception:
    """The words of this site about a call."""
    return of(config.current().operator, call)
