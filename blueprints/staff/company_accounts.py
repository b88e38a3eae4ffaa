"""Finding a company for somebody who calls, and its account: its people, its entry, what was decided about it."""

from flask import Blueprint, abort, g, render_template, request

from models.company import POOL_STATES, Company, Supplier
from programme.characters import visible
from services.access import staff
from services.backoffice import company_accounts, proposals
from services.backoffice.acts import ACTS
from services.drafts import companies
from services.pool import contacts

bp = Blueprint("company_accounts", __name__, url_prefix="/staff/companies")


@bp.get("/")
def index():
    words = visible(request.args.get("words", "")).strip()[:100]
    found = company_accounts.find(words) if words else []
    if words:
        staff.log_access(g.person, f"기업 찾기: {len(found)}곳", "기업 계정 찾기")
    return render_template(
        "staff/companies.html",
        words=words,
        found=[(company, companies.name_of(company), entry(company)) for company in found],
        most=company_accounts.FOUND,
        states=POOL_STATES,
        corrected=contacts.newest(),
    )


@bp.get("/<firm>/")
def show(firm: str):
    company = Company.get_or_none(Company.token == firm) or abort(404)
    staff.log_access(g.person, "기업 담당자와 등록 상태", "기업 계정 확인", company=company)
    return render_template(
        "staff/company.html",
        company=company,
        name=companies.name_of(company),
        entry=entry(company),
        states=POOL_STATES,
        people=company_accounts.people(company),
        contacts=companies.contacts_of(company),
        rows=companies.people(company),
        applications=companies.applications_of(company),
        proposals=proposals.about(company),
        said=proposals.STATES,
        acts=ACTS,
        possible=company_accounts.possible(company),
        corrections=contacts.of(company),
    )


def entry(company: Company) -> Supplier | None:
    return Supplier.get_or_none(Supplier.company == company)
