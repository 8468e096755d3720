"""Where counts, accounts and published policies are kept. Imports nothing of ours."""
