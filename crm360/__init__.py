"""The Python behind crm360: pure functions over data frames for its models, the demo company, and publishing."""
