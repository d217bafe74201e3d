"""Judges every masked text: sentiment with reasons, topic, words; `crm360.feedback.scoring.Scorer`."""

from crm360.learning import feedback_scoring, frames


def model(dbt, session):
    dbt.config(materialized="table")
    scorer = feedback_scoring.Scorer(
        frames.to_pandas(dbt.ref("ml_feedback_models")),
        frames.to_pandas(dbt.ref("sentiment_words")),
        frames.to_pandas(dbt.ref("feedback_topic_words")),
        frames.to_pandas(dbt.ref("feedback_stop_words")),
    )
    return frames.map_batches(session, dbt.ref("ml_feedback_texts"), scorer, feedback_scoring.SCHEMA)
