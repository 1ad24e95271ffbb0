// Shows that a harmless clause silences no red flag: every emergency and urgent message of the batches that is
// recognised alone is put beside small talk, before and after a comma, and so are messages written to look
// harmless (clauses/beside.jsonl).
//
//	node tests/understanding/clauses.mjs LUMBARD [EVERY]
//
// With EVERY only each so-manieth message is taken.

import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const LOST_AT_MOST = 0.25; // percent: "no fever, groin asleep" may go on with what it denies

const here = dirname(fileURLToPath(import.meta.url));
const tiers = ['none', 'see-doctor', 'urgent', 'emergency'];
const [program, every = '1'] = process.argv.slice(2);
const lines = (path) => readFileSync(path, 'utf8').split('\n').filter(Boolean);

function tiersOf(texts) {
  const input = texts.map((text, i) => JSON.stringify({ id: `${i}`, channel: 'direct', text })).join('\n') + '\n';
  const run = spawnSync(program, ['classify'], { input, maxBuffer: 1 << 30 });
  if (run.status !== 0) throw new Error(`${program} ended with ${run.status}: ${run.stderr}`);
  return run.stdout.toString().split('\n').filter(Boolean).map((line) => tiers.indexOf(JSON.parse(line).tier));
}

const flagged = readdirSync(here).filter((name) => name.startsWith('batch-')).sort()
  .flatMap((name) => lines(join(here, name, 'redflags.jsonl')).map((line) => JSON.parse(line)))
  .filter(({ text, expect }) => text.length < 200 && tiers.indexOf(expect.tier) >= 2)
  .filter((_, i) => i % Number(every) === 0);
const alone = tiersOf(flagged.map(({ text }) => text));
const recognised = flagged.filter(({ expect }, i) => alone[i] >= tiers.indexOf(expect.tier));
const harmless = lines(join(here, 'clauses', 'harmless.txt'));
const pairs = recognised.flatMap(({ text, expect }, i) => harmless.map((clause, k) => ({
  tier: expect.tier,
  text: (i + k) % 2 ? `${text.replace(/[.!?\s]+$/, '')}, ${clause}` : `${clause}, ${text}`,
})));
const beside = lines(join(here, 'clauses', 'beside.jsonl')).map((line) => JSON.parse(line));

function lostOf(messages) {
  const found = tiersOf(messages.map(({ text }) => text));
  const lost = messages.filter(({ tier }, i) => found[i] < tiers.indexOf(tier));
  for (const { tier, text } of lost.slice(0, 20)) console.log(`  lost ${tier}: ${text}`);
  return lost.length;
}

const lost = lostOf(pairs);
const percent = (100 * lost) / pairs.length;
console.log(`beside a harmless clause: ${pairs.length} messages, ${lost} lost (${percent.toFixed(2)} %, at most ${LOST_AT_MOST})`);
const silenced = lostOf(beside);
console.log(`written to look harmless: ${beside.length} messages, ${silenced} lost`);
process.exit(percent > LOST_AT_MOST || silenced || !pairs.length ? 1 : 0);
