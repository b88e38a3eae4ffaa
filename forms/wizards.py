"""Every wizard by its name; a call's application types say which they are filled in by
(programme/application_types.py)."""

from functools import cache

from forms import business_plan, consortium, consulting, site_visit, supplier_pool
from forms.base import StepForm
from forms.wizard import Step, Wizard
from programme.application_types import ApplicationType

WIZARDS = {
    wizard.slug: wizard
    for wizard in (
        consortium.WIZARD,
        business_plan.WIZARD,
        supplier_pool.WIZARD,
        consulting.WIZARD,
        site_visit.WIZARD,
    )
}


@cache
def of(application_type: ApplicationType) -> tuple[Wizard, ...]:
    """The wizards of one kind of application in one call, with what the call fixes put in. Raises KeyError for a name
    no wizard has."""
    return tuple(WIZARDS[name].for_call(application_type.announcement) for name in application_type.wizards)


@cache
def steps(application_type: ApplicationType) -> dict[str, Step]:
    """Every step of them by its slug, those asked no more among them."""
    return {step.slug: step for wizard in of(application_type) for step in (*wizard.steps, *wizard.earlier)}


def forms(application_type: ApplicationType) -> dict[str, type[StepForm]]:
    """Their forms by the slug of the step."""
    return {slug: step.form for slug, step in steps(application_type).items()}
