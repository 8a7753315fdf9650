"""Monitors: what new data look like beside the reference, how well the model does, and when somebody should know.

A service function takes the store first and plain values after.
"""
