"""The metrics (models/semantic): MetricFlow accepts them, and its answers are those of plain SQL over the marts."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pandas as pd
import pytest


@pytest.fixture(scope="module")
def metrics(demo_warehouse, project_copy, tmp_path_factory):
    """The project with a copy of the built warehouse: MetricFlow opens it for writing."""
    project = project_copy(tmp_path_factory.mktemp("metrics"))
    shutil.copy(demo_warehouse, project.warehouse)
    code, printed = project.run("parse")
    assert code == 0, printed[-3000:]
    return project


def mf(project, *arguments):
    command = [str(Path(sys.executable).with_name("mf")), *arguments]
    result = subprocess.run(command, cwd=project.folder, env=project.environment(), capture_output=True, text=True)
    printed = result.stdout + result.stderr
    assert result.returncode == 0, printed[-3000:]
    return printed


@pytest.fixture(scope="module")
def query(metrics):
    def run(names, group_by):
        target = metrics.folder / "answer.csv"
        asked = ["--metrics", ",".join(names), "--group-by", ",".join(group_by)]
        mf(metrics, "query", *asked, "--csv", str(target))
        return sorted_frame(pd.read_csv(target), group_by)

    return run


@pytest.fixture(scope="module")
def sql(metrics):
    def run(query, group_by):
        with duckdb.connect(str(metrics.warehouse), read_only=True) as connection:
            return sorted_frame(connection.execute(query).df(), group_by)

    return run


def sorted_frame(frame, keys):
    """Keys as text, figures as doubles, rows in order of the keys."""
    frame = frame.copy()
    for name in frame.columns:
        if name not in keys:
            frame[name] = frame[name].astype("float64")
        elif "metric_time" in name:
            frame[name] = pd.to_datetime(frame[name]).dt.strftime("%Y-%m-%d")
        else:
            frame[name] = frame[name].astype("object").where(frame[name].notna(), "NULL").astype(str)
    return frame.sort_values(list(keys)).reset_index(drop=True)[[*keys, *sorted(set(frame.columns) - set(keys))]]


def assert_equal(answer, wanted, rows):
    assert len(answer) == rows
    pd.testing.assert_frame_equal(answer, wanted, check_dtype=False, rtol=1e-9, atol=1e-9)


@pytest.fixture(scope="module")
def manifest(metrics):
    return json.loads((metrics.folder / "target" / "semantic_manifest.json").read_text())


def test_metricflow_accepts_the_definitions(metrics):
    printed = mf(metrics, "validate-configs")
    assert printed.count("ERRORS: 0, FUTURE_ERRORS: 0") == 6, printed


def test_every_metric_has_a_label_and_a_description(manifest):
    assert len(manifest["metrics"]) >= 30
    types = {metric["type"] for metric in manifest["metrics"]}
    assert types == {"simple", "ratio", "cumulative", "derived", "conversion"}
    labels = [metric["label"] for metric in manifest["metrics"]]
    assert len(set(labels)) == len(labels)
    for metric in manifest["metrics"]:
        assert metric["label"] and metric["description"].endswith("."), metric["name"]


def test_cumulative_metrics_show_the_last_day_of_a_period(manifest):
    """The default is the first day, which makes month to date the sales of the first of the month."""
    cumulative = [metric for metric in manifest["metrics"] if metric["type"] == "cumulative"]
    assert len(cumulative) >= 4
    for metric in cumulative:
        assert metric["type_params"]["cumulative_type_params"]["period_agg"] == "last", metric["name"]


def test_sales_by_month(query, sql):
    keys = ["metric_time__month"]
    answer = query(
        [
            *("revenue", "net_revenue", "margin", "margin_rate", "orders", "average_order_value", "active_customers"),
            *("new_customers", "repeat_rate", "refund_rate", "cancellation_rate", "net_revenue_growth"),
            *("complaints_per_1000_orders", "churn_rate", "subscriber_churn_rate", "retention_rate"),
        ],
        keys,
    )
    wanted = sql(
        """
        with months as (
            select
                order_month as metric_time__month,
                sum(net_amount) filter (where is_purchase) as revenue,
                sum(net_revenue) as net_revenue,
                sum(margin_amount) as margin,
                sum(margin_amount) / sum(net_revenue) filter (where margin_amount is not null) as margin_rate,
                count(*) filter (where is_purchase) as orders,
                sum(net_revenue) / count(*) filter (where is_purchase) as average_order_value,
                count(distinct customer_id) filter (where is_purchase) as active_customers,
                count(*) filter (where is_first_order) as new_customers,
                count(distinct customer_id) filter (where customer_order_number > 1)
                / count(distinct customer_id) filter (where is_purchase) as repeat_rate,
                sum(refund_amount) filter (where is_purchase) / sum(net_amount) filter (where is_purchase)
                    as refund_rate,
                count(*) filter (where not is_purchase) / count(*) as cancellation_rate
            from marts.fct_orders group by 1
        ), tickets as (
            select date_trunc('month', opened_at) as month, count(*) filter (where is_complaint) as complaints
            from marts.fct_tickets group by 1
        )
        select
            months.*,
            months.net_revenue / lag(months.net_revenue) over (order by metric_time__month) - 1 as net_revenue_growth,
            1000 * complaints / orders as complaints_per_1000_orders,
            rhythm.churn_rate,
            contracts.churn_rate as subscriber_churn_rate,
            retention.retention_rate
        from months
        left join tickets on metric_time__month = tickets.month
        left join marts.churn_monthly as rhythm on metric_time__month = rhythm.month and rhythm.basis = 'rhythm'
        left join marts.churn_monthly as contracts
            on metric_time__month = contracts.month and contracts.basis = 'contract'
        left join marts.retention_monthly as retention on metric_time__month = retention.month
        """,
        keys,
    )
    assert_equal(answer, wanted, rows=len(wanted))
    assert len(wanted) > 30


def test_cumulative_figures_by_quarter(query, sql):
    """To date, trailing and stocks: each quarter shows what its last day shows."""
    keys = ["metric_time__quarter"]
    answer = query(
        [
            *("net_revenue_to_date", "net_revenue_year_to_date", "net_revenue_month_to_date", "net_revenue_12_months"),
            *("active_customers_12_months", "net_revenue_growth_year", "subscribers", "lost_customers"),
        ],
        keys,
    )
    wanted = sql(
        """
        with quarters as (
            select date_trunc('quarter', date_day) as quarter, max(date_day) as last_day,
                date_trunc('year', max(date_day)) as year_start, date_trunc('month', max(date_day)) as month_start
            from marts.dim_dates
            where date_day >= (select min(order_date) from marts.fct_orders) group by 1
        ), summed as (
            select
                quarter as metric_time__quarter,
                sum(net_revenue) filter (where order_date <= last_day) as net_revenue_to_date,
                sum(net_revenue) filter (where order_date between year_start and last_day) as net_revenue_year_to_date,
                sum(net_revenue) filter (where order_date between month_start and last_day)
                    as net_revenue_month_to_date,
                sum(net_revenue) filter (where order_date > last_day - interval 12 month and order_date <= last_day)
                    as net_revenue_12_months,
                count(distinct customer_id) filter (
                    where is_purchase and order_date > last_day - interval 12 month and order_date <= last_day
                ) as active_customers_12_months,
                sum(net_revenue) filter (where date_trunc('quarter', order_date) = quarter)
                / sum(net_revenue) filter (where date_trunc('quarter', order_date) = quarter - interval 12 month) - 1
                    as net_revenue_growth_year
            from quarters cross join marts.fct_orders group by quarter, last_day
        )
        select
            summed.*,
            (select max_by(customers_at_end, month) from marts.churn_monthly
                where basis = 'contract' and date_trunc('quarter', month) = metric_time__quarter) as subscribers,
            (select sum(customers_lost) from marts.churn_monthly
                where basis = 'rhythm' and date_trunc('quarter', month) = metric_time__quarter) as lost_customers
        from summed
        """,
        keys,
    )
    assert_equal(answer, wanted, rows=len(wanted))
    assert len(wanted) >= 12


def test_service_by_segment(query, sql):
    """Joined over the customer: satisfaction and service by a facet of customer_360."""
    keys = ["customer__rfm_segment"]
    answer = query(
        [
            *("nps", "csat", "ces", "csat_top_two_share", "tickets", "complaint_rate", "first_response_time"),
            *("resolution_rate", "resolution_time_p90", "customers"),
            *("discounted_customer_value", "expected_customer_value"),
        ],
        keys,
    )
    wanted = sql(
        """
        with ratings as (
            select
                rfm_segment,
                100 * (count(*) filter (where survey_type = 'nps' and is_top)
                    - count(*) filter (where survey_type = 'nps' and is_bottom))
                / nullif(count(*) filter (where survey_type = 'nps'), 0) as nps,
                avg(standard_score) filter (where survey_type = 'csat') as csat,
                avg(standard_score) filter (where survey_type = 'ces') as ces,
                count(*) filter (where survey_type = 'csat' and is_top)
                / nullif(count(*) filter (where survey_type = 'csat'), 0) as csat_top_two_share
            from marts.int_satisfaction_ratings left join marts.customer_360 using (customer_id) group by 1
        ), tickets as (
            select
                rfm_segment, count(*) as tickets,
                count(*) filter (where is_complaint) / count(*) as complaint_rate,
                avg(first_response_hours) as first_response_time,
                count(resolved_at) / count(*) as resolution_rate,
                percentile_disc(0.9) within group (order by resolution_hours) as resolution_time_p90
            from marts.fct_tickets left join marts.customer_360 using (customer_id) group by 1
        ), customers as (
            select
                rfm_segment, count(*) as customers,
                avg(customer_value.discounted_value) filter (where customer_value.purchases > 0)
                    as discounted_customer_value,
                avg(expected_value_12m) as expected_customer_value
            from marts.customer_360 inner join marts.customer_value using (customer_id) group by 1
        )
        select
            customers.rfm_segment as customer__rfm_segment, customers.* exclude (rfm_segment),
            tickets.* exclude (rfm_segment), ratings.* exclude (rfm_segment)
        from customers
        full join tickets on customers.rfm_segment is not distinct from tickets.rfm_segment
        full join ratings on customers.rfm_segment is not distinct from ratings.rfm_segment
        """,
        keys,
    )
    assert_equal(answer, wanted, rows=12)


def test_products_by_category_and_channel(query, sql):
    """Two joins: lines to their product and to their order."""
    keys = ["product__category", "sales_order__channel"]
    answer = query(["product_revenue", "product_margin_rate", "product_units"], keys)
    wanted = sql(
        """
        select
            dim_products.category as product__category, channel as sales_order__channel,
            sum(fct_order_items.net_amount) as product_revenue,
            sum(fct_order_items.margin_amount)
            / sum(fct_order_items.net_amount) filter (where fct_order_items.margin_amount is not null)
                as product_margin_rate,
            sum(quantity) as product_units
        from marts.fct_order_items
        inner join marts.fct_orders using (order_key)
        left join marts.dim_products using (product_key)
        where fct_orders.is_purchase group by 1, 2
        """,
        keys,
    )
    assert_equal(answer, wanted, rows=32)


def test_marketing_by_month(query, sql):
    keys = ["metric_time__month"]
    answer = query(
        [
            *("marketing_spend", "return_on_spend", "customer_acquisition_cost"),
            *("sessions", "conversion_rate", "bounce_rate"),
        ],
        keys,
    )
    wanted = sql(
        """
        with web as (
            select
                date_trunc('month', session_date) as month, count(*) as sessions,
                count(*) filter (where has_purchase) / count(*) as conversion_rate,
                count(*) filter (where is_bounce) / count(*) as bounce_rate
            from marts.fct_web_sessions group by 1
        ), channels as (
            select
                month, sum(spend_amount) as marketing_spend,
                sum(attributed_revenue) filter (where spend_amount > 0) / nullif(sum(spend_amount), 0)
                    as return_on_spend
            from marts.channel_performance_monthly group by 1
        ), acquired as (
            select month, sum(acquisition_amount) / nullif(sum(new_customers), 0) as customer_acquisition_cost
            from marts.acquisition_costs_monthly group by 1
        )
        select coalesce(web.month, channels.month, acquired.month) as metric_time__month,
            web.* exclude (month), channels.* exclude (month), acquired.* exclude (month)
        from channels full join acquired on channels.month = acquired.month full join web on channels.month = web.month
        """,
        keys,
    )
    assert_equal(answer, wanted, rows=len(wanted))


def test_visits_followed_by_an_order(query, sql):
    """A conversion metric: orders on one of the seven days from a session of the customer on, by the last such one."""
    keys = ["metric_time__month"]
    answer = query(["orders_per_visit_7_days", "identified_sessions"], keys)
    wanted = sql(
        """
        with sessions as (
            select date_trunc('month', session_date) as month, count(*) as identified_sessions
            from marts.fct_web_sessions where customer_id is not null group by 1
        ), last_sessions as (
            select fct_orders.order_key, date_trunc('month', max(session_date)) as month
            from marts.fct_orders inner join marts.fct_web_sessions as sessions
                on fct_orders.customer_id = sessions.customer_id and sessions.session_date <= fct_orders.order_date
                and sessions.session_date > fct_orders.order_date - interval 7 day
            where fct_orders.is_purchase group by 1
        ), followed as (
            select month, count(*) as orders from last_sessions group by 1
        )
        select
            sessions.month as metric_time__month, identified_sessions,
            orders / identified_sessions as orders_per_visit_7_days
        from sessions left join followed on sessions.month = followed.month
        """,
        keys,
    )
    assert_equal(answer, wanted, rows=len(wanted))
