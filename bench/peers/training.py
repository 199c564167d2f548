"""Times training steps of a network that restores its batch: Adam, mean squared error, batches of 256."""
import statistics
import time

import torch

from yardstick import emit

BATCH, WARM_UPS = 256, 4


def run(job, mode, threads, network, images, steps, arrange=lambda batch: batch):
    optimizer = torch.optim.Adam(network.parameters(), lr=1e-3, foreach=True)
    order, times = torch.randperm(len(images)), []
    for i in range(WARM_UPS + steps):
        started = time.perf_counter()
        first = BATCH * i % (len(images) - BATCH)
        batch = arrange(images.index_select(0, order[first:first + BATCH]))
        optimizer.zero_grad(set_to_none=True)
        loss = torch.nn.functional.mse_loss(network(batch), batch)
        loss.backward()
        optimizer.step()
        times.append(time.perf_counter() - started)
    emit(peer="torch", job=job, mode=mode, threads=threads, ms_per_step_median=round(1e3 * statistics.median(times[WARM_UPS:]), 2), loss=float(loss))
