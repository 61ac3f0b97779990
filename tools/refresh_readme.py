"""Writes what the README's `$ dragoman code` line really prints into its block: `python tools/refresh_readme.py`."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
BLOCK = re.compile(r"(\$ dragoman (code examples/\S+)\n).*?(```)", re.S)


def main() -> None:
    text = README.read_text("utf-8")
    found = BLOCK.search(text)
    if not found:
        sys.exit("README.md shows no `$ dragoman code examples/...`")
    environment = {**os.environ, "COLUMNS": "100", "NO_COLOR": "1"}
    command = [sys.executable, "-m", "dragoman", *found[2].split()]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, env=environment)
    printed = "\n".join(line.rstrip() for line in run.stdout.splitlines())
    README.write_text(text[: found.start()] + found[1] + printed + "\n" + found[3] + text[found.end() :], "utf-8")


if __name__ == "__main__":
    main()
