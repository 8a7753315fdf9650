"""Random operations on the registry, and another reading of its events than the package's own."""

from scene import ALICE, BOB, EVE, finished_run

from jupyter_mltrack.errors import MLTrackError
from jupyter_mltrack.records import ModelEdit, StageRule, VersionEdit
from jupyter_mltrack.registry import (
    comment_version,
    decide,
    delete_model,
    delete_version,
    edit_model,
    edit_version,
    list_requests,
    open_request,
    register,
    remove_alias,
    rollback,
    set_alias,
    set_rules,
    transition,
    withdraw,
)

PEOPLE = (ALICE, BOB, EVE)
STAGES = ("none", "staging", "production", "archived")


def make_move(store, chance):
    """Do something that may be refused; gives whether it was done."""
    by = chance.choice(PEOPLE)
    name = chance.choice(("churn", "churn", "churn", "wine"))
    reference = f"{name}/{chance.randint(1, 8)}"
    stage = chance.choice(STAGES)
    requests = [row.request.id for row in list_requests(store, by=by).requests] or ["0000"]
    rules = [StageRule("production", most=chance.choice((1, 2)), protected=chance.random() < 0.5)]
    moves = (
        (6, lambda: register(store, chance.randint(1, 4), name, by=by)),
        (8, lambda: transition(store, reference, stage, by=by, reason="because")),
        (3, lambda: rollback(store, name, chance.choice(("staging", "production")), by=by)),
        (4, lambda: open_request(store, reference, stage, "please", by=by)),
        (5, lambda: decide(store, chance.choice(requests), "approve", by=by)),
        (1, lambda: decide(store, chance.choice(requests), "reject", "no", by=by)),
        (1, lambda: withdraw(store, chance.choice(requests), by=by)),
        (
            2,
            lambda: set_alias(
                store, name, chance.choice(("champion", "challenger")), chance.randint(1, 8), by=by
            ),
        ),
        (1, lambda: remove_alias(store, name, "champion", by=by)),
        (
            1,
            lambda: edit_model(
                store, name, ModelEdit(description=str(chance.random()), tags={"a": "b"}), by=by
            ),
        ),
        (1, lambda: edit_version(store, reference, VersionEdit(tags={"t": str(chance.random())}), by=by)),
        (1, lambda: comment_version(store, reference, "hm", by=by)),
        (2, lambda: delete_version(store, reference, by=by)),
        (1, lambda: delete_model(store, "wine", by=by)),
        (1, lambda: set_rules(store, rules, name, by=by)),
    )
    move = chance.choices([one for _, one in moves], [weight for weight, _ in moves])[0]
    try:
        move()
    except MLTrackError:
        return False
    return True


def told(events, name):
    """Give stages, aliases and versions of a model as its events tell them, read by their words for readers alone."""
    versions, aliases = {}, {}
    for event in events:
        if event.model != name:
            continue
        details = event.details
        if event.kind in ("model created", "model deleted"):
            versions, aliases = {}, {}
        elif event.kind == "version created":
            versions[event.version] = "none"
        elif event.kind == "version deleted":
            del versions[event.version]
        elif event.kind in ("stage set", "rolled back"):
            assert versions[event.version] == details["before"]
            versions[event.version] = details["stage"]
            versions.update(dict.fromkeys(details["archived"], "archived"))
        elif event.kind == "alias set":
            aliases[details["alias"]] = event.version
        elif event.kind == "alias removed":
            del aliases[details["alias"]]
    stages = {}
    for number, stage in versions.items():
        if stage != "none":
            stages.setdefault(stage, []).append(number)
    return {stage: sorted(held) for stage, held in stages.items()}, aliases, sorted(versions)


def four_runs(store):
    """Make the runs that moves register."""
    for place in range(4):
        finished_run(store, accuracy=0.9 + place / 100, lr=place)
