"""Leiden communities of the fuzzy graph of 16 neighbours of the 60,000 Fashion-MNIST training images by igraph, as `kindred bench leiden` finds them.

python3 leiden_igraph.py TRAIN_IMAGES.gz [ROWS]    python3-igraph, umap-learn and python3-faiss of Debian. The graph has umap-learn's weights, so it is Kindred's.
"""
import gzip
import json
import random
import sys
import time

import faiss
import igraph
import numpy as np
from umap.umap_ import fuzzy_simplicial_set

NEIGHBOURS = 16
rows = int(sys.argv[2]) if len(sys.argv) > 2 else 60000
with gzip.open(sys.argv[1]) as file:
    pixels = np.frombuffer(file.read(), np.uint8, offset=16).reshape(-1, 784)[:rows].astype(np.float32)
index = faiss.IndexFlatL2(784)
index.add(pixels)
squares, indices = index.search(pixels, NEIGHBOURS + 1)
for weigh in range(2):          # the first call compiles
    started = time.perf_counter()
    matrix, _, _ = fuzzy_simplicial_set(pixels, NEIGHBOURS + 1, np.random.RandomState(0), "euclidean", knn_indices=indices, knn_dists=np.sqrt(squares) / np.float32(255))
    seconds = time.perf_counter() - started
upper = matrix.tocoo()
kept = upper.row < upper.col
graph = igraph.Graph(n=rows, edges=np.stack([upper.row[kept], upper.col[kept]], 1))
weights = upper.data[kept].tolist()
print(json.dumps({"peer": "umap-learn", "job": "fuzzy-graph", "rows": rows, "edges": int(kept.sum()), "threads": 1, "secs": round(seconds, 3)}))
random.seed(0)
started = time.perf_counter()
found = graph.community_leiden(objective_function="modularity", weights=weights, n_iterations=2)
seconds = time.perf_counter() - started
print(json.dumps({
    "peer": "igraph", "job": "leiden", "rows": rows, "edges": int(kept.sum()), "threads": 1, "secs": round(seconds, 3),
    "clusters": len(found), "quality": graph.modularity(found.membership, weights), "resolution": 1.0,
}))
