"""k-means of the Fashion-MNIST pixels by scikit-learn: k = 10, ten restarts, to convergence.

python3 kmeans_sklearn.py THREADS [lloyd|elkan]...      OMP_NUM_THREADS must say the same number
"""
import sys
import time

from sklearn.cluster import KMeans

from yardstick import emit, pixels

x = pixels()
for algorithm in sys.argv[2:] or ["elkan"]:
    started = time.perf_counter()
    model = KMeans(10, n_init=10, init="k-means++", algorithm=algorithm, random_state=0).fit(x)
    emit(peer="sklearn", job="kmeans", algo=algorithm, threads=int(sys.argv[1]), secs=round(time.perf_counter() - started, 2), inertia=float(model.inertia_))
