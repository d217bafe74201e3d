"""People become customer records: who is in which system since when, and what each system shows of them.

What causes what: a shop account comes from the first order that is not anonymous, a helpdesk user from the first
ticket, a survey contact from the first answer, a profile from the first post, a subscriber from the subscription;
the CRM holds two thirds of all people.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from crm360.demo import billing, identity
from crm360.demo.calendar import DAY, Calendar
from crm360.demo.columns import NA, Codes, Days, Frame, Ids, Numbers, Texts, Times, choose, join, pick
from crm360.demo.contract import IdBook
from crm360.demo.identity import Records
from crm360.demo.names import COMPANIES
from crm360.demo.people import COUNTRIES, People
from crm360.demo.world import World

_YES_NO = ("Y", "N", "1", "0", "true", "false", "yes", "no")
_SEX = ("F", "M", "female", "male", "女", "男")
_COUNTRY_NAMES = (
    "United Kingdom",
    "China",
    "Ireland",
    "United States",
    "UK",
    "CN",
    "IE",
    "USA",
    "GB",
    "中国",
    "Eire",
    "US",
)
_HANDLE_WORDS = [
    "sunny",
    "quiet",
    "brave",
    "lucky",
    "clever",
    "happy",
    "tiny",
    "rapid",
    "otter",
    "maple",
    "comet",
    "piano",
    "river",
    "cloud",
    "pixel",
    "tulip",
]

# system/entity → id column, share of members with a changed e-mail who open a second account, share of records
# updated later
SYSTEMS: dict[str, tuple[str, float, float]] = {
    "crm/contacts": ("contact_no", 0.14, 0.45),
    "shop/accounts": ("account_id", 0.20, 0.50),
    "helpdesk/users": ("user_id", 0.40, 0.15),
    "survey/contacts": ("contact_id", 0.35, 0.0),
    "marketing/subscribers": ("subscriber_id", 0.25, 0.25),
    "social/profiles": ("handle", 0.0, 0.0),
    "billing/subscribers": ("subscriber_no", 0.0, 0.40),
}


def _first_time(count: int, person: np.ndarray, at: np.ndarray) -> np.ndarray:
    """Earliest time per person, or a huge number."""
    out = np.full(count, 1 << 60)
    np.minimum.at(out, person, at)
    return out


def make_all_records(
    world: World, ids: IdBook, calendar: Calendar, handles_from: int, rng: np.random.Generator
) -> None:
    """Who is in which system since when; fills `world.records`."""
    people, n = world.people, len(world.people)
    ordered = _first_time(n, world.orders.person[~world.orders.anonymous], world.orders.at[~world.orders.anonymous])
    ticket = _first_time(n, world.tickets.person, world.tickets.at)
    answer = _first_time(n, world.responses.person, world.responses.at)
    post = _first_time(n, world.posts.person, world.posts.at)
    started = np.full(n, 1 << 60)
    started[world.subscriptions.person] = world.subscriptions.start * DAY
    never = 1 << 60
    in_crm = (rng.random(n) < 0.68) | ((ordered == never) & (rng.random(n) < 0.9))
    in_crm |= (ordered == never) & (ticket == never) & ~people.mailable
    members = {
        "crm/contacts": (in_crm, people.joined - rng.integers(0, 40, n) * DAY * (rng.random(n) < 0.3)),
        "shop/accounts": (ordered < never, ordered - rng.integers(300, 3_600, n)),
        "helpdesk/users": (ticket < never, ticket - 60),
        "survey/contacts": (answer < never, answer - DAY),
        "marketing/subscribers": (people.mailable & (people.mail_from < calendar.end * DAY - DAY), people.mail_from),
        "social/profiles": (post < never, post - rng.integers(DAY, 900 * DAY, n)),
        "billing/subscribers": (started < never, started),
    }
    for name, (member, since) in members.items():
        kind, second, update = SYSTEMS[name]
        records = identity.make_records(people, world.faces, member, since, second, update, 0, calendar, rng)
        first = handles_from if kind == "handle" else ids.claim(kind, len(records.person))
        for column in ("ids", "first_id", "second_id"):
            values = getattr(records, column)
            setattr(records, column, np.where(values == NA, NA, values + first))
        world.records[name] = records


def handle_text(numbers: np.ndarray) -> pa.Array:
    """`@word_word_<number>`, unique by its number."""
    size = len(_HANDLE_WORDS)
    present = numbers != NA
    number = np.where(present, numbers, 0)
    words = [choose(_HANDLE_WORDS, (number * step) % size) for step in (7, 11)]
    return pick(present, join("@", words[0], "_", words[1], "_", Numbers(number + 100).text()), None)


def source_ids(name: str, records: Records, ids: IdBook) -> pa.Array:
    """The id texts of a system's records."""
    kind = SYSTEMS[name][0]
    if kind == "handle":
        return handle_text(records.ids)
    return Ids(ids.prefix(kind), records.ids, ids.width[kind]).text()


def _flag(yes: np.ndarray, rng: np.random.Generator, usual: int) -> Codes:
    style = np.where(rng.random(len(yes)) < 0.8, usual, rng.integers(0, 4, len(yes)))
    return Codes(style * 2 + (1 - yes.astype(int)), _YES_NO)


def person_frames(world: World, ids: IdBook, calendar: Calendar, rng: np.random.Generator) -> dict[str, Frame]:
    """The seven frames of customer records."""
    people, faces = world.people, world.faces
    out: dict[str, Frame] = {}
    shows = {  # shares of records with e-mail, phone, and of nicknames and hanzi in names
        "crm/contacts": (0.78, 0.70, 0.06, 0.65),
        "shop/accounts": (0.96, 0.52, 0.10, 0.05),
        "helpdesk/users": (0.84, 0.45, 0.22, 0.2),
        "survey/contacts": (0.88, 0.25, 0.15, 0.2),
        "marketing/subscribers": (0.96, 0.28, 0.18, 0.1),
        "social/profiles": (0.70, 0.0, 0.30, 0.5),
        "billing/subscribers": (0.86, 0.74, 0.02, 0.6),
    }
    for name, (email, phone, nickname, hanzi) in shows.items():
        records = world.records[name]
        person, n = records.person, len(records.person)
        names = identity.names_of(people, faces, records, nickname, hanzi, rng)
        mail = Texts(identity.email_of(faces, records, email, rng))
        call = Texts(identity.phone_of(faces, people, records, phone, rng))
        key = {
            SYSTEMS[name][0]: Texts(handle_text(records.ids))
            if name == "social/profiles"
            else Ids(ids.prefix(SYSTEMS[name][0]), records.ids, ids.width[SYSTEMS[name][0]])
        }
        birth = Days(np.where(rng.random(n) < 0.74, people.birth[person], NA))
        loyal = Ids(
            "L",
            np.where(rng.random(n) < 0.62, faces.loyalty[person], NA),
            max(7, len(str(int(faces.loyalty.max(initial=0))))),
        )
        places = identity.places_of(people, faces, records, hanzi, rng)
        moved_rows = Times(np.where(records.updated > records.created, records.updated, records.created))
        gone = world.course.churn_day[person]
        closed = np.where((gone < calendar.end) & (rng.random(n) < 0.12) & (gone * DAY > records.created), gone, NA)
        full = Texts(pick(rng.random(n) < 0.985, names.full, None))
        if name == "crm/contacts":
            split = rng.random(n) < 0.9
            home = pick(rng.random(n) < 0.85, places.street, None)
            out[name] = key | {
                "full_name": full,
                "first_name": Texts(pick(split, names.first, None)),
                "last_name": Texts(pick(split, names.last, None)),
                "email": mail,
                "mobile": call,
                "birth_date": birth,
                "sex": _sex(people, person, rng),
                "street": Texts(home),
                "town": Texts(places.town),
                "county": Texts(pick(rng.random(n) < 0.6, places.county, None)),
                "post_code": Texts(pick(rng.random(n) < 0.88, places.postcode, None)),
                "country": Codes(people.country[person] + 4 * rng.choice(3, n, p=(0.7, 0.15, 0.15)), _COUNTRY_NAMES),
                "company": Codes(faces.company[person], COMPANIES),
                "loyalty_no": loyal,
                "created_on": Days(records.created // DAY),
                "last_modified": moved_rows,
                "consent_marketing": _flag(people.mailable[person], rng, 0),
                "deleted_on": Days(closed),
            }
        elif name == "shop/accounts":
            out[name] = key | {
                "name": full,
                "email_address": mail,
                "phone": call,
                "loyalty_card": loyal,
                "date_of_birth": Days(np.where(rng.random(n) < 0.55, birth.days, NA)),
                "gender": _sex(people, person, rng),
                "address": Texts(pick(rng.random(n) < 0.9, places.street, None)),
                "city": Texts(places.town),
                "zip": Texts(pick(rng.random(n) < 0.92, places.postcode, None)),
                "country_code": Codes(people.country[person], COUNTRIES),
                "registered_at": Times(records.created),
                "updated_at": moved_rows,
                "newsletter": _flag(people.mailable[person], rng, 2),
                "closed_at": Times(np.where(closed == NA, NA, closed * DAY + 43_200)),
            }
        elif name == "helpdesk/users":
            out[name] = key | {
                "name": full,
                "email": mail,
                "phone": call,
                "organisation": Codes(faces.company[person], COMPANIES),
                "created_at": Times(records.created),
                "updated_at": moved_rows,
            }
        elif name == "survey/contacts":
            out[name] = key | {"name": full, "email": mail, "phone": call, "created_at": Times(records.created)}
        elif name == "marketing/subscribers":
            stays = world.course.opted_out[person] == NA
            out[name] = key | {
                "email": mail,
                "name": full,
                "phone": call,
                "loyalty_no": loyal,
                "opted_in": _flag(stays, rng, 1),
                "joined_at": Times(records.created),
                "updated_at": moved_rows,
            }
        elif name == "social/profiles":
            out[name] = key | {"display_name": full, "email": mail, "joined_at": Times(records.created)}
        else:
            sub = np.searchsorted(world.subscriptions.person, person)
            cancelled = world.subscriptions.cancelled[sub]
            out[name] = key | {
                "name": full,
                "email": mail,
                "phone": call,
                "birth_date": birth,
                "address": Texts(places.street),
                "city": Texts(places.town),
                "postcode": Texts(places.postcode),
                "country": Codes(people.country[person], COUNTRIES),
                "plan": Codes(world.subscriptions.plan[sub], billing.PLANS),
                "loyalty_no": loyal,
                "started_on": Days(records.created // DAY),
                "updated_at": moved_rows,
                "cancelled_on": Days(np.where(cancelled < calendar.end, cancelled, NA)),
            }
    return out


def _sex(people: People, person: np.ndarray, rng: np.random.Generator) -> Codes:
    n = len(person)
    style = np.where(
        people.country[person] == 1, rng.choice(3, n, p=(0.4, 0.1, 0.5)), rng.choice(3, n, p=(0.8, 0.2, 0.0))
    )
    return Codes(np.where(rng.random(n) < 0.8, style * 2 + people.sex[person], -1), _SEX)
