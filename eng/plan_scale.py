#!/usr/bin/env python3
"""Predicts, from the constants in eng/scale_constants.json, what n rows x 512 floats take on so many machines. Predictions, not measurements.

    eng/plan_scale.py [--threads 32] [--memory 64] [--clusters 100] [--passes 60]
"""
import argparse, json, os

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--threads", type=int, default=32, help="of a machine; passes share them evenly")
parser.add_argument("--memory", type=float, default=64, help="gigabytes for rows on a machine")
parser.add_argument("--clusters", type=int, default=100)
parser.add_argument("--passes", type=int, default=60, help="iterations of k-means until it rests")
options = parser.parse_args()
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "scale_constants.json")) as file:
    c = json.load(file)
p, k, s = 512, options.clusters, 4
cost, alpha, beta, disk = c["seconds_per_unit"], c["latency_seconds"], c["bytes_per_second"], c["read_bytes_per_second"]


def total(machines, size):
    """Seconds of a sum of so many bytes over the machines."""
    return 0 if machines == 1 else 2 * (machines - 1) * (alpha + size / machines / beta)


def says(seconds):
    return f"{seconds:.1f} s" if seconds < 120 else f"{seconds / 60:.0f} min" if seconds < 7200 else f"{seconds / 3600:.1f} h"


print(f"Constants: {c['origin']}. k-means, k = {k}, one restart, {options.passes} passes; {options.threads} threads and {options.memory:g} GB for rows a machine. All of this is predicted.\n")
print(f"| rows x {p} floats | machines | rows stay in memory | k-means | of it reading | of it talking | PCA | assign and its file | memory for rows a machine |")
print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
for n in (10**6, 10**8, 10**9):
    for machines in (1, 16, 256):
        rows = n / machines
        bounds = 64 * max(1, k // 128) + 4 * 6 + 16
        stays = rows * (p * s + bounds) <= options.memory * 1e9
        read = rows * p * s / disk
        seeding, passes = k, options.passes
        unit = cost["kmeans-bounds" if stays else "kmeans-scan"]
        arithmetic = rows * p * (passes * k * unit + seeding * (1 if stays else 2) * 6 * cost["kmeans-scan"]) / options.threads
        reading = read * (2 if stays else passes + 2 * seeding + 2)
        talking = (passes + seeding) * (total(machines, 8 * k * p) + machines * alpha)
        pca = rows * p * p * cost["pca"] / options.threads + 2 * read + total(machines, 8 * p * p)
        assign = rows * k * p * cost["kmeans-scan"] / options.threads + read + n * 12 / beta * (machines > 1) + n * 50 / disk
        memory = rows * (p * s + bounds if stays else 8)
        print(f"| {n:.0e} | {machines} | {'yes' if stays else 'no'} | {says(arithmetic + reading + talking)} | {says(reading)} | {says(talking)} | {says(pca)} | {says(assign)} | {memory / 1e9:.1f} GB |")
