"""Counts of tests, read from the reports that pytest, jest and Playwright write for programs."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Counts:
    """How many tests passed, failed and were skipped; ``flaky`` of those that passed needed a second try."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    flaky: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.passed + other.passed,
            self.failed + other.failed,
            self.skipped + other.skipped,
            self.flaky + other.flaky,
        )


def of_pytest(report: Path) -> Counts:
    """Count a JUnit file: a test that failed in its clean-up, too, is one failure."""
    counts = Counts()
    verdicts: dict[tuple[str, str, str], str] = {}
    rank = {"passed": 0, "skipped": 1, "failed": 2}
    for number, case in enumerate(ElementTree.parse(report).getroot().iter("testcase")):
        tags = {child.tag for child in case}
        verdict = "failed" if tags & {"failure", "error"} else "skipped" if "skipped" in tags else "passed"
        name = case.get("name") or str(number)
        key = (case.get("classname") or "", name, case.get("file") or "")
        if rank[verdict] >= rank[verdicts.get(key, "passed")]:
            verdicts[key] = verdict
    for verdict in verdicts.values():
        setattr(counts, verdict, getattr(counts, verdict) + 1)
    return counts


def of_jest(report: Path) -> Counts:
    """Count jest's JSON; a file that could not be run at all is one failure."""
    found = json.loads(report.read_text(encoding="utf-8"))
    return Counts(
        passed=found["numPassedTests"],
        failed=found["numFailedTests"] + found["numRuntimeErrorTestSuites"],
        skipped=found["numPendingTests"] + found["numTodoTests"],
    )


def of_playwright(report: Path) -> Counts:
    """Count Playwright's JSON; errors outside tests (the server did not start) are one failure each."""
    found = json.loads(report.read_text(encoding="utf-8"))
    stats = found["stats"]
    return Counts(
        passed=stats["expected"] + stats["flaky"],
        failed=stats["unexpected"] + len(found.get("errors", [])),
        skipped=stats["skipped"],
        flaky=stats["flaky"],
    )
