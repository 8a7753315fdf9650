"""The registry: models, versions, stages, requests, and the history of all that. Functions take the store first."""

from .aliases import remove_alias, set_alias
from .card import model_card
from .checking import check, check_registry
from .comments import (
    comment_run,
    comment_version,
    delete_run_comment,
    delete_version_comment,
    run_comments,
    version_comments,
)
from .comparing import compare_versions
from .drifting import LatestDrift, provide_latest_drift
from .events import history, moment
from .inbox import list_requests, request_details
from .known import add_people, known_people
from .models import create_model, delete_model, edit_model, get_model, list_models, model_details
from .people import Person, system_person
from .reference import reference_profile
from .requests import decide, open_request, withdraw
from .reviewers import rule_warnings
from .rollbacks import rollback
from .rules import DEFAULT_RULES, rules_of, set_rules, store_rules
from .stages import transition
from .state import replay
from .versions import delete_version, edit_version, get_version, list_versions, register, versions_of_run

__all__ = [
    "DEFAULT_RULES",
    "LatestDrift",
    "Person",
    "add_people",
    "check",
    "check_registry",
    "comment_run",
    "comment_version",
    "compare_versions",
    "create_model",
    "decide",
    "delete_model",
    "delete_run_comment",
    "delete_version",
    "delete_version_comment",
    "edit_model",
    "edit_version",
    "get_model",
    "get_version",
    "history",
    "known_people",
    "list_models",
    "list_requests",
    "list_versions",
    "model_card",
    "model_details",
    "moment",
    "open_request",
    "provide_latest_drift",
    "reference_profile",
    "register",
    "remove_alias",
    "replay",
    "request_details",
    "rollback",
    "rule_warnings",
    "rules_of",
    "run_comments",
    "set_alias",
    "set_rules",
    "store_rules",
    "system_person",
    "transition",
    "version_comments",
    "versions_of_run",
    "withdraw",
]
