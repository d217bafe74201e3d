"""What people did becomes the event tables of the source systems: ids are given here, people are replaced by their
records."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from crm360.demo import billing, purchases, service, web
from crm360.demo.calendar import DAY, Calendar
from crm360.demo.catalogue import Catalogue
from crm360.demo.columns import NA, Codes, Days, Frame, Ids, Numbers, Texts, Times, constant
from crm360.demo.comments import TOPICS
from crm360.demo.contract import IdBook
from crm360.demo.marketing import Campaign, send_frame
from crm360.demo.records import SYSTEMS, handle_text
from crm360.demo.world import World


def event_frames(
    world: World,
    ids: IdBook,
    catalogue: Catalogue,
    campaigns: tuple[Campaign, ...],
    calendar: Calendar,
    rng: np.random.Generator,
) -> dict[str, Frame]:
    """The frames of what people did."""
    orders, lines, pays = world.orders, world.lines, world.payments
    count = len(orders)

    def fresh(kind: str, rows: int) -> Ids:
        return Ids(ids.prefix(kind), ids.claim(kind, rows) + np.arange(rows), ids.width[kind])

    def member(name: str, person: np.ndarray, at: np.ndarray) -> Ids:
        kind = SYSTEMS[name][0]
        return Ids(ids.prefix(kind), world.records[name].id_at(person, at), ids.width[kind])

    order_no = fresh("order_no", count)
    world.order_ids = order_no.numbers
    account = member("shop/accounts", orders.person, orders.at)
    order_date = Times(orders.at)
    tickets, answers, reviews, posts, events = world.tickets, world.responses, world.reviews, world.posts, world.events
    frames: dict[str, Frame] = {
        "shop/orders": {
            "order_no": order_no,
            "account_id": Ids("A", np.where(orders.anonymous, NA, account.numbers), account.width),
            "placed_at": order_date,
            "status": Codes(orders.status, purchases.STATUSES),
            "channel": Codes(orders.channel, purchases.CHANNELS),
            "currency": constant("GBP", count),
            "subtotal": Numbers(orders.subtotal, 2),
            "discount": Numbers(orders.discount, 2),
            "tax": Numbers(orders.tax, 2),
            "shipping": Numbers(orders.shipping, 2),
            "refunded": Numbers(orders.refunded, 2),
            "updated_at": Days(orders.updated),
        },
        "shop/order_lines": {
            "order_no": order_no.take(lines.order),
            "line_no": Numbers(lines.number),
            "sku": Codes(lines.sku, catalogue.codes),
            "qty": Numbers(lines.quantity),
            "unit_price": _price(lines.price),
            "unit_cost": _price(lines.cost),
            "line_discount": Numbers(lines.discount, 2),
        },
        "shop/payments": {
            "payment_no": fresh("payment_no", len(pays.order)),
            "order_no": order_no.take(pays.order),
            "method": Codes(pays.method, purchases.METHODS),
            "amount": Numbers(pays.amount, 2),
            "due_at": Days(pays.due),
            "paid_at": Times(pays.paid),
            "state": Codes(pays.state, purchases.STATES),
        },
        "shop/reviews": {
            "review_id": fresh("review_id", len(reviews.at)),
            "account_id": member("shop/accounts", reviews.person, reviews.at),
            "sku": Codes(reviews.sku, catalogue.codes),
            "posted_at": Times(reviews.at),
            "stars": Numbers(reviews.stars),
            "body": Texts(reviews.text),
            "lang": Codes(reviews.language, ("en", "zh")),
        },
        "helpdesk/tickets": {
            "ticket_id": fresh("ticket_id", len(tickets.at)),
            "requester_id": member("helpdesk/users", tickets.person, tickets.at),
            "created_at": Times(tickets.at),
            "first_reply_at": Times(tickets.replied),
            "solved_at": Times(tickets.solved),
            "via": Codes(tickets.via, service.VIA),
            "service_type": Codes(tickets.service, service.SERVICE_TYPES),
            "topic": Codes(tickets.topic, TOPICS),
            "priority": Codes(tickets.priority, service.PRIORITIES),
            "complaint": Codes(1 - tickets.complaint.astype(int), ("Y", "N")),
            "satisfaction": Numbers(tickets.rating),
            "description": Texts(tickets.text),
            "language": Codes(tickets.language, ("en", "zh")),
        },
        "survey/responses": {
            "response_id": fresh("response_id", len(answers.at)),
            "contact_id": member("survey/contacts", answers.person, answers.at),
            "submitted_at": Times(answers.at),
            "survey": Codes(answers.survey, service.SURVEYS),
            "touchpoint": Codes(answers.touchpoint, service.TOUCHPOINTS),
            "channel": Codes(answers.channel, service.ASKED_BY),
            "order_no": Ids("O", np.where(answers.order >= 0, order_no.numbers[answers.order], NA), order_no.width),
            "score": Numbers(answers.score),
            "scale": Codes(answers.survey, service.SCALES),
            "comment": Texts(answers.text),
            "lang": Codes(
                np.where(answers.text.is_null().to_numpy(zero_copy_only=False), -1, answers.language), ("en", "zh")
            ),
        },
        "social/posts": {
            "post_id": fresh("post_id", len(posts.at)),
            "handle": Texts(handle_text(world.records["social/profiles"].id_at(posts.person, posts.at))),
            "posted_at": Times(posts.at),
            "sku": Codes(posts.sku, catalogue.codes),
            "rating": Numbers(posts.stars),
            "body": Texts(posts.text),
            "lang": Codes(posts.language, ("en", "zh")),
            "site": Codes(posts.site, service.SITES),
        },
    }
    session, visitor = ids.claim("session_id", events.sessions), ids.claim("visitor_id", events.visitors)
    visited = np.where(events.known & (events.person >= 0), events.person, 0)
    shopper = world.records["shop/accounts"].id_at(visited, events.at)
    frames["web/events"] = {
        "event_id": fresh("event_id", len(events.at)),
        "session_id": Ids("V", session + events.session, ids.width["session_id"]),
        "visitor_id": Ids("W", visitor + events.visitor, ids.width["visitor_id"]),
        "account_id": Ids("A", np.where(events.known, shopper, NA), ids.width["account_id"]),
        "occurred_at": Times(events.at),
        "event": Codes(events.event, web.EVENTS),
        "page": Codes(events.page, web.PAGES),
        "sku": Codes(events.sku, catalogue.codes),
        "device": Codes(events.device, web.DEVICES),
        "utm_source": Codes(events.source, web.SOURCES),
        "utm_medium": Codes(web.medium_of(events.source), web.MEDIUMS),
        "utm_campaign": Codes(events.campaign, [c.code for c in campaigns]),
    }
    sends = world.touches
    frames["marketing/sends"] = send_frame(campaigns, sends) | {
        "touch_id": fresh("touch_id", len(sends.at)),
        "subscriber_id": member("marketing/subscribers", sends.person, sends.at),
    }
    bills, usage = world.invoices, world.usage
    frames["billing/invoices"] = {
        "invoice_no": fresh("invoice_no", len(bills.due)),
        "subscriber_no": member("billing/subscribers", bills.person, bills.due * DAY),
        "due_on": Days(bills.due),
        "paid_on": Days(bills.paid),
        "amount": Numbers(bills.amount, 2),
        "method": Codes(bills.method, billing.METHODS),
        "state": Codes(bills.state, billing.STATES),
    }
    whole = Numbers(usage.value // 100).text()
    frames["billing/usage"] = {
        "subscriber_no": member("billing/subscribers", usage.person, np.zeros(len(usage.person))),
        "month": Days(calendar.month_days[usage.month], 7),
        "metric": Codes(usage.metric, billing.METRICS),
        "value": Texts(pc.if_else(pa.array(usage.metric == 3), Numbers(usage.value, 2).text(), whole)),
    }
    return frames


def _price(pence: np.ndarray) -> Codes:
    """Prices are few: a dictionary."""
    values, codes = np.unique(pence, return_inverse=True)
    return Codes(codes, Numbers(values, 2).text().to_pylist())
