// What the bench loads its clients with: the sender (tests/tools/sender.c), the messages, and what the kernel
// says a process has used.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import readline from 'node:readline';

import { Events } from '../gateway/events.mjs';
import { EMERGENCIES, QUESTIONS } from './phrases.mjs';
import { TOKEN } from './world.mjs';
import { ROOT } from './program.mjs';

export const STAFF = '1300000000000000000'; // the channel
export const STAFF_SERVER = '1400000000000000000';
const SERVER = (i) => `14${String(i).padStart(17, '0')}`;
const CHANNEL = (i) => `13${String(i).padStart(17, '0')}`;
const HOLE = { message: '@message@', author: '@author@', channel: '@channel@', server: '@server@' };
const CHATTER = 5000; // messages
const PEOPLE = 100_003; // a prime: nobody keeps to one channel
const TICKS = 100; // a second, in /proc/PID/stat (sysconf(_SC_CLK_TCK))
const DEADLINE = 600_000; // ms

const pinned = cpus().length > 1;

// ------------------------------------------------------------------ processes

// A process on one processor: the sender has the first to itself, where there are two, every client the second.
export class Process {
  #child;
  #events = new Events(DEADLINE);
  lines = [];

  constructor(command, { cpu = 1, env = {} } = {}) {
    const { PATH, HOME } = process.env;
    const [program, ...args] = pinned ? ['taskset', '-c', String(cpu), ...command] : command;
    this.begun = performance.now();
    this.#child = spawn(program, args, {
      cwd: ROOT, env: { PATH, HOME, DISCORD_TOKEN: TOKEN, ...env }, stdio: ['pipe', 'pipe', 'pipe'],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      readline.createInterface({ input: stream }).on('line', (line) => {
        this.lines.push(line);
        this.#events.push('line', { line, at: performance.now() });
      });
    }
    this.ended = once(this.#child, 'close');
    this.ended.then(() => this.#events.close());
  }

  get pid() {
    return this.#child.pid;
  }

  // The next line that fits: {line, at}; fails with the last lines when the process ends first.
  async line(pattern) {
    try {
      return await this.#events.next('line', { match: ({ line }) => pattern.test(line), what: `${pattern}` });
    } catch (error) {
      throw new Error(`${error.message}\n${this.lines.slice(-20).join('\n')}`, { cause: error });
    }
  }

  write(text) {
    this.#child.stdin.write(text);
  }

  async stop() {
    this.#child.stdin.end();
    this.#child.kill('SIGTERM');
    await this.ended;
  }
}

// Microseconds of processor time so far, of all threads: to the nanosecond where the kernel tells it.
export async function cpuOf(pid) {
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

// Megabytes that are resident: {all, own}, own = of no file.
export function memoryOf(pid) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const field = (name) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)[1]) / 1024;
  return { all: field('VmRSS'), own: field('RssAnon') };
}

// ------------------------------------------------------------------ what is sent

const hole = (name) => HOLE[name].padEnd(19, '@');
const hex = (i) => (BigInt(i + 1) * 0x9e3779b97f4a7c15f39cc0605cedc835n).toString(16).slice(-32);

// A line of the sender's templates. i makes what is like no other message's: names, avatars, times.
function template(letter, content, i) {
  const nick = `member ${hex(i).slice(0, 9)}`;
  const message = {
    type: 0, tts: false, timestamp: '2026-11-22T12:00:00.000000+00:00', pinned: false,
    nonce: `1${String(i).padStart(18, '0')}`, mentions: [], mention_roles: [], mention_everyone: false,
    member: {
      roles: [`15${hex(i).replace(/\D/g, '7').padEnd(17, '0').slice(0, 17)}`], premium_since: null, pending: false,
      nick, mute: false, joined_at: '2024-02-11T17:03:21.412000+00:00', flags: 0, deaf: false,
      communication_disabled_until: null, banner: null, avatar: null,
    },
    id: hole('message'), flags: 0, embeds: [], edited_timestamp: null, content, components: [],
    channel_type: 0, channel_id: hole('channel'),
    author: {
      username: `user_${hex(i).slice(0, 8)}`, public_flags: 0, primary_guild: null, id: hole('author'), global_name: nick,
      discriminator: '0', collectibles: null, clan: null, avatar_decoration_data: null, avatar: hex(i),
    },
    attachments: [], guild_id: hole('server'),
  };
  return `${letter}${JSON.stringify(message)}\n`;
}

// Chat by people who talk of anything else, as the tests of understanding have it.
function chat() {
  return ['batch-1', 'batch-2', 'batch-3', 'batch-4'].flatMap((batch) => (
    readFileSync(join(ROOT, 'tests/understanding', batch, 'chat.txt'), 'utf8').split('\n').filter(Boolean)
  ));
}

// More of it than zstd's window holds, so that no message is the copy of an earlier one.
function chatter() {
  const texts = chat();
  return Array.from({ length: CHATTER }, (_, i) => template('C', texts[i % texts.length], i)).join('');
}

// Of a hundred messages two are questions and one is an emergency: with 1,000 a second the replies and
// alerts stay below the 50 requests a second that Discord allows.
function mixed() {
  const texts = chat();
  return Array.from({ length: 3000 }, (_, i) => {
    if (i % 100 === 33) return template('E', EMERGENCIES[Math.floor(i / 100) % EMERGENCIES.length], i);
    if (i % 50 === 10) return template('A', QUESTIONS[Math.floor(i / 50) % QUESTIONS.length][0], i);
    return template('C', texts[i % texts.length], i);
  }).join('');
}

export const CHAT = 0;
export const MIXED = 1;

// What follows IDENTIFY: READY, then every server with its channels.
function greeting({ servers, channels }) {
  const user = { id: '1100000000000000000', username: 'lumbard', discriminator: '0', avatar: null, bot: true };
  const ids = Array.from({ length: servers }, (_, i) => SERVER(i));
  const payloads = [{
    t: 'READY',
    d: {
      v: 10, user, session_id: hex(1), resume_gateway_url: 'ws://127.0.0.1:1', private_channels: [],
      guilds: ids.map((id) => ({ id, unavailable: true })), application: { id: user.id, flags: 1 << 19 },
    },
  }];
  ids.forEach((id, g) => {
    const own = [];
    for (let c = g; c < channels; c += servers) {
      own.push({
        id: CHANNEL(c), type: 0, name: `channel-${c}`, position: own.length, topic: null, nsfw: false, parent_id: null,
        permission_overwrites: [], rate_limit_per_user: 0, last_message_id: null, flags: 0,
      });
    }
    const everyone = { id, name: '@everyone', permissions: '104324673', position: 0, color: 0, hoist: false, flags: 0 };
    payloads.push({
      t: 'GUILD_CREATE',
      d: {
        id, name: `Server ${g}`, icon: null, owner_id: user.id, roles: [everyone], emojis: [], stickers: [], features: [],
        joined_at: '2024-02-11T17:03:21.412000+00:00', unavailable: false, large: false, member_count: 2,
        members: [{ user, roles: [], joined_at: '2024-02-11T17:03:21.412000+00:00', deaf: false, mute: false, flags: 0 }],
        channels: own, threads: [], presences: [], voice_states: [], stage_instances: [], guild_scheduled_events: [],
      },
    });
  });
  return payloads.map(({ t, d }, i) => `.${JSON.stringify({ t, s: i + 1, op: 0, d })}\n`).join('');
}

// The sender, and how large the Discord is that it shows: {servers, channels}.
export class Sender {
  #process;
  #size;

  static async start(program, folder, size) {
    const file = (name) => join(folder, `${name}-${size.servers}-${size.channels}`);
    const files = { start: greeting(size), chat: chatter(), mixed: mixed() };
    for (const [name, text] of Object.entries(files)) await writeFile(file(name), text);
    const sender = new Sender();
    sender.#size = size;
    sender.#process = new Process([program, ...Object.keys(files).map(file)], { cpu: 0 });
    const { line } = await sender.#process.line(/^ports /);
    [sender.plain, sender.zstd] = line.split(' ').slice(1).map(Number);
    return sender;
  }

  // The number of the client that identifies next.
  async ready() {
    return Number((await this.#process.line(/^ready /)).line.split(' ')[1]);
  }

  // Sends, and waits until all was read: {us, bytes, latencies: {letter: {n, p50, p99, most}}}; see sender.c.
  async send(client, events, { rate = 0, set = CHAT, users = PEOPLE } = {}) {
    const { servers, channels } = this.#size;
    this.#process.write(`send ${client} ${events} ${rate} ${set} ${users} ${channels} ${servers}\n`);
    const [us, bytes, ...rest] = (await this.#process.line(/^sent /)).line.split(' ').slice(1);
    const latencies = {};
    for (let i = 0; i < rest.length; i += 5) {
      const [n, p50, p99, most] = rest.slice(i + 1, i + 5).map(Number);
      latencies[rest[i]] = { n, p50, p99, most };
    }
    return { us: Number(us), bytes: Number(bytes), latencies };
  }

  stop() {
    return this.#process.stop();
  }
}
