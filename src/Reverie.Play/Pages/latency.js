const KEPT = 20;

// Time from a key to the next picture: the median of the last keys, which one late frame does not move.
export class Latency {
  constructor() {
    this.times = [];
    this.pressedAt = 0;
  }

  pressed() { this.pressedAt ||= performance.now(); }

  shown() {
    if (this.pressedAt === 0) return;
    this.times.push(performance.now() - this.pressedAt);
    this.times.splice(0, this.times.length - KEPT);
    this.pressedAt = 0;
  }

  get median() {
    const sorted = [...this.times].sort((a, b) => a - b), half = sorted.length >> 1;
    return sorted.length === 0 ? null : sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  get text() { return this.times.length === 0 ? '–' : `${this.median.toFixed(0)} ms, median of ${this.times.length}`; }
}
