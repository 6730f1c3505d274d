"""What the hall remembers: every query of the product, and the one writer."""
