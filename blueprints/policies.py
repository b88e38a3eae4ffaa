"""What every operator must say: how personal data is handled, on what terms the site is used, how accessible it is."""

from flask import Blueprint, render_template

import config
from models import personal_data
from programme import calls, particulars
from programme.consents.kinds import OPERATOR, Consent
from programme.korean import with_particle
from services.access import quotas
from services.drafts import evidence
from services.scheduled import retention

bp = Blueprint("policies", __name__)


@bp.get("/privacy")
def privacy():
    return show("privacy", groups=personal_data.GROUPS, until=until, days=days(), given=given_on())


@bp.get("/terms")
def terms():
    return show("terms", days=days(), daily=quotas.DAILY, company_limit=evidence.COMPANY_LIMIT)


@bp.get("/accessibility")
def accessibility():
    return show("accessibility")


def show(page: str, **context: object) -> str:
    runner = particulars.of(config.current())
    name = with_particle(runner.name or "이 사이트를 운영하는 곳", "은/는")
    return render_template(f"policies/{page}.html", runner=runner, name=name, **context)


def days() -> dict[str, str]:
    """How long each thing is kept, in words: {name in retention.PERIODS: 7일}."""
    return {name: f"{period.days}일" for name, period in retention.PERIODS.items()}


def until(kept: personal_data.Kept) -> str:
    return kept.until.format(**days())


def given_on() -> list[Consent]:
    """The texts by which whoever runs the site gives personal data on, as they are asked in the newest call."""
    types = calls.TYPES[calls.newest().slug].values()
    slugs = [text.slug for of in types for text in of.consents if any(OPERATOR in say for _, say in text.blocks)]
    texts = {text.slug: text for of in types for text in of.every_text}
    return [texts[slug] for slug in slugs]
