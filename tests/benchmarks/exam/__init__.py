"""The capture exam's parts; ``tests/benchmarks/capture_exam.py`` is the command."""
