"""Everything known about one block of people before it is written."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from crm360.demo import billing, purchases, service, web
from crm360.demo.identity import Faces, Records
from crm360.demo.lifecycle import Course
from crm360.demo.marketing import Touches
from crm360.demo.people import People


@dataclass
class World:
    """Everything known about a block before it is written."""

    people: People
    course: Course
    faces: Faces
    orders: purchases.Orders
    lines: purchases.Lines
    payments: purchases.Payments
    tickets: service.Tickets
    responses: service.Responses
    reviews: service.Opinions
    posts: service.Opinions
    events: web.Events
    subscriptions: billing.Subscriptions
    invoices: billing.Invoices
    usage: billing.Usage
    touches: Touches
    records: dict[str, Records]
    order_ids: np.ndarray
