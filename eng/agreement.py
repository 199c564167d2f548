#!/usr/bin/env python3
"""The adjusted Rand index of two assignments.csv of the same rows: eng/agreement.py A.csv B.csv. A streamed run against one in memory, or seeds against each other."""
import collections, csv, sys


def clusters(path):
    with open(path, newline="") as file:
        return {(row["part"], row["item"]): row["cluster"] for row in csv.DictReader(file)}


def pairs(counts):
    return sum(count * (count - 1) / 2 for count in counts.values())


a, b = clusters(sys.argv[1]), clusters(sys.argv[2])
if a.keys() != b.keys():
    sys.exit(f"{len(a.keys() ^ b.keys())} rows are in one of the files alone")
both = pairs(collections.Counter((a[row], b[row]) for row in a))
left, right = pairs(collections.Counter(a.values())), pairs(collections.Counter(b.values()))
expected = left * right / (len(a) * (len(a) - 1) / 2)
largest = (left + right) / 2
print(f"{(both - expected) / (largest - expected) if largest != expected else 1.0:.4f} on {len(a)} rows")
