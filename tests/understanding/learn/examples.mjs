// What the hints are learned from: the labelled messages of the batches and of practice/, the batches' chat, the
// content's own examples, and more lines that nobody should answer.

import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = join(dirname(fileURLToPath(import.meta.url)), '..');
const INTENTS = join(here, '../../intents');
const FLAG_EXAMPLES_COUNT = 8;
const EXAMPLES_COUNT = 8; // so often an example of the content counts
const BEHIND_WORDS = 6; // ordinary chat of fewer may well ask on: "and how long?"
const RULE = 10, RULE_MAX = 25, RUNNER_UP = 5; // the scales of src/core/hint.c

const covered = (id) => !/^uncovered\./.test(id);
const lines = (...path) => readFileSync(join(...path), 'utf8').split('\n').filter(Boolean);

function* readFile(folder, name) {
  for (const item of lines(here, folder, name).map((line) => JSON.parse(line))) {
    if (!item.turns) yield item;
    for (const turn of item.turns ?? []) {
      yield { channel: item.channel, ...turn, turn: true, conversation: `${folder} ${item.id}`, user: turn.user ?? 'a' };
    }
  }
}

// The messages of a folder, but for files that are left out.
export function* readFolder(folder, without = []) {
  const files = readdirSync(join(here, folder)).sort();
  for (const name of files) {
    if (without.includes(name.replace(/\..*/, ''))) continue;
    if (/\.jsonl$/.test(name)) yield* readFile(folder, name);
    if (name === 'chat.txt') {
      for (const text of lines(here, folder, name)) {
        for (const channel of ['faq', 'ambient']) yield { channel, text, expect: { action: 'chat' } };
      }
    }
    // a few words each, which an intent is asked for with
    if (/\.tsv$/.test(name)) {
      for (const [id, text] of lines(here, folder, name).map((line) => line.split('\t'))) {
        yield { channel: 'direct', text, expect: { action: 'fragment', intents: [id] } };
      }
    }
  }
}

// Chat of people whom the bot has just answered: it is as little for the bot as other chat.
function behindAnswers(messages, ordinary) {
  const asked = messages.filter(({ turn, text, expect }) => !turn && expect.action === 'answer' && text.length < 120);
  const chat = [...messages.filter(({ expect }) => expect.action === 'chat').filter((_, i) => i % 2 === 0),
    ...ordinary.filter(({ text }, i) => i % 4 === 0 && text.split(' ').length > BEHIND_WORDS)];
  return chat.flatMap(({ text }, i) => {
    const before = asked[(i * 7919) % asked.length];
    const said = { channel: i % 3 ? 'faq' : 'ambient', conversation: `behind ${i}`, user: 'a' };
    return [{ ...said, text: before.text, expect: { action: 'before' } }, { ...said, text, turn: true, expect: { action: 'behind' } }];
  });
}

function readMessages(without) {
  const folders = readdirSync(here).sort().filter((name) => (/^batch-/.test(name) || name === 'practice') && !without.includes(name));
  return folders.flatMap((folder) => [...readFolder(folder, without)]);
}

function readChat(path) {
  const some = readFileSync(path, 'utf8').split('\n').filter((line, i) => line && i % 4 === 1);
  return some.map((text) => ({ channel: 'faq', text, expect: { action: 'ordinary' } }));
}

const unquoted = (text) => text.replace(/^(['"])(.*)\1$/, '$2');

// The examples and counter-examples of the content's red flags.
function readFlagExamples() {
  let id, kind;
  return lines(INTENTS, 'flags.yaml').flatMap((line) => {
    id = /^  ([a-z-]+):/.exec(line)?.[1] ?? id;
    kind = /^    ([a-z-]+):/.exec(line)?.[1] ?? kind;
    const text = /^      - (.*)$/.exec(line)?.[1];
    if (!text || !/examples$/.test(kind)) return [];
    return [{ channel: 'direct', text: unquoted(text), expect: { action: 'example', flags: kind === 'examples' ? [id] : [], only: id } }];
  });
}

// The examples of the content and its counter-examples: they are binding, whatever the messages say.
function readContent() {
  return readdirSync(INTENTS).filter((name) => name.endsWith('.yaml')).sort().flatMap((name) => {
    let id, kind;
    return lines(INTENTS, name).flatMap((line) => {
      id = /^  ([a-z]+\.[a-z-]+):/.exec(line)?.[1] ?? (/^\S/.test(line) ? undefined : id);
      kind = /^    (\S*):/.exec(line)?.[1] ?? kind;
      const text = /^      - (.*)$/.exec(line)?.[1];
      if (!id || !/examples$/.test(kind) || !text) return [];
      const expect = kind === 'examples' ? { action: 'answer', intents: [id] } : { action: 'counter', counter: id };
      return [{ channel: 'direct', text: unquoted(text), expect }];
    });
  });
}

// Every second red flag once more, beside something harmless: it stays one.
function besideOthers(messages) {
  const flagged = messages.filter(({ turn, expect }) => !turn && expect.action === 'escalate');
  const harmless = messages.filter(({ turn, text, expect }) => (
    !turn && /^(answer|ignore|chat)$/.test(expect.action) && !expect.flags?.length && text.length < 200));
  return flagged.filter((_, i) => i % 2 === 0).map((one, i) => {
    const other = harmless[(i * 7919) % harmless.length].text;
    const text = i % 2 ? `${one.text}. ${other}` : `${other}. ${one.text}`;
    return { ...one, text, expect: { ...one.expect, action: 'beside' } };
  });
}

function readFeatures(program, messages) {
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
    action: expect.action, flags: expect.flags ?? [], only: expect.only, counter: expect.counter, right: (expect.intents ?? []).filter(covered),
    all: expect.intents_all, content: expect.content,
    rules: new Map(), features: new Set(['base:']), flagFeatures: new Set(['base:']),
  };
  for (const part of line.split(' ').slice(1)) {
    const [kind, name, points] = part.split(':');
    if (kind === 'verdict') continue;
    if (kind === 'words') example.words = Number(name);
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

// The examples of a folder, as they are.
export function readTrial(program, folder) {
  const messages = [...readFolder(folder)];
  return readFeatures(program, messages).map((line, i) => ({ ...toExample(messages[i], line), ...messages[i] }));
}

// All that is learned from, but for what is left out; chats: files of lines that nobody should answer.
export function readExamples(program, { without, chats }) {
  const labelled = readMessages(without);
  const ordinary = chats.flatMap(readChat);
  const messages = [...labelled, ...besideOthers(labelled), ...behindAnswers(labelled, ordinary), ...Array(FLAG_EXAMPLES_COUNT).fill(readFlagExamples()).flat(),
    ...ordinary, ...Array(EXAMPLES_COUNT).fill(readContent()).flat()];
  return readFeatures(program, messages).map((line, i) => toExample(messages[i], line));
}
