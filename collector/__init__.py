"""Everything that a visitor's browser talks to."""
