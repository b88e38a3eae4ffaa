"""The documents of a registration in the supplier pool (붙임2): the sheet, the pledge, two consents, the receipt."""

from doc_templates.pool.promises import draw_credit, draw_personal, draw_pledge
from doc_templates.pool.receipt import draw as draw_receipt
from doc_templates.pool.registration import draw as draw_registration

DRAWN = {
    "registration": draw_registration,
    "pledge": draw_pledge,
    "credit": draw_credit,
    "personal": draw_personal,
    "receipt": draw_receipt,
}
