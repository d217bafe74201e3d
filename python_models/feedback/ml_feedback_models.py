"""Learns sentiment from ratings and topics from the helpdesk's own; `crm360.feedback.training.train`."""

from crm360.learning import feedback_training, frames


def model(dbt, session):
    dbt.config(materialized="table")
    return feedback_training.train(
        frames.to_pandas(dbt.ref("int_feedback_training_sample")),
        frames.to_pandas(dbt.ref("sentiment_words")),
        frames.to_pandas(dbt.ref("feedback_topic_words")),
    )
