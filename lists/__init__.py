"""Renews the lists in `collector/data` that are copied from elsewhere; nothing of it is installed."""
