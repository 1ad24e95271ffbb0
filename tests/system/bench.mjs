// node tests/system/bench.mjs build/lumbard [build/tests/tools/sender] [PART...]
//
// What an event costs the daemon, and beside it node's bare ws with JSON.parse and discord.js, fed by the same
// sender in the same run; the memory; how soon it is ready; how late replies are; and whether any of that
// grows with the size of what it serves. PART: events, start, latency, growth (all of these), and soak: ten million
// events through one daemon. Other work on the machine makes figures worse, never better: the best of some
// rounds counts.

import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const LUMBARD = resolve(process.argv[2] ?? 'build/lumbard');
const SENDER = resolve(process.argv[3] ?? 'build/tests/tools/sender');
const PARTS = process.argv.slice(4);
const { MIXED, Process, STAFF, STAFF_SERVER, Sender, cpuOf, memoryOf } = await import('./load.mjs');
const { CONTENT, ROOT } = await import('./program.mjs');
const { growContent } = await import('./grown.mjs');

const ROUNDS = 5;
const EVENTS = 20_000; // a round
const STARTS = 5;
const LOAD = 100_000; // events between two looks at the memory
const RATE = 1000; // events a second, for latencies
const SECONDS = 20;
const CROWD = 1_000_000; // people
const CONTENT_TIMES = 10; // as much content
const SOAK = 10; // times SOAK_EVENTS
const SOAK_EVENTS = Number(process.env.SOAK_EVENTS ?? 1_000_000); // between two looks
const SOAK_WARM = SOAK / 2; // looks before what grows counts: what is bounded has to fill first
const SOAK_MOST = 0.5; // megabytes that it may grow by from then to the end
const TALKATIVE = 1000; // people who write again and again: what they wrote before is read along
const SMALL = { servers: 1, channels: 10 };
const GROWN = [
  SMALL,
  { servers: 200, channels: 100_000 },
  { servers: 10_000, channels: 10_000 },
  { servers: 10_000, channels: 100_000 },
];

const RIVALS = ['ws', 'discord.js'];

const folder = await mkdtemp(join(tmpdir(), 'lumbard-bench-'));
const running = new Set();

const track = (thing) => {
  running.add(thing);
  return thing;
};

async function end(thing) {
  running.delete(thing);
  await thing.stop();
}

// ------------------------------------------------------------------ the table

function heading(text) {
  console.log(`\n${text}\n${'-'.repeat(text.length)}`);
}

// One figure. aim: what it may be at most, or at least where `least` is set; left out for what is only shown.
function row(what, value, unit, { aim, least, digits = 1, note = '' } = {}) {
  const met = least ? value >= least : value <= aim;
  const bound = least ? `${least.toLocaleString('en')} or more` : `${aim} or less`;
  const verdict = aim || least ? `aim: ${bound.padEnd(16)} ${met ? 'met' : 'MISSED'}` : '';
  const figure = value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  console.log(`${what.padEnd(44)} ${figure.padStart(9)} ${unit.padEnd(9)} ${verdict} ${note}`.trimEnd());
}

// ------------------------------------------------------------------ clients

let daemons = 0;

// A daemon with a folder for its state, and one mode in all channels: {process, client, pid, ready}; ready in
// milliseconds from its start.
async function startLumbard(sender, port, { mode = 'ambient', content = CONTENT } = {}) {
  daemons += 1;
  const own = join(folder, `daemon-${daemons}`);
  await mkdir(own, { mode: 0o700 });
  const settings = {
    accounts: [{
      name: 'discord', platform: 'discord', token: { env: 'DISCORD_TOKEN' },
      api: `http://127.0.0.1:${port}/api/v10`, gateway: `ws://127.0.0.1:${port}`,
    }],
    defaults: { mode, region: 'uk' },
    servers: [{ id: STAFF_SERVER, 'staff-channel': STAFF }],
    state: join(own, 'state'),
    cooldown: { answer: '0s', person: '0s' },
  };
  await writeFile(join(own, 'lumbard.yaml'), JSON.stringify(settings));
  const process = track(new Process([LUMBARD, 'run', '--config', join(own, 'lumbard.yaml'), '--content', content]));
  const client = await sender.ready();
  const { at } = await process.line(/connected: listening/);
  return { process, client, pid: process.pid, ready: at - process.begun };
}

async function startRival(sender, kind) {
  const script = join(ROOT, 'tests/system/rival.mjs');
  const process = track(new Process(['node', script, kind, String(sender.plain)]));
  const client = await Promise.race([sender.ready(), process.ended.then(() => null)]);
  if (client) return { process, client, pid: process.pid };
  running.delete(process);
  console.log(`${kind} is not here (npm ci in tests/): ${process.lines.find((line) => /Error/.test(line)) ?? ''}`);
  return null;
}

// One round: microseconds of processor time an event, events a second, bytes an event on the wire.
async function round(sender, { client, pid }, events = EVENTS, options = {}) {
  const before = await cpuOf(pid);
  const { us, bytes } = await sender.send(client, events, options);
  return { cpu: (await cpuOf(pid) - before) / events, rate: events / us * 1e6, bytes: bytes / events };
}

// What the best of some rounds says, of all clients in turn.
async function best(rounds, clients, measure) {
  const figures = new Map();
  for (let i = 0; i < rounds; i += 1) {
    for (const client of clients) {
      const now = await measure(client);
      const old = figures.get(client) ?? now;
      figures.set(client, {
        cpu: Math.min(old.cpu, now.cpu), rate: Math.max(old.rate, now.rate), bytes: now.bytes,
      });
    }
  }
  return figures;
}

// ------------------------------------------------------------------ events

function showEvents(names, figures) {
  const of = Object.fromEntries([...names].map(([client, name]) => [name, figures.get(client)]));
  const { plain, zstd, ws, 'discord.js': js } = of;
  const size = (f) => `${Math.round(f.bytes)} bytes on the wire`;
  row('CPU an event, plain', plain.cpu, 'us', { aim: 9, note: size(plain) });
  row('CPU an event, zstd-stream', zstd.cpu, 'us', { aim: 4.5, note: size(zstd) });
  row('  of that without understanding, plain', of['plain, off'].cpu, 'us', { note: 'the same in channels of mode off' });
  row('  of that without understanding, zstd-stream', of['zstd, off'].cpu, 'us');
  if (ws) {
    row('  node ws + JSON.parse, plain', ws.cpu, 'us');
    row('  lumbard plain of ws', plain.cpu / ws.cpu, 'times', { aim: 1, digits: 2 });
    row('  lumbard zstd-stream of ws', zstd.cpu / ws.cpu, 'times', { aim: 1, digits: 2 });
  }
  if (js) row('  discord.js, plain', js.cpu, 'us');
  row('events a second, plain, on one core', plain.rate, '/s', { least: 100_000, digits: 0, note: 'by the clock, others on the machine' });
  row('  the same by processor time', 1e6 / plain.cpu, '/s', { least: 100_000, digits: 0 });
  row('events a second, zstd-stream', zstd.rate, '/s', { digits: 0 });
  if (ws) row('  node ws + JSON.parse', ws.rate, '/s', { digits: 0 });
  if (js) row('  discord.js', js.rate, '/s', { digits: 0 });
}

function showMemory(what, memory, aims = {}) {
  row(`memory of our own, ${what}`, memory.own, 'MB', { aim: aims.own });
  row(`  all that is resident`, memory.all, 'MB', { aim: aims.all });
}

// Speed, and the memory of the same processes.
async function events() {
  const sender = track(await Sender.start(SENDER, folder, SMALL));
  const names = new Map([
    [await startLumbard(sender, sender.plain), 'plain'], [await startLumbard(sender, sender.zstd), 'zstd'],
    [await startLumbard(sender, sender.plain, { mode: 'off' }), 'plain, off'],
    [await startLumbard(sender, sender.zstd, { mode: 'off' }), 'zstd, off'],
  ]);
  const [plain, zstd] = [...names.keys()];
  const connected = memoryOf(zstd.pid);
  for (const kind of RIVALS) {
    const rival = await startRival(sender, kind);
    if (rival) names.set(rival, kind);
  }
  const clients = [...names.keys()];
  for (const client of clients) await round(sender, client); // warm
  const figures = await best(ROUNDS, clients, (client) => round(sender, client));
  heading('An event: an ordinary message that calls for nothing');
  showEvents(names, figures);
  const again = await best(2, [zstd], (client) => round(sender, client, EVENTS, { users: TALKATIVE }));
  row(`CPU an event of ${TALKATIVE} people who go on writing`, again.get(zstd).cpu, 'us', { note: 'zstd-stream' });

  const warm = { plain: memoryOf(plain.pid), zstd: memoryOf(zstd.pid) };
  await round(sender, zstd, LOAD);
  const loaded = memoryOf(zstd.pid);
  heading('Memory');
  showMemory('connected, zstd-stream', connected, { own: 12, all: 26 });
  showMemory('warm, zstd-stream', warm.zstd, { own: 12, all: 26 });
  showMemory('warm, plain', warm.plain, { own: 12, all: 26 });
  row(`grown by ${LOAD.toLocaleString('en')} events more`, loaded.own - warm.zstd.own, 'MB', { aim: 0.2, digits: 2 });
  for (const [client, name] of names) {
    if (RIVALS.includes(name)) row(`  ${name}, all that is resident`, memoryOf(client.pid).all, 'MB');
  }
  for (const client of clients) await end(client.process);
  await end(sender);
}

// ------------------------------------------------------------------ the start, and how late replies are

async function start() {
  const sender = track(await Sender.start(SENDER, folder, SMALL));
  let least = Infinity;
  for (let i = 0; i < STARTS; i += 1) {
    const daemon = await startLumbard(sender, sender.zstd);
    least = Math.min(least, daemon.ready);
    await end(daemon.process);
  }
  await end(sender);
  heading('The start');
  row('exec to READY', least, 'ms', { aim: 300, digits: 0, note: `best of ${STARTS}` });
}

const LATENCIES = {
  A: ['an answer', 1000],
  E: ['the reply to an emergency', 50_000],
  e: ['the alert to staff', 50_000],
};

async function latency() {
  const sender = track(await Sender.start(SENDER, folder, SMALL));
  const daemon = await startLumbard(sender, sender.zstd);
  const options = { rate: RATE, set: MIXED, users: CROWD };
  await sender.send(daemon.client, RATE, options); // warm
  const { latencies } = await sender.send(daemon.client, RATE * SECONDS, options);
  heading(`From the event in to the request out, at ${RATE.toLocaleString('en')} events a second`);
  for (const [letter, [what, aim]] of Object.entries(LATENCIES)) {
    const { n, p50, p99, most } = latencies[letter] ?? { n: 0 };
    if (!n) throw new Error(`there was not one of: ${what}`);
    row(`${what}: p50`, p50 / 1000, 'ms', { digits: 2, note: `of ${n}, at most ${(most / 1000).toFixed(1)} ms` });
    row(`${what}: p99`, p99 / 1000, 'ms', { aim: aim / 1000, digits: 2 });
  }
  await end(daemon.process);
  await end(sender);
}

// ------------------------------------------------------------------ growth

const number = (n) => n.toLocaleString('en');

// Beside a daemon with the content as it is one that knows ten times as much.
async function contentGrowth(sender, daemon) {
  const more = join(folder, 'content');
  const { alternatives, intents } = await growContent(CONTENT, more, CONTENT_TIMES);
  const grown = await startLumbard(sender, sender.zstd, { content: more });
  const clients = [daemon, grown];
  for (const client of clients) await round(sender, client);
  const figures = await best(ROUNDS, clients, (client) => round(sender, client));
  const base = figures.get(daemon).cpu;
  for (const client of clients) {
    const { cpu } = figures.get(client);
    const note = `${(cpu / base).toFixed(2)} times the first; ${memoryOf(client.pid).own.toFixed(1)} MB of our own`;
    row(client === grown ? `${CONTENT_TIMES} times the content` : 'the content as it is', cpu, 'us', { note });
  }
  row('  alternatives in its phrases', alternatives, '', { digits: 0, note: `${intents} intents, of 256 that there may be` });
  await end(grown.process);
}

async function growth() {
  const worlds = [];
  for (const size of GROWN) {
    const sender = track(await Sender.start(SENDER, folder, size));
    const daemon = await startLumbard(sender, sender.zstd);
    const name = `${number(size.servers)} servers, ${number(size.channels)} channels`;
    worlds.push({ sender, daemon, name });
    await round(sender, daemon);
  }
  heading('Growth: CPU an event, zstd-stream');
  const figures = await best(ROUNDS, worlds, ({ sender, daemon }) => round(sender, daemon));
  const base = figures.get(worlds[0]).cpu;
  for (const world of worlds) {
    const { cpu } = figures.get(world);
    const { own } = memoryOf(world.daemon.pid);
    const note = `${(cpu / base).toFixed(2)} times the first; ${own.toFixed(1)} MB of our own`;
    row(world.name, cpu, 'us', { note });
  }
  const { sender, daemon } = worlds[0];
  for (let seen = 0; seen < CROWD; seen += CROWD / 4) {
    const { cpu } = await round(sender, daemon, CROWD / 4, { users: CROWD });
    const note = `${(cpu / base).toFixed(2)} times the first; ${memoryOf(daemon.pid).own.toFixed(1)} MB of our own`;
    row(`${number(seen + CROWD / 4)} people seen`, cpu, 'us', { note });
  }
  await contentGrowth(sender, daemon);
  for (const world of worlds) {
    await end(world.daemon.process);
    await end(world.sender);
  }
}

// ------------------------------------------------------------------ ten million events

// Whether the memory of a daemon stays as it is, whoever writes: a million people, and among a million messages
// two hundred questions and one hundred emergencies.
async function soak() {
  const sender = track(await Sender.start(SENDER, folder, SMALL));
  const daemon = await startLumbard(sender, sender.zstd);
  const looks = [];
  heading(`${number(SOAK * SOAK_EVENTS)} events, zstd-stream`);
  for (let i = 1; i <= SOAK; i += 1) {
    await sender.send(daemon.client, SOAK_EVENTS / 100, { rate: RATE, set: MIXED, users: CROWD });
    const { cpu } = await round(sender, daemon, SOAK_EVENTS - SOAK_EVENTS / 100, { users: CROWD });
    const { own, all } = memoryOf(daemon.pid);
    looks.push(own);
    const note = `${own.toFixed(2)} MB of our own, ${all.toFixed(2)} MB resident`;
    row(`${number(i * SOAK_EVENTS)} events`, cpu, 'us', { note });
  }
  const grown = looks.at(-1) - looks[SOAK_WARM - 1];
  row(`grown since the first ${number(SOAK_WARM * SOAK_EVENTS)}`, grown, 'MB', { aim: SOAK_MOST, digits: 2 });
  console.log(grown <= SOAK_MOST ? 'flat' : 'CREEPING');
  if (grown > SOAK_MOST) process.exitCode = 1;
  await end(daemon.process);
  await end(sender);
}

// ------------------------------------------------------------------ all of it

const parts = { events, start, latency, growth, soak };
const usual = ['events', 'start', 'latency', 'growth'];

try {
  for (const [name, part] of Object.entries(parts)) {
    if ((PARTS.length ? PARTS : usual).includes(name)) await part();
  }
} finally {
  for (const thing of running) await thing.stop();
  await rm(folder, { recursive: true, force: true });
}
