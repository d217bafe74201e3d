"""How one person looks in the source systems: records with e-mails, phones, addresses and names that differ.

What causes what: some people change e-mail or phone, move, or marry; a record shows what was true when it was last
updated, so systems disagree. Some open a second account with the new e-mail. Family members may share e-mail and
phone, always the address. E-mails lie at example.com, .org and .net (RFC 2606); phones follow the Ofcom drama range
`07700 9…` (longer than real numbers when the company is large), `+86 100 …`, `+353 20 9…` and `+1 555 …`: none
belongs to anybody.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from crm360.demo.calendar import DAY, Calendar
from crm360.demo.columns import NA, Ids, Numbers, choose, join, pick
from crm360.demo.names import FIRST, FOREIGN, NICKNAMES, STREETS, SURNAMES, TOWNS, misspell, zipf
from crm360.demo.people import People
from crm360.demo.pinyin import GIVEN
from crm360.demo.pinyin import SURNAMES as CN_SURNAMES

_DOMAINS = (
    "example.com",
    "example.org",
    "example.net",
    "mail.example.com",
    "post.example.org",
    "inbox.example.net",
    "work.example.com",
)
_DOMAIN_ODDS = zipf(len(_DOMAINS), 1.0, 1.0)
_PLAIN = tuple(unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode() for name in FIRST)
_SHORT = tuple(NICKNAMES.get(name, (name,)) for name in FIRST)
_NICK = [[short[i % len(short)] for short in _SHORT] for i in range(3)]
_PLAIN_NICK = [plain if name == nick else nick for name, plain, nick in zip(FIRST, _PLAIN, _NICK[0], strict=True)]
_FIRST_TYPOS = [misspell(FIRST, kind) for kind in range(4)]
_SURNAME_TYPOS = [misspell(SURNAMES, kind) for kind in range(4)]
_NEVER = 1 << 60


@dataclass
class Faces:
    """What a person's contact data were and when they changed; version 0 before, 1 after."""

    email: tuple[pa.Array, pa.Array]
    phone: tuple[pa.Array, pa.Array]  # digits with country code, no plus
    email_changed: np.ndarray
    phone_changed: np.ndarray
    moved: np.ndarray
    married: np.ndarray
    new_surname: np.ndarray
    home: tuple[np.ndarray, np.ndarray]  # home numbers (person index 0…2n) that decide street, town and post code
    loyalty: np.ndarray  # number or NA
    company: np.ndarray
    nick: np.ndarray


@dataclass
class Records:
    """The records of one system.

    One or two per member, sorted by creation; `first_id` etc. find a person's id at a time.
    """

    person: np.ndarray
    created: np.ndarray
    updated: np.ndarray
    second: np.ndarray
    ids: np.ndarray
    first_id: np.ndarray
    second_id: np.ndarray
    second_from: np.ndarray

    def id_at(self, person: np.ndarray, at: np.ndarray) -> np.ndarray:
        """The id a person used in this system at a time; NA when not a member."""
        later = (self.second_id[person] != NA) & (at >= self.second_from[person])
        return np.where(later, self.second_id[person], self.first_id[person])


def scatter(number: np.ndarray, size: int, multiplier: int, shift: int) -> np.ndarray:
    """A one-to-one shuffle of 0…size-1 (size a power of ten, multiplier coprime to ten)."""
    return (number * multiplier + shift) % size


def make_faces(people: People, customers: int, calendar: Calendar, rng: np.random.Generator) -> Faces:
    """Draw contact data for a block."""
    n = len(people)
    span = np.maximum(calendar.end * DAY - people.joined, DAY)
    changed = [
        np.where(rng.random(n) < share, people.joined + (rng.random(n) * span).astype(np.int64), _NEVER)
        for share in (0.22, 0.18, 0.14)
    ]
    relative = people.family >= 0
    shares_email = relative & (rng.random(n) < 0.28)
    shares_phone = relative & (rng.random(n) < 0.30)
    ring = people.is_fraud
    ring_leader = np.flatnonzero(ring)[(np.cumsum(ring) - 1).clip(0) // 4 * 4] if ring.any() else np.arange(n)
    home_owner = np.where(ring, ring_leader, people.leader)
    phone_owner = np.where(
        ring & (rng.random(n) < 0.6), ring_leader, np.where(shares_phone, people.leader, np.arange(n))
    )
    email_owner = np.where(shares_email, people.leader, np.arange(n))
    size = 10 ** len(str(2 * customers))
    emails = [_emails(people, scatter(people.number + v * customers, size, 7_919_317, 31_337), rng) for v in range(2)]
    phones = [_phones(people, people.number + v * customers, customers) for v in range(2)]
    owners = [pa.array(owner) for owner in (email_owner, phone_owner)]
    moved = changed[2][home_owner]
    married = np.where(
        (people.sex == 0) & (people.country != 1) & (rng.random(n) < 0.06),
        people.joined + (rng.random(n) * span).astype(np.int64),
        _NEVER,
    )
    western = people.country != 1
    loyalty = scatter(people.number, 10 ** max(7, len(str(customers))), 3_456_787, 1_234_567)
    return Faces(
        email=(emails[0].take(owners[0]), emails[1]),
        phone=(phones[0].take(owners[1]), phones[1]),
        email_changed=changed[0],
        phone_changed=changed[1],
        moved=moved,
        married=married,
        new_surname=np.where(western, (people.surname + 101) % len(SURNAMES), people.surname),
        home=(people.number[home_owner] * 2, people.number[home_owner] * 2 + 1),
        loyalty=np.where(rng.random(n) < 0.72, loyalty, NA),
        company=np.where(rng.random(n) < 0.04, rng.integers(0, 12, n), -1),
        nick=rng.integers(0, 3, n),
    )


def _emails(people: People, number: np.ndarray, rng: np.random.Generator) -> pa.Array:
    n = len(people)
    chinese = people.country == 1
    first = pick(chinese, pinyin_given(people, np.arange(n)), choose(_PLAIN, people.first))
    nick = pick(chinese, pinyin_given(people, np.arange(n)), choose(_PLAIN_NICK, people.first))
    last = pick(
        chinese,
        choose([p for _, p in CN_SURNAMES], np.where(chinese, people.surname, 0)),
        choose(SURNAMES, np.where(chinese, 0, people.surname)),
    )
    style = pa.array(rng.choice(6, n, p=(0.4, 0.15, 0.15, 0.12, 0.08, 0.10)))
    initial = pc.utf8_slice_codeunits(first, 0, 1)
    local = pc.choose(
        style,
        join(first, ".", last),
        join(initial, ".", last),
        join(first, last),
        join(nick, ".", last),
        join(last, ".", first),
        join(nick, "_", last),
    )
    domain = choose(_DOMAINS, np.searchsorted(_DOMAIN_ODDS, rng.random(n)).clip(0, len(_DOMAINS) - 1))
    return join(pc.utf8_lower(local), Numbers(number).text(), "@", domain)


def _phones(people: People, number: np.ndarray, customers: int) -> pa.Array:
    """Digits with the country code: the number part is unique in the whole run."""
    width = 5 if 2 * customers <= 10**5 else 8
    long = Ids("", scatter(number, 10**8, 48_271_363, 555), 8).text()
    short = Ids("", scatter(number, 10**width, 48_271, 777), width).text()
    return pc.choose(
        pa.array(people.country),
        join("4477009", short),
        join("86100", long),
        join("353209", pc.utf8_slice_codeunits(long, 1)),
        join("1555", pc.utf8_slice_codeunits(long, 1)),
    )


def pinyin_given(people: People, person: np.ndarray) -> pa.Array:
    """Given name in pinyin, lower case, written together."""
    words = [p for _, p in GIVEN]
    return join(choose(words, people.given[person, 0]), pc.fill_null(choose(words, people.given[person, 1]), ""))


def make_records(
    people: People,
    faces: Faces,
    member: np.ndarray,
    created: np.ndarray,
    second_share: float,
    update_share: float,
    first_id: int,
    calendar: Calendar,
    rng: np.random.Generator,
) -> Records:
    """The records of one system: `member` people from `created` on; some with a changed e-mail have a second one."""
    n, end = len(people), calendar.end * DAY
    created = np.minimum(created, end - 3_600)
    changed = faces.email_changed
    twice = member & (changed > created + 10 * DAY) & (changed < end - 5 * DAY) & (rng.random(n) < second_share)
    person = np.concatenate([np.flatnonzero(member), np.flatnonzero(twice)])
    second = np.arange(len(person)) >= member.sum()
    begun = np.where(second, changed[person] + 3_600, created[person])
    touched = rng.random(len(person)) < update_share
    updated = np.where(touched, begun + (rng.random(len(person)) * (end - begun)).astype(np.int64), begun)
    updated = np.where(~second & twice[person], np.minimum(updated, np.maximum(changed[person] - DAY, begun)), updated)
    sequence = np.argsort(begun, kind="stable")
    person, begun, updated, second = person[sequence], begun[sequence], updated[sequence], second[sequence]
    ids = first_id + np.arange(len(person))
    look = [np.full(n, NA) for _ in range(3)]
    look[0][person[~second]] = ids[~second]
    look[1][person[second]] = ids[second]
    look[2][person[second]] = begun[second]
    return Records(person, begun, updated, second, ids, *look)


def email_of(faces: Faces, records: Records, share: float, rng: np.random.Generator) -> pa.Array:
    """The e-mail a record shows, present in `share` of the records."""
    new = (records.updated >= faces.email_changed[records.person]) | records.second
    rows = pa.array(records.person)
    return pick(rng.random(len(new)) < share, pick(new, faces.email[1].take(rows), faces.email[0].take(rows)), None)


def phone_of(faces: Faces, people: People, records: Records, share: float, rng: np.random.Generator) -> pa.Array:
    """The phone a record shows, in one of several spellings."""
    rows = pa.array(records.person)
    new = records.updated >= faces.phone_changed[records.person]
    digits = pick(new, faces.phone[1].take(rows), faces.phone[0].take(rows))
    british = people.country[records.person] == 0
    home = pc.utf8_slice_codeunits(digits, 2)
    head, tail = pc.utf8_slice_codeunits(home, 0, 4), pc.utf8_slice_codeunits(home, 4)
    n = len(new)
    style = np.where(british, rng.choice(6, n, p=(0.34, 0.2, 0.22, 0.1, 0.07, 0.07)), rng.choice([2, 6], n))
    text = pc.choose(
        pa.array(style),
        join("0", head, " ", tail),
        join("+44 ", head, " ", tail),
        join("+", digits),
        join("0", home),
        join("(0", head, ") ", tail),
        join("0", head, "-", tail),
        join("00", digits),
    )
    return pick(rng.random(n) < share, text, None)


@dataclass
class Names:
    """Name texts of the records of a system."""

    full: pa.Array
    first: pa.Array
    last: pa.Array


def names_of(
    people: People, faces: Faces, records: Records, nickname: float, hanzi: float, rng: np.random.Generator
) -> Names:
    """Names as a system has them: `nickname` and `hanzi` are the shares of short forms and of Chinese characters."""
    person = records.person
    n = len(person)
    chinese = people.country[person] == 1
    form = np.select([(draw := rng.random(n)) < nickname, draw < nickname + 0.04, draw < nickname + 0.07], [1, 2, 3], 0)
    nick = pc.choose(pa.array(faces.nick[person]), *(choose(names, people.first[person]) for names in _NICK))
    plain = choose(FIRST, people.first[person])
    slips = pa.array(rng.integers(0, 4, n))
    typo = pc.choose(slips, *(choose(names, people.first[person]) for names in _FIRST_TYPOS))
    first = pc.choose(pa.array(form), plain, nick, pc.utf8_slice_codeunits(plain, 0, 1), typo)
    married = records.updated >= faces.married[person]
    surname = np.where(chinese, 0, np.where(married, faces.new_surname[person], people.surname[person]))
    wrong = pc.choose(slips, *(choose(names, surname) for names in _SURNAME_TYPOS))
    last = pick(rng.random(n) < 0.03, wrong, choose(SURNAMES, surname))
    cn_surname = np.where(chinese, people.surname[person], 0)
    given = people.given[person]
    in_hanzi = chinese & (rng.random(n) < hanzi)
    cn_first = pick(
        in_hanzi,
        join(choose([c for c, _ in GIVEN], given[:, 0]), pc.fill_null(choose([c for c, _ in GIVEN], given[:, 1]), "")),
        pc.utf8_capitalize(pinyin_given(people, person)),
    )
    cn_last = pick(
        in_hanzi,
        choose([c for c, _ in CN_SURNAMES], cn_surname),
        pc.utf8_capitalize(choose([p for _, p in CN_SURNAMES], cn_surname)),
    )
    first, last = pick(chinese, cn_first, first), pick(chinese, cn_last, last)
    middle = choose([f" {letter}. " for letter in "ABCDEFGHJKLMNPRSTW"], (people.birth[person] + person) % 18)
    order = rng.choice(6, n, p=(0.80, 0.06, 0.03, 0.03, 0.04, 0.04))
    order = np.where(chinese, np.where(in_hanzi, 6, np.where(rng.random(n) < 0.5, 0, 5)), order)
    spaced = join(first, " ", last)
    full = pc.choose(
        pa.array(order),
        spaced,
        join(last, ", ", first),
        pc.utf8_lower(spaced),
        pc.utf8_upper(spaced),
        join(first, middle, last),
        join(last, " ", first),
        join(last, first),
    )
    return Names(full, first, last)


@dataclass
class Places:
    """Address texts of the records of a system."""

    street: pa.Array
    town: pa.Array
    county: pa.Array
    postcode: pa.Array


def places_of(people: People, faces: Faces, records: Records, hanzi: float, rng: np.random.Generator) -> Places:
    """Addresses, decided by the home number; post codes use letters that real ones never end with."""
    person = records.person
    home = np.where(records.updated >= faces.moved[person], faces.home[1][person], faces.home[0][person])
    mixed = scatter(home, 10**9, 482_711_371, 97)
    house, street, town = 1 + mixed % 180, mixed // 180 % len(STREETS), mixed // 40_000
    country = people.country[person]
    abbreviated = rng.random(len(person)) < 0.15
    short = [name.replace("Street", "St").replace("Road", "Rd").replace("Avenue", "Ave") for name in STREETS]
    streets = join(Numbers(house).text(), " ", pick(abbreviated, choose(short, street), choose(STREETS, street)))
    british = town % len(TOWNS)
    lists = [FOREIGN[code] for code in ("CN", "IE", "US")]
    in_hanzi = rng.random(len(person)) < hanzi
    cn = [
        pick(in_hanzi, choose([h for _, h in lists[0]], town % 4), choose([t for t, _ in lists[0]], town % 4)),
        pa.nulls(len(person), pa.string()),
    ]
    others = [[choose([place[i] for place in places], town % 3) for places in lists[1:]] for i in range(2)]
    where = pa.array(country)
    letters = "CIKMOV"
    outward = join(choose([t[2] for t in TOWNS], british), Numbers(1 + mixed // 7 % 28).text())
    gap = pick(rng.random(len(person)) < 0.85, " ", "")
    inward = join(Numbers(mixed // 11 % 10).text(), choose([a + b for a in letters for b in letters], mixed // 13 % 36))
    postcode = pc.choose(
        where,
        join(outward, gap, inward),
        Ids("", mixed % 900_000 + 100_000, 6).text(),
        join("D", Ids("", mixed % 90, 2).text(), " X0X0"),
        join("00", Ids("", mixed % 1000, 3).text()),
    )
    return Places(
        streets,
        pc.choose(where, choose([t[0] for t in TOWNS], british), cn[0], *others[0]),
        pc.choose(where, choose([t[1] for t in TOWNS], british), cn[1], *others[1]),
        postcode,
    )
