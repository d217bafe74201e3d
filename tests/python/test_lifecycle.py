"""What was planted in the demo company is found again by its lifecycle states and loyalty index."""

import pytest
from conftest import precision_and_recall


@pytest.mark.parametrize(
    ("column", "least_precision", "least_recall"), [("state", 0.84, 0.82), ("fixed_window_state", 0.79, 0.87)]
)
def test_who_left_is_churned(ask, column, least_precision, least_recall):
    """Measured: .87 and .85 by the customer's rhythm, .82 and .90 by 180 days of silence."""
    precision, recall, planted = precision_and_recall(
        ask, "marts.customer_lifecycle", f"{column} = 'churned'", "churned = '1'", "state <> 'prospect'"
    )
    assert planted > 600
    assert precision > least_precision
    assert recall > least_recall


def test_loyalists_are_the_most_loyal(ask):
    """Of seven personas the loyalists lead by far, and who left is far below who stayed."""
    personas = ask(
        "select persona, avg(loyalty_index) from marts.customer_loyalty inner join people using (customer_id)"
        " group by 1 order by 2 desc"
    )
    assert personas[0][0] == "loyalist"
    assert personas[0][1] > personas[1][1] + 10
    [(stayed, left)] = ask(
        "select avg(loyalty_index) filter (where churned = '0'), avg(loyalty_index) filter (where churned = '1')"
        " from marts.customer_loyalty inner join people using (customer_id)"
    )
    assert stayed > left + 15
