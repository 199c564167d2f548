"""Training steps of a convolutional autoencoder of 15.03 million products an image in PyTorch.

3x3 convolutions 1-32 at 28, 32-64 at 14, 64-128 at 7, 2x2 max pooling between; dense to a code of 10 and back; 128-64 at 7, 64-32 at 14, 32-1 at 28, each enlarged twice before; ReLU, sigmoid at the end.
python3 conv_ae_torch.py THREADS [cl|nchw|jit] [STEPS]      cl: channels last
"""
import sys

import torch
from torch import nn

import training
from yardstick import pixels

threads, mode, steps = int(sys.argv[1]), (sys.argv[2:] + ["cl"])[0], int((sys.argv[3:] + ["15"])[0])
torch.set_num_threads(threads)
torch.manual_seed(0)
LAYOUT = torch.contiguous_format if mode == "nchw" else torch.channels_last
images = torch.from_numpy(pixels()).view(-1, 1, 28, 28)


def convolution(inputs, outputs):
    return nn.Conv2d(inputs, outputs, 3, padding=1)


def enlarged():
    return nn.Upsample(scale_factor=2, mode="nearest")


class Autoencoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = nn.Sequential(
            convolution(1, 32), nn.ReLU(True), nn.MaxPool2d(2), convolution(32, 64), nn.ReLU(True), nn.MaxPool2d(2), convolution(64, 128), nn.ReLU(True))
        self.to_code, self.from_code = nn.Linear(6272, 10), nn.Linear(10, 6272)
        self.decoder = nn.Sequential(
            convolution(128, 64), nn.ReLU(True), enlarged(), convolution(64, 32), nn.ReLU(True), enlarged(), convolution(32, 1))

    def forward(self, x):
        code = self.to_code(self.encoder(x).flatten(1))
        planes = torch.relu(self.from_code(code)).view(-1, 128, 7, 7).contiguous(memory_format=LAYOUT)
        return torch.sigmoid(self.decoder(planes))


network = Autoencoder().to(memory_format=LAYOUT)
if mode == "jit":
    network = torch.jit.trace(network, images[:256].contiguous(memory_format=LAYOUT))
training.run("convAE", mode, threads, network, images, steps, arrange=lambda batch: batch.contiguous(memory_format=LAYOUT))
