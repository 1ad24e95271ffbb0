// Learns the hints (src/core/hint.h) from labelled messages (learn/examples.mjs) and prints them as
// intents/hints.yaml or, with --flags, those of the red flags (src/core/hint_flag.h) as intents/flag-hints.yaml.
//
//	node tests/understanding/hints.mjs FEATURES [--flags] [--try FOLDER] [--without NAME] [CHAT.txt ...]
//
// FEATURES is the program of tests/tools/features.c.  With --try nothing is printed but how well the messages of
// that folder are understood, which were not learned from.  --without leaves a batch or a file of practice/ out.
// CHAT are more lines that nobody should answer; every fourth is taken.
//
// The rules' points are added afterwards with fixed weights (hint.c): rules were written for the very
// messages that this learns from, so that learned weights would trust them too much.

import { parseArgs } from 'node:util';
import { readExamples, readTrial } from './learn/examples.mjs';
import { Net } from './learn/net.mjs';

const { values: options, positionals: [program, ...chats] } = parseArgs({
  allowPositionals: true,
  options: { flags: { type: 'boolean' }, try: { type: 'string' }, without: { type: 'string', multiple: true, default: [] } },
});

const FULL = 64; // a strength of 1, as in src/core/hint_net.h
const UNIT = 160; // one unit of a sum (HINT_UNIT)
const FIRST = 80, FIRST_OF_FEW = 320, FIRST_OF_LATER = 160; // of hint.c
const START = 5; // letters at the beginning of a longer word

// How strongly each kind of feature counts, as in hint.c and hint_flag.c.
const STRENGTH = {
  base: 64, frame: 32, talk: 64, last: 64, 'asked-name': 64, 'told-name': 64, 'asked-word': 45, 'told-word': 16,
  name: 64, word: 38, 'not-name': 64, 'not-word': 38, 'if-name': 64, 'if-word': 38, 'past-name': 64, 'past-word': 38,
};
const SEEN = 4; // messages about backs in which a row has to stand, at least
const BESIDES = /^(ordinary|beside|example|before|behind)$/; // what is not counted for that
const FLAG_MESSAGES = 30; // that report a flag
const LONG = 25, DAMP_ONE = 256;

const SHARE = [1, 0.5, 0.3]; // of the first, second and third acceptable intent
const WEIGHT = { answer: 1, escalate: 1, beside: 1, ignore: 2, fallback: 2, chat: 1, behind: 1, ordinary: 0.5 }; // in whether to speak
const HEARD = new Set(['answer', 'escalate', 'beside']);
const SPEAK = 0, SEVERAL = 1, INTENTS = 2; // where the outputs stand: each intent by itself, then each among several

// The rows of a feature with their strengths: a word counts by itself, where it is denied, supposed or over by that
// too, and by its beginning in its place.
function rowsOf(feature, damp = 1) {
  const at = feature.indexOf(':'), kind = feature.slice(0, at), name = feature.slice(at + 1);
  const word = /^(.*-)?word$/.exec(kind);
  const strength = Math.floor(STRENGTH[kind] * (word || /name$/.test(kind) ? damp * DAMP_ONE : DAMP_ONE) / DAMP_ONE) / FULL;
  if (!word) return [[kind === 'name' ? `said-${feature}` : feature, strength]];
  const place = word[1] ?? 'said-', rows = [[`any-word:${name}`, strength]];
  if (/^(not|if|past)-/.test(place)) rows.push([`${place}word:${name}`, strength]);
  if (name.length > START && /^[\x21-\x7e]+$/.test(name)) rows.push([`${place}start:${name.slice(0, START)}`, strength]);
  return rows;
}

// How much the words of a message of so many words count, as in hint_flag.c.
function damp(words) {
  if (words <= LONG) return 1;
  return Math.floor(DAMP_ONE * 16 * Math.floor(Math.sqrt(LONG)) / Math.floor(Math.sqrt(256 * words))) / DAMP_ONE;
}

// What intents and flags have in common: features with numbers, and a net.
class Hints {
  constructor(featuresOf) {
    this.featuresOf = featuresOf;
  }

  // Learns from examples, of which errors(example) makes what the net's errors are made with.
  learn(examples, outputs, errors) {
    const seen = new Map(), all = examples.map((example) => this.#rows(example));
    all.forEach((rows, i) => {
      if (BESIDES.test(examples[i].action)) return;
      for (const row of rows.keys()) seen.set(row, (seen.get(row) ?? 0) + 1);
    });
    this.outputs = outputs;
    this.number = new Map([...seen].filter(([, n]) => n >= SEEN).map(([row]) => row).sort().map((row, i) => [row, i]));
    this.net = new Net(this.number.size, outputs.length);
    this.net.train(examples.map((example, i) => ({ ...this.#numbers(all[i]), errors: errors(example) })));
  }

  // The rows of an example, the base first, with the sum of their strengths.
  #rows(example) {
    const rows = new Map();
    for (const [row, strength] of this.featuresOf(example)) rows.set(row, (rows.get(row) ?? 0) + strength);
    return rows;
  }

  #numbers(rows) {
    const known = [...rows].filter(([row]) => this.number.has(row));
    return { features: known.map(([row]) => this.number.get(row)), strengths: known.map(([, strength]) => strength) };
  }

  sums(example) {
    return this.net.sums(this.#numbers(this.#rows(example)));
  }

  print(head) {
    const rows = [...this.number].flatMap(([row, i]) => {
      const text = this.net.row(i);
      return text ? [`    ${row} ${text}`] : [];
    });
    const outputs = this.outputs.map((name, o) => `    ${name} ${Math.round(this.net.bias.w[o] * UNIT)} ${this.net.output(o)}`);
    console.log([...head, '  outputs: |', ...outputs, '  rows: |', ...rows].join('\n'));
  }
}

// How likely each of the sums is when one of them is chosen.
function chances(sums) {
  const most = Math.max(...sums), odds = sums.map((sum) => Math.exp(sum - most));
  const all = odds.reduce((a, b) => a + b, 0);
  return odds.map((odd) => odd / all);
}

const likely = (sum) => 1 / (1 + Math.exp(-sum));

class IntentHints extends Hints {
  constructor(examples) {
    super(({ features }) => [...features].flatMap((feature) => rowsOf(feature)));
    const used = examples.filter(({ action, right }) => WEIGHT[action] || right.length || action === 'counter');
    const intents = [...new Set(used.flatMap(({ right }) => right))].sort();
    this.intents = new Map(intents.map((id, i) => [id, i]));
    this.learn(used, ['speak', 'several', ...intents, ...intents.map((id) => `also:${id}`)], (example) => (sums) => {
      const out = new Float64Array(sums.length);
      if (WEIGHT[example.action]) out[SPEAK] = WEIGHT[example.action] * (likely(sums[SPEAK]) - (HEARD.has(example.action) ? 1 : 0));
      this.#choose(example, sums, out);
      if (example.action === 'answer' && example.right.length) this.#count(example, sums, out);
      return out;
    });
  }

  // Which one is meant.
  #choose({ right, counter }, sums, out) {
    const odds = chances(sums.subarray(INTENTS, INTENTS + this.intents.size)), shares = SHARE.slice(0, right.length);
    if (right.length) out.set(odds, INTENTS);
    shares.forEach((share, i) => { out[INTENTS + this.intents.get(right[i])] -= share / shares.reduce((a, b) => a + b, 0); });
    if (this.intents.has(counter)) out[INTENTS + this.intents.get(counter)] = odds[this.intents.get(counter)];
  }

  // Whether several are asked, and which: nothing is learned of those that might be answered as well.
  #count({ right, all, content }, sums, out) {
    const asked = new Set(all ?? right.slice(0, 1)), open = new Set(right.filter((id) => !asked.has(id)));
    if (!content) out[SEVERAL] = likely(sums[SEVERAL]) - (all ? 1 : 0);
    for (const [id, i] of this.intents) {
      const at = INTENTS + this.intents.size + i;
      if (!open.has(id) && (!content || asked.has(id))) out[at] = likely(sums[at]) - (asked.has(id) ? 1 : 0);
    }
  }

  // As hint_judge() does it.
  judge(example) {
    const sums = this.sums(example), later = [...example.features].some((feature) => feature.startsWith('last:'));
    const first = !example.features.has('frame:few') ? FIRST : later ? FIRST_OF_LATER : FIRST_OF_FEW;
    let best, most = -Infinity;
    for (const [id, i] of this.intents) {
      if (id.startsWith('meta.') && !example.features.has('frame:direct')) continue;
      const sum = sums[INTENTS + i] + ((example.rules.get(id) ?? 0) + (id === example.best ? first : 0)) / UNIT;
      if (sum > most) [best, most] = [id, sum];
    }
    return { best, speak: sums[SPEAK] };
  }
}

// Which red flags are reported, whatever the rules say.
class FlagHints extends Hints {
  constructor(examples) {
    super(({ flagFeatures, words }) => [...flagFeatures].flatMap((feature) => rowsOf(feature, damp(words))));
    const used = examples.filter(({ turn, action }) => !(turn && action === 'escalate') && !/^(ordinary|fragment|before|behind)$/.test(action));
    const count = new Map();
    for (const { flags } of used) for (const flag of flags) count.set(flag, (count.get(flag) ?? 0) + 1);
    const outputs = [...count].filter(([, n]) => n >= FLAG_MESSAGES).map(([flag]) => flag).sort();
    this.learn(used, outputs, ({ flags, only }) => (sums) => sums.map((sum, o) => (
      only && only !== outputs[o] ? 0 : likely(sum) - (flags.includes(outputs[o]) ? 1 : 0))));
  }
}

// ---------------------------------------------------------------- trying

const percent = (n, all) => `${(100 * n / all.length).toFixed(1)} % of ${all.length}`;

// How well questions are understood that were not learned from.
function tellIntents(hints, examples) {
  const judged = examples.map((example) => ({ example, ...hints.judge(example) }));
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

// From which sum how many red flags are found, and of how many harmless messages.
function tellFlags(hints, examples) {
  for (const flag of ['any', ...hints.outputs]) {
    const top = (example) => {
      const sums = hints.sums(example);
      return flag === 'any' ? Math.max(...sums) : sums[hints.outputs.indexOf(flag)];
    };
    const real = examples.filter(({ flags }) => (flag === 'any' ? flags.length : flags.includes(flag))).map(top);
    const harmless = examples.filter(({ flags }) => !flags.length).map(top);
    console.log(`${flag.padEnd(22)} ${String(real.length).padStart(4)} / ${harmless.length}: above ${
      [-6, -4, -2, 0, 1, 2].map((sum) => `${sum}: ${real.filter((one) => one > sum).length} / ${harmless.filter((one) => one > sum).length}`).join(', ')}`);
  }
}

const examples = readExamples(program, { without: [...options.without, options.try].filter(Boolean), chats });
const hints = options.flags ? new FlagHints(examples) : new IntentHints(examples);
const FORM = '# Written by make hints from the labelled messages in tests/understanding.  See src/core/';
if (options.try) (options.flags ? tellFlags : tellIntents)(hints, readTrial(program, options.try));
else hints.print(options.flags ? [`${FORM}hint_flag.h.`, 'flag-hints:'] : [`${FORM}hint.h.`, 'hints:']);
