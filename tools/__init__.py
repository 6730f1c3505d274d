"""Programs for building and looking at the project; nothing of the product imports them."""
