"""``python -m jupyter_mltrack`` is the command ``mltrack``."""

from .cli import main

if __name__ == "__main__":
    raise SystemExit(main())
