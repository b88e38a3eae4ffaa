"""Draw every template anew: python -m doc_templates.build [NAME …]. Overwrites edits made in Word."""

import io
import sys
from collections.abc import Callable

from docx.document import Document

from doc_templates import careers, certificates, consents, consulting, page, plan, pool, receipt
from docgen.fill import settled

DRAWN: dict[str, Callable[[], Document]] = {
    "form1": plan.draw,
    "form2": consents.draw_credit,
    "form3": consents.draw_personal,
    "form4": certificates.draw_registration,
    "form5": certificates.draw_taxes,
    "form6": certificates.draw_accounts,
    "form7": certificates.draw_sme,
    "form8": careers.draw,
    "receipt": receipt.draw,
    **{f"pool/{name}": draw for name, draw in pool.DRAWN.items()},
    **{f"consulting/{name}": draw for name, draw in consulting.DRAWN.items()},
}


def main(wanted: list[str]) -> None:
    for name in wanted or DRAWN:
        packed = io.BytesIO()
        DRAWN[name]().save(packed)
        (page.HERE / f"{name}.docx").write_bytes(settled(packed))


if __name__ == "__main__":
    main(sys.argv[1:])
