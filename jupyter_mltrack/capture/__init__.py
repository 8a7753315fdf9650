"""What a cell used and made: found by hooks and rules, handed to a sink."""
