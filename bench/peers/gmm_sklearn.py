"""Full-covariance mixtures of 10 components by scikit-learn, started from the components that drew the rows: seconds an iteration of EM.

python3 gmm_sklearn.py THREADS
"""
import sys
import time
import warnings

import numpy as np
from sklearn.mixture import GaussianMixture

from yardstick import codes, emit

warnings.filterwarnings("ignore")


class FromComponents(GaussianMixture):
    def _initialize_parameters(self, x, random_state):
        self._initialize(x, self.start.astype(x.dtype))


for columns in (10, 50, 64):
    x, component = codes(columns)
    mixture = FromComponents(10, covariance_type="full")
    mixture.start = np.eye(10)[component]
    started = time.perf_counter()
    mixture.fit(x)
    seconds = time.perf_counter() - started
    emit(peer="sklearn", job="gmm-full", dim=columns, threads=int(sys.argv[1]), secs=round(seconds, 3), iterations=int(mixture.n_iter_),
         lower_bound=float(mixture.lower_bound_), secs_per_iteration=round(seconds / (mixture.n_iter_ + 1), 4))
