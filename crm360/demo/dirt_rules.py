"""What is broken, repeated and unclean in each extract: tables that `dirt` works from.

`BREAKS`: how an extra, invalid row looks: (column, text, rule); its expected reject reason is `<column>: <rule>`.
`OLDER`: what an outdated version of a row shows instead: (updated column or "", column, text).
`UNCLEAN`: which values are written in another form, stay the same in meaning or become null:
(column, kind, share of rows).
"""

from __future__ import annotations

_AFTER, _BEFORE = "2031-02-03 04:05:06", "1969-12-31 23:00:00"
Break = tuple[str, str | None, str]


def _moment(column: str) -> list[Break]:
    return [
        (column, None, "missing"),
        (column, "yesterday", "not a date"),
        (column, _AFTER, "after the extract"),
        (column, _BEFORE, "before 1990"),
    ]


def _amount(column: str, *, missing: bool = True, negative: bool = True) -> list[Break]:
    return (
        ([(column, None, "missing")] if missing else [])
        + [(column, "twelve", "not a number")]
        + ([(column, "-19.99", "negative")] if negative else [])
    )


def _stars(column: str) -> list[Break]:
    return [(column, "five", "not a number"), (column, "9", "out of range"), (column, "0", "out of range")]


BREAKS: dict[str, list[Break]] = {
    "crm/contacts": [("contact_no", None, "missing")],
    "shop/accounts": [("account_id", None, "missing")],
    "shop/products": [("sku", None, "missing")],
    "shop/orders": [
        ("order_no", None, "missing"),
        *_moment("placed_at"),
        ("status", "teleported", "unknown value"),
        *_amount("subtotal", missing=False),
    ],
    "shop/order_lines": [
        ("order_no", None, "missing"),
        ("order_no", "O999", "unknown order"),
        ("line_no", None, "missing"),
        ("sku", None, "missing"),
        ("qty", "1.5", "not an integer"),
        ("qty", "two", "not an integer"),
        ("qty", "0", "zero"),
        ("qty", "-2", "negative"),
        ("qty", "999999", "out of range"),
        *_amount("unit_price"),
    ],
    "shop/payments": [
        ("payment_no", None, "missing"),
        ("order_no", None, "missing"),
        ("order_no", "O998", "unknown order"),
        *_amount("amount", negative=False),
    ],
    "shop/reviews": [("review_id", None, "missing"), *_moment("posted_at"), *_stars("stars")],
    "helpdesk/users": [("user_id", None, "missing")],
    "helpdesk/tickets": [("ticket_id", None, "missing"), *_moment("created_at")],
    "survey/contacts": [("contact_id", None, "missing")],
    "survey/responses": [
        ("response_id", None, "missing"),
        *_moment("submitted_at"),
        ("survey", "QUIZ", "unknown value"),
        ("score", None, "missing"),
        ("score", "good", "not a number"),
        ("score", "11", "out of range"),
        ("score", "-1", "out of range"),
    ],
    "web/events": [
        ("event_id", None, "missing"),
        ("session_id", None, "missing"),
        *_moment("occurred_at"),
        ("event", "hover", "unknown value"),
    ],
    "marketing/subscribers": [("subscriber_id", None, "missing")],
    "marketing/campaigns": [("campaign_code", None, "missing"), ("budget", "-5000.00", "negative")],
    "marketing/sends": [
        ("touch_id", None, "missing"),
        ("campaign_code", None, "missing"),
        *_moment("touched_at"),
        ("action", "teased", "unknown value"),
    ],
    "marketing/spend": [("spend_date", None, "missing"), ("spend_date", "soon", "not a date"), *_amount("amount")],
    "social/profiles": [("handle", None, "missing")],
    "social/posts": [("post_id", None, "missing"), *_moment("posted_at"), *_stars("rating")],
    "billing/subscribers": [("subscriber_no", None, "missing")],
    "billing/invoices": [("invoice_no", None, "missing"), ("subscriber_no", None, "missing"), *_amount("amount")],
    "billing/usage": [
        ("subscriber_no", None, "missing"),
        ("month", None, "missing"),
        ("month", "some month", "not a date"),
        ("metric", "steps", "unknown value"),
        ("value", "lots", "not a number"),
    ],
    "market/benchmarks": [("month", None, "missing"), ("month", "Q9", "not a date"), ("region", None, "missing")],
}

OLDER: dict[str, tuple[str, str, str | None]] = {
    "crm/contacts": ("last_modified", "mobile", None),
    "shop/accounts": ("updated_at", "phone", None),
    "shop/products": ("updated_at", "brand", "Old brand"),
    "shop/orders": ("updated_at", "status", "pending"),
    "shop/order_lines": ("", "line_discount", "0.01"),
    "shop/payments": ("", "state", "pending"),
    "shop/reviews": ("", "body", "first draft"),
    "helpdesk/users": ("updated_at", "phone", None),
    "helpdesk/tickets": ("", "satisfaction", None),
    "survey/contacts": ("", "phone", None),
    "survey/responses": ("", "comment", "first try"),
    "web/events": ("", "utm_source", None),
    "marketing/subscribers": ("updated_at", "phone", None),
    "marketing/campaigns": ("", "name", "Working title"),
    "marketing/sends": ("", "offer", None),
    "social/profiles": ("", "display_name", "new user"),
    "social/posts": ("", "body", "first draft"),
    "billing/subscribers": ("updated_at", "phone", None),
    "billing/invoices": ("", "state", "pending"),
    "billing/usage": ("", "value", "1"),
    "market/benchmarks": ("", "competitor_revenue", "1.00"),
}

_PERSON_DATE = 0.04
UNCLEAN: dict[str, list[tuple[str, str, float]]] = {
    "crm/contacts": [
        ("full_name", "blanks", 0.012),
        ("full_name", "mojibake", 0.4),
        ("email", "case", 0.04),
        ("email", "blanks", 0.01),
        ("email", "no at", 0.004),
        ("email", "stop", 0.005),
        ("mobile", "full width", 0.012),
        ("mobile", "too short", 0.004),
        ("mobile", "one digit", 0.004),
        ("mobile", "stop", 0.006),
        ("birth_date", "date", 0.08),
        ("birth_date", "1900", 0.006),
        ("birth_date", "future", 0.003),
        ("birth_date", "unreadable", 0.003),
        ("created_on", "date", _PERSON_DATE),
        ("email", "token", 0.08),
        ("mobile", "token", 0.08),
        ("birth_date", "token", 0.08),
        ("county", "token", 0.03),
    ],
    "shop/accounts": [
        ("name", "blanks", 0.012),
        ("name", "mojibake", 0.4),
        ("email_address", "case", 0.04),
        ("email_address", "no at", 0.004),
        ("email_address", "stop", 0.004),
        ("phone", "full width", 0.01),
        ("phone", "too short", 0.004),
        ("phone", "stop", 0.006),
        ("date_of_birth", "date", 0.06),
        ("date_of_birth", "1900", 0.008),
        ("date_of_birth", "future", 0.003),
        ("date_of_birth", "unreadable", 0.002),
        ("registered_at", "moment", 0.03),
        ("phone", "token", 0.05),
        ("loyalty_card", "token", 0.03),
        ("loyalty_card", "case", 0.01),
    ],
    "shop/products": [("cost", "lost", 0.03), ("price", "money", 0.08), ("brand", "blanks", 0.05)],
    "shop/orders": [
        ("placed_at", "iso", 0.012),
        ("placed_at", "moment", 0.006),
        ("subtotal", "money", 0.02),
        ("discount", "money", 0.004),
        ("status", "capital", 0.012),
        ("channel", "capital", 0.006),
        ("account_id", "stranger", 0.003),
    ],
    "shop/order_lines": [
        ("unit_price", "money", 0.015),
        ("unit_cost", "lost", 0.03),
        ("sku", "case", 0.004),
        ("qty", "blanks", 0.003),
    ],
    "shop/payments": [
        ("amount", "money", 0.02),
        ("paid_at", "iso", 0.01),
        ("paid_at", "unreadable", 0.002),
        ("due_at", "date", 0.01),
        ("method", "capital", 0.006),
    ],
    "shop/reviews": [("posted_at", "moment", 0.02), ("stars", "token", 0.1), ("account_id", "stranger", 0.004)],
    "helpdesk/users": [
        ("name", "blanks", 0.012),
        ("name", "mojibake", 0.4),
        ("email", "case", 0.04),
        ("email", "stop", 0.008),
        ("phone", "stop", 0.01),
        ("phone", "one digit", 0.004),
        ("email", "token", 0.05),
        ("organisation", "token", 0.02),
    ],
    "helpdesk/tickets": [
        ("created_at", "iso", 0.03),
        ("created_at", "moment", 0.012),
        ("solved_at", "unreadable", 0.005),
        ("topic", "capital", 0.02),
        ("satisfaction", "token", 0.03),
        ("requester_id", "stranger", 0.004),
    ],
    "survey/contacts": [
        ("email", "case", 0.05),
        ("phone", "token", 0.03),
        ("name", "blanks", 0.01),
        ("name", "mojibake", 0.4),
    ],
    "survey/responses": [
        ("submitted_at", "moment", 0.03),
        ("survey", "case", 0.02),
        ("comment", "token", 0.01),
        ("contact_id", "stranger", 0.003),
    ],
    "web/events": [
        ("occurred_at", "epoch", 0.006),
        ("occurred_at", "iso", 0.008),
        ("event", "capital", 0.003),
        ("sku", "case", 0.004),
    ],
    "marketing/subscribers": [
        ("email", "case", 0.05),
        ("email", "no at", 0.004),
        ("email", "stop", 0.004),
        ("name", "blanks", 0.01),
        ("name", "mojibake", 0.4),
        ("joined_at", "moment", 0.03),
        ("phone", "token", 0.03),
        ("loyalty_no", "case", 0.01),
    ],
    "marketing/campaigns": [("budget", "money", 0.2), ("started_at", "date", 0.2), ("channel", "capital", 0.08)],
    "marketing/sends": [
        ("touched_at", "iso", 0.01),
        ("touched_at", "moment", 0.004),
        ("campaign_code", "case", 0.004),
        ("subscriber_id", "stranger", 0.002),
        ("action", "capital", 0.004),
    ],
    "marketing/spend": [("amount", "money", 0.05), ("spend_date", "date", 0.05)],
    "social/profiles": [("email", "case", 0.04), ("display_name", "blanks", 0.02), ("email", "token", 0.05)],
    "social/posts": [("posted_at", "moment", 0.04), ("rating", "token", 0.1), ("handle", "case", 0.02)],
    "billing/subscribers": [
        ("name", "blanks", 0.012),
        ("name", "mojibake", 0.4),
        ("email", "case", 0.04),
        ("phone", "full width", 0.02),
        ("phone", "too short", 0.005),
        ("birth_date", "date", 0.06),
        ("birth_date", "1900", 0.006),
        ("birth_date", "unreadable", 0.004),
        ("started_on", "date", _PERSON_DATE),
        ("email", "token", 0.06),
        ("birth_date", "token", 0.06),
    ],
    "billing/invoices": [
        ("amount", "money", 0.02),
        ("due_on", "date", 0.02),
        ("paid_on", "date", 0.02),
        ("paid_on", "token", 0.05),
        ("state", "capital", 0.01),
    ],
    "billing/usage": [("value", "lost", 0.03), ("value", "blanks", 0.004), ("metric", "capital", 0.004)],
    "market/benchmarks": [
        ("median_income", "lost", 0.03),
        ("market_revenue", "money", 0.02),
        ("month", "blanks", 0.01),
    ],
}
