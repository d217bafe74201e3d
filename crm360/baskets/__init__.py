"""Association rules: what is bought together."""
