"""Who acts in these tests, and what they act on."""

import time

from jupyter_mltrack.records import StageRule
from jupyter_mltrack.registry import Person, set_rules
from jupyter_mltrack.tracking import start

ALICE, BOB, EVE = Person("alice"), Person("bob", ("leads",)), Person("eve")


def finished_run(store, accuracy=0.9, **params):
    """Make a run; gives its id."""
    with start(store, "churn", params=params) as run:
        run.log(accuracy=accuracy)
    return run.id


def protect(store, *reviewers, stage="production", model="churn", by=ALICE, **more):
    """Protect a stage of a model; its reviewers need not have been here."""
    rule = StageRule(
        stage, most=1 if stage == "production" else None, protected=True, reviewers=list(reviewers), **more
    )
    return set_rules(store, [rule], model, by=by, add_people=rule.reviewers, add_groups=rule.groups)


def wait_for_the_clock():
    """Let time go on, so that the next event has a later time than all before it."""
    before = time.time()
    while time.time() <= before:
        pass
