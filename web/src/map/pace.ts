const slow = 34; // ms a frame: below thirty a second
const fast = 20;
const settled = 150; // ms without a move

/** While the map is moved, how much of it can be drawn thirty times a second on this machine. */
export class Pace {
  private learned = 1;
  private isMoving = false;
  private last = 0;
  private timer = 0;

  constructor(private readonly onSettled: () => void) {}

  /** The share of the points to draw now; all of them when the map is still. */
  get share(): number {
    return this.isMoving ? this.learned : 1;
  }

  moved(): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.stop(), settled);
    if (this.isMoving) return;
    this.isMoving = true;
    this.last = 0;
    requestAnimationFrame(this.tick);
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.isMoving = false;
  }

  private stop(): void {
    this.isMoving = false;
    if (this.learned < 1) this.onSettled();
  }

  private readonly tick = (time: number): void => {
    if (!this.isMoving) return;
    const frame = this.last > 0 ? time - this.last : fast;
    if (frame > slow) this.learned = Math.max(this.learned * 0.75, 0.1);
    else if (frame < fast) this.learned = Math.min(this.learned * 1.05, 1);
    this.last = time;
    requestAnimationFrame(this.tick);
  };
}
