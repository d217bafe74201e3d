from crm360.learning import churn


def model(dbt, session):
    dbt.config(materialized="table")
    return churn.train(dbt.ref("int_churn_training_sample").df())
