"""``python -m jupyter_mltrack.records`` prints the JSON Schema of what the front end sends and receives."""

import json
import sys

from .schema import front_end_schema

json.dump(front_end_schema(), sys.stdout, indent=2)
sys.stdout.write("\n")
