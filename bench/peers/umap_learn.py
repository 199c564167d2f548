"""umap-learn on the 60,000 Fashion-MNIST training images, 10 dimensions, 20 neighbours, as `kindred bench umap` does it.

python3 umap_learn.py TRAIN_IMAGES.gz [THREADS]    (umap-learn; its kernels are compiled before the clock starts)
"""
import gzip
import json
import os
import resource
import sys
import time
import warnings

threads = int(sys.argv[2]) if len(sys.argv) > 2 else 2
os.environ["NUMBA_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = str(threads)
warnings.filterwarnings("ignore")

import numpy as np  # noqa: E402
import umap  # noqa: E402

with gzip.open(sys.argv[1]) as file:
    pixels = np.frombuffer(file.read(), np.uint8, offset=16).reshape(-1, 784).astype(np.float32) / np.float32(255)


def embed(rows):
    return umap.UMAP(n_neighbors=20, n_components=10, min_dist=0.0).fit_transform(rows)


embed(pixels[:5000])
started = time.perf_counter()
embed(pixels)
print(json.dumps({
    "peer": "umap-learn " + umap.__version__, "job": "umap", "rows": len(pixels), "threads": threads,
    "secs": round(time.perf_counter() - started, 3), "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10,
}))
