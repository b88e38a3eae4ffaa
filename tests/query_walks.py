"""Walks over a site on which each route is met with something to answer, not refused: what tests/test_query_counts.py
measures where an ordinary request of tests/test_permissions.py finds nothing there."""

import io
from typing import Any

import pyotp

from models.application import Application, Party
from models.base import now
from models.case import Case, CaseDocument
from models.company import Supplier
from models.consortium import EVALUATOR, Invitation
from models.consulting import ConsultingCase
from models.evidence import Evidence
from models.proposal import Proposal
from models.submission import Submission
from programme import course
from programme.korean import today
from services.access import staff
from services.backoffice import agencies
from services.submissions import registrations as pool_registrations
from tests import judging, registering
from tests.answers import registered
from tests.applying import HALF, LEAD, STRANGER, SUPPLIER, UNAGREED, UNAGREED_SUPPLIER, application_of, fresh, person
from tests.evaluating import EVALUATORS, OPINION, assign, case, clear, evaluator, fill, round_of
from tests.inviting import GUEST, company_joined, path_of, started
from tests.pages import sent_by
from tests.reviewing import AGENCY, COLLEAGUE, LEAD_AGENCY
from tests.test_consulting import SAID, finished_by
from tests.test_consulting_cases import SHEET
from tests.test_pool_changes import renew
from tests.test_pool_import import firm, workbook
from tests.uploads import PDF, png
from tests.walking import Walk


def sheets(walk: Walk) -> None:
    """An evaluator fills a sheet and hands it in; the lead agency looks after him."""
    walk.post(LEAD_AGENCY, "/staff/evaluators/", email="new@e9.example.com")
    asked = Invitation.get(Invitation.role == EVALUATOR)
    walk.post(LEAD_AGENCY, "/staff/evaluators/invitations", invitation=asked.token, do="withdraw")
    who = evaluator(EVALUATORS[0])
    sheet = clear(assign(round_of([one := case(1)]), one, who))
    fill(sheet)
    home = f"/applications/{sheet.token}/"
    for slug in ("", "site_visit", "points_need", "check", "submit", "documents/"):
        walk.get(EVALUATORS[0], f"{home}{slug}")
    said = walk.form(EVALUATORS[0], f"{home}overall", "#step-form")
    walk.post(EVALUATORS[0], f"{home}overall", **said | {"opinion": f"{OPINION} {OPINION}"})
    walk.post(EVALUATORS[0], f"{home}submit", confirmed="yes")
    walk.get(EVALUATORS[0], f"{home}receipt")
    walk.get(LEAD_AGENCY, f"/staff/evaluators/{who.token}/")
    walk.post(LEAD_AGENCY, f"/staff/evaluators/{who.token}/", reason="그만둡니다.")


def cases(walk: Walk) -> None:
    """A case goes its way: completion, ineligible and back, checked, held, visited, withdrawn."""
    application = application_of(LEAD)
    at, here = f"/staff/cases/{application.token}/", f"/applications/{application.token}/case"

    def move(name: str, who: str = AGENCY, **said: Any) -> None:
        walk.post(who, f"{at}{name}", base=str(Case.get().moves), **said)

    agencies.assign(application, "women", person(LEAD_AGENCY))
    judging.close_call()
    walk.post(LEAD_AGENCY, "/staff/cases/open")
    move("take_up")
    for rest in ("", "complete", "ineligible", "requirements/"):
        walk.get(AGENCY, f"{at}{rest}")
    boxes = walk.get(AGENCY, f"{at}complete").page.select("label")
    label = next(tag for tag in boxes if tag.get_text() == "추진 필요성")
    move("ask_completion", **{label["for"]: "근거를 더 적어 주세요."})
    walk.get(LEAD, here)
    move("end_completion", reason="더 받을 것이 없습니다.")
    for confirms in (False, True):
        move("find_ineligible", clauses="tax", reason="체납 중입니다.")
        walk.get(LEAD_AGENCY, at)
        if not confirms:
            walk.post(AGENCY, f"{at}proposal")
    walk.post(LEAD_AGENCY, f"/staff/proposals/{newest_proposal()}/", do="confirm")
    walk.get(AGENCY, f"{at}letters/{CaseDocument.get().id}")
    move("reinstate", LEAD_AGENCY, reason="완납을 확인함")
    said = walk.form(AGENCY, f"{at}requirements/", "form:has([name^=answer_])")
    checked = {
        name: values if values != [""] else "fits" for name, values in said.items() if name.startswith("answer_")
    }
    walk.post(AGENCY, f"{at}requirements/", **said | checked)
    walk.get(AGENCY, f"{at}requirements/")
    for name, reason in (("hold", "쉽니다."), ("release", ""), ("pass_requirements", "")):
        walk.get(AGENCY, at)
        move(name, reason=reason)
    walk.get(LEAD_AGENCY, at)
    walk.post(LEAD, f"{here}/withdrawal", base=str(Case.get().moves), reason="그만둡니다.")
    walk.post(LEAD, f"{here}/keep", base=str(Case.get().moves))
    walk.post(LEAD, f"{here}/withdrawal", base=str(Case.get().moves), reason="그만둡니다.")
    move("withdraw")
    judging.put(Case.get(), course.BY_NAME["visit_again"].before[0])
    move("visit_again", LEAD_AGENCY, reason="다시 방문해 주세요.")
    move("reassign", LEAD_AGENCY, agency="innobiz", reason="잘못 배정함")


def newest_proposal() -> str:
    return Proposal.select().order_by(Proposal.id.desc()).get().token


def consultings(walk: Walk) -> None:
    """A request for consulting is asked for, visited, and answered."""
    staff.add("one@innobiz.example.org", "innobiz")
    officer = "one@innobiz.example.org"
    request = finished_by(walk.client(LEAD))
    home, at = f"/applications/{request.token}/", f"/staff/consulting/{request.token}/"
    for slug in SAID:
        walk.get(LEAD, f"{home}{slug}")
    walk.post(LEAD, f"{home}submit", confirmed="yes")
    found = ConsultingCase.get(ConsultingCase.application == request)

    def press(do: str, **said: str) -> None:
        walk.get(officer, at)
        walk.post(officer, at, do=do, base=str(ConsultingCase.get_by_id(found.id).version), **said)

    press("confirmed")
    press("assigned", expert="한지수", affiliation="늘봄컨설팅")
    press("agreed", visit_on=today().isoformat())
    press("note", text="전화함")
    for number, (slug, said) in enumerate(SHEET.items()):
        walk.get(officer, f"{at}result/{slug}")
        walk.post(officer, f"{at}result/{slug}", base=str(number), **said)
    walk.get(officer, f"{at}result/0.docx")
    press("visited")
    walk.get(officer, at)
    walk.post(officer, at, do="sent", base=str(len(SHEET)))
    walk.get(officer, f"{at}result/1.docx")
    walk.get(LEAD, f"{home}result/1")


def registrations(walk: Walk) -> None:
    """A registration is filled, sent back, mended, approved, suspended and resumed."""
    application = registering.filled()
    home, at = f"/applications/{application.token}/", f"/staff/registrations/{application.token}/"
    for slug in ("", "company", "solutions", "staff", "submit"):
        walk.get(registering.NEW, f"{home}{slug}")
    walk.post(registering.NEW, f"{home}company", **walk.form(registering.NEW, f"{home}company", "#step-form"))
    walk.post(registering.NEW, f"{home}submit", confirmed="yes")
    walk.get(LEAD_AGENCY, at)
    walk.post(LEAD_AGENCY, f"{at}ticks", base="1-waiting", all="1")
    asked = {"at_company": "대표자를 확인해 주세요.", "mark_company": "mend"}
    walk.post(LEAD_AGENCY, at, base="1-waiting", **asked)
    walk.post(LEAD_AGENCY, f"{at}completion", base="1-returned")
    walk.post(LEAD_AGENCY, at, base="1-waiting", **asked)
    walk.get(registering.NEW, f"{home}company")
    said = walk.form(registering.NEW, f"{home}completion/", "main form:has(textarea)")
    walk.post(registering.NEW, f"{home}completion/", **said | {"say_company": "대표자는 그대로입니다."})
    walk.post(registering.NEW, f"{home}submit", confirmed="yes")
    walk.get(LEAD_AGENCY, at)
    walk.post(LEAD_AGENCY, f"{at}approve", base="2-waiting")
    walk.post(LEAD_AGENCY, f"{at}suspend", base="2-approved", reason="사실과 다른 실적이 있습니다.")
    walk.post(LEAD_AGENCY, f"{at}resume", base="2-suspended")
    renewal = registering.renewed(SUPPLIER)
    walk.get(SUPPLIER, f"/applications/{renewal.token}/company")
    walk.post(SUPPLIER, f"/applications/{renewal.token}/submit", confirmed="yes")
    home = f"/staff/registrations/{renewal.token}/"
    marks = {tag["name"]: "right" for tag in walk.get(LEAD_AGENCY, home).page.select("[name^=mark_]")}
    walk.post(LEAD_AGENCY, f"{home}ticks", base="1-waiting", **marks)
    Submission.update(evidence_only=True).where(Submission.application == renewal).execute()
    walk.get(LEAD_AGENCY, "/staff/registrations/")
    walk.post(LEAD_AGENCY, "/staff/registrations/", case=f"{renewal.token}:1")
    contact = f"/companies/{Supplier.get(Supplier.company == renewal.company).company.token}/contact/"
    walk.post(SUPPLIER, contact, **walk.form(SUPPLIER, contact) | {"phone": "0200007777"})


def applicants(walk: Walk) -> None:
    """Companies fill an application together: people and files come and go."""
    draft = started()
    home = f"/applications/{draft.token}/"
    walk.post(HALF, f"{home}invitations", role="adopter", email=GUEST, name="새봄")
    walk.get(GUEST, path_of())
    walk.post(HALF, f"{home}invitations/resend", invitation=newest_invitation())
    walk.post(HALF, f"{home}invitations/withdraw", invitation=newest_invitation())
    walk.post(HALF, f"{home}invitations", role="adopter", email="other@guest.example.com")
    walk.post("other@guest.example.com", path_of("other@guest.example.com"), answer="accept")
    heir = Party.present(draft)[-1]
    walk.get(HALF, f"{home}consortium/leave?position={heir.position}")
    walk.post(HALF, f"{home}lead", position=str(heir.position), confirmed="yes")
    supplier = Supplier.get(Supplier.name.startswith("주식회사 모아데이터"))
    walk.post(HALF, f"{home}consortium/{supplier.token}")
    walk.post("ceo@s3.example.com", home)
    company = f"/companies/{Party.present(draft)[0].firm.token}/"
    walk.post(HALF, company, email="colleague@haneulgil.example.com")
    walk.post(HALF, f"{company}resend", invitation=newest_invitation())
    walk.post(HALF, f"{company}withdraw", invitation=newest_invitation())
    walk.post(HALF, company, email=STRANGER)
    walk.post(STRANGER, path_of(STRANGER), answer="accept")
    theirs = person(STRANGER).memberships.get()
    walk.get(HALF, f"{company}part?member={theirs.id}")
    walk.post(HALF, f"{company}part", member=str(theirs.id))
    for slug in ("pictures/", "evidence/several/"):
        walk.get(HALF, f"{home}{slug}")
    walk.post(HALF, f"{home}pictures/", place="seal", picture=(io.BytesIO(png()), "인감.png"))
    certificate = {"kind": "other", "issuer": "국세청", "number": "A-1", "issued": "2024-04-01", "expires": ""}
    walk.post(HALF, f"{home}evidence/", **certificate, file=(io.BytesIO(PDF), "증명.pdf"))
    walk.post(HALF, f"{company}evidence/", **certificate, file=(io.BytesIO(PDF + b"%"), "둘째.pdf"))
    walk.post(HALF, f"{home}evidence/several/", add="1", file=[(io.BytesIO(png()), "셋째.png")])
    walk.get(HALF, f"{home}evidence/several/{Evidence.select().order_by(Evidence.id.desc()).get().token}")
    walk.post(HALF, f"{home}discard")
    walk.post(HALF, "/applications/discarded", application=draft.token)

    newcomer = company_joined(draft, "newcomer@example.com", "supplier")
    registration = pool_registrations.begin(person("newcomer@example.com"), now(), newcomer.company)
    for slug in ("company", "contact"):
        registering.write(registration, slug, registered()[slug], "newcomer@example.com")
    walk.post("newcomer@example.com", f"{home}pool")


def newest_invitation() -> str:
    return Invitation.select().order_by(Invitation.id.desc()).get().token


def finishing(walk: Walk) -> None:
    """What is finished is agreed to, confirmed and submitted; another begins with its plan."""
    application = application_of(UNAGREED)
    home = f"/applications/{application.token}/"
    for who in (UNAGREED, UNAGREED_SUPPLIER):
        marked = sent_by(
            walk.client(who)
            .post(f"{home}consents/", data={"all": "every", "signer": "홍길동"})
            .page.select_one("main form")
        )
        walk.post(who, f"{home}consents/", **marked | {"signer": "홍길동", "capacity": "representative"})
    revision = str(fresh(application).revision)
    walk.post(UNAGREED_SUPPLIER, f"{home}confirm", confirmed="yes", revision=revision)
    walk.post(UNAGREED, f"{home}submit", confirmed="yes")
    renew(application, "company", address="서울특별시 새길 1(가상)")
    walk.post(UNAGREED_SUPPLIER, f"{home}company/pool")
    walk.post(UNAGREED, "/applications/")
    begun = Application.select().order_by(Application.id.desc()).get()
    walk.post(UNAGREED, f"/applications/{begun.token}/plan", earlier=application.token)


def offices(walk: Walk) -> None:
    """The lead agency's own tables, and what it asks a reason for."""
    at = f"/staff/applications/{application_of(LEAD).token}/"
    walk.post(STRANGER, "/sign-in", email="new@somewhere.example.com")
    post = staff.post_of(person(COLLEAGUE))
    assert post
    walk.post(COLLEAGUE, "/staff/proof/", code=pyotp.TOTP(str(staff.device(post).secret)).now())
    walk.post(LEAD_AGENCY, "/staff/assigning/", project=application_of(LEAD).token, agency="women")
    walk.post(LEAD_AGENCY, f"{at}contacts", why="현장평가 날짜를 정하려고")
    walk.post(LEAD_AGENCY, f"{at}submitted/reason", why="심사 회의 자료")
    walk.get(LEAD_AGENCY, f"{at}submitted/all.zip")
    walk.post(LEAD_AGENCY, "/staff/reasons/", item="company", words="대표자를 확인해 주세요.")
    walk.post(LEAD_AGENCY, "/staff/agencies/", women="office@women.example.org")
    walk.post(LEAD_AGENCY, "/staff/terms/", kind="expertise", base="", name="에지 계산")
    said = {"email": "new@tipa.example.org", "agency": "women", "reason": "새로 온 담당자"}
    walk.post(LEAD_AGENCY, "/staff/proposals/new/add-staff/", **said)
    walk.post(COLLEAGUE, f"/staff/proposals/{newest_proposal()}/", do="confirm")
    walk.post(LEAD_AGENCY, "/staff/import/", file=(io.BytesIO(workbook(firm(1), firm(2))), "목록.xlsx"))


WALKS = (sheets, cases, consultings, registrations, applicants, finishing, offices)
