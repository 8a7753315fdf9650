"""Every benchmark, one after the other, each in a process of its own.

    python tests/benchmarks                    all of them
    python tests/benchmarks store tracking     some

They measure; they do not pass or fail. A figure that depends on the machine stands beside a floor that was measured in
the same run. Let nothing else run meanwhile.
"""

import argparse
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
NAMES = sorted(path.stem for path in HERE.glob("[a-z]*.py"))


def main():
    parser = argparse.ArgumentParser(prog="tests/benchmarks", description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(NAMES))
    names = parser.parse_args().names or NAMES
    unknown = [name for name in names if name not in NAMES]
    if unknown:
        parser.error(f"there is no benchmark {unknown[0]!r}; there are {', '.join(NAMES)}")
    codes = []
    for name in names:
        print(f"\n== {name}", flush=True)
        codes.append(subprocess.run([sys.executable, HERE / f"{name}.py"], check=False).returncode)
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
