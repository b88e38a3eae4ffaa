"""Finding a company for somebody who calls, and its account: its people, its entry, what was decided about it."""

from flask import Blueprint, render_template

from forms.staff import FindForm
from models.company import POOL_STATES, Supplier
from services.access import staff
from services.backoffice import company_accounts, proposals
from services.backoffice.acts import ACTS
from services.drafts import companies
from services.mail.outbox import masked
from services.pool import contacts
from web.current import g

bp = Blueprint("company_accounts", __name__, url_prefix="/staff/companies")


@bp.get("/")
def index():
    """Where a company's account is found, by the one search of staff, and which contacts were corrected lately."""
    return render_template("staff/companies.html", form=FindForm.of(None), corrected=contacts.newest())


@bp.get("/<firm>/")
def show():
    company = g.firm
    staff.log_access(g.person, "기업 담당자와 등록 상태", "기업 계정 확인", company=company)
    entry, people = Supplier.get_or_none(Supplier.company == company), companies.people(company)
    return render_template(
        "staff/company.html",
        company=company,
        name=companies.named(company, entry),
        entry=entry,
        states=POOL_STATES,
        masked=masked,
        contacts=companies.contacts_of(company),
        rows=people,
        applications=companies.applications_of(company),
        proposals=proposals.about(company),
        said=proposals.STATES,
        acts=ACTS,
        possible=company_accounts.possible(people, entry),
        corrections=contacts.of(company),
    )
