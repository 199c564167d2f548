"""PyTorch on the work of `kindred bench contrastive`: training steps on 512 Fashion-MNIST images in two views each, NT-Xent, Adam.

python3 contrastive_torch.py TRAIN_IMAGES.gz [THREADS]    (torch; the network is compiled before the clock starts where torch can)
"""
import gzip
import json
import math
import resource
import statistics
import sys
import time

import torch
import torch.nn.functional as F
from torch import nn

BATCH, STEPS, WARM_UPS = 512, 30, 4
threads = int(sys.argv[2]) if len(sys.argv) > 2 else 2
torch.set_num_threads(threads)
torch.manual_seed(1)

with gzip.open(sys.argv[1]) as file:
    images = torch.frombuffer(bytearray(file.read()[16:]), dtype=torch.uint8).view(-1, 1, 28, 28)


def stage(inputs, outputs):
    return [nn.Conv2d(inputs, outputs, 3, padding=1), nn.MaxPool2d(2), nn.BatchNorm2d(outputs), nn.ReLU()]


network = nn.Sequential(
    *stage(1, 32), *stage(32, 64), *stage(64, 128), nn.Flatten(),
    nn.Linear(128 * 9, 256), nn.BatchNorm1d(256), nn.ReLU(), nn.Linear(256, 64)).to(memory_format=torch.channels_last)
optimizer = torch.optim.Adam(network.parameters(), lr=1e-3)


def either(n, most):
    return (2 * torch.rand(n) - 1) * most


def views(x):
    """Scale, aspect, place, turn, slant, a blur of three taps and light, drawn for each image: ViewSettings.Middle."""
    n = len(x)
    scale, aspect = 1 / (0.8 + 0.35 * torch.rand(n)), torch.exp(either(n, 0.15))
    across, down = scale / aspect, scale * aspect
    angle, shear = either(n, 10 * math.pi / 180), either(n, 0.1)
    cos, sin = torch.cos(angle), torch.sin(angle)
    theta = torch.stack([
        torch.stack([cos * across, (shear * cos - sin) * down, either(n, 0.14)], 1),
        torch.stack([sin * across, (shear * sin + cos) * down, either(n, 0.2)], 1)], 1)
    y = F.grid_sample(x, F.affine_grid(theta, x.shape, align_corners=False), align_corners=False)
    side = torch.exp(-1 / (2 * (0.1 + 1.9 * torch.rand(n)) ** 2))
    taps = (torch.stack([side, torch.ones(n), side], 1) / (1 + 2 * side)[:, None])
    y = F.pad(y, (1, 1, 1, 1), mode="replicate").view(1, n, 30, 30)
    y = F.conv2d(y, taps.view(n, 1, 3, 1), groups=n)
    y = F.conv2d(y, taps.view(n, 1, 1, 3), groups=n).view(n, 1, 28, 28)
    return y * (1 + either(n, 0.5)).view(n, 1, 1, 1)


def loss_of(z):
    z = F.normalize(z)
    logits = z @ z.T / 0.5
    logits.fill_diagonal_(-1e9)
    return F.cross_entropy(logits, torch.arange(2 * BATCH).roll(BATCH))


try:
    forward = torch.compile(network)
    forward(torch.rand(2 * BATCH, 1, 28, 28).contiguous(memory_format=torch.channels_last))
except Exception:  # no compiler here: as it is
    forward = network

order = torch.randperm(len(images))
times, view_times, loss = [], [], None
for step in range(WARM_UPS + STEPS):
    started = time.perf_counter()
    x = images[order[step * BATCH:(step + 1) * BATCH]].float() / 255
    both = torch.cat([views(x), views(x)]).contiguous(memory_format=torch.channels_last)
    made = time.perf_counter()
    loss = loss_of(forward(both))
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()
    if step >= WARM_UPS:
        times.append(time.perf_counter() - started)
        view_times.append(made - started)

seconds = statistics.median(times)
print(json.dumps({
    "peer": f"torch {torch.__version__}",
    "job": "contrastive",
    "threads": threads,
    "ms_per_step_median": round(1e3 * seconds, 2),
    "ms_views_median": round(1e3 * statistics.median(view_times), 2),
    "secs_per_epoch": round(seconds * len(images) / BATCH, 2),
    "loss": loss.item(),
    "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
}))
