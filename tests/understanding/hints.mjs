// Learns the hints (src/core/hint.h) from the labelled messages of the batches and of practice/ and from the
// content's examples, and prints them as intents/hints.yaml.
//
//	node tests/understanding/hints.mjs FEATURES [--folds N] [--without BATCH]
//
// FEATURES is the program of tests/tools/features.c.  With --folds nothing is printed but how often the best
// reading is acceptable without and with hints, on messages that they were not learned from.
//
// A linear model with a softmax over the intents, trained by AdaGrad with an L1 penalty; any acceptable
// intent is right.  The rules' points enter with fixed weights, so that the hints learn what rules miss.
// The scales are those of hint.c.

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const here = dirname(fileURLToPath(import.meta.url));
const { values: options, positionals: [program] } = parseArgs({
  allowPositionals: true,
  options: { folds: { type: 'string' }, without: { type: 'string', multiple: true, default: [] } },
});

const SUM = 160; // one unit of the model in the sums of hint.c
const RULE = 16, RULE_MAX = 25, RUNNER_UP = 8, FIRST = 160;
const POINT = { 'asked-name': 20, 'told-name': 20, 'asked-word': 14, 'told-word': 5 };
const SEEN = { 'asked-name': 2, 'told-name': 2, 'asked-word': 3, 'told-word': 3 }; // messages, at least
const EPOCHS = 8, RATE = 0.15, L1 = 0.002, L2 = 0.0001;
const EXAMPLES_COUNT = 3; // so often an example of the content counts
const SMALLEST = 3; // weights below it are left out

function readMessages() {
  const folders = readdirSync(here).sort().filter((name) => (
    (/^batch-/.test(name) || name === 'practice') && !options.without.includes(name)));
  return folders.flatMap((folder) => readdirSync(join(here, folder)).sort()
    .filter((name) => name.endsWith('.jsonl'))
    .flatMap((name) => readFileSync(join(here, folder, name), 'utf8').split('\n').filter(Boolean))
    .map((line) => JSON.parse(line)).filter((item) => !item.turns && item.expect.action === 'answer'));
}

// The examples of the content: they have to be understood, whatever the messages say.
function readContent() {
  const intents = join(here, '../../intents');
  return readdirSync(intents).filter((name) => name.endsWith('.yaml')).sort().flatMap((name) => {
    let id, examples = false;
    return readFileSync(join(intents, name), 'utf8').split('\n').flatMap((line) => {
      id = /^  ([a-z]+\.[a-z-]+):/.exec(line)?.[1] ?? (/^\S/.test(line) ? undefined : id);
      if (/^    \S/.test(line)) examples = line === '    examples:';
      const text = /^      - (.*)$/.exec(line)?.[1];
      if (!id || !examples || !text) return [];
      return [{ channel: 'direct', text: text.replace(/^(['"])(.*)\1$/, '$2'), expect: { intents: [id] } }];
    });
  });
}

const covered = (id) => !/^(meta|uncovered)\./.test(id);

// The messages whose best reading the hints may replace, with their features.
function readExamples() {
  const messages = [...readMessages(), ...Array(EXAMPLES_COUNT).fill(readContent()).flat()];
  const run = spawnSync(program, ['.'], {
    input: messages.map(({ channel, text }) => JSON.stringify({ channel, text })).join('\n') + '\n', maxBuffer: 1 << 29,
  });
  if (run.status !== 0) throw new Error(`${program} ended with ${run.status}: ${run.stderr}`);
  const lines = run.stdout.toString().split('\n').filter((line) => line.startsWith('features'));
  if (lines.length !== messages.length) throw new Error(`${lines.length} lines for ${messages.length} messages`);
  return lines.flatMap((line, i) => {
    const right = messages[i].expect.intents.filter(covered);
    const example = { right, readings: new Map(), features: new Set() };
    for (const part of line.split(' ').slice(1)) {
      const [kind, name, points] = part.split(':');
      if (kind === 'reading' || kind === 'runner-up') {
        const sum = Math.min(points, RULE_MAX) * (kind === 'reading' ? RULE : RUNNER_UP);
        if (kind === 'reading') example.best ??= name;
        example.readings.set(name, Math.max(example.readings.get(name) ?? 0, sum));
      } else example.features.add(`${kind}:${name}`);
    }
    return example.best && covered(example.best) && right.length ? [example] : [];
  });
}

// Numbers in a fixed order from 0 to 1, the same everywhere.
function randoms(seed) {
  return () => {
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
    return seed / 0x7fffffff;
  };
}

class Model {
  constructor(examples) {
    const seen = new Map();
    for (const { features } of examples) for (const f of features) seen.set(f, (seen.get(f) ?? 0) + 1);
    this.features = new Map([...seen].filter(([f, n]) => n >= SEEN[f.split(':')[0]])
      .map(([f]) => f).sort().map((f, i) => [f, i]));
    this.intents = [...new Set(examples.flatMap((e) => [...e.right, e.best]))].sort();
    this.number = new Map(this.intents.map((id, i) => [id, i]));
    this.weights = this.intents.map(() => new Float64Array(this.features.size));
    this.#train(examples);
    this.#round();
  }

  // [feature's number, its strength] of an example, and the sums that its rules give.
  #row({ features, readings, best }) {
    const on = [...features].filter((f) => this.features.has(f))
      .map((f) => [this.features.get(f), POINT[f.split(':')[0]] * 8 / SUM]);
    const base = new Float64Array(this.intents.length);
    for (const [id, sum] of readings) if (this.number.has(id)) base[this.number.get(id)] += sum / SUM;
    if (this.number.has(best)) base[this.number.get(best)] += FIRST / SUM;
    return { on, base };
  }

  #sums({ on, base }) {
    return base.map((sum, c) => on.reduce((total, [f, x]) => total + this.weights[c][f] * x, sum));
  }

  #train(examples) {
    const rows = examples.map((e) => ({ ...this.#row(e), right: e.right.map((id) => this.number.get(id)) }));
    const squares = this.intents.map(() => new Float64Array(this.features.size).fill(1e-6));
    const random = randoms(1);
    for (let step = 0; step < EPOCHS * rows.length; step++) {
      const row = rows[Math.floor(random() * rows.length) % rows.length];
      const sums = this.#sums(row);
      const most = Math.max(...sums);
      const odds = sums.map((sum) => Math.exp(sum - most));
      const all = odds.reduce((a, b) => a + b, 0);
      const good = row.right.reduce((total, c) => total + odds[c], 0);
      odds.forEach((odd, c) => {
        const error = odd / all - (row.right.includes(c) ? odd / good : 0);
        if (Math.abs(error) < 1e-3) return;
        for (const [f, x] of row.on) {
          squares[c][f] += (error * x) ** 2;
          const rate = RATE / Math.sqrt(squares[c][f]);
          const w = this.weights[c][f] - rate * (error * x + L2 * this.weights[c][f]);
          this.weights[c][f] = Math.sign(w) * Math.max(0, Math.abs(w) - rate * L1);
        }
      });
    }
  }

  // To eighths, as the file has them.
  #round() {
    for (const weights of this.weights) weights.forEach((w, f) => {
      const rounded = Math.round(w * 8);
      weights[f] = Math.abs(rounded) < SMALLEST ? 0 : rounded / 8;
    });
  }

  prefer(example) {
    const sums = this.#sums(this.#row(example));
    return this.intents[sums.indexOf(Math.max(...sums))];
  }

  print() {
    const out = [
      '# Written by make hints from the labelled messages in tests/understanding: how much names of the lexicon and',
      '# words speak for intents.  See src/core/hint.h.', 'hints:', `  intents: ${this.intents.join(' ')}`];
    for (const kind of Object.keys(POINT)) {
      out.push(`  ${kind}s: |`);
      for (const [feature, f] of this.features) {
        if (!feature.startsWith(kind + ':')) continue;
        const pairs = this.weights.flatMap((weights, c) => (weights[f] ? [`${c}:${weights[f] * 8}`] : []));
        if (pairs.length) out.push(`    ${feature.slice(kind.length + 1)} ${pairs.join(' ')}`);
      }
    }
    console.log(out.join('\n'));
  }
}

const examples = readExamples();
if (options.folds) {
  const folds = Number(options.folds);
  let without = 0, learned = 0;
  for (let fold = 0; fold < folds; fold++) {
    const model = new Model(examples.filter((_, i) => i % folds !== fold));
    for (const example of examples.filter((_, i) => i % folds === fold)) {
      without += example.right.includes(example.best);
      learned += example.right.includes(model.prefer(example));
    }
  }
  const percent = (n) => `${(100 * n / examples.length).toFixed(1)} %`;
  console.log(`${examples.length} messages: acceptable without hints ${percent(without)}, with hints ${percent(learned)}`);
} else new Model(examples).print();
