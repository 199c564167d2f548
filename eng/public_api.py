"""Writes PublicAPI.Unshipped.txt of every library that keeps one: all that is public and not shipped yet.

python3 eng/public_api.py        after a deliberate change to what is public; the difference is for review
"""

import pathlib
import re
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent
MISSING = re.compile(r"error RS0016: Symbol '(.*)' is not part of the declared public API.*\[(.*)\]$")
HEAD = "#nullable enable\n"


def missing():
    """What the analyzer misses, by library; the build stops at the first library that misses something."""
    build = subprocess.run(["dotnet", "build", "Kindred.slnx", "-c", "Release", "--nologo", "-v", "q"], cwd=ROOT, capture_output=True, text=True, check=False)
    found, others = {}, []
    for line in build.stdout.splitlines():
        if match := MISSING.search(line):
            found.setdefault(pathlib.Path(match[2]).parent, set()).add(match[1])
        elif ": error " in line:
            others.append(line)
    if others:
        raise SystemExit("\n".join(dict.fromkeys(others)))
    return found


def main():
    for unshipped in (ROOT / "src").glob("*/PublicAPI.Unshipped.txt"):
        unshipped.write_text(HEAD)
    while found := missing():
        for library, lines in found.items():
            (library / "PublicAPI.Unshipped.txt").write_text(HEAD + "".join(line + "\n" for line in sorted(lines)))
            print(f"{library.name}: {len(lines)} members")


if __name__ == "__main__":
    main()
