#!/usr/bin/env python3
"""Measures what rows cost and what processes pay to talk, fits constants, and says how well they predict.

    eng/measure_scale.py DLL [--processes 1,2,4] [--rounds 3] [--save]

DLL is the built Kindred.Cli.dll. Every process works on one thread. Rounds measure one process, then two, and so on, again and again, so
that what else the machine does falls on all alike; of each pass of a fit the median over the rounds counts, and low and high are the
rounds' own means. Run it on a quiet machine. Where there are more processes than cores, they are predicted to share these. About six
minutes on two cores; --processes 1,2 takes less. --save writes eng/scale_constants.json.
"""
import argparse, json, os, statistics, subprocess, tempfile, time

here = os.path.dirname(os.path.abspath(__file__))


def bench(dll, job, processes):
    command = ["dotnet", dll, "bench", job, "--threads", "1"]
    if processes > 1:
        command = ["mpirun", "--allow-run-as-root", "--oversubscribe", "--bind-to", "none", "-n", str(processes)] + command
    lines = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, stdin=subprocess.DEVNULL).stdout.splitlines()
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


class Measured:
    """One kind of work by so many processes, over all rounds."""

    def __init__(self, rounds):
        self.first = rounds[0]
        passes = zip(*(one["passes"] for one in rounds))
        self.seconds = statistics.mean(statistics.median(times) for times in passes)
        self.low, self.high = min(one["secs"] for one in rounds), max(one["secs"] for one in rounds)
        self.processor = statistics.median(one["processor_secs"] for one in rounds)
        self.working = statistics.median(one["processor_secs"] - one["talking_secs"] for one in rounds)
        self.peak = max(one["peak_mib"] for one in rounds)


parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("dll")
parser.add_argument("--processes", default="1,2,4", help="numbers of processes; 1 is among them always")
parser.add_argument("--rounds", type=int, default=3)
parser.add_argument("--save", action="store_true")
options = parser.parse_args()
counts = sorted({1, *(int(text) for text in options.processes.split(","))})
cores = len(os.sched_getaffinity(0))
rounds = {size: [] for size in counts}
talk = {}
for _ in range(options.rounds):
    for size in counts:
        rounds[size].append({one["what"]: one for one in bench(options.dll, "scale", size)})
        for one in bench(options.dll, "allsum", size) if size > 1 else []:
            talk.setdefault((size, one["bytes"]), []).append(one["secs"])
names = list(rounds[1][0])
work = {size: {what: Measured([each[what] for each in all_]) for what in names} for size, all_ in rounds.items()}


def units(one):
    """Additions and products of a pass, as docs/scale.md counts them; steps of a network as a whole."""
    n, p, k = one["rows"], one["columns"], one["clusters"]
    return n * p * p if one["what"] == "pca" else 1 if one["what"].startswith("dense-step") else n * k * p


constants = {
    "origin": f"measured by eng/measure_scale.py, {options.rounds} rounds",
    "seconds_per_unit": {what: measured.seconds / units(measured.first) for what, measured in work[1].items()},
    "read_bytes_per_second": reading(),
}
alone = [(size, bytes_, statistics.median(times)) for (size, bytes_), times in talk.items() if size <= cores]  # those that share cores wait for them, not for each other's messages
if alone:
    # a sum takes 2 (P - 1) (alpha + bytes / (P beta)): one line through all sizes and numbers of processes, in units of 2 (P - 1)
    alpha, slope = line_through([(bytes_ / size, secs / (2 * (size - 1))) for size, bytes_, secs in alone])
    constants["latency_seconds"], constants["bytes_per_second"] = max(alpha, 0.0), 1 / slope
elif len(counts) > 1:
    parser.error(f"this machine has {cores} cores, so what messages take cannot be told from waiting; two are needed")
print(json.dumps(constants, indent=2))
print(f"\n{'work':18}{'processes':>10}{'seconds':>10}{'low':>9}{'high':>9}{'predicted':>11}{'off by':>8}{'efficiency':>12}{'processor s':>13}{'working s':>11}{'shared':>8}{'peak MiB':>10}")
for what in names:
    for size in counts:
        m, one = work[size][what], work[1][what]
        predicted = one.seconds * m.first["share"] * size / min(size, cores)  # the process with the most rows is waited for
        if size > 1:
            predicted += 2 * (size - 1) * (constants["latency_seconds"] + m.first["sent"] / size / constants["bytes_per_second"])
        print(f"{what:18}{size:10}{m.seconds:10.4f}{m.low:9.4f}{m.high:9.4f}{predicted:11.4f}{m.seconds / predicted - 1:8.0%}"
              f"{one.seconds / (min(size, cores) * m.seconds):12.0%}{m.processor:13.4f}{m.working:11.4f}{one.working / (size * m.working):8.0%}{m.peak:10.0f}")
print(f"\nOne pass, or one step of a batch of so many rows; efficiency against as many cores as the processes have, at most {cores}. working s is the processor's time of the first process outside calls to the others; shared is how evenly that work falls with their number: 100 % where nothing is done twice, whatever else the machine does. Peaks are of the first process since its start, so only the first kind of work tells how memory falls.")
if options.save:
    with open(os.path.join(here, "scale_constants.json"), "w") as file:
        json.dump(constants, file, indent=2)
        file.write("\n")
