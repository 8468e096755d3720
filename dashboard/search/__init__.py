"""Search engines' own figures: asked of the engines or read from their export files, kept, and shown."""
