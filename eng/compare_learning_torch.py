"""How well PyTorch learns what Kindred's autoencoders learn: same network, starting distribution, optimizer, batch and epochs.

Trains on the first --rows training images, watches the last --validation, and prints one JSON line per seed: the validation mean squared error of
every epoch. tests/Kindred.Tests/Encoding/LearningTests.cs trains Kindred the same way and compares.
usage: python3 compare_learning_torch.py dense|conv DATA_FOLDER [--rows 50000] [--validation 10000] [--epochs 30] [--seeds 1 2 3] [--threads 2]
"""
import argparse
import gzip
import json
import pathlib

import numpy as np
import torch
from torch import nn

BATCH = 256


def images(folder):
    file = next(pathlib.Path(folder).rglob("train-images-idx3-ubyte.gz"))
    with gzip.open(file) as content:
        pixels = np.frombuffer(content.read(), np.uint8, offset=16).reshape(-1, 784)
    return torch.from_numpy(pixels.astype(np.float32) / np.float32(255))


def dense():
    widths = [784, 2000, 1000, 500, 10, 500, 1000, 2000, 784]
    layers = []
    for i, (inputs, outputs) in enumerate(zip(widths, widths[1:])):
        layers.append(nn.Linear(inputs, outputs))
        if i == len(widths) - 2:
            layers.append(nn.Sigmoid())
        elif i != 3:
            layers.append(nn.ReLU())
    return nn.Sequential(*layers)


def conv():
    def c(inputs, outputs):
        return nn.Conv2d(inputs, outputs, 3, padding=1)

    return nn.Sequential(
        nn.Unflatten(1, (1, 28, 28)), c(1, 32), nn.ReLU(), nn.MaxPool2d(2), c(32, 64), nn.ReLU(), nn.MaxPool2d(2), c(64, 128), nn.ReLU(),
        nn.Flatten(), nn.Linear(6272, 10), nn.Linear(10, 6272), nn.ReLU(), nn.Unflatten(1, (128, 7, 7)),
        c(128, 64), nn.ReLU(), nn.Upsample(scale_factor=2), c(64, 32), nn.ReLU(), nn.Upsample(scale_factor=2), c(32, 1), nn.Sigmoid(),
        nn.Flatten())


def validation_error(net, x):
    with torch.no_grad():
        return sum(float(((net(part) - part) ** 2).mean(1).double().sum()) for part in x.split(1000)) / len(x)


def train(kind, x, validation, seed, epochs):
    torch.manual_seed(seed)
    net = {"dense": dense, "conv": conv}[kind]()
    optimizer = torch.optim.Adam(net.parameters(), lr=1e-3)
    errors = []
    for _ in range(epochs):
        for rows in torch.randperm(len(x)).split(BATCH):
            batch = x.index_select(0, rows)
            optimizer.zero_grad(set_to_none=True)
            nn.functional.mse_loss(net(batch), batch).backward()
            optimizer.step()
        errors.append(validation_error(net, validation))
    return errors


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("kind", choices=["dense", "conv"])
    parser.add_argument("folder")
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--validation", type=int, default=10_000)
    parser.add_argument("--epochs", type=int, default=30)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    x = images(options.folder)
    for seed in options.seeds:
        errors = train(options.kind, x[:options.rows], x[-options.validation:], seed, options.epochs)
        print(json.dumps({"peer": "torch", "network": options.kind, "rows": options.rows, "validation": options.validation, "epochs": options.epochs, "seed": seed,
                          "last": round(errors[-1], 6), "best": round(min(errors), 6), "errors": [round(e, 6) for e in errors]}), flush=True)


if __name__ == "__main__":
    main()
