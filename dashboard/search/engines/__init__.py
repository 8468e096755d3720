"""The search engines: what is asked of them, with what access, and what they answer."""
