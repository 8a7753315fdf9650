"""The Jupyter Server extension: handlers parse, call one service function, and answer."""
