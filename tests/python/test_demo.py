"""The demo company: contract, determinism, dirt with its truth, and the planted causes."""

import re
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from crm360.demo.company import build
from crm360.demo.contract import COLUMNS, KEYS
from crm360.demo.dirt_rules import BREAKS, OLDER, UNCLEAN
from crm360.demo.names import FIRST, NICKNAMES, SURNAMES
from crm360.demo.pinyin import PINYIN

SEED = 7


@pytest.fixture(scope="module")
def company(tmp_path_factory):
    folder = tmp_path_factory.mktemp("company")
    build(3_000, SEED, folder)
    return folder


@pytest.fixture(scope="module")
def extracts(company):
    return {name: read(company / f"{name}.csv") for name in COLUMNS}


@pytest.fixture(scope="module")
def truth(company):
    return {path.stem: read(path) for path in sorted((company / "truth").glob("*.csv"))}


def read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False, na_values=[])


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def good(extracts, truth, name: str) -> pd.DataFrame:
    """The rows of an extract that are neither rejected nor superseded."""
    system, entity = name.split("/")
    bad = truth["bad_rows"]
    rows = bad[(bad["system"] == system) & (bad["entity"] == entity)]["source_row"].astype(int) - 1
    return extracts[name].drop(index=rows)


def number(column: pd.Series) -> pd.Series:
    return pd.to_numeric(column.str.replace(r"[^\d.\-]", "", regex=True))


def moment(column: pd.Series) -> pd.Series:
    """Timestamps of the clean form and ISO; others are NaT."""
    return pd.to_datetime(column.str.replace("T", " ").str.rstrip("Z"), format="%Y-%m-%d %H:%M:%S", errors="coerce")


def test_same_arguments_same_bytes(tmp_path):
    for run in ("one", "two"):
        build(300, SEED, tmp_path / run, "csv", web_days=30)
    first, second = files(tmp_path / "one"), files(tmp_path / "two")
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []


def test_same_arguments_same_parquet_tables(tmp_path):
    """Not the same bytes: Arrow pads the last run of a dictionary column with whatever the memory held."""
    for run in ("one", "two"):
        build(300, SEED, tmp_path / run, "parquet", web_days=30)
    names = sorted(str(path.relative_to(tmp_path / "one")) for path in (tmp_path / "one").rglob("*.parquet"))
    assert len(names) > 22
    for name in names:
        assert pq.read_table(tmp_path / "one" / name).equals(pq.read_table(tmp_path / "two" / name)), name


def test_another_seed_is_another_company(tmp_path):
    for seed in (1, 2):
        build(100, seed, tmp_path / str(seed))
    assert files(tmp_path / "1")["shop/orders.csv"] != files(tmp_path / "2")["shop/orders.csv"]


def test_blocks_share_no_ids(tmp_path, monkeypatch):
    monkeypatch.setattr("crm360.demo.company.BLOCK", 100)
    build(300, SEED, tmp_path, "parquet", web_days=30)
    bad = pq.read_table(tmp_path / "truth/bad_rows.parquet").to_pandas()
    for name in ("shop/orders", "shop/accounts", "web/events", "social/profiles", "helpdesk/tickets"):
        system, entity = name.split("/")
        rows = bad[(bad["system"] == system) & (bad["entity"] == entity)]["source_row"].astype(int) - 1
        key = pq.read_table(tmp_path / f"{name}.parquet").to_pandas().drop(index=rows)[KEYS[name][0]]
        assert key.is_unique and key.notna().all(), name


def test_too_few_customers_are_refused(tmp_path):
    with pytest.raises(ValueError, match="at least 50"):
        build(10, SEED, tmp_path)


def test_the_contract(company, extracts):
    for name, columns in COLUMNS.items():
        assert tuple(extracts[name].columns) == columns, name
        assert len(extracts[name]) > 20, name


def test_parquet_holds_only_strings_and_equals_csv(tmp_path):
    build(200, SEED, tmp_path / "csv", "csv", web_days=30)
    build(200, SEED, tmp_path / "parquet", "parquet", web_days=30)
    for name in COLUMNS:
        table = pq.read_table(tmp_path / "parquet" / f"{name}.parquet")
        assert {str(field.type) for field in table.schema} == {"string"}, name
        pd.testing.assert_frame_equal(
            table.to_pandas().fillna("").astype(object), read(tmp_path / "csv" / f"{name}.csv").astype(object)
        )


def test_until_moves_the_world(tmp_path):
    from datetime import date

    build(200, SEED, tmp_path, until=date(2024, 2, 15))
    placed = moment(read(tmp_path / "shop/orders.csv")["placed_at"])
    usual = placed[(placed > "2000") & (placed < "2030")]
    assert usual.max() < pd.Timestamp("2024-02-16")
    assert usual.min() >= pd.Timestamp("2021-03-01")


def test_sizes(company, extracts, truth):
    people = len(truth["people"])
    assert people == 3_000
    assert 8.5 < len(extracts["shop/orders"]) / people < 12
    assert 14 < len(extracts["shop/order_lines"]) / people < 22
    assert 6 < len(extracts["web/events"]) / people < 14
    size = sum((company / f"{name}.csv").stat().st_size for name in COLUMNS)
    assert size / people < 9.5e6 / 2_000 * 1.03


def test_no_truth_in_the_extracts(company, truth):
    person = re.compile(rb"N\d{7}\b")
    for name in COLUMNS:
        content = (company / f"{name}.csv").read_bytes()
        assert not person.search(content), name
        header = content.split(b"\n", 1)[0].decode().split(",")
        assert not {"person_id", "persona", "churned", "is_fraud", "family_id"} & set(header), name
    assert truth["people"]["person_id"].str.fullmatch(r"N\d{7}").all()


def test_every_kind_of_bad_row_occurs(truth):
    bad = truth["bad_rows"]
    seen = set(zip(bad["system"] + "/" + bad["entity"], bad["judgement"], bad["reason"], strict=True))
    for name, breaks in BREAKS.items():
        for column, _, rule in breaks:
            assert (name, "rejected", f"{column}: {rule}") in seen
    for name in OLDER:
        assert (name, "superseded", "older version") in seen
        assert (name, "superseded", "exact repeat") in seen


def test_every_kind_of_unclean_value_occurs(truth):
    done = truth["cleaned_values"]
    counts = dict(
        zip(
            zip(done["system"] + "/" + done["entity"], done["column"], done["kind"], strict=True),
            done["rows"].astype(int),
            strict=True,
        )
    )
    missing = [
        (name, column, kind)
        for name, forms in UNCLEAN.items()
        for column, kind, _ in forms
        if counts[name, column, kind] == 0
    ]
    assert missing == []


def test_rejected_rows_are_bad(extracts, truth):
    broken = {(name, f"{column}: {rule}"): [] for name, breaks in BREAKS.items() for column, _, rule in breaks}
    for name, breaks in BREAKS.items():
        for column, text, rule in breaks:
            broken[name, f"{column}: {rule}"].append(text or "")
    rejected = truth["bad_rows"][truth["bad_rows"]["judgement"] == "rejected"]
    for system, entity, row, reason in rejected[["system", "entity", "source_row", "reason"]].itertuples(index=False):
        name = f"{system}/{entity}"
        column = reason.split(":")[0]
        assert extracts[name].at[int(row) - 1, column] in broken[name, reason], (name, row, reason)


def test_good_rows_have_unique_keys_and_superseded_ones_a_newer_version(extracts, truth):
    superseded = truth["bad_rows"][truth["bad_rows"]["judgement"] == "superseded"]
    for name, (updated, _, _) in OLDER.items():
        rows = good(extracts, truth, name)
        keys = pd.MultiIndex.from_frame(rows[list(KEYS[name])])
        assert keys.is_unique, name
        assert not (rows[list(KEYS[name])] == "").any().any(), name
        place = dict(zip(keys, rows.index, strict=True))
        system, entity = name.split("/")
        mine = superseded[(superseded["system"] == system) & (superseded["entity"] == entity)]
        for row, reason in mine[["source_row", "reason"]].itertuples(index=False):
            at = int(row) - 1
            newest = place[tuple(extracts[name].loc[at, list(KEYS[name])])]
            if reason == "exact repeat":
                assert (extracts[name].loc[at] == extracts[name].loc[newest]).all() and at < newest
            elif updated:
                assert extracts[name].at[at, updated] < extracts[name].at[newest, updated]
            else:
                assert at < newest


def test_orders_add_up(extracts, truth):
    lines = good(extracts, truth, "shop/order_lines")
    value = (number(lines["qty"]) * number(lines["unit_price"])).groupby(lines["order_no"]).sum()
    discount = number(lines["line_discount"]).groupby(lines["order_no"]).sum()
    orders = good(extracts, truth, "shop/orders").set_index("order_no")
    assert set(value.index) == set(orders.index)
    np.testing.assert_allclose(number(orders["subtotal"]), value.reindex(orders.index), atol=0.001)
    np.testing.assert_allclose(number(orders["discount"]), discount.reindex(orders.index), atol=0.001)
    pays = good(extracts, truth, "shop/payments")
    assert set(pays["order_no"]) == set(orders.index)
    completed = orders[orders["status"].str.lower() == "completed"]
    due = (
        number(completed["subtotal"])
        - number(completed["discount"])
        + number(completed["tax"])
        + number(completed["shipping"])
    )
    asked = pays[pays["state"].isin(["paid", "pending"])]
    paid = number(asked["amount"]).groupby(asked["order_no"]).sum().reindex(completed.index)
    np.testing.assert_allclose(paid, due, atol=0.001)


def test_records_of_the_truth_are_those_of_the_extracts(extracts, truth):
    records = truth["records"]
    for (system, entity), mine in records.groupby(["system", "entity"]):
        name = f"{system}/{entity}"
        assert set(mine["source_id"]) == set(good(extracts, truth, name)[KEYS[name][0]])
    assert set(records["person_id"]) == set(truth["people"]["person_id"])
    assert records.groupby(["person_id", "system"]).size().max() == 2


def test_most_but_not_all_true_pairs_share_a_contact(extracts, truth):
    parts = []
    for system, entity, email, phone, loyalty in (
        ("crm", "contacts", "email", "mobile", "loyalty_no"),
        ("shop", "accounts", "email_address", "phone", "loyalty_card"),
        ("helpdesk", "users", "email", "phone", None),
        ("survey", "contacts", "email", "phone", None),
        ("marketing", "subscribers", "email", "phone", "loyalty_no"),
        ("billing", "subscribers", "email", "phone", "loyalty_no"),
    ):
        rows = good(extracts, truth, f"{system}/{entity}")
        parts.append(
            pd.DataFrame(
                {
                    "source_id": rows.iloc[:, 0],
                    "system": system,
                    "email": rows[email].str.strip().str.lower(),
                    "phone": rows[phone].str.replace(r"\D", "", regex=True).str[-9:],
                    "loyalty": rows[loyalty].str.upper() if loyalty else "",
                }
            )
        )
    records = pd.concat(parts).merge(truth["records"], on=["system", "source_id"])
    stop = {"test@test.com", "noreply@example.com", "000000000", "234567890", "111111111"}
    parent = list(range(len(records)))

    def root(i):
        while parent[i] != i:
            i = parent[i]
        return i

    for column, pattern in (("email", r".+@.+"), ("phone", r"\d{7,}"), ("loyalty", r"L\d+")):
        real = records[records[column].str.fullmatch(pattern) & ~records[column].isin(stop)]
        for _, group in real.groupby(column):
            for other in group.index[1:]:
                parent[root(other)] = root(group.index[0])
    records["cluster"] = [root(i) for i in range(len(records))]

    def pairs(by):
        sizes = records.groupby(by).size()
        return (sizes * (sizes - 1) // 2).sum()

    both = pairs(["person_id", "cluster"])
    assert 0.80 < both / pairs(["person_id"]) < 0.92
    assert both / pairs(["cluster"]) > 0.85  # families and frauds share contacts, strangers do not


def test_people_leave_for_planted_reasons(truth):
    people = truth["people"]
    churned = people["churned"].astype(int)
    assert 0.34 < churned.mean() < 0.46
    hurt = people["unresolved_complaints"].astype(int) > 0
    assert churned[hurt].mean() > churned[~hurt].mean() + 0.12
    assert (
        churned[people["persona"] == "loyalist"].mean() < churned[people["persona"] == "bargain_hunter"].mean() - 0.15
    )
    fraud = people["is_fraud"] == "1"
    assert 0.002 < fraud.mean() < 0.005
    assert people.loc[fraud, "orders"].astype(int).median() > 7


def orders_of_people(extracts, truth) -> pd.DataFrame:
    accounts = truth["records"][truth["records"]["entity"] == "accounts"]
    orders = good(extracts, truth, "shop/orders").merge(accounts, left_on="account_id", right_on="source_id")
    return orders.assign(at=moment(orders["placed_at"])).dropna(subset="at")


def test_buying_slows_before_people_leave(extracts, truth):
    people = truth["people"][truth["people"]["churn_reason"].isin(["lifetime", "price", "dissatisfied"])]
    orders = orders_of_people(extracts, truth).merge(people[["person_id", "churned_at"]], on="person_id")
    before = (pd.to_datetime(orders["churned_at"]) - orders["at"]).dt.days
    assert (before >= 0).all()
    assert before.between(0, 29).sum() < 0.45 * before.between(120, 149).sum()


def test_campaigns_move_the_persuadable_only(extracts, truth):
    sends = good(extracts, truth, "marketing/sends")
    sends = sends[sends["action"].isin(["sent", "held_out"])]
    sends = sends.assign(
        at=moment(sends["touched_at"]).dt.normalize(), campaign_code=sends["campaign_code"].str.upper()
    )
    members = truth["records"][truth["records"]["system"] == "marketing"]
    sends = sends.merge(members, left_on="subscriber_id", right_on="source_id").dropna(subset="at")
    sends = sends.merge(truth["people"][["person_id", "response_group"]], on="person_id").reset_index(names="touch")
    orders = orders_of_people(extracts, truth)[["person_id", "at"]].rename(columns={"at": "bought"})
    after = sends.merge(orders, on="person_id")
    after = after[(after["bought"] > after["at"]) & (after["bought"] < after["at"] + pd.Timedelta(days=14))]
    sends["orders"] = sends["touch"].map(after.groupby("touch").size()).fillna(0)
    mean = sends.groupby(["response_group", "variant"])["orders"].mean()
    assert mean["persuadable", "treatment"] > mean["persuadable", "control"] + 0.1
    assert mean["sleeping_dog", "treatment"] < mean["sleeping_dog", "control"] + 0.02
    dud = sends[
        sends["campaign_code"] == truth["campaigns"].query("name == 'Brand story letter'")["campaign_code"].iloc[0]
    ]
    effect = dud.groupby("variant")["orders"].mean()
    assert abs(effect["treatment"] - effect["control"]) < 0.12
    assert 0.12 < (sends["variant"] == "control").mean() < 0.25


def test_bundles_have_lift(extracts, truth):
    lines = good(extracts, truth, "shop/order_lines")
    baskets = lines.assign(sku=lines["sku"].str.upper()).drop_duplicates(["order_no", "sku"])
    orders = baskets["order_no"].nunique()
    containing = baskets.groupby("sku")["order_no"].agg(set)
    bundles = truth["bundles"].sort_values("position").groupby("bundle")["sku"].agg(list)
    assert len(bundles) >= 6
    for skus in bundles:
        for partner in skus[1:]:
            both = len(containing[skus[0]] & containing[partner])
            assert both * orders / (len(containing[skus[0]]) * len(containing[partner])) > 3, skus


def test_usage_falls_before_cancelling(extracts, truth):
    usage = good(extracts, truth, "billing/usage")
    usage = usage[usage["metric"] == "logins"]
    subscribers = good(extracts, truth, "billing/subscribers")
    ended = subscribers[subscribers["cancelled_on"].str.fullmatch(r"\d{4}-\d\d-\d\d")]
    rows = usage.merge(ended, on="subscriber_no")
    left = (pd.to_datetime(rows["cancelled_on"]) - pd.to_datetime(rows["month"].str.strip())).dt.days
    value = pd.to_numeric(rows["value"], errors="coerce")
    assert value[left < 60].mean() < 0.6 * value[left > 150].mean()


def test_outage_and_spike_day(extracts, truth):
    days = moment(good(extracts, truth, "shop/orders")["placed_at"]).dt.date.astype(str).value_counts()
    factor = truth["anomalies"].set_index("kind")
    month = days[[day for day in days.index if day[:7] == factor.at["spike", "day"][:7]]]
    assert days.get(factor.at["outage", "day"], 0) < 0.4 * days.median()
    assert days[factor.at["spike", "day"]] > 2 * month.median()


def test_names_are_plainly_synthetic_and_many(extracts):
    assert len(set(SURNAMES)) == len(SURNAMES) >= 1_500
    assert set(NICKNAMES) <= set(FIRST)
    assert all(len(character) == 1 and sound.isascii() for character, sound in PINYIN.items())
    emails = extracts["shop/accounts"]["email_address"].str.strip().str.lower()
    domains = emails[emails.str.contains("@")].str.split("@").str[1]
    assert domains.str.fullmatch(r"(\w+\.)?example\.(com|org|net)|test\.com").all()


def test_duckdb_reads_the_files(company):
    found = duckdb.sql(
        f"select count(*), count(comment) from read_csv('{company}/survey/responses.csv', all_varchar = true)"
    ).fetchall()
    assert found[0][0] > 1_000
    assert found[0][1] > 300
