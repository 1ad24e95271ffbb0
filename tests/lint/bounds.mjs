// deploy/bounds.md against the source: every constant is there with that value, every metric is written, every
// test exists; and every bound that metrics know has its line.

import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

process.chdir(join(dirname(fileURLToPath(import.meta.url)), '..', '..'));
const TABLE = 'deploy/bounds.md';
const findings = [];

const sources = readdirSync('src', { withFileTypes: true }).filter((entry) => entry.isDirectory())
  .flatMap(({ name }) => readdirSync(join('src', name)).filter((file) => /\.[ch]$/.test(file))
    .map((file) => readFileSync(join('src', name, file), 'utf8'))).join('\n');

// Numbers only: what is computed is written out where it matters.
const constants = new Map([...sources.matchAll(/^#define (\w+)(?:[ \t]|\\\n)+(\d+)\b/gm)].map(([, name, value]) => [name, Number(value)]));
const bounds = new Set();
for (const [, name] of sources.matchAll(/struct bound(?:\)|\s+\w+ =)\s*\{\s*"([a-z-]+)"/g)) bounds.add(name);
for (const [, name] of sources.matchAll(/\{"([a-z-]+)", a->\w+\.n,/g)) bounds.add(name);
for (const [, name] of sources.matchAll(/lru_bound\([^,]+, "([a-z-]+)"\)/g)) bounds.add(name);
const families = new Set([...sources.matchAll(/"([a-z]+(?:_[a-z]+)+)",/g)].map(([, name]) => name));

const named = new Set();
let rows = 0;
readFileSync(TABLE, 'utf8').split('\n').forEach((line, i) => {
  const report = (text) => findings.push(`${TABLE}:${i + 1}: ${text}`);
  const cells = line.split('|').slice(1, -1).map((cell) => cell.trim());
  if (!cells.length || cells[0] === 'what' || cells[0].startsWith('---')) return;
  rows += 1;
  if (cells.length !== 5) {
    report(`${cells.length} cells, and there are five`);
    return;
  }
  const [, most, , metric, test] = cells;
  const claims = [...most.matchAll(/`([A-Z_]+)` (\d+)/g)];
  if (!claims.length) report('no constant');
  for (const [, name, value] of claims) {
    if (constants.get(name) !== Number(value)) report(`${name} is ${constants.get(name)}, not ${value}`);
  }
  const metrics = [...metric.matchAll(/`([a-z_-]+)`/g)].map(([, name]) => name);
  if (!metrics.length) report('no metric');
  for (const name of metrics) {
    named.add(name);
    if (!bounds.has(name) && !families.has(name)) report(`there is no metric ${name}`);
  }
  const [file, name] = test.split(': ');
  if (!existsSync(file)) report(`there is no ${file}`);
  else if (!new RegExp(`^static void ${name}\\(void \\*\\*state\\)`, 'm').test(readFileSync(file, 'utf8'))) report(`${file} has no test ${name}`);
});
for (const name of bounds) {
  if (!named.has(name)) findings.push(`${TABLE}:1: the bound ${name} is not there`);
}
if (rows < 30 || bounds.size < 15) findings.push(`${TABLE}:1: ${rows} rows and ${bounds.size} bounds were found: too few to be all`);

for (const finding of findings) console.log(finding);
console.log(`bounds: ${rows} rows, ${bounds.size} bounds, ${findings.length} finding${findings.length === 1 ? '' : 's'}`);
process.exit(findings.length ? 1 : 0);
