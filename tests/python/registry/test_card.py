"""The model card: written from what is known, edited, exported; what strangers wrote stays text."""

from html.parser import HTMLParser

import pytest
from scene import ALICE, BOB, finished_run, protect

from jupyter_mltrack.errors import NotFound
from jupyter_mltrack.records import ModelEdit, VersionEdit
from jupyter_mltrack.registry import (
    create_model,
    decide,
    edit_model,
    edit_version,
    model_card,
    open_request,
    register,
    transition,
)
from jupyter_mltrack.registry.markdown import page_of, plain, table

HOSTILE = "<script>alert(1)</script> | ](javascript:alert(1)) `x` <img src=x onerror=alert(1)> **b**"


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found, self.text = [], ""

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data


def read(page):
    parser = Tags()
    parser.feed(page)
    return parser


def test_the_card_says_what_is_known(churn):
    transition(churn, "churn/1", "production", by=ALICE)
    protect(churn, "bob")
    decide(
        churn, open_request(churn, "churn/3", "production", "better", by=ALICE).id, "approve", "fine", by=BOB
    )
    edit_model(churn, "churn", ModelEdit(description="Who leaves"), by=ALICE)
    card = model_card(churn, "churn")
    assert not card.edited
    for line in (
        "# churn", "Who leaves", "| Version | 3 |", "| Stage | production |", "| accuracy | 0.92 |", "| lr | 0.03333 |",
        "## Environment", "## Approvals", "| stage set production | 3 | better |",
    ):  # fmt: skip
        assert line in card.markdown
    assert "| bob | approve | fine |" in card.markdown
    page = read(card.html)
    assert ("html", {"lang": "en"}) in page.found and "Who leaves" in page.text


def test_a_person_edits_it_and_takes_the_edit_back(churn):
    edit_model(churn, "churn", ModelEdit(card="# Mine\n\nNot for loans."), by=ALICE)
    card = model_card(churn, "churn")
    assert card.edited and card.markdown == "# Mine\n\nNot for loans." and "<h1>Mine</h1>" in card.html
    edit_model(churn, "churn", ModelEdit(card=" "), by=ALICE)
    assert not model_card(churn, "churn").edited


def test_a_model_without_versions_has_a_card(store):
    create_model(store, "empty", by=ALICE)
    assert "no version yet" in model_card(store, "empty").markdown
    with pytest.raises(NotFound):
        model_card(store, "other")


def test_what_strangers_wrote_stays_text(store):
    run = finished_run(store, **{"lr | <b>": HOSTILE})
    register(store, run, "<i>churn", by=ALICE, description=HOSTILE)
    edit_version(store, "<i>churn/1", VersionEdit(tags={"<b>": HOSTILE}), by=ALICE)
    edit_model(store, "<i>churn", ModelEdit(description=HOSTILE), by=ALICE)
    transition(store, "<i>churn/1", "staging", by=ALICE, reason=HOSTILE)
    page = read(model_card(store, "<i>churn").html)
    known = {
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "h1",
        "h2",
        "p",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
    }
    assert {tag for tag, _ in page.found} <= known
    assert page.text.count(HOSTILE) >= 4, "it is all there, as text"


@pytest.mark.parametrize(
    "markdown", [HOSTILE, f"[x](javascript:alert(1)) {HOSTILE}", "![](data:text/html,x)", "<svg onload=x>"]
)
def test_an_edited_card_runs_nothing(markdown):
    page = read(page_of(markdown, HOSTILE))
    assert not {"script", "svg", "iframe", "object"} & {tag for tag, _ in page.found}
    assert not [name for _, attributes in page.found for name in attributes if name.startswith("on")]
    targets = [attributes.get("href", "") + attributes.get("src", "") for _, attributes in page.found]
    assert not [target for target in targets if target.startswith(("javascript:", "data:"))]
    assert any(attributes.get("content", "").startswith("default-src 'none'") for _, attributes in page.found)


@pytest.mark.parametrize(
    "text",
    [
        "1. May",
        "- x",
        "# h",
        "a_b _c_",
        "<b>",
        "=== x",
        "12 apples",
        "&lt;",
        "|x|",
        "a\\b",
        "**b**",
        "~~s~~",
        "`c`",
    ],
)
def test_plain_text_is_shown_as_it_is(text):
    assert read(page_of(plain(text), "t").split("<body>")[1]).text.strip() == text
    cells = read(page_of(table(("", ""), [("x", text)]), "t").split("<body>")[1])
    assert cells.text.split()[1:] == text.split()
