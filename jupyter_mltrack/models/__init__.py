"""Models: saved in MLflow's format, loaded safely, and what they were computed with."""
