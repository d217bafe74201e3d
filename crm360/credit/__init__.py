"""A scorecard of credit risk: bins, weights of evidence, a logistic regression and points."""
