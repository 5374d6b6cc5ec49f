"""Your own labelled runs: read, checked for leaks, used as far as they help."""
