"""The one door through which dbt's Python models come to this package.

dbt runs models in threads, and two threads that import NumPy or scikit-learn for the first time at the same moment
break each other ("partially initialized module"). While one thread imports this module, the others wait for it.
"""

from crm360 import churn, churn_scoring, clustering, frames, identity_weights

__all__ = ["churn", "churn_scoring", "clustering", "frames", "identity_weights"]
