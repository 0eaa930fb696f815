"""What is wrong, as values; the register of rules; and the ways of showing them."""
