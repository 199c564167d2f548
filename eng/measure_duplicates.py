"""How many made copies 'kindred clean' finds, and how many of the pairs it names are copies.

python3 eng/measure_duplicates.py FOLDER 'dotnet path/Kindred.Cli.dll' [--count 200] [--seed 1] [--keep DIR]     (needs Pillow and numpy)

Of pictures drawn from FOLDER, copies are made: cropped by 5 to 20 % of each side, mirrored, brightness times 0.8 or 1.2, encoded again at quality 50, resized to a half,
with a border of 4 to 10 %, and equal. All pictures and their copies go into one folder, and every pair that stands in one group of duplicates.csv is held against what was made.
Pairs of originals that the folder itself holds twice (equal bytes) count neither way; other pairs of originals count as wrong.
"""
import argparse
import collections
import csv
import hashlib
import io
import itertools
import os
import shutil
import subprocess
import tempfile

import numpy as np
from PIL import Image, ImageEnhance, ImageOps

parser = argparse.ArgumentParser()
parser.add_argument("folder")
parser.add_argument("kindred")
parser.add_argument("--count", type=int, default=200)
parser.add_argument("--seed", type=int, default=1)
parser.add_argument("--keep")
parser.add_argument("--show", action="store_true")
options = parser.parse_args()
rng = np.random.default_rng(options.seed)


def crop(image):
    w, h = image.size
    cut = rng.uniform(0.05, 0.20)
    across, down = rng.uniform(0, 1, 2)
    left, top = cut * across * w, cut * down * h
    return image.crop((round(left), round(top), round(left + w * (1 - cut)), round(top + h * (1 - cut))))


def border(image):
    colour = tuple(int(v) for v in rng.integers(0, 256, 3))
    return ImageOps.expand(image, round(rng.uniform(0.04, 0.10) * min(image.size)), colour)


KINDS = {
    "crop": crop,
    "mirror": ImageOps.mirror,
    "brightness": lambda image: ImageEnhance.Brightness(image).enhance(rng.choice([0.8, 1.2])),
    "quality": lambda image: image,
    "resize": lambda image: image.resize((max(1, image.size[0] // 2), max(1, image.size[1] // 2)), Image.BICUBIC),
    "border": border,
    "equal": None,
}

paths = sorted(os.path.join(d, f) for d, _, fs in os.walk(options.folder) for f in fs if f.lower().endswith((".jpg", ".jpeg", ".png")))
work = options.keep or tempfile.mkdtemp()
pictures = os.path.join(work, "pictures")
os.makedirs(pictures)
names, hashes = {}, collections.defaultdict(list)
for i, path in enumerate(paths):
    name = f"o{i:05}{os.path.splitext(path)[1].lower()}"
    shutil.copy(path, os.path.join(pictures, name))
    names[path] = name
    hashes[hashlib.sha256(open(path, "rb").read()).hexdigest()].append(name)
same = {frozenset(pair) for group in hashes.values() for pair in itertools.combinations(group, 2)}
source, kinds = {name: name for name in names.values()}, {}
for number, path in enumerate(rng.permutation(paths)[: options.count]):
    kind = list(KINDS)[number % len(KINDS)]
    copy = f"c{number:05}-{kind}.jpg"
    if kind == "equal":
        shutil.copy(path, os.path.join(pictures, copy))
    else:
        KINDS[kind](Image.open(path).convert("RGB")).save(os.path.join(pictures, copy), quality=50 if kind == "quality" else 90)
    source[copy], kinds[copy] = names[path], kind

subprocess.run([*options.kindred.split(), "clean", pictures, "--out", os.path.join(work, "report")], check=True)
groups = collections.defaultdict(list)
for row in csv.DictReader(open(os.path.join(work, "report", "duplicates.csv"))):
    groups[row["group"]].append(row["item"])
said = {frozenset(pair) for group in groups.values() for pair in itertools.combinations(group, 2)}
true = {frozenset((copy, source[copy])) for copy in kinds}
twins = {frozenset((a, b)) for a, b in itertools.combinations(source, 2) if a in source and (source[a] == source[b] or frozenset((source[a], source[b])) in same)}
found, wrong = said & true, [pair for pair in said if pair not in twins]
print(f"found {len(found)} of {len(true)} copies ({len(found) / len(true):.1%}); {len(said) - len(wrong)} of {len(said)} named pairs are right ({1 - len(wrong) / max(1, len(said)):.1%})")
for kind in KINDS:
    of = [copy for copy in kinds if kinds[copy] == kind]
    print(f"  {kind:10} {sum(frozenset((copy, source[copy])) in said for copy in of)} of {len(of)}")
if options.show:
    for pair in wrong:
        print("wrong", *sorted(pair))
    for pair in true - said:
        print("missed", *sorted(pair))
if not options.keep:
    shutil.rmtree(work)
