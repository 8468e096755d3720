"""What an owner's programs ask."""
