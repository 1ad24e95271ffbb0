// Counts the lines of ordinary chat that would make lumbard speak in an ambient channel, and shows them.
//
//	node tests/understanding/ordinary.mjs LUMBARD FOLDER

import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const [lumbard, folder] = process.argv.slice(2);
const lines = readdirSync(folder).filter((name) => name.endsWith('.txt')).sort()
  .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n').filter(Boolean));
const input = lines.map((text, i) => JSON.stringify(
  { id: String(i), channel: 'ambient', user: 'u', conversation: String(i), text })).join('\n') + '\n';
const run = spawnSync(lumbard, ['classify', '--region', 'uk'], { input, maxBuffer: 1 << 29 });
if (run.status !== 0) throw new Error(`${lumbard} classify ended with ${run.status}: ${run.stderr}`);
let spoke = 0;
run.stdout.toString().split('\n').filter(Boolean).forEach((line, i) => {
  const v = JSON.parse(line);
  if (v.action === 'ignore') return;
  spoke++;
  console.log(`  ${v.action} ${[...v.flags, ...v.intents].join(',')}: ${lines[i]}`);
});
console.log(`ordinary chat: ${spoke} of ${lines.length} lines make it speak`);
