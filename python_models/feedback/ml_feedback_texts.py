"""Masks personal data in every text and tells its language; `crm360.feedback.texts.prepare`."""

from crm360.learning import feedback_texts, frames


def model(dbt, session):
    dbt.config(materialized="table")
    return frames.map_batches(session, dbt.ref("int_feedback_texts"), feedback_texts.prepare, feedback_texts.SCHEMA)
