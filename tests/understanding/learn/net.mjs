// A small feed-forward net: rows of a table add up to a hidden layer, and what is positive of it speaks for the
// outputs.  Trained by Adam in batches, with dropout, in a fixed order: the same examples give the same net.

const HIDDEN = 64;
const BATCH = 64, EPOCHS = 20, RATE = 0.002, LATE_RATE = 0.0006, LATE = 0.6;
const DROP = 0.2;
const FAST = 0.9, SLOW = 0.999, TINY = 1e-8;
const FIRST_ROW = 0.08;

// What one step of a character counts in the file, and how far characters go (src/core/net.h).
export const STEP = 24, LEAST = -47, MOST = 46, ZERO = 0x50;

// Numbers in a fixed order from 0 to 1, the same everywhere.
function randoms(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const gauss = (random) => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

const round = (x) => Math.max(LEAST, Math.min(MOST, Math.round(x * STEP))) / STEP;

// Weights with what Adam remembers of them.
class Weights {
  constructor(size, first) {
    this.w = Float64Array.from({ length: size }, first);
    this.slope = new Float64Array(size);
    this.mean = new Float64Array(size);
    this.square = new Float64Array(size);
  }

  // One step for the weights from..to by their slopes, which begin anew.
  step(from, to, rate) {
    for (let i = from; i < to; i++) {
      const slope = this.slope[i];
      this.mean[i] = FAST * this.mean[i] + (1 - FAST) * slope;
      this.square[i] = SLOW * this.square[i] + (1 - SLOW) * slope * slope;
      this.w[i] -= rate * this.mean[i] / (Math.sqrt(this.square[i]) + TINY);
      this.slope[i] = 0;
    }
  }
}

export class Net {
  // rows: how many features there are; outputs: how many sums come out
  constructor(rows, outputs) {
    this.random = randoms(1);
    this.outputs = outputs;
    this.rows = new Weights(rows * HIDDEN, () => FIRST_ROW * gauss(this.random));
    this.out = new Weights(outputs * HIDDEN, () => gauss(this.random) / Math.sqrt(HIDDEN));
    this.bias = new Weights(outputs, () => 0);
  }

  #hidden({ features, strengths }, drop) {
    const hidden = new Float64Array(HIDDEN);
    for (let i = 0; i < features.length; i++) {
      // the first is the base, which is always there
      if (drop && i > 0 && this.random() < DROP) continue;
      drop?.push(i);
      const x = strengths[i] * (drop && i > 0 ? 1 / (1 - DROP) : 1), at = features[i] * HIDDEN;
      for (let h = 0; h < HIDDEN; h++) hidden[h] += x * this.rows.w[at + h];
    }
    for (let h = 0; h < HIDDEN; h++) {
      if (hidden[h] < 0 || (drop && this.random() < DROP)) hidden[h] = 0;
      else if (drop) hidden[h] /= 1 - DROP;
    }
    return hidden;
  }

  #sums(hidden) {
    const sums = Float64Array.from(this.bias.w);
    for (let o = 0; o < this.outputs; o++) {
      for (let h = 0; h < HIDDEN; h++) sums[o] += hidden[h] * this.out.w[o * HIDDEN + h];
    }
    return sums;
  }

  // What comes out for one example {features, strengths}.
  sums(example) {
    return this.#sums(this.#hidden(example));
  }

  // Learns from one example: errors(sums) says how far each output is too high.
  #learn(example, errors, touched) {
    const kept = [], hidden = this.#hidden(example, kept), back = new Float64Array(HIDDEN);
    errors(this.#sums(hidden)).forEach((error, o) => {
      if (!error) return;
      this.bias.slope[o] += error / BATCH;
      for (let h = 0, at = o * HIDDEN; h < HIDDEN; h++, at++) {
        this.out.slope[at] += error * hidden[h] / BATCH;
        if (hidden[h] > 0) back[h] += error * this.out.w[at];
      }
    });
    for (const i of kept) {
      const x = example.strengths[i] / (BATCH * (1 - DROP) ** (i > 0 ? 2 : 1)), at = example.features[i] * HIDDEN;
      touched.add(example.features[i]);
      for (let h = 0; h < HIDDEN; h++) this.rows.slope[at + h] += x * back[h];
    }
  }

  train(examples) {
    const order = examples.map((_, i) => i);
    for (let epoch = 0; epoch < EPOCHS; epoch++) {
      const rate = epoch < EPOCHS * LATE ? RATE : LATE_RATE;
      for (let i = order.length - 1; i > 0; i--) {
        const k = Math.floor(this.random() * (i + 1));
        [order[i], order[k]] = [order[k], order[i]];
      }
      for (let i = 0; i < order.length; i += BATCH) {
        const touched = new Set();
        for (const one of order.slice(i, i + BATCH)) this.#learn(examples[one], examples[one].errors, touched);
        for (const row of touched) this.rows.step(row * HIDDEN, (row + 1) * HIDDEN, rate);
        this.out.step(0, this.out.w.length, rate);
        this.bias.step(0, this.outputs, rate);
      }
    }
    this.rows.w = this.rows.w.map(round);
    this.out.w = this.out.w.map(round);
  }

  static #text(weights, at) {
    return String.fromCharCode(...weights.slice(at, at + HIDDEN).map((w) => ZERO + Math.round(w * STEP)));
  }

  // A row as the file has it; undefined for one that says next to nothing.
  row(i) {
    const weights = this.rows.w.slice(i * HIDDEN, (i + 1) * HIDDEN);
    return weights.some((w) => Math.abs(w * STEP) > 1.5) ? Net.#text(weights, 0) : undefined;
  }

  output(o) {
    return Net.#text(this.out.w, o * HIDDEN);
  }
}
