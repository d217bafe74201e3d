"""What a customer buys next: whether within 30 days, from which category, and for how much in the next quarter."""
