"""Whom a campaign moves: the effect of treatment on single customers, from treated and held-out ones."""
