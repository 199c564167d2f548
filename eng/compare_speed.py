"""Times Kindred and its yardsticks in turn, round by round, and prints the medians and their ratio: a table in Markdown.

The yardsticks are programs that print JSON lines with the fields of `kindred bench` (dense_ae_torch.py, conv_ae_torch.py, gmm_sklearn.py of bench/peers); they lie in
the folder PEERS, take the images from KINDRED_DATA, and are started with Debian's Python and the OpenMP build of OpenBLAS. Run it on a machine with nothing else running.
Products are compared shape by shape, and their ratio is the middle of the rounds' own.
With --peak, a program built from peak.c, the dense step's products are also given as a share of the FMA peak: the mean of what it measures right before and right after.
usage: python3 compare_speed.py KINDRED_DLL PEERS DATA [--rounds 3] [--peak PROGRAM] [--jobs dense conv dense-1 conv-1 dense-avx2 conv-avx2 gemm gemm-1 mixture]
"""
import argparse
import json
import os
import pathlib
import signal
import statistics
import subprocess

OPENBLAS = "/usr/lib/x86_64-linux-gnu/openblas-openmp"
AVX2 = {"ATEN_CPU_CAPABILITY": "avx2", "DNNL_MAX_CPU_ISA": "AVX2", "ONEDNN_MAX_CPU_ISA": "AVX2", "OPENBLAS_CORETYPE": "Haswell", "DOTNET_EnableAVX512": "0"}
DENSE = [("dense_ae_torch.py", "fp32", "25"), ("dense_ae_torch.py", "jit", "25")]
WIDTHS = [784, 2000, 1000, 500, 10, 500, 1000, 2000, 784]
# forwards, and back to weights and inputs; nobody needs the gradient of the images
DENSE_GFLOP = 2e-9 * 256 * (3 * sum(i * o for i, o in zip(WIDTHS, WIDTHS[1:])) - WIDTHS[0] * WIDTHS[1])
CONVOLUTIONAL = [("conv_ae_torch.py", "cl", "15"), ("conv_ae_torch.py", "jit", "15")]
GEMM = r"""
import json, statistics, time, numpy as np
rng = np.random.default_rng(1)
layers = [(784, 2000), (2000, 1000), (1000, 500), (500, 10)]
shapes = [("2048", "nn", 2048, 2048, 2048)]
for i, o in layers:
    shapes += [(f"256x{i}x{o} forward", "nn", 256, o, i), (f"256x{i}x{o} dW", "tn", i, o, 256), (f"256x{i}x{o} dX", "nt", 256, i, o)]
shapes += [("60000x784x10", "nn", 60000, 10, 784), ("60000x784x100", "nn", 60000, 100, 784), ("60000x10x10", "nn", 60000, 10, 10)]
for name, kind, m, n, k in shapes:
    a = rng.random((k, m) if kind[0] == "t" else (m, k), np.float32); b = rng.random((n, k) if kind[1] == "t" else (k, n), np.float32)
    left, right = a.T if kind[0] == "t" else a, b.T if kind[1] == "t" else b
    c = np.empty((m, n), np.float32); times = []
    for i in range(25):
        t = time.perf_counter(); np.matmul(left, right, out=c); times.append(time.perf_counter() - t)
    print(json.dumps({"peer": "openblas", "shape": name, "ms": 1e3 * statistics.median(times[5:])}), flush=True)
"""


def environment(threads, avx2):
    text = str(threads)
    env = {**os.environ, "OMP_NUM_THREADS": text, "OPENBLAS_NUM_THREADS": text, "OMP_WAIT_POLICY": "active",
           "GOMP_CPU_AFFINITY": f"0-{threads - 1}", "LD_LIBRARY_PATH": OPENBLAS}
    for name in AVX2:
        env.pop(name, None)
    return {**env, **AVX2} if avx2 else env


def lines(command, threads, avx2=False):
    done = subprocess.run(command, env=environment(threads, avx2), capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def kindred(options, job, threads, avx2=False):
    data = [] if job == "mixture" else ["--data", options.data]
    return lines(["dotnet", options.kindred, "bench", job, "--threads", str(threads), *data], threads, avx2)


def peer(options, threads, script, *arguments, avx2=False):
    return lines(["/usr/bin/python3", str(pathlib.Path(options.peers) / script), str(threads), *arguments], threads, avx2)


def training(options, name):
    job, _, variant = name.partition("-")
    threads, avx2 = (1 if variant == "1" else 2), variant == "avx2"
    modes = DENSE if job == "dense" else CONVOLUTIONAL
    ours, theirs, shares = [], {mode[1]: [] for mode in modes}, []
    for _ in range(options.rounds):
        against_peak = options.peak and job == "dense" and not avx2
        before = fma_peak(options, threads) if against_peak else 0
        ours.append(kindred(options, job, threads, avx2)[0]["ms_per_step_median"])
        if against_peak:
            shares.append(DENSE_GFLOP / ours[-1] * 2e3 / (before + fma_peak(options, threads)))
        for mode in modes:
            theirs[mode[1]].append(peer(options, threads, *mode, avx2=avx2)[0]["ms_per_step_median"])
    best = min(theirs, key=lambda mode: statistics.median(theirs[mode]))
    median = statistics.median(ours)
    others = ", ".join(f"{mode} {statistics.median(times):.1f}" for mode, times in theirs.items())
    print(f"| {name} step, {threads} threads{', AVX2' if avx2 else ''} | {median:.1f} ({min(ours):.1f}-{max(ours):.1f}) ms | {others} ms "
          f"| {statistics.median(theirs[best]) / median:.2f} |", flush=True)
    if shares:
        print(f"| the same, of the FMA peak before and after it | {statistics.median(shares):.2f} ({min(shares):.2f}-{max(shares):.2f}) | | |", flush=True)


def fma_peak(options, threads):
    """GFLOP/s of multiply-adds without memory, the middle of the program's own repetitions."""
    with subprocess.Popen([options.peak], stdout=subprocess.PIPE, text=True) as running:
        for line in running.stdout:
            measured = json.loads(line)
            if measured["bench"] == "fma_avx512_gflops" and measured["threads"] == threads:
                running.terminate()  # what it measures next is not needed
                return measured["median"]
    raise SystemExit(f"{options.peak} did not print fma_avx512_gflops for {threads} threads.")


def products(options, threads):
    """Shape by shape in turn, each program stopped while the other works: the processor's speed drifts within the seconds that all shapes take."""
    ours, theirs = {}, {}
    for _ in range(options.rounds):
        commands = [["dotnet", options.kindred, "bench", "gemm", "--threads", str(threads)], ["/usr/bin/python3", "-c", GEMM]]
        running = [subprocess.Popen(command, env=environment(threads, avx2=False), stdout=subprocess.PIPE, text=True, start_new_session=True) for command in commands]
        for program in running:
            os.killpg(program.pid, signal.SIGSTOP)
        while True:
            pair = [next_line(program) for program in running]
            if None in pair:
                if pair != [None, None]:
                    os.killpg(running[pair.index(None) - 1].pid, signal.SIGKILL)
                    raise SystemExit("One program ended before the other: they do not know the same products, or one failed.")
                break
            ours.setdefault(pair[0]["shape"], []).append(pair[0]["ms"])
            theirs.setdefault(pair[1]["shape"], []).append(pair[1]["ms"])
        for program in running:
            program.wait()
    for shape in ours:
        ratios = [b / a for a, b in zip(ours[shape], theirs[shape], strict=True)]
        print(f"| product {shape}, {threads} threads | {statistics.median(ours[shape]):.4g} | {statistics.median(theirs[shape]):.4g} "
              f"| {statistics.median(ratios):.2f} ({min(ratios):.2f}-{max(ratios):.2f}) |", flush=True)


def next_line(program):
    """Lets the program work until it has printed its next line of JSON, or to its end."""
    os.killpg(program.pid, signal.SIGCONT)
    for line in program.stdout:
        if line.startswith("{"):
            os.killpg(program.pid, signal.SIGSTOP)
            return json.loads(line)
    return None


def in_turn(options, name, threads, run_peer, key, unit, label):
    ours, theirs = {}, {}
    for _ in range(options.rounds):
        for line in kindred(options, name, threads):
            ours.setdefault(line[key], []).append(line[unit])
        for line in run_peer():
            theirs.setdefault(line[key], []).append(line[unit])
    for shape in ours:
        if shape in theirs:
            a, b = statistics.median(ours[shape]), statistics.median(theirs[shape])
            print(f"| {label} {shape}, {threads} threads | {a:.4g} | {b:.4g} | {b / a:.2f} |", flush=True)


def main():
    parser = argparse.ArgumentParser()
    for name in ("kindred", "peers", "data"):
        parser.add_argument(name)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peak")
    parser.add_argument("--jobs", nargs="+", default=["dense", "conv", "dense-1", "conv-1", "dense-avx2", "conv-avx2", "gemm", "gemm-1", "mixture"])
    options = parser.parse_args()
    print("| work | Kindred | yardstick | ratio |\n| --- | --- | --- | --- |", flush=True)
    for job in options.jobs:
        if job.startswith("gemm"):
            threads = 1 if job.endswith("1") else 2
            products(options, threads)
        elif job == "mixture":
            in_turn(options, job, 2, lambda: peer(options, 2, "gmm_sklearn.py"), "dim", "secs_per_iteration", "EM iteration, columns")
        else:
            training(options, job)


if __name__ == "__main__":
    main()
