"""The daily fetch: when what is asked, and kept."""
