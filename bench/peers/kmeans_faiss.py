"""k-means of the Fashion-MNIST pixels by faiss: k = 10, ten restarts of 25 iterations.

python3 kmeans_faiss.py THREADS
"""
import sys
import time

import faiss

from yardstick import emit, pixels

faiss.omp_set_num_threads(int(sys.argv[1]))
x = pixels()
kmeans = faiss.Kmeans(784, 10, niter=25, nredo=10, max_points_per_centroid=10**9, seed=1)
started = time.perf_counter()
kmeans.train(x)
emit(peer="faiss", job="kmeans", threads=int(sys.argv[1]), niter=25, nredo=10, secs=round(time.perf_counter() - started, 2), inertia=float(min(kmeans.obj)))
