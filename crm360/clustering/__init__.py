"""Groups of customers: how many there are, where their centres lie, what they are called, and what explains them."""
