"""MLflow: where runs are kept, what is known of each, and which model is whose version."""
