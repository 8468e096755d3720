"""Drives a real browser over a website and checks the consent checklist against what it sees."""
