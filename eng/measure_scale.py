#!/usr/bin/env python3
"""Measures what rows cost and what processes pay to talk, fits constants, and says how well they predict.

    eng/measure_scale.py DLL [--processes 1,2,4] [--save]

DLL is the built Kindred.Cli.dll. Every process works on one thread. Run it on a quiet machine with at least as many cores as
processes, or the figures of more processes than cores say what sharing cores costs. --save writes eng/scale_constants.json.
"""
import argparse, json, os, subprocess, sys, tempfile, time

here = os.path.dirname(os.path.abspath(__file__))


def bench(dll, job, processes):
    command = ["dotnet", dll, "bench", job, "--threads", "1"]
    if processes > 1:
        command = ["mpirun", "--allow-run-as-root", "--oversubscribe", "--bind-to", "none", "-n", str(processes)] + command
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    return [json.loads(line[line.index("{"):]) for line in lines if "{" in line]


def reading(megabytes=1024):
    """Bytes a second of a file that is not in memory, where the system lets us drop it; else of one that is."""
    with tempfile.NamedTemporaryFile() as file:
        block = os.urandom(1 << 20)
        for _ in range(megabytes):
            file.write(block)
        file.flush()
        os.fsync(file.fileno())
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        begun = time.perf_counter()
        with open(file.name, "rb", buffering=0) as again:
            while again.read(1 << 20):
                pass
        return megabytes * (1 << 20) / (time.perf_counter() - begun)


def line_through(points):
    """Least squares of seconds = a + b x, relative errors weighing alike."""
    sw = sx = sy = sxx = sxy = 0.0
    for x, y in points:
        w = 1 / (y * y)
        sw, sx, sy, sxx, sxy = sw + w, sx + w * x, sy + w * y, sxx + w * x * x, sxy + w * x * y
    b = (sw * sxy - sx * sy) / (sw * sxx - sx * sx)
    return (sy - b * sx) / sw, b


parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("dll")
parser.add_argument("--processes", default="1,2,4")
parser.add_argument("--save", action="store_true")
options = parser.parse_args()
counts = [int(text) for text in options.processes.split(",")]
work = {p: {m["what"]: m for m in bench(options.dll, "scale", p)} for p in counts}
talk = {p: bench(options.dll, "allsum", p) for p in counts if p > 1}

first = next(iter(work[1].values()))
n, p, k = first["rows"], first["columns"], first["clusters"]
units = {"kmeans-bounds": n * k * p, "kmeans-scan": n * k * p, "mixture-diagonal": n * k * p, "pca": n * p * p, "dense-epoch": 1}
sent = {"kmeans-bounds": 8 * k * p, "kmeans-scan": 8 * k * p, "mixture-diagonal": 16 * k * p, "pca": 8 * p * p, "dense-epoch": 8 * 4 * 7_000_000}
constants = {"origin": "measured by eng/measure_scale.py", "seconds_per_unit": {what: m["secs"] / units[what] for what, m in work[1].items()}, "read_bytes_per_second": reading()}
if talk:
    # a sum takes 2 (P - 1) (alpha + bytes / (P beta)): one line through all sizes and numbers of processes, in units of 2 (P - 1)
    alpha, slope = line_through([(m["bytes"] / size, m["secs"] / (2 * (size - 1))) for size, all_ in talk.items() for m in all_])
    constants["latency_seconds"], constants["bytes_per_second"] = max(alpha, 0.0), 1 / slope

print(json.dumps(constants, indent=2))
print(f"\n{'work':18}{'processes':>10}{'measured s':>12}{'predicted s':>12}{'off by':>8}{'efficiency':>12}{'peak MiB':>10}")
for what in units:
    for size in counts:
        m = work[size][what]
        predicted = work[1][what]["secs"] / size
        if size > 1:
            predicted += 2 * (size - 1) * (constants["latency_seconds"] + sent[what] / size / constants["bytes_per_second"])
        print(f"{what:18}{size:10}{m['secs']:12.4f}{predicted:12.4f}{m['secs'] / predicted - 1:8.0%}{work[1][what]['secs'] / (size * m['secs']):12.0%}{m['peak_mib']:10.0f}")
if options.save:
    with open(os.path.join(here, "scale_constants.json"), "w") as file:
        json.dump(constants, file, indent=2)
        file.write("\n")
