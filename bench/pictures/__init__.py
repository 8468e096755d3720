"""Pictures of the owner's pages as the documents show them, and the made installation that they are taken of."""
