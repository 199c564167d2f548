import type { ModelInputData } from "../data/format";
import { type Pixels, bring, decodedSmall, flatten } from "./shape";

const mostPixels = 1 << 26;

/** The pixels of a picture's file in the model's shape, as bytes. */
export async function readPicture(file: Blob, input: ModelInputData): Promise<Uint8Array> {
  const bitmap = await createImageBitmap(file, { imageOrientation: "from-image", premultiplyAlpha: "none", colorSpaceConversion: "none" })
    .catch(() => { throw new Error("This is no picture that the browser reads: PNG, JPEG, WebP, GIF and BMP are."); });
  try {
    const pixels = pixelsOf(bitmap);
    return bring(flatten((await isJpeg(file)) ? decodedSmall(pixels, input) : pixels, input.channels), input);
  } finally {
    bitmap.close();
  }
}

async function isJpeg(file: Blob): Promise<boolean> {
  const [first, second] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  return first === 0xff && second === 0xd8;
}

function pixelsOf(bitmap: ImageBitmap): Pixels {
  const { width, height } = bitmap;
  if (width * height > mostPixels) throw new Error(`This picture has ${width} × ${height} pixels; the page takes up to ${mostPixels / (1 << 20)} million.`);
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d", { colorSpace: "srgb", willReadFrequently: true })!;
  context.drawImage(bitmap, 0, 0);
  return { height, width, rgba: context.getImageData(0, 0, width, height).data };
}
