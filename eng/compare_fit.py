#!/usr/bin/env python3
"""How photographs of several shapes should be brought to one: crop, pad or stretch. Figures of docs/decisions/0029.

usage: compare_fit.py FOLDER [MOST]     (one folder a class; needs numpy, Pillow and scikit-learn; MOST images of each class at most)

Every photograph is cut to a shape drawn from those that cameras and messengers give, upright and lying (--as-is leaves them),
brought to 32x32 by each rule, and grouped by k-means on its pixels and on histograms of oriented gradients. Labels score only.
"""
import sys
from pathlib import Path

import numpy as np
from PIL import Image
from sklearn.cluster import KMeans
from sklearn.metrics import normalized_mutual_info_score as nmi

SHAPES = [(4, 3), (3, 4), (16, 9), (9, 16), (1, 1), (3, 2), (2, 3)]
SIDE = 32


def window(image, shape):
    """The largest window of that shape in the middle."""
    width, height = image.size
    scale = min(width / shape[0], height / shape[1])
    w, h = shape[0] * scale, shape[1] * scale
    return image.resize((max(1, round(w)), max(1, round(h))), Image.BOX, ((width - w) / 2, (height - h) / 2, (width + w) / 2, (height + h) / 2))


def stretch(image):
    return np.asarray(image.resize((SIDE, SIDE), Image.BOX), float)


def crop(image):
    return stretch(window(image, (1, 1)))


def padded(fill):
    def pad(image):
        scale = SIDE / max(image.size)
        w, h = (max(1, round(side * scale)) for side in image.size)
        inner = np.asarray(image.resize((w, h), Image.BOX), float)
        left, top = (SIDE - w) // 2, (SIDE - h) // 2
        edges = ((top, SIDE - h - top), (left, SIDE - w - left), (0, 0))
        if fill == 'edge':
            return np.pad(inner, edges, mode='edge')
        full = np.empty((SIDE, SIDE, 3))
        full[:] = inner.mean((0, 1)) if fill == 'mean' else fill
        full[top:top + h, left:left + w] = inner
        return full
    return pad


RULES = {'stretch': stretch, 'crop': crop, 'pad white': padded(255), 'pad grey': padded(128), 'pad black': padded(0),
         'pad mean': padded('mean'), 'pad edge': padded('edge')}


def gradients(pixels):
    """Nine directions in cells of 8 x 8, blocks of 2 x 2 cells brought to length 1 (Dalal and Triggs 2005)."""
    grey = pixels @ [.2126, .7152, .0722]
    gy, gx = np.gradient(grey, axis=(1, 2))
    size, angle = np.hypot(gx, gy), np.mod(np.arctan2(gy, gx), np.pi) * 9 / np.pi
    cells = SIDE // 8
    count = np.zeros((len(grey), cells, cells, 9))
    for k in range(9):
        share = np.maximum(0, 1 - np.abs((angle - k + 4.5) % 9 - 4.5)) * size
        count[..., k] = share.reshape(-1, cells, 8, cells, 8).sum((2, 4))
    blocks = [count[:, i:i + 2, j:j + 2].reshape(len(grey), -1) for i in range(cells - 1) for j in range(cells - 1)]
    return np.concatenate([b / np.sqrt((b ** 2).sum(1, keepdims=True) + 1) for b in blocks], 1)


def score(rows, labels, k):
    runs = [KMeans(k, n_init=3, random_state=seed).fit_predict(rows) for seed in range(5)]
    values = [nmi(labels, run) for run in runs]
    return f'{np.mean(values):.3f} ± {np.std(values):.3f}'


def main():
    words = [word for word in sys.argv[1:] if word != '--as-is']
    folder, most = Path(words[0]), int(words[1]) if len(words) > 1 else 10**9
    random = np.random.default_rng(1)
    images, labels = [], []
    for k, kind in enumerate(sorted(path for path in folder.iterdir() if path.is_dir())):
        for path in sorted(kind.iterdir())[:most]:
            image = Image.open(path).convert('RGB')
            images.append(image if '--as-is' in sys.argv else window(image, SHAPES[random.integers(len(SHAPES))]))
            labels.append(k)
    print(f'{len(images)} photographs of {max(labels) + 1} classes; NMI, five seeds')
    for name, rule in RULES.items():
        pixels = np.stack([rule(image) for image in images])
        print(f'{name:10} pixels {score(pixels.reshape(len(pixels), -1), labels, max(labels) + 1)}   gradients {score(gradients(pixels), labels, max(labels) + 1)}', flush=True)


if __name__ == '__main__':
    main()
