// Scores lumbard's understanding on the batches in this folder, and holds each figure to its floor.
//
//	node tests/understanding/score.mjs [--verbose] LUMBARD [BATCH...]
//
// A batch is a folder: *.jsonl with messages {"id", "text", "channel", "expect"} or dialogs {"id", "channel",
// "turns"}, and chat.txt with lines on which an ambient channel stays silent. floors.json says what may not
// be undercut. Exit status 1 when a figure falls below its floor.

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const args = process.argv.slice(2);
const verbose = args[0] === '--verbose' && Boolean(args.shift());
const [lumbard = join(here, '../../build/lumbard'), ...named] = args;
const TIERS = ['none', 'see-doctor', 'urgent', 'emergency'];

const floors = JSON.parse(readFileSync(join(here, 'floors.json'), 'utf8'));
const batches = named.length ? named : Object.keys(floors);

function readBatch(dir) {
  const items = readdirSync(dir).filter((name) => name.endsWith('.jsonl')).sort().flatMap((name) =>
    readFileSync(join(dir, name), 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line)));
  const chat = existsSync(join(dir, 'chat.txt'))
    ? readFileSync(join(dir, 'chat.txt'), 'utf8').split('\n').filter(Boolean) : [];
  return {
    messages: items.filter((item) => !item.turns),
    dialogs: items.filter((item) => item.turns),
    chat,
  };
}

function classify(lines) {
  const input = lines.map((line) => JSON.stringify(line)).join('\n') + '\n';
  const run = spawnSync(lumbard, ['classify', '--region', 'uk'], { input, maxBuffer: 1 << 28 });
  if (run.status !== 0) throw new Error(`${lumbard} classify ended with ${run.status}: ${run.stderr}`);
  const verdicts = run.stdout.toString().split('\n').filter(Boolean).map((line) => JSON.parse(line));
  if (verdicts.length !== lines.length) throw new Error(`${verdicts.length} verdicts for ${lines.length} lines`);
  return verdicts;
}

// Whether the verdict is acceptable.
function right(expect, verdict) {
  if (expect.action === 'escalate')
    return verdict.action === 'escalate' && TIERS.indexOf(verdict.tier) >= TIERS.indexOf(expect.tier);
  if (verdict.action !== expect.action) return false;
  if (expect.action !== 'answer') return true;
  return expect.intents.includes(verdict.intents[0]);
}

class Figure {
  hits = 0;
  all = 0;
  add(hit) {
    this.all++;
    this.hits += hit ? 1 : 0;
  }
  get percent() {
    return this.all ? (100 * this.hits) / this.all : NaN;
  }
}

function measure(batch) {
  const figures = {};
  const count = (name, hit) => (figures[name] ??= new Figure()).add(hit);
  const wrong = [];
  const verdicts = classify(batch.messages.map((m) => (
    { id: m.id, channel: m.channel, user: `u-${m.id}`, conversation: `c-${m.id}`, text: m.text })));
  batch.messages.forEach((m, i) => {
    const v = verdicts[i];
    const ok = right(m.expect, v);
    if (!ok) wrong.push({ m, v });
    if (m.expect.action === 'escalate') {
      count(`recall ${m.expect.tier}`, ok);
    } else {
      count('false escalations', v.action === 'escalate');
      if (m.expect.intents_all)
        count('several questions', v.action === 'answer' && m.expect.intents_all.every((id) => v.intents.includes(id)));
      else count(m.expect.action === 'answer' ? 'questions' : 'silence and fallback', ok);
    }
  });
  const turns = batch.dialogs.flatMap((d) => d.turns.map((turn, i) => ({ d, turn, id: `${d.id}.${i}` })));
  const spoken = classify(turns.map(({ d, turn, id }) => (
    { id, channel: turn.channel ?? d.channel, user: turn.user, conversation: d.id, text: turn.text })));
  const good = new Map(batch.dialogs.map((d) => [d.id, true]));
  turns.forEach(({ d, turn }, i) => {
    if (right(turn.expect, spoken[i])) return;
    good.set(d.id, false);
    wrong.push({ m: turn, v: spoken[i] });
  });
  for (const ok of good.values()) count('dialogs', ok);
  const silent = classify(batch.chat.map((text, i) => (
    { id: `chat${i}`, channel: 'ambient', user: 'u', conversation: `chat${i}`, text })));
  silent.forEach((v, i) => {
    count('chat that makes it speak', v.action !== 'ignore');
    if (v.action !== 'ignore') wrong.push({ m: { text: batch.chat[i], expect: { action: 'ignore' } }, v });
  });
  return { figures, wrong };
}

// For these a lower figure is better.
const LOW = ['false escalations', 'chat that makes it speak'];
let failed = false;
for (const name of batches) {
  const { figures, wrong } = measure(readBatch(join(here, name)));
  console.log(name);
  for (const [figure, { hits, all, percent }] of Object.entries(figures).sort()) {
    const floor = floors[name]?.[figure];
    const bad = floor !== undefined && (LOW.includes(figure) ? percent > floor : percent < floor);
    failed ||= bad;
    console.log(`  ${figure.padEnd(26)} ${percent.toFixed(1).padStart(5)} %  ${`${hits}/${all}`.padStart(9)}${
      floor === undefined ? '' : `   ${LOW.includes(figure) ? 'at most' : 'at least'} ${floor}`}${bad ? '   TOO ' + (LOW.includes(figure) ? 'HIGH' : 'LOW') : ''}`);
  }
  if (verbose) {
    for (const { m, v } of wrong)
      console.log(`    ${m.channel ?? ''} want ${m.expect.action} ${m.expect.tier ?? ''} ${m.expect.intents ?? ''}, ` +
        `got ${v.action} ${v.tier} ${v.intents} ${v.flags}: ${m.text}`);
  }
}
process.exit(failed ? 1 : 0);
