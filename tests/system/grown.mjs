// More content than there is, for the bench: what an event costs must not depend on how much lumbard knows.

import { cp, mkdir, writeFile } from 'node:fs/promises';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const INTENTS = 250; // there may be 256 (src/core/intent.h)
const WORDS = 20_000; // new ones; there may be 60,000 in all (src/core/vocab.h)
const FILE = 900_000; // bytes of a file, which may have a megabyte
const ASPECTS = ['ask-prevent', 'ask-treat', 'ask-cause', 'ask-how', 'ask-todo', 'ask-dose'];
const SYLLABLES = [...'bdfgklmnprstvz'].flatMap((a) => [...'aeiou'].map((b) => a + b));

// Always the same numbers (mulberry32).
function random(seed) {
  let state = seed;
  return (n) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % n;
  };
}

// How many alternatives stand in the files, names and groups counted where they are written.
function alternatives(folder) {
  return readdirSync(folder).filter((name) => name.endsWith('.yaml') && !/hints|spelling/.test(name))
    .map((name) => readFileSync(join(folder, name), 'utf8').split('\n'))
    .flatMap((lines) => lines.filter((line) => /^ {4}(- | )/.test(line)))
    .reduce((n, line) => n + line.split('|').length, 0);
}

function invented(pick) {
  const words = new Set();
  while (words.size < WORDS) words.add(Array.from({ length: 3 }, () => SYLLABLES[pick(SYLLABLES.length)]).join('') + 'x');
  return [...words];
}

// The words that stand in every message, but for those that are read as others.
function commonWords(folder) {
  const text = readFileSync(join(folder, 'spelling.yaml'), 'utf8');
  return /^ {2}common: >\n((?: {4}.*\n)+)/m.exec(text)[1].trim().split(/\s+/).filter((word) => word.length > 2);
}

// A new thing in words that people use of anything: "the bazukix of", "my rolevax".
function phrase(pick, word, common) {
  const words = Array.from({ length: 1 + pick(3) }, () => common[pick(common.length)]);
  words.splice(pick(words.length + 1), 0, word);
  return words.join(' ');
}

function intent(name, i) {
  const asks = ASPECTS.filter((_, k) => (i + k) % 2).map((aspect) => `${name} + ${aspect}`);
  return `  grown.i${i}:\n    ask: [${asks.join(', ')}]\n`;
}

// Writes into a folder the content of another and as many alternatives more that there are so many `times` as
// many, for as many more intents as there may be. Returns how many alternatives and intents there are then.
export async function growContent(from, to, times) {
  const pick = random(1);
  const common = commonWords(join(from, 'intents'));
  const before = alternatives(join(from, 'intents'));
  const had = readdirSync(join(from, 'intents'))
    .map((name) => readFileSync(join(from, 'intents', name), 'utf8').match(/^ {4}ask:/gm)?.length ?? 0)
    .reduce((a, b) => a + b, 0);
  const names = Array.from({ length: INTENTS - had }, (_, i) => `grown-${i}`);
  const each = Math.ceil(before * (times - 1) / names.length);
  const words = invented(pick);
  await mkdir(join(to, 'responses/grown'), { recursive: true });
  for (const part of ['intents', 'responses']) await cp(join(from, part), join(to, part), { recursive: true });
  let kinds = '';
  let lists = '';
  let intents = '';
  let files = 0;
  const flush = async () => {
    const text = `kinds:\n  concept:\n${kinds}words:\n${lists}intents:\n${intents}`;
    files += 1;
    await writeFile(join(to, `intents/grown-${files}.yaml`), text);
    kinds = lists = intents = '';
  };
  for (const [i, name] of names.entries()) {
    const own = words.slice(i * Math.floor(WORDS / names.length), (i + 1) * Math.floor(WORDS / names.length));
    const phrases = Array.from({ length: each }, (_, k) => phrase(pick, own[k % own.length], common));
    lists += `  ${name}:\n    - ${phrases.join('|')}\n`;
    kinds += `    ${name}: 10\n`;
    intents += intent(name, i);
    await writeFile(join(to, `responses/grown/i${i}.md`),
      '---\ntitle: Grown\nsources: ["001"]\nreviewed: 2026-11-22\nsafety: false\n---\nNothing is known of it.\n');
    if (lists.length > FILE) await flush();
  }
  if (lists) await flush();
  return { alternatives: before + each * names.length, intents: INTENTS };
}
