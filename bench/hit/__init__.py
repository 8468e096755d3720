"""What a whole hit costs the collector: from the bytes of its body and its headers to what is counted of it."""
