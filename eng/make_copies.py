#!/usr/bin/env python3
"""Makes many pictures of few: eng/make_copies.py IMAGES.idx ROWS OUT.npy [SEED=1]. Each is a picture drawn by chance, moved by at most one pixel up or down and left or right, with noise of 0 to 7 on every pixel."""
import random, struct, sys

path, rows, target = sys.argv[1], int(sys.argv[2]), sys.argv[3]
rng = random.Random(int(sys.argv[4]) if len(sys.argv) > 4 else 1)
with open(path, "rb") as file:
    magic, count, height, width = struct.unpack(">iiii", file.read(16))
    assert magic == 0x803, "an IDX file of grey pictures, not packed, is needed"
    room = bytes(min(i, 248) for i in range(256))  # for the noise
    images = file.read().translate(room)
size, noise_of = height * width, bytes(i % 8 for i in range(256))
header = ("{'descr': '|u1', 'fortran_order': False, 'shape': (%d, %d, %d), }" % (rows, height, width)).encode()
header += b" " * (63 - (10 + len(header)) % 64) + b"\n"


def moved(image, down, right):
    lines = [image[i * width:(i + 1) * width] for i in range(height)]
    lines = [bytes(width)] + lines[:-1] if down > 0 else lines[1:] + [bytes(width)] if down < 0 else lines
    return b"".join(b"\0" + line[:-1] if right > 0 else line[1:] + b"\0" if right < 0 else line for line in lines)


with open(target, "wb") as file:
    file.write(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header)
    for _ in range(rows):
        at = rng.randrange(count) * size
        image = moved(images[at:at + size], rng.randrange(-1, 2), rng.randrange(-1, 2))
        noise = rng.randbytes(size).translate(noise_of)
        file.write((int.from_bytes(image, "little") + int.from_bytes(noise, "little")).to_bytes(size, "little"))
