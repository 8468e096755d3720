"""The files that engines' export buttons make: read, told apart, and imported."""
