"""What is asked of the counts, and the answers: ranges of days, filters, metrics, and what must hold between them."""
