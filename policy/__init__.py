"""What may be counted, and what visitors are told. Pure: imports nothing of ours and reads no files."""
