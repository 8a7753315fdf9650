"""The test command: prepare, run every step, sum up. It uses the standard library only; ``tests/run`` starts it."""

from __future__ import annotations

import argparse
import signal
import sys
import time

import prepare
from reports import Counts
from steps import PARTS, Step, chosen_steps

_WIDTH = 78


def main() -> int:
    parser = argparse.ArgumentParser(prog="tests/run", description="Run the tests.")
    parser.add_argument("part", nargs="?", choices=["all", "fast", *PARTS], default="all")
    part = parser.parse_args().part
    # A shell that starts this in the background lets it ignore Ctrl+C, and so would the kernels that tests interrupt.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    began = time.monotonic()
    workshop = prepare.Workshop()
    results = [(step, *_result(step, workshop)) for step in chosen_steps(part)]

    print(f"\n{' summary ':=^{_WIDTH}}")
    for step, counts, seconds in results:
        mark = "ok  " if not counts.failed else "FAIL"
        flaky = f", {counts.flaky} only at the second try" if counts.flaky else ""
        print(
            f"{mark} {step.name:<28} {counts.passed:>6} passed {counts.failed:>4} failed "
            f"{counts.skipped:>4} skipped {seconds:>6.0f} s{flaky}"
        )
    minutes, seconds = divmod(round(time.monotonic() - began), 60)
    print(f"{minutes} min {seconds} s, of which {workshop.seconds:.0f} s to prepare")
    total = sum((counts for _, counts, _ in results), Counts())
    print(f"{total.passed} passed, {total.failed} failed, {total.skipped} skipped")
    return 1 if total.failed else 0


def _result(step: Step, workshop: prepare.Workshop) -> tuple[Counts, float]:
    problem = workshop.ready(step.needs)
    if problem:
        print(f"\n{f' {step.name}: cannot run ':=^{_WIDTH}}\n{problem}", flush=True)
        return Counts(failed=1), 0.0
    print(f"\n{f' {step.name} ':=^{_WIDTH}}", flush=True)
    began = time.monotonic()
    return step.run(workshop), time.monotonic() - began


if __name__ == "__main__":
    sys.exit(main())
