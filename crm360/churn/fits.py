"""How each kind of model is fitted: values (rows × features, NaN = unknown) and labels (1 = churned) → a model without
calibration. No class is weighed: a model that is told that churners count double overstates everybody's probability.
"""

from __future__ import annotations

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier
from sklearn.svm import LinearSVC
from sklearn.tree import DecisionTreeClassifier

from crm360.churn.bayes import bayes_terms
from crm360.churn.model import ChurnModel
from crm360.churn.terms import Term, numbers_of, plain_terms, spline_terms, weighted
from crm360.churn.trees import export_boosting, export_forest
from crm360.churn.units import Units, respond

LANDMARKS = 100
HIDDEN_UNITS = 16
EPOCHS = 25


def fit_logistic(values: np.ndarray, labels: np.ndarray, features: list[str], splines: bool, C: float) -> ChurnModel:
    """Logistic regression with ridge penalty on standardised terms; with splines, every numeric feature has a curve."""
    terms = (spline_terms if splines else plain_terms)(values, features)
    # Newton's method: exact to the last digit in some steps, where collinear splines make gradient methods crawl.
    regression = LogisticRegression(C=C, solver="newton-cholesky", tol=1e-8, max_iter=200)
    regression.fit(numbers_of(terms, values, features), labels)
    return linear(values, features, weighted(terms, regression.coef_[0]), float(regression.intercept_[0]))


def fit_boosting(values: np.ndarray, labels: np.ndarray, features: list[str], leaves: int) -> ChurnModel:
    """Gradient-boosted trees (Friedman 2001), histograms as in LightGBM."""
    classifier = HistGradientBoostingClassifier(
        max_iter=120,
        learning_rate=0.06,
        max_leaf_nodes=leaves,
        min_samples_leaf=60,
        l2_regularization=5.0,
        early_stopping=False,
        random_state=0,
    )
    trees, bias = export_boosting(classifier.fit(values, labels))
    return ChurnModel("", features=features, typical=_typical(values), trees=trees, bias=bias)


def fit_forest(values: np.ndarray, labels: np.ndarray, features: list[str], leaf: int) -> ChurnModel:
    """Random forest (Breiman 2001), trees of large leaves, whose shares are probabilities."""
    forest = RandomForestClassifier(n_estimators=60, min_samples_leaf=leaf, random_state=0, n_jobs=1)
    trees, bias = export_forest(forest.fit(values, labels).estimators_)
    return ChurnModel("", features=features, typical=_typical(values), trees=trees, bias=bias)


def fit_tree(values: np.ndarray, labels: np.ndarray, features: list[str], share: float) -> ChurnModel:
    """One decision tree (CART, Breiman et al. 1984); a leaf holds at least that share of the rows."""
    tree = DecisionTreeClassifier(min_samples_leaf=max(20, int(share * len(labels))), random_state=0)
    trees, bias = export_forest([tree.fit(values, labels)])
    return ChurnModel("", features=features, typical=_typical(values), trees=trees, bias=bias)


def fit_svm(values: np.ndarray, labels: np.ndarray, features: list[str], C: float) -> ChurnModel:
    """Support vector machine with Gaussian kernel, by Nyström's landmarks (Williams & Seeger 2001): its cost grows with
    the rows, where the exact machine's grows with their square.
    """
    terms, numbers = _inputs(values, features)
    chosen = np.random.default_rng(0).permutation(len(numbers))[:LANDMARKS]
    landmarks, gamma = numbers[np.sort(chosen)], 0.5 / max(len(terms), 1)
    shifts = np.zeros(len(landmarks))
    roots, vectors = np.linalg.eigh(respond("rbf", landmarks, landmarks, shifts, gamma))
    normalising = vectors / np.sqrt(np.maximum(roots, 1e-6)) @ vectors.T
    likeness = respond("rbf", numbers, landmarks, shifts, gamma) @ normalising
    machine = LinearSVC(C=C, dual=False, random_state=0).fit(likeness, labels)
    units = Units("rbf", landmarks, shifts, normalising @ machine.coef_[0], gamma)
    return ChurnModel(
        "", features=features, typical=_typical(values), terms=terms, units=units, bias=float(machine.intercept_[0])
    )


def fit_network(values: np.ndarray, labels: np.ndarray, features: list[str], alpha: float) -> ChurnModel:
    """Multilayer perceptron with one hidden layer (rectified linear units), weights kept small."""
    terms, numbers = _inputs(values, features)
    network = MLPClassifier((HIDDEN_UNITS,), alpha=alpha, learning_rate_init=0.005, random_state=0)
    for _ in range(EPOCHS):
        network.partial_fit(numbers, labels, classes=np.array([0.0, 1.0]))
    (inner, outer), (shifts, bias) = network.coefs_, network.intercepts_
    units = Units("relu", inner.T.copy(), shifts, outer[:, 0])
    return ChurnModel("", features=features, typical=_typical(values), terms=terms, units=units, bias=float(bias[0]))


def fit_bayes(values: np.ndarray, labels: np.ndarray, features: list[str]) -> ChurnModel:
    """Naive Bayes: see `crm360.churn.bayes`."""
    terms, bias = bayes_terms(values, labels, features)
    return linear(values, features, terms, bias)


def linear(values: np.ndarray, features: list[str], terms: list[Term], bias: float) -> ChurnModel:
    """A model that is bias + weighted terms; values: the rows it was fitted to."""
    return ChurnModel("", features=features, typical=_typical(values), terms=terms, bias=bias)


def _typical(values: np.ndarray) -> list[float]:
    columns = (column[~np.isnan(column)] for column in values.T)
    return [float(np.median(column)) if len(column) else 0.0 for column in columns]


def _inputs(values: np.ndarray, features: list[str]) -> tuple[list[Term], np.ndarray]:
    """Plain terms of weight one and their numbers: what hidden units read."""
    terms = plain_terms(values, features)
    return weighted(terms, np.ones(len(terms))), numbers_of(terms, values, features)
