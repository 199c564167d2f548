"""HDBSCAN of the first 10 principal components of the 60,000 Fashion-MNIST training images, as `kindred bench hdbscan` does it.

python3 hdbscan_codes.py TRAIN_IMAGES.gz [THREADS]    takes the hdbscan library if it is installed, else scikit-learn from 1.3 on.
"""
import gzip
import json
import resource
import sys
import time

import numpy as np

threads = int(sys.argv[2]) if len(sys.argv) > 2 else 2
with gzip.open(sys.argv[1]) as file:
    pixels = np.frombuffer(file.read(), np.uint8, offset=16).reshape(-1, 784).astype(np.float64) / 255
centred = pixels - pixels.mean(0)
_, directions = np.linalg.eigh(centred.T @ centred)
codes = centred @ directions[:, :-11:-1]

try:
    import hdbscan
    peer = "hdbscan " + getattr(hdbscan, "__version__", "")
    cluster = lambda: hdbscan.HDBSCAN(min_cluster_size=100, min_samples=15, core_dist_n_jobs=threads).fit(codes)  # which counts neighbours without the row itself
except ImportError:
    try:
        from sklearn.cluster import HDBSCAN
    except ImportError:
        sys.exit("Neither hdbscan nor scikit-learn 1.3 or later is installed.")
    peer = "sklearn"
    cluster = lambda: HDBSCAN(min_cluster_size=100, min_samples=15, n_jobs=threads).fit(codes)

started = time.perf_counter()
labels = cluster().labels_
seconds = time.perf_counter() - started
print(json.dumps({
    "peer": peer, "job": "hdbscan", "rows": len(codes), "dim": codes.shape[1], "threads": threads, "secs": round(seconds, 3),
    "clusters": int(labels.max() + 1), "noise": round(float(np.mean(labels < 0)), 4),
    "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10,
}))
