"""What the owner's side says, in each of its languages."""
