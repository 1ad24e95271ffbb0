// Learns the hints (src/core/hint.h) from the labelled messages of the batches and of practice/, from the
// batches' chat and from the content's examples, and prints them as intents/hints.yaml or, with --flags, as
// intents/flag-hints.yaml.
//
//	node tests/understanding/hints.mjs FEATURES [--flags | --folds N | --try BATCH] [--without BATCH] [CHAT.txt ...]
//
// FEATURES is the program of tests/tools/features.c.  With --folds or --try nothing is printed but how often the
// best reading is acceptable without and with hints, and how often they speak, on messages that they were not
// learned from.  --without leaves a batch out.  CHAT are more lines that nobody should answer; every
// fourth is taken.
//
// For the red flags (src/core/hint_flag.h) one more model each says whether it is reported.
//
// Two linear models over the same features, trained by AdaGrad: a softmax over the intents, for which any
// acceptable intent is right, the best one most of all; and one that says whether a message is for lumbard
// to answer.  The rules' points are added afterwards with fixed weights (hint.c): rules were written for the very
// messages that this learns from, so that learned weights would trust them too much.

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const here = dirname(fileURLToPath(import.meta.url));
const { values: options, positionals: [program, ...chats] } = parseArgs({
  allowPositionals: true,
  options: { flags: { type: 'boolean' }, folds: { type: 'string' }, try: { type: 'string' }, without: { type: 'string', multiple: true, default: [] } },
});

// the scales of hint.c
const SUM = 160; // one unit of the model in its sums
const RULE = 10, RULE_MAX = 25, RUNNER_UP = 5, FIRST = 80, FIRST_OF_FEW = 320;
const POINT = {
  'asked-name': 20, 'told-name': 20, 'asked-word': 14, 'told-word': 5, frame: 10, talk: 10, last: 10, base: 20,
};
const SEEN = { 'asked-word': 2, 'told-word': 3 }; // messages in which a word has to stand, at least
const EPOCHS = 12, RATE = 0.12, L1 = 0.003, L2 = 1e-4;
const SMALLEST = 3; // weights below it are left out, in eighths
const SHARE = [1, 0.5, 0.3]; // of the first, second and third acceptable intent
const WEIGHT = { answer: 1, escalate: 1, ignore: 2, fallback: 2, chat: 1, ordinary: 0.5 }; // in whether to speak
const HEARD = new Set(['answer', 'escalate']);
const FLAG_EXAMPLES_COUNT = 8;
const EXAMPLES_COUNT = 3; // so often an example of the content counts

// the scales of hint_flag.c
const FLAG_POINT = { name: 20, word: 12, frame: 10, base: 20 };
const FLAG_SEEN = 5, FLAG_MESSAGES = 30; // messages that a feature stands in, and that report a flag, at least
const FLAG_L1 = 0.001, FLAG_SMALLEST = 2;
const LONG = 25, DAMP_ONE = 256;

const covered = (id) => !/^uncovered\./.test(id);
const lines = (...path) => readFileSync(join(...path), 'utf8').split('\n').filter(Boolean);

// ---------------------------------------------------------------- what is learned from

function* readFolder(folder) {
  const files = readdirSync(join(here, folder)).sort();
  for (const name of files.filter((file) => file.endsWith('.jsonl'))) {
    for (const item of lines(here, folder, name).map((line) => JSON.parse(line))) {
      if (!item.turns) yield item;
      for (const turn of item.turns ?? []) {
        yield { channel: item.channel, ...turn, turn: true, conversation: `${folder} ${item.id}`, user: turn.user ?? 'a' };
      }
    }
  }
  if (!files.includes('chat.txt')) return;
  for (const text of lines(here, folder, 'chat.txt')) {
    for (const channel of ['faq', 'ambient']) yield { channel, text, expect: { action: 'chat' } };
  }
}

function readMessages() {
  const folders = readdirSync(here).sort().filter((name) => (
    (/^batch-/.test(name) || name === 'practice') && name !== options.try && !options.without.includes(name)));
  return folders.flatMap((folder) => [...readFolder(folder)]);
}

function readChat(path) {
  const some = readFileSync(path, 'utf8').split('\n').filter((line, i) => line && i % 4 === 1);
  return some.map((text) => ({ channel: 'faq', text, expect: { action: 'ordinary' } }));
}

// The examples and counter-examples of the content's red flags.
function readFlagExamples() {
  let id, kind;
  return lines(here, '../../intents/flags.yaml').flatMap((line) => {
    id = /^  ([a-z-]+):/.exec(line)?.[1] ?? id;
    kind = /^    ([a-z-]+):/.exec(line)?.[1] ?? kind;
    const text = /^      - (.*)$/.exec(line)?.[1]?.replace(/^(['"])(.*)\1$/, '$2');
    if (!text || !/examples$/.test(kind)) return [];
    return [{ channel: 'direct', text, expect: { action: 'example', flags: kind === 'examples' ? [id] : [], only: id } }];
  });
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
      return [{ channel: 'direct', text: text.replace(/^(['"])(.*)\1$/, '$2'), expect: { action: 'answer', intents: [id] } }];
    });
  });
}

function readFeatures(messages) {
  const run = spawnSync(program, ['.'], {
    input: messages.map(({ channel, text, conversation, user }) => (
      JSON.stringify({ channel, text, conversation, user }))).join('\n') + '\n',
    maxBuffer: 1 << 30,
  });
  if (run.status !== 0) throw new Error(`${program} ended with ${run.status}: ${run.stderr}`);
  const found = run.stdout.toString().split('\n').filter((line) => line.startsWith('features'));
  if (found.length !== messages.length) throw new Error(`${found.length} lines for ${messages.length} messages`);
  return found;
}

// A message's features, what the rules make of it, and what is right.
function toExample({ expect, turn }, line) {
  const example = {
    turn,
    action: expect.action, flags: expect.flags ?? [], only: expect.only, flagFeatures: new Set(['base:']), right: (expect.intents ?? []).filter(covered), rules: new Map(), features: new Set(['base:']),
  };
  for (const part of line.split(' ').slice(1)) {
    const [kind, name, points] = part.split(':');
    if (kind === 'verdict') example.verdict = name;
    else if (kind === 'words') example.words = Number(name);
    else if (/^(not-|if-|past-)?(name|word)$/.test(kind)) example.flagFeatures.add(`${kind}:${name}`);
    else if (kind === 'reading' || kind === 'runner-up') {
      const sum = Math.min(points, RULE_MAX) * (kind === 'reading' ? RULE : RUNNER_UP);
      if (kind === 'reading') example.best ??= name;
      example.rules.set(name, Math.max(example.rules.get(name) ?? 0, sum));
    } else example.features.add(`${kind}:${name}`);
    if (kind === 'frame') example.flagFeatures.add(`${kind}:${name}`);
  }
  return example;
}

function readExamples() {
  const messages = [...readMessages(), ...Array(FLAG_EXAMPLES_COUNT).fill(readFlagExamples()).flat(), ...chats.flatMap(readChat), ...Array(EXAMPLES_COUNT).fill(readContent()).flat()];
  return readFeatures(messages).map((line, i) => toExample(messages[i], line));
}

// ---------------------------------------------------------------- learning

// Numbers in a fixed order from 0 to 1, the same everywhere.
function randoms(seed) {
  return () => {
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
    return seed / 0x7fffffff;
  };
}

// Whether the weights are noted after a step: some times in the second half of the training.
const isNoted = (step, examples) => step > EPOCHS * examples / 2 && step % Math.floor(examples / 4) === 0;

// Weights of one column, each with its own rate of learning (AdaGrad).
class Column {
  constructor(size, l1 = L1, smallest = SMALLEST) {
    Object.assign(this, { l1, smallest });
    this.weights = new Float64Array(size);
    this.squares = new Float64Array(size).fill(1e-6);
  }

  sum(row) {
    let total = 0;
    for (const [f, x] of row) total += this.weights[f] * x;
    return total;
  }

  step(row, error) {
    for (const [f, x] of row) {
      const slope = error * x + L2 * this.weights[f];
      this.squares[f] += slope ** 2;
      const rate = RATE / Math.sqrt(this.squares[f]);
      const w = this.weights[f] - rate * slope;
      this.weights[f] = Math.sign(w) * Math.max(0, Math.abs(w) - rate * this.l1);
    }
  }

  // Remembers where the weights stand: what they are on the average wavers less than what they come to.
  note() {
    this.noted ??= new Float64Array(this.weights.length);
    this.weights.forEach((w, f) => { this.noted[f] += w; });
    this.notes = (this.notes ?? 0) + 1;
  }

  // To eighths of the average, as the file has them.
  round() {
    this.weights = this.noted.map((sum) => sum / this.notes);
    this.weights.forEach((w, f) => {
      const rounded = Math.round(w * 8);
      this.weights[f] = Math.abs(rounded) < this.smallest ? 0 : rounded / 8;
    });
  }
}

class Model {
  constructor(examples) {
    const seen = new Map();
    for (const { features } of examples) for (const f of features) seen.set(f, (seen.get(f) ?? 0) + 1);
    this.features = new Map([...seen].filter(([f, n]) => n >= (SEEN[f.split(':')[0]] ?? 2))
      .map(([f]) => f).sort().map((f, i) => [f, i]));
    this.intents = [...new Set(examples.flatMap((e) => e.right))].sort();
    this.number = new Map(this.intents.map((id, i) => [id, i]));
    this.columns = this.intents.map(() => new Column(this.features.size));
    this.speak = new Column(this.features.size);
    this.#train(examples);
    for (const column of [this.speak, ...this.columns]) column.round();
  }

  // [feature's number, its strength] of an example.
  #row({ features }) {
    return [...features].filter((f) => this.features.has(f))
      .map((f) => [this.features.get(f), POINT[f.split(':')[0]] * 8 / SUM]);
  }

  #train(examples) {
    const rows = examples.map((e) => ({ ...e, row: this.#row(e) }));
    const random = randoms(1);
    for (let step = 0; step < EPOCHS * rows.length; step++) {
      const example = rows[Math.floor(random() * rows.length) % rows.length];
      this.#learnToSpeak(example);
      if (example.right.length) this.#learnIntent(example);
      if (isNoted(step, rows.length)) for (const column of [this.speak, ...this.columns]) column.note();
    }
  }

  #learnToSpeak({ row, action }) {
    if (!WEIGHT[action]) return;
    const chance = 1 / (1 + Math.exp(-this.speak.sum(row)));
    this.speak.step(row, WEIGHT[action] * (chance - (HEARD.has(action) ? 1 : 0)));
  }

  #learnIntent({ row, right }) {
    const sums = this.columns.map((column) => column.sum(row));
    const most = Math.max(...sums);
    const odds = sums.map((sum) => Math.exp(sum - most));
    const all = odds.reduce((a, b) => a + b, 0);
    const shares = right.slice(0, SHARE.length).map((_, i) => SHARE[i]);
    const whole = shares.reduce((a, b) => a + b, 0);
    const wanted = new Map(right.slice(0, SHARE.length).map((id, i) => [this.number.get(id), shares[i] / whole]));
    odds.forEach((odd, c) => {
      const error = odd / all - (wanted.get(c) ?? 0);
      if (Math.abs(error) > 1e-3) this.columns[c].step(row, error);
    });
  }

  // As hint_judge() does it.
  judge(example) {
    const row = this.#row(example);
    const first = example.features.has('frame:few') ? FIRST_OF_FEW : FIRST;
    const sums = this.columns.map((column, c) => (
      column.sum(row) + ((example.rules.get(this.intents[c]) ?? 0) + (this.intents[c] === example.best ? first : 0)) / SUM));
    if (!example.features.has('frame:direct')) {
      this.intents.forEach((id, c) => { if (id.startsWith('meta.')) sums[c] = -Infinity; });
    }
    return { best: this.intents[sums.indexOf(Math.max(...sums))], speak: this.speak.sum(row) };
  }

  print() {
    const columns = [this.speak, ...this.columns];
    const pairs = (f) => columns.flatMap(({ weights }, c) => (weights[f] ? [`${c}:${weights[f] * 8}`] : [])).join(' ');
    const out = [
      '# Written by make hints from the labelled messages in tests/understanding: how much names of the lexicon and',
      '# words speak for intents.  See src/core/hint.h.', 'hints:', `  intents: speak ${this.intents.join(' ')}`,
      `  base: ${pairs(this.features.get('base:'))}`];
    for (const kind of Object.keys(POINT).filter((name) => name !== 'base')) {
      out.push(`  ${{ talk: 'talk', last: 'last' }[kind] ?? `${kind}s`}: |`);
      for (const [feature, f] of this.features) {
        if (!feature.startsWith(`${kind}:`)) continue;
        if (pairs(f)) out.push(`    ${feature.slice(kind.length + 1)} ${pairs(f)}`);
      }
    }
    console.log(out.join('\n'));
  }
}

// How much the words of a message of so many words count, as in hint_flag.c.
function damp(words) {
  if (words <= LONG) return 1;
  return Math.floor(DAMP_ONE * 16 * Math.floor(Math.sqrt(LONG)) / Math.floor(Math.sqrt(256 * words))) / DAMP_ONE;
}

// Which red flags are reported, whatever the rules say.
class FlagModel {
  constructor(all) {
    const examples = all.filter(({ turn, action }) => !(turn && action === 'escalate') && action !== 'ordinary');
    const seen = new Map(), flags = new Map();
    for (const { flagFeatures, flags: reported } of examples) {
      for (const f of flagFeatures) seen.set(f, (seen.get(f) ?? 0) + 1);
      for (const flag of reported) flags.set(flag, (flags.get(flag) ?? 0) + 1);
    }
    this.features = new Map([...seen].filter(([, n]) => n >= FLAG_SEEN).map(([f]) => f).sort().map((f, i) => [f, i]));
    this.flags = [...flags].filter(([, n]) => n >= FLAG_MESSAGES).map(([flag]) => flag).sort();
    this.columns = this.flags.map(() => new Column(this.features.size, FLAG_L1, FLAG_SMALLEST));
    this.#train(examples);
    for (const column of this.columns) column.round();
  }

  #row({ flagFeatures, words }) {
    const less = damp(words);
    return [...flagFeatures].filter((f) => this.features.has(f)).map((f) => {
      const kind = f.slice(0, f.indexOf(':')).replace(/^(not|if|past)-/, '');
      return [this.features.get(f), FLAG_POINT[kind] * 8 / SUM * (kind === 'name' || kind === 'word' ? less : 1)];
    });
  }

  #train(examples) {
    const rows = examples.map((e) => ({ ...e, row: this.#row(e) }));
    const random = randoms(1);
    for (let step = 0; step < EPOCHS * rows.length; step++) {
      const { row, flags, only } = rows[Math.floor(random() * rows.length) % rows.length];
      this.columns.forEach((column, c) => {
        if (isNoted(step, rows.length)) column.note();
        if (only && only !== this.flags[c]) return;
        const error = 1 / (1 + Math.exp(-column.sum(row))) - (flags.includes(this.flags[c]) ? 1 : 0);
        if (Math.abs(error) > 1e-3) column.step(row, error);
      });
    }
  }

  // The sums of an example, by flag.
  judge(example) {
    const row = this.#row(example);
    return new Map(this.flags.map((flag, c) => [flag, this.columns[c].sum(row)]));
  }

  print() {
    const pairs = (f) => this.columns.flatMap(({ weights }, c) => (weights[f] ? [`${c}:${weights[f] * 8}`] : [])).join(' ');
    const out = ['# Written by make hints from the labelled messages in tests/understanding.  See src/core/hint_flag.h.',
      'flag-hints:', `  flags: ${this.flags.join(' ')}`, `  base: ${pairs(this.features.get('base:'))}`];
    const kinds = ['frame', ...['', 'not-', 'if-', 'past-'].flatMap((scope) => [`${scope}name`, `${scope}word`])];
    for (const kind of kinds) {
      out.push(`  ${kind}s: |`);
      for (const [feature, f] of this.features) {
        if (feature.startsWith(`${kind}:`) && pairs(f)) out.push(`    ${feature.slice(kind.length + 1)} ${pairs(f)}`);
      }
    }
    console.log(out.join('\n'));
  }
}

// ---------------------------------------------------------------- trying

const percent = (n, all) => `${(100 * n / all.length).toFixed(1)} % of ${all.length}`;

// How well a model does on examples that it has not seen.
function tell(judged) {
  const asked = judged.filter(({ example }) => example.action === 'answer' && example.right.length);
  const good = (of) => asked.filter((one) => one.example.right.includes(of(one))).length;
  console.log(`acceptable: by the rules ${percent(good(({ example }) => example.best), asked)},`
    + ` with hints ${percent(good(({ best }) => best), asked)}`);
  for (const channel of ['direct', 'faq', 'ambient']) {
    for (const action of ['answer', 'escalate', 'ignore', 'fallback', 'chat']) {
      const all = judged.filter(({ example }) => example.action === action && example.features.has(`frame:${channel}`));
      if (!all.length) continue;
      const above = (sum) => percent(all.filter(({ speak }) => speak > sum).length, all).split(' ')[0];
      console.log(`  ${channel.padEnd(8)}${action.padEnd(9)} ${String(all.length).padStart(5)}: speaks from a sum of`
        + ` ${[-3, -2, -1, 0, 1, 2].map((sum) => `${sum}: ${above(sum)} %`).join(', ')}`);
    }
  }
}

if (options.folds) {
  const examples = readExamples(), folds = Number(options.folds);
  tell(Array.from({ length: folds }, (_, fold) => fold).flatMap((fold) => {
    const model = new Model(examples.filter((_, i) => i % folds !== fold));
    return examples.filter((_, i) => i % folds === fold).map((example) => ({ example, ...model.judge(example) }));
  }));
} else if (options.try) {
  const model = new Model(readExamples());
  const messages = [...readFolder(options.try)];
  tell(readFeatures(messages).map((line, i) => toExample(messages[i], line))
    .map((example) => ({ example, ...model.judge(example) })));
} else new (options.flags ? FlagModel : Model)(readExamples()).print();
