"""Training steps of the dense autoencoder 784-2000-1000-500-10 and back in PyTorch: ReLU, linear code, sigmoid at the end.

python3 dense_ae_torch.py THREADS [fp32|jit] [STEPS]
"""
import sys

import torch
from torch import nn

import training
from yardstick import pixels

threads, mode, steps = int(sys.argv[1]), (sys.argv[2:] + ["fp32"])[0], int((sys.argv[3:] + ["25"])[0])
torch.set_num_threads(threads)
torch.manual_seed(0)
images = torch.from_numpy(pixels())
widths = [784, 2000, 1000, 500, 10, 500, 1000, 2000, 784]
layers = []
for i, (inputs, outputs) in enumerate(zip(widths, widths[1:])):
    layers.append(nn.Linear(inputs, outputs))
    if i != 3:
        layers.append(nn.Sigmoid() if i == 7 else nn.ReLU(inplace=True))
network = nn.Sequential(*layers)
training.run("denseAE", mode, threads, torch.jit.trace(network, images[:256]) if mode == "jit" else network, images, steps)
