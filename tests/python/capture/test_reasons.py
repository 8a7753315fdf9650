"""Every rule that captures something is said in words, and on the page about capturing."""

import re
from pathlib import Path

import jupyter_mltrack.capture.rules as rules
from jupyter_mltrack.capture.rules.reasons import REASONS, why

FOLDER = Path(rules.__file__).parent
DOCS = Path(__file__).parents[3] / "docs" / "capture.md"


def named_in_code():
    """The rules that the code gives to what it captures; what is left out carries its reason itself."""
    for path in FOLDER.glob("*.py"):
        if path.name == "reasons.py":
            continue
        text = path.read_text(encoding="utf-8")
        left = set(re.findall(r'LeftOut\([^()]*?"((?:param|metric|series)\.\w+)"', text))
        for rule in re.findall(r'"((?:param|metric|series)\.\w+)"', text):
            if rule not in left:
                yield rule


def test_every_rule_is_said_in_words():
    assert {rule for rule in named_in_code() if why(rule) == rule} == set()


def test_the_page_has_every_rule():
    page = DOCS.read_text(encoding="utf-8")
    assert [rule for rule in REASONS if f"`{rule}`" not in page] == []
