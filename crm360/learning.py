"""The one door through which dbt's Python models come to this package.

dbt runs models in threads, and two threads that import NumPy or scikit-learn for the first time at the same moment
break each other ("partially initialized module"). While one thread imports this module, the others wait for it.
"""

from threadpoolctl import threadpool_limits

from crm360 import attribution, clustering, frames, identity_weights
from crm360.anomalies import scoring as anomalies
from crm360.baskets import rules as basket_rules
from crm360.churn import scoring as churn_scoring
from crm360.churn import training as churn
from crm360.credit import training as credit
from crm360.feedback import scoring as feedback_scoring
from crm360.feedback import texts as feedback_texts
from crm360.feedback import training as feedback_training
from crm360.forecasting import business as forecasting
from crm360.lifetime_value import estimation as lifetime_estimation
from crm360.lifetime_value import expectations as lifetime_expectations
from crm360.propensity import category as propensity_category
from crm360.propensity import purchase as propensity_purchase
from crm360.propensity import spend as propensity_spend
from crm360.recommending import modelling as recommending
from crm360.uplift import evaluation as uplift

# How many threads add up is set for the whole process, so that a model that ends would lift the limit of one that still
# runs: one thread, or the last digits differ from build to build.
threadpool_limits(1, user_api="blas")

__all__ = [
    "anomalies",
    "attribution",
    "basket_rules",
    "churn",
    "churn_scoring",
    "clustering",
    "credit",
    "feedback_scoring",
    "feedback_texts",
    "feedback_training",
    "forecasting",
    "frames",
    "identity_weights",
    "lifetime_estimation",
    "lifetime_expectations",
    "propensity_category",
    "propensity_purchase",
    "propensity_spend",
    "recommending",
    "uplift",
]
