"""How much the site asks of the two companies of an application, counted on its pages (tests/counting.py)."""

from tests.counting import lead_and_supplier

# What this test printed for commit ffe92b1, before anything known was left unasked: the same sample, the same pages,
# counted the same way. It read 11,716 and 12,377 words on 34 and 25 screens.
TYPED_BEFORE = {"lead": 437, "supplier": 213}


def test_the_lead_types_a_third_less_than_before_and_the_supplier_no_more(seeded, client):
    """The supplier took over what only it knows, its people: both together type a fifth less."""
    lead, supplier = lead_and_supplier(client)

    print(f"\nlead: {lead}\nsupplier: {supplier}")
    assert lead.answers * 3 <= TYPED_BEFORE["lead"] * 2
    assert supplier.answers <= TYPED_BEFORE["supplier"]
    assert (lead.answers + supplier.answers) * 5 <= sum(TYPED_BEFORE.values()) * 4
