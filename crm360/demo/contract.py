"""The raw extracts the demo company writes.

Every system, entity and column, in file order, and how identifiers look.
"""

from __future__ import annotations

_TEXT = """
crm/contacts contact_no full_name first_name last_name email mobile birth_date sex street town county post_code
 country company loyalty_no created_on last_modified consent_marketing deleted_on
shop/accounts account_id name email_address phone loyalty_card date_of_birth gender address city zip country_code
 registered_at updated_at newsletter closed_at
shop/products sku title category brand cost price updated_at
shop/orders order_no account_id placed_at status channel currency subtotal discount tax shipping refunded updated_at
shop/order_lines order_no line_no sku qty unit_price unit_cost line_discount
shop/payments payment_no order_no method amount due_at paid_at state
shop/reviews review_id account_id sku posted_at stars body lang
helpdesk/users user_id name email phone organisation created_at updated_at
helpdesk/tickets ticket_id requester_id created_at first_reply_at solved_at via service_type topic priority
 complaint satisfaction description language
survey/contacts contact_id name email phone created_at
survey/responses response_id contact_id submitted_at survey touchpoint channel order_no score scale comment lang
web/events event_id session_id visitor_id account_id occurred_at event page sku device utm_source utm_medium
 utm_campaign
marketing/subscribers subscriber_id email name phone loyalty_no opted_in joined_at updated_at
marketing/campaigns campaign_code name channel media started_at budget
marketing/sends touch_id campaign_code subscriber_id touched_at action offer variant
marketing/spend spend_date channel media campaign_code amount
social/profiles handle display_name email joined_at
social/posts post_id handle posted_at sku rating body lang site
billing/subscribers subscriber_no name email phone birth_date address city postcode country plan loyalty_no
 started_on updated_at cancelled_on
billing/invoices invoice_no subscriber_no due_on paid_on amount method state
billing/usage subscriber_no month metric value
market/benchmarks month region category market_revenue competitor_revenue competitor_price_index population
 median_income
"""


def _parse(text: str) -> dict[str, tuple[str, ...]]:
    lines = text.strip().replace("\n ", " ").split("\n")
    return {line.split()[0]: tuple(line.split()[1:]) for line in lines}


COLUMNS: dict[str, tuple[str, ...]] = _parse(_TEXT)
"""`system/entity` → its columns in file order."""

# What identifies a row (the first columns unless said otherwise); marketing/spend has no key.
KEYS: dict[str, tuple[str, ...]] = {name: columns[:1] for name, columns in COLUMNS.items()} | {
    "shop/order_lines": ("order_no", "line_no"),
    "billing/usage": ("subscriber_no", "month", "metric"),
    "market/benchmarks": ("month", "region", "category"),
    "marketing/spend": (),
}

# Prefix, digits in a small company, and how many numbers a person may use up (so that digits suffice at any size).
_IDS: dict[str, tuple[str, int, int]] = {
    "contact_no": ("K", 6, 3),
    "account_id": ("A", 6, 3),
    "user_id": ("U", 5, 3),
    "contact_id": ("S", 5, 3),
    "subscriber_id": ("M", 5, 3),
    "subscriber_no": ("B", 5, 2),
    "order_no": ("O", 7, 30),
    "payment_no": ("P", 7, 40),
    "review_id": ("R", 6, 8),
    "ticket_id": ("T", 6, 8),
    "response_id": ("Q", 6, 12),
    "event_id": ("E", 7, 300),
    "session_id": ("V", 6, 80),
    "visitor_id": ("W", 6, 40),
    "touch_id": ("X", 7, 60),
    "invoice_no": ("I", 6, 14),
    "post_id": ("Z", 6, 3),
}
_LEADING = {"contact_no": 1, "account_id": 5, "user_id": 2, "contact_id": 3, "subscriber_id": 4, "subscriber_no": 6}


class IdBook:
    """Hands out identifiers: consecutive numbers per kind, of one width, unique over all blocks of a run."""

    def __init__(self, customers: int) -> None:
        self.width: dict[str, int] = {}
        self._next: dict[str, int] = {}
        for kind, (_, digits, per_person) in _IDS.items():
            need = len(str(customers * per_person + 1000))
            width = max(digits, need + 1)
            self.width[kind] = width
            self._next[kind] = _LEADING.get(kind, 1) * 10 ** (width - 1) + 1

    def prefix(self, kind: str) -> str:
        """The letter an identifier of this kind begins with."""
        return _IDS[kind][0]

    def claim(self, kind: str, count: int) -> int:
        """Reserve `count` numbers and return the first of them."""
        first = self._next[kind]
        self._next[kind] = first + count
        if len(str(first + count)) > self.width[kind]:
            raise OverflowError(f"no {kind} numbers left at width {self.width[kind]}")
        return first
