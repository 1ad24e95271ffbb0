// node tests/system/bench.mjs build/lumbard
//
// What an event costs the daemon: 20,000 messages of small talk in a channel that it listens to, and
// 2,000 in one that it does not, as fast as they can be sent. Prints microseconds of processor time an
// event and the resident memory before and after.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

process.env.LUMBARD = process.argv[2] ?? process.env.LUMBARD ?? 'build/lumbard';
const { createDiscord } = await import('../gateway/gateway.mjs');
const { SMALL_TALK } = await import('./phrases.mjs');
const { TOKEN, UNLIMITED, World } = await import('./world.mjs');

const LISTENED = 20_000;
const IGNORED = 2000;
const CHUNK = 1000; // events between two looks at whether all were read
const TICKS = 100; // a second, in /proc/PID/stat (sysconf(_SC_CLK_TCK))

// Microseconds of processor time so far, of all threads: to the nanosecond where the kernel tells it.
async function cpu(pid) {
  let ns = 0;
  try {
    for (const task of await readdir(`/proc/${pid}/task`)) {
      ns += Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ')[0]);
    }
  } catch {
    ns = 0;
  }
  if (ns > 0) return ns / 1000;
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) * (1e6 / TICKS);
}

// Resident memory in MB, and what of it is our own and no file's.
function memory(pid) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const [all, own] = ['VmRSS', 'RssAnon'].map((name) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)[1]) / 1024);
  return `${all.toFixed(1)} MB (${own.toFixed(1)} our own)`;
}

// The microseconds of processor time that an event of n in that channel takes.
async function measure({ discord, users, daemon }, channel, n) {
  const data = (content) => {
    const { member, ...message } = discord.say({ user: users.ann, channel, content, silent: true });
    discord.model.dropMessage(message);
    return { ...message, guild_id: channel.guild_id, channel_type: channel.type };
  };
  await discord.roundTrip();
  const before = await cpu(daemon.pid);
  for (let i = 0; i < n; i += 1) {
    discord.dispatch('MESSAGE_CREATE', data(SMALL_TALK[i % SMALL_TALK.length]));
    if (i % CHUNK === CHUNK - 1) await discord.roundTrip();
  }
  return (await cpu(daemon.pid) - before) / n;
}

const folder = await mkdtemp(join(tmpdir(), 'lumbard-'));
const discord = await createDiscord({ token: TOKEN, limits: UNLIMITED });
const world = new World(discord, folder, { settings: (settings) => { settings.log = 'info'; } });
try {
  const begun = performance.now();
  await world.start();
  const ready = performance.now() - begun;
  const { channels, daemon } = world;
  const start = memory(daemon.pid);
  const listened = await measure(world, channels.general, LISTENED);
  const ignored = await measure(world, channels.off, IGNORED);
  const end = memory(daemon.pid);
  assert.equal(discord.all('message').length, 0, 'small talk was answered');
  console.log(`listened to: ${listened.toFixed(1)} us of CPU an event (${LISTENED} events)`);
  console.log(`ignored:     ${ignored.toFixed(1)} us of CPU an event (${IGNORED} events)`);
  console.log(`memory:      ${start} before, ${end} after`);
  console.log(`ready:       ${ready.toFixed(0)} ms after the start`);
  assert.equal(await daemon.stop(), 0);
} finally {
  await world.daemon?.kill();
  await discord.close();
  await rm(folder, { recursive: true, force: true });
}
