"""What a cell used and made: found by hooks and rules, handed to a sink.

This file imports nothing: tracking reads values with ``capture.values``, and scripts must not pay for the rest.
"""
