"""The page on which an owner brings in search engines' figures."""
