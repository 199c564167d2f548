"""Shared by the yardsticks: the data they work on, and one line of JSON for each measure.

The real Fashion-MNIST training images are taken from the folder fashion-mnist in KINDRED_DATA; code-like rows are drawn from a fixed seed.
"""
import gzip
import json
import os
import pathlib

import numpy as np


def emit(**measure):
    print(json.dumps(measure), flush=True)


def pixels():
    """float32 in [0, 1], 60,000 x 784."""
    path = pathlib.Path(os.environ["KINDRED_DATA"]) / "fashion-mnist" / "train-images-idx3-ubyte.gz"
    with gzip.open(path) as file:
        return np.frombuffer(file.read(), np.uint8, offset=16).reshape(-1, 784).astype(np.float32) / np.float32(255)


def codes(columns, rows=60000, components=10):
    """Rows of overlapping Gaussians with full covariances, and the component of each."""
    rng = np.random.default_rng(20260101 + columns)
    component = rng.integers(0, components, rows)
    x = np.empty((rows, columns), np.float32)
    for c in range(components):
        own = np.flatnonzero(component == c)
        shape = rng.standard_normal((columns, columns)) / np.sqrt(columns)
        x[own] = 1.3 * rng.standard_normal(columns) + rng.standard_normal((len(own), columns)) @ (shape + 0.3 * np.eye(columns))
    return x, component.astype(np.int32)
