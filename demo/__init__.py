"""Replicas of the first user's two sites, and a year of made-up visits to them."""
