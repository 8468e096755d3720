"""What an owner looks at in a browser."""
