"""Groups of customers: how many there are, where their centres lie, what they are called, and what explains them."""

from crm360.clustering.centres import assign, fit_clusters
from crm360.clustering.comparison import LABELS, compare, label_customers
from crm360.clustering.freezing import Schedule
from crm360.clustering.inputs import only_day
from crm360.clustering.names import date_names
from crm360.clustering.rules import explain
from crm360.clustering.segment_network import train as train_network
from crm360.clustering.selection import select_k

__all__ = [
    "LABELS",
    "Schedule",
    "assign",
    "compare",
    "date_names",
    "explain",
    "fit_clusters",
    "label_customers",
    "only_day",
    "select_k",
    "train_network",
]
