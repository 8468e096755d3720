"""The banner beside others' on the same page in the same run."""
