"""서식1 사업계획서: a cover and eleven sections."""

from docx.document import Document

from doc_templates import page
from doc_templates.plan import companies, cover, goals, money, solution


def draw() -> Document:
    document = page.blank("서식 1", "사업계획서")
    cover.draw(document)
    goals.overview(document, "1")
    companies.companies(document, "2")
    goals.need(document, "3")
    goals.kpi(document, "4")
    solution.solution(document, "5")
    solution.organisation(document, "6")
    money.budget(document, "7")
    money.people(document, "8")
    goals.effects(document, "9")
    solution.aftercare(document, "10")
    companies.attachments(document, "11")
    return document
