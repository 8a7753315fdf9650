"""Runs: start, log, finish, settle, query, edit, compare. Every function takes the store first."""

from .active import ActiveRun, MLTrackWarning, failure_of
from .compare import compare
from .edit import delete_runs, edit_run, restore_runs
from .experiments import edit_experiment, experiment_row, list_experiments, main_metric
from .folding import follow_points
from .line import cell_line
from .query import get_run, list_columns, list_runs, previous_run, rows_of, run_details
from .series import read_series
from .settle import settle
from .start import start

__all__ = [
    "ActiveRun",
    "MLTrackWarning",
    "cell_line",
    "compare",
    "delete_runs",
    "edit_experiment",
    "edit_run",
    "experiment_row",
    "failure_of",
    "follow_points",
    "get_run",
    "list_columns",
    "list_experiments",
    "list_runs",
    "main_metric",
    "previous_run",
    "read_series",
    "restore_runs",
    "rows_of",
    "run_details",
    "settle",
    "start",
]
