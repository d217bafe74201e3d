"""Recommendations: which items a user is likely to take next."""
