"""How long photographs take: makes 1,000 of 4 megapixels, groups them from a cold start and again.

python3 eng/time_photographs.py 'dotnet path/Kindred.Cli.dll' [--count 1000] [--from FOLDER] [--keep DIR] [options of kindred cluster]     (needs Pillow and numpy)

Photographs are parts of pictures in FOLDER, where one is given, else drawn from waves and noise; each is enlarged to 2309 x 1732 pixels, with a camera's grain,
and saved as JPEG of quality 90, about as large as a phone's. Wanted: under 60 s from a cold start on two cores, under 10 s a second time; the peak of memory is printed, too.
"""
import argparse
import os
import resource
import shutil
import subprocess
import tempfile
import time

import numpy as np
from PIL import Image

WIDTH, HEIGHT = 2309, 1732

parser = argparse.ArgumentParser()
parser.add_argument("kindred")
parser.add_argument("--count", type=int, default=1000)
parser.add_argument("--from", dest="source")
parser.add_argument("--keep")
options, more = parser.parse_known_args()
rng = np.random.default_rng(1)
work = options.keep or tempfile.mkdtemp()
photos = os.path.join(work, "photos")
os.makedirs(photos, exist_ok=True)
sources = sorted(os.path.join(d, f) for d, _, fs in os.walk(options.source or "") for f in fs if f.lower().endswith((".jpg", ".png")))
grain = rng.normal(0, 4, (HEIGHT, WIDTH, 1)).astype(np.float32)
for i in range(options.count):
    path = os.path.join(photos, f"photo{i:05}.jpg")
    if os.path.exists(path):
        continue
    if sources:
        image = Image.open(sources[i % len(sources)]).convert("RGB")
    else:
        image = Image.fromarray(rng.integers(0, 256, (9, 12, 3), dtype=np.uint8))
    levels = np.asarray(image.resize((WIDTH, HEIGHT), Image.BICUBIC), np.float32) + np.roll(grain, int(rng.integers(WIDTH)), 1)
    Image.fromarray(np.clip(levels, 0, 255).astype(np.uint8)).save(path, quality=90)

environment = {**os.environ, "XDG_CACHE_HOME": os.path.join(work, "cache")}
usual = os.path.join(os.environ.get("XDG_CACHE_HOME", os.path.expanduser("~/.cache")), "kindred", "encoders")
environment.setdefault("KINDRED_ENCODERS", usual)
shutil.rmtree(os.path.join(work, "cache"), ignore_errors=True)
for words in ("cold", "again"):
    start = time.time()
    subprocess.run([*options.kindred.split(), "cluster", photos, "--encoder", "resnet18", *more, "--out", os.path.join(work, "runs")], check=True, env=environment)
    print(f"{words}: {time.time() - start:.1f} s for {options.count} photographs, peak {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f} MB")
if not options.keep:
    shutil.rmtree(work)
