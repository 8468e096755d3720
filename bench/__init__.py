"""Measurements that no test needs and that the documents quote."""
