import type { Camera, Size } from "./camera";
import { groupRgb } from "../page/palette";

const vertexCode = `#version 300 es
in vec2 position;   // [0, 1]
in float group;
in float chosen;
uniform vec2 centre;
uniform vec2 scale; // of the clip space
uniform float size;
uniform float choosing;
uniform int none;   // this group and those behind it are none
uniform int layer;  // 0: those in no group, 1: the others
uniform bool faint; // those in no group
uniform sampler2D palette;
out vec4 colour;
void main() {
  int index = int(group);
  bool isNone = index >= none;
  colour = texelFetch(palette, ivec2(index & 255, index >> 8), 0);
  if (choosing > 0.5 && chosen < 0.5) colour.a *= 0.1;
  if (isNone && faint) colour.a *= 0.5;
  if (isNone == (layer == 1)) colour.a = 0.0;
  gl_Position = colour.a == 0.0 ? vec4(2.0, 2.0, 2.0, 1.0) : vec4((position - centre) * scale, 0.0, 1.0);
  gl_PointSize = isNone && faint ? size * 0.7 : size;
}`;

const fragmentCode = `#version 300 es
precision mediump float;
in vec4 colour;
uniform float softness;
out vec4 pixel;
void main() {
  float distance = length(gl_PointCoord - 0.5) * 2.0;
  float cover = colour.a * (1.0 - smoothstep(1.0 - softness, 1.0, distance));
  pixel = vec4(colour.rgb * cover, cover);
}`;

/** All points, drawn by the graphics card or by its stand-in. */
export class Scatter {
  private readonly gl: WebGL2RenderingContext;
  private readonly program: WebGLProgram;
  private readonly groupBuffer: WebGLBuffer;
  private readonly chosenBuffer: WebGLBuffer;
  private readonly order: Uint32Array;
  private choosing = false;
  private none = 0;
  private isFaint = true;

  constructor(private readonly canvas: HTMLCanvasElement, x: Uint16Array, y: Uint16Array) {
    const gl = canvas.getContext("webgl2", { antialias: false, depth: false, stencil: false, premultipliedAlpha: true });
    if (!gl) throw new Error("The map needs WebGL 2, which is off in this browser.");
    this.gl = gl;
    this.program = link(gl);
    this.order = mixedOrder(x.length);
    gl.useProgram(this.program);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    this.attribute("position", 2, gl.UNSIGNED_SHORT, true, interleave(x, y, this.order));
    this.groupBuffer = this.attribute("group", 1, gl.UNSIGNED_SHORT, false, new Uint16Array(x.length));
    this.chosenBuffer = this.attribute("chosen", 1, gl.UNSIGNED_BYTE, false, new Uint8Array(x.length));
    gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
  }

  /** What each point is coloured by; −1 is unknown. */
  setGroups(groups: ArrayLike<number>, groupCount: number): void {
    const values = Uint16Array.from(this.order, (point) => (groups[point]! < 0 ? groupCount : groups[point]!));
    this.fill(this.groupBuffer, values);
  }

  /** Groups outside of the set are hardly seen; an empty set shows all. */
  setShownGroups(colours: number[], shown: ReadonlySet<number>, opacity: number): void {
    const groupCount = colours.length;
    const none = colours.indexOf(-1); // a group by itself where the method left rows out; unknown classes are behind all
    this.none = none < 0 ? groupCount : none;
    this.isFaint = shown.size === 0; // where all are shown, those in no group must not hide the others
    const rows = Math.ceil((groupCount + 1) / 256);
    const texels = new Uint8Array(rows * 256 * 4);
    for (let group = 0; group <= groupCount; group++) {
      const visible = shown.size === 0 || shown.has(group);
      texels.set([...groupRgb(colours[group] ?? -1), Math.round((visible ? opacity : 0.05) * 255)], group * 4);
    }
    const { gl } = this;
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, 256, rows, 0, gl.RGBA, gl.UNSIGNED_BYTE, texels);
  }

  setChosen(points: Uint32Array | null): void {
    this.choosing = points !== null;
    const flags = new Uint8Array(this.order.length);
    points?.forEach((point) => (flags[point] = 1));
    this.fill(this.chosenBuffer, Uint8Array.from(this.order, (point) => flags[point]!));
  }

  /** Draws a share of the points; being in mixed order, the first of them stand for all. */
  draw(camera: Camera, size: Size, pointSize: number, share: number): void {
    const { gl, canvas, program } = this;
    const ratio = canvas.width / size.width;
    gl.viewport(0, 0, canvas.width, canvas.height);
    gl.clearColor(0, 0, 0, 0);
    gl.clear(gl.COLOR_BUFFER_BIT);
    const uniform = (name: string) => gl.getUniformLocation(program, name);
    gl.uniform2f(uniform("centre"), camera.x, camera.y);
    gl.uniform2f(uniform("scale"), (2 * camera.scale) / size.width, (2 * camera.scale) / size.height);
    gl.uniform1f(uniform("size"), pointSize * ratio);
    gl.uniform1f(uniform("softness"), Math.min(0.6, 1.6 / (pointSize * ratio)));
    gl.uniform1f(uniform("choosing"), this.choosing ? 1 : 0);
    gl.uniform1i(uniform("none"), this.none);
    gl.uniform1i(uniform("faint"), this.isFaint ? 1 : 0);
    for (const layer of [0, 1]) {
      gl.uniform1i(uniform("layer"), layer);
      gl.drawArrays(gl.POINTS, 0, Math.ceil(this.order.length * share));
    }
  }

  dispose(): void {
    this.gl.getExtension("WEBGL_lose_context")?.loseContext();
  }

  private attribute(name: string, size: number, type: number, normalized: boolean, values: AllowSharedBufferSource): WebGLBuffer {
    const { gl } = this;
    const buffer = gl.createBuffer();
    this.fill(buffer, values);
    const location = gl.getAttribLocation(this.program, name);
    gl.enableVertexAttribArray(location);
    gl.vertexAttribPointer(location, size, type, normalized, 0, 0);
    return buffer;
  }

  private fill(buffer: WebGLBuffer, values: AllowSharedBufferSource): void {
    const { gl } = this;
    gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
    gl.bufferData(gl.ARRAY_BUFFER, values, gl.STATIC_DRAW);
  }
}

function link(gl: WebGL2RenderingContext): WebGLProgram {
  const program = gl.createProgram();
  for (const [type, code] of [[gl.VERTEX_SHADER, vertexCode], [gl.FRAGMENT_SHADER, fragmentCode]] as const) {
    const shader = gl.createShader(type)!;
    gl.shaderSource(shader, code);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS)) throw new Error(`The map cannot be drawn: ${gl.getProgramInfoLog(program)}`);
  return program;
}

/** Points in an order that mixes groups even when the data are sorted by them, so that none lies on top everywhere. */
function mixedOrder(count: number): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  let state = 1;
  for (let i = count - 1; i > 0; i--) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const j = Math.floor((state / 2 ** 32) * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}

function interleave(x: Uint16Array, y: Uint16Array, order: Uint32Array): Uint16Array<ArrayBuffer> {
  const pairs = new Uint16Array(order.length * 2);
  order.forEach((point, i) => {
    pairs[2 * i] = x[point]!;
    pairs[2 * i + 1] = y[point]!;
  });
  return pairs;
}
