// Shows that programs which must agree do: the same verdicts and replies, byte for byte, for every message
// of the batches in every channel, as written and with a typo.
//
//	node tests/understanding/same.mjs 'LUMBARD [FLAGS]' 'LUMBARD [FLAGS]' [EVERY]
//
// With EVERY only each so-manieth message is compared.

import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));

function textsOf(folder) {
  return readdirSync(folder).sort().filter((name) => name !== 'practice').flatMap((name) => {
    const path = join(folder, name);
    const lines = () => readFileSync(path, 'utf8').split('\n').filter(Boolean);
    if (statSync(path).isDirectory()) return textsOf(path);
    if (name === 'chat.txt') return lines();
    if (!name.endsWith('.jsonl')) return [];
    return lines().map((line) => JSON.parse(line)).flatMap((item) => item.turns?.map((turn) => turn.text) ?? [item.text]);
  });
}

// The text with one slip in its longest word; which slip, the text's number decides.
function mistyped(text, i) {
  const word = text.split(/[^\p{L}]+/u).sort((a, b) => b.length - a.length)[0] ?? '';
  if (word.length < 5) return text;
  const at = 1 + (i % (word.length - 3));
  const slips = [
    word.slice(0, at) + word.slice(at + 1),
    word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2),
    word.slice(0, at) + word[at] + word.slice(at),
  ];
  return text.replace(word, slips[i % slips.length]);
}

const texts = textsOf(here);
const messages = ['direct', 'faq', 'ambient'].flatMap((channel) =>
  texts.flatMap((text, i) => [text, mistyped(text, i)]).map((text, i) => (
    { id: `${channel}-${i}`, channel, user: 'u', conversation: `${channel}-${i}`, text })))
  .filter((_, i) => i % Number(process.argv[4] ?? 1) === 0);
const input = messages.map((message) => JSON.stringify(message)).join('\n') + '\n';

function classify(command) {
  const [program, ...flags] = command.split(' ');
  const run = spawnSync(program, ['classify', '--region', 'us', ...flags], { input, maxBuffer: 1 << 30 });
  if (run.status !== 0) throw new Error(`${command} ended with ${run.status}: ${run.stderr}`);
  return run.stdout.toString().split('\n').filter(Boolean);
}

const [first, second] = process.argv.slice(2);
const [a, b] = [classify(first), classify(second)];
if (a.length !== messages.length) throw new Error(`${a.length} verdicts for ${messages.length} messages`);
const apart = a.flatMap((line, i) => (line === b[i] ? [] : [i]));
for (const i of apart.slice(0, 20)) console.log(`${messages[i].text}\n  ${first}: ${a[i]}\n  ${second}: ${b[i]}`);
console.log(`compared: ${messages.length} messages, ${apart.length} verdicts apart`);
process.exit(apart.length || a.length !== b.length ? 1 : 0);
