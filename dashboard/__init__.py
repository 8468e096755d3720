"""Everything that an owner talks to: pages, API and command line."""
