"""What visitors read: the cookie page, the policy page with all that belongs to it, and the mark of own visits."""
