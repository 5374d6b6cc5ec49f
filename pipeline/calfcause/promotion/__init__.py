"""The gate that a model has to pass before it answers for all."""
