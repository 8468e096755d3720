"""The one panel of search terms, from all that tells of them."""
