"""Exact 20 nearest neighbours of the 60,000 Fashion-MNIST training images by faiss, as `kindred bench neighbours` finds them.

OMP_NUM_THREADS=2 python3 knn_faiss.py TRAIN_IMAGES.gz [THREADS] [ROWS]    python3-faiss of Debian; the OpenMP build of OpenBLAS is the faster.
"""
import gzip
import json
import resource
import sys
import time

import faiss
import numpy as np

threads, rows = (int(sys.argv[i]) if len(sys.argv) > i else default for i, default in ((2, 2), (3, 60000)))
with gzip.open(sys.argv[1]) as file:
    pixels = np.frombuffer(file.read(), np.uint8, offset=16).reshape(-1, 784)[:rows].astype(np.float32) / np.float32(255)
faiss.omp_set_num_threads(threads)
index = faiss.IndexFlatL2(784)
index.add(pixels)
started = time.perf_counter()
index.search(pixels, 21)        # the row itself is the first
seconds = time.perf_counter() - started
print(json.dumps({
    "peer": "faiss", "job": "exact-20nn", "rows": rows, "threads": threads, "secs": round(seconds, 2),
    "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10,
}))
