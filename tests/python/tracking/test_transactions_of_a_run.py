"""A run costs few transactions: each one waits for the disk and for other writers."""

from commits import commits

from jupyter_mltrack.tracking import get_run, start


def test_a_whole_run_is_stored_in_at_most_three_transactions(store):
    start(store, "e").finish()  # makes the tables
    before = commits(store)
    run = start(
        store,
        "e",
        params={f"p{number}": number / 7 for number in range(20)},
        tags={"a": "1", "b": "2", "c": "3"},
    )
    run.log({f"m{number}": number / 3 for number in range(10)})
    run.finish()
    assert 1 <= commits(store) - before <= 3
    found = get_run(store, run.id)
    assert (len(found.params), len(found.metrics), len(found.tags)) == (20, 10, 3)


def test_every_transaction_is_counted(store):
    """Or the test above would be one that cannot fail."""
    table = store.table("t")
    table.insert({})
    before = commits(store)
    for _ in range(5):
        table.insert({})
    assert commits(store) - before == 5
