"""How a supplier is reached, corrected at any time: which answers that is, and what keeps a later approval from undoing
it."""

from datetime import datetime

from forms.base import Sent
from models.company import Supplier
from services.submissions.pool_answers import Steps

# {step: {field of the correction's form: field of the step}}
FIELDS = {
    "contact": {name: name for name in ("name", "department", "position", "phone", "mobile", "email")},
    "company": {"company_phone": "phone"},
}


def current(supplier: Supplier) -> Sent:
    """How an entry says it is reached, as the correction's form has it."""
    return {
        name: supplier.profile.get(step, {}).get(field, [""])
        for step, fields in FIELDS.items()
        for name, field in fields.items()
    }


def applied(steps: Steps, sent: Sent) -> Steps:
    """A registration's answers with this correction in them."""
    given = {
        step: {field: sent[name] for name, field in fields.items() if name in sent} for step, fields in FIELDS.items()
    }
    return steps | {step: steps.get(step, {}) | said for step, said in given.items() if said}


def kept(supplier: Supplier, steps: Steps, submitted: datetime) -> Steps:
    """What to publish of answers submitted then: what was corrected since stands."""
    if supplier.corrected_at is None or supplier.corrected_at <= submitted:
        return steps
    return applied(steps, current(supplier))
