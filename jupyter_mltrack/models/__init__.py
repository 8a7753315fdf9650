"""Models: so far, what a model was computed with; saving and loading come with the registry."""
