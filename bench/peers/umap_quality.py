"""How far two embeddings of the same images can be trusted: umap-learn's and Kindred's, by the same measure.

python3 umap_quality.py embed TRAIN_IMAGES.gz SEED OUT.npy    umap-learn on the 60,000 Fashion-MNIST images: 10 dimensions, 20 neighbours, min_dist 0
python3 umap_quality.py measure TRAIN_IMAGES.gz TRAIN_LABELS.gz EMBEDDING.npy ...    one JSON line for each embedding

An embedding is float32, rows x 10; Kindred's is what `new Umap { Components = 10, Neighbours = 19, MinDistance = 0, Seed = seed }` fits to the
same pixels, saved as .npy. Trustworthiness (Venna and Kaski 2001) is that of 3,000 rows
drawn with seed 0, 10 neighbours, ranks among all rows; purity is the share of a row's 10 nearest in the embedding that have its class, over all rows.
"""
import gzip
import json
import os
import sys
import time
import warnings

os.environ.setdefault("NUMBA_NUM_THREADS", "2")
warnings.filterwarnings("ignore")

import numpy as np  # noqa: E402

NEIGHBOURS, SAMPLED = 10, 3000


def read(path, header, shape):
    with gzip.open(path) as file:
        return np.frombuffer(file.read(), np.uint8, offset=header).reshape(shape)


def embed(images, seed, target):
    import umap
    started = time.perf_counter()
    rows = umap.UMAP(n_neighbors=20, n_components=10, min_dist=0.0, random_state=seed).fit_transform(images)
    np.save(target, rows.astype(np.float32))
    print(json.dumps({"peer": "umap-learn " + umap.__version__, "seed": seed, "secs": round(time.perf_counter() - started, 1)}))


def trust(images, embedding):
    sample = np.random.default_rng(0).choice(len(images), SAMPLED, replace=False)
    norms = (images ** 2).sum(1)
    places, penalty = nearest(embedding)[sample], 0.0
    for start in range(0, SAMPLED, 100):
        rows = sample[start:start + 100]
        distances = norms - 2 * (images[rows] @ images.T)
        distances[np.arange(len(rows)), rows] = -np.inf
        for row, others in enumerate(places[start:start + 100]):
            ranks = np.array([(distances[row] < distances[row, other]).sum() for other in others])   # the row itself is rank 0
            penalty += np.maximum(0, ranks - NEIGHBOURS).sum()
    count = len(images)
    return 1 - 2 * penalty / (SAMPLED * NEIGHBOURS * (2 * count - 3 * NEIGHBOURS - 1))


def nearest(embedding):
    from sklearn.neighbors import NearestNeighbors
    return NearestNeighbors(n_neighbors=NEIGHBOURS).fit(embedding).kneighbors(return_distance=False)


def purity(embedding, labels):
    return (labels[nearest(embedding)] == labels[:, None]).mean()


if sys.argv[1] == "embed":
    embed(read(sys.argv[2], 16, (-1, 784)).astype(np.float32) / 255, int(sys.argv[3]), sys.argv[4])
else:
    pixels, classes = read(sys.argv[2], 16, (-1, 784)).astype(np.float32) / 255, read(sys.argv[3], 8, -1)
    for name in sys.argv[4:]:
        found = np.load(name)
        print(json.dumps({"embedding": os.path.basename(name), "rows": len(found), "trustworthiness": round(float(trust(pixels, found)), 4),
                          "purity": round(float(purity(found, classes)), 4)}), flush=True)
