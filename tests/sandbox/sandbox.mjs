// `lumbard sandbox` as a process that tests drive through its page's socket: startSandbox() is what they
// call.  What it offers beyond that is the part of tests/gateway/gateway.mjs's interface that the
// conformance suite uses.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

import { WebSocket } from 'ws';

import { Events } from '../gateway/events.mjs';

const PROGRAM = process.env.LUMBARD ?? new URL('../../build/lumbard', import.meta.url).pathname;
const TOKEN = 'sandbox-token-that-opens-nothing-else';
const DEADLINE = 20_000; // ms after which a wait fails

// A sandbox that listens.  args: further ones of its command line.  It is ended with close().
export async function startSandbox(args = []) {
  const sandbox = new Sandbox();
  try {
    await sandbox.start(args);
  } catch (error) {
    await sandbox.close();
    throw error;
  }
  return sandbox;
}

// A server for the conformance suite: createDiscord()'s options, no bot of ours.
export async function startConformance(options = {}) {
  const discord = await startSandbox(['--no-bot']);
  const { portal = {}, heartbeatInterval, limits = {} } = options;
  await discord.play('settings', {
    traces: true,
    ...('messageContent' in portal && { message_content: portal.messageContent }),
    ...(heartbeatInterval && { heartbeat_ms: heartbeatInterval }),
  });
  for (const [route, { limit, per }] of Object.entries(limits)) {
    await discord.play('limit', { route, limit, ms: per });
  }
  return { discord, world: await worldOf(discord) };
}

// The world in the shape of the double's.
async function worldOf(discord) {
  const guild = await discord.get('/guilds/1300000000000000001');
  const all = await discord.get(`/guilds/${guild.id}/channels`);
  const channel = (name) => all.find((c) => c.name === name);
  const user = (name) => discord.state.users.find((u) => u.name.startsWith(name));
  const users = { ann: user('Ann'), bob: user('Bob'), mod: user('Mia') };
  const channels = {
    general: channel('general'),
    backs: channel('back-help'),
    off: channel('quiet'),
    readonly: channel('rules'),
    hidden: channel('secret'),
    nohistory: channel('no-history'),
    mods: channel('staff'),
    forum: channel('questions'),
  };
  const thread = await discord.ask('thread', {
    channel: channels.backs.id, user: users.ann.id, name: 'Lifting',
  }, (e) => e.type === 'channel' && e.channel.name === 'Lifting');
  discord.skipRequests();
  return { guild, channels, users, thread: thread.channel, dm: discord.dm(users.ann) };
}

class Sandbox {
  token = TOKEN;
  #child;
  #socket;
  #events = new Events(DEADLINE);
  #listeners = new Set();
  #messages = new Map(); // of the bot, by id
  #ref = 0;
  #settled = new Map(); // what became of interactions, by id
  #skipped = 0; // requests of our own

  // ------------------------------------------------------------ life

  async start(args) {
    this.#child = spawn(PROGRAM, ['sandbox', '--port', '0', ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
    this.exited = once(this.#child, 'exit');
    const line = await this.#firstLine();
    this.origin = /http:\/\/127\.0\.0\.1:\d+/.exec(line)[0];
    await this.openPage();
  }

  async #firstLine() {
    const lines = createInterface(this.#child.stdout);
    const [line] = await Promise.race([
      once(lines, 'line'),
      this.exited.then(([code]) => { throw new Error(`lumbard sandbox ended with ${code}`); }),
    ]);
    return line;
  }

  // Opens the page's socket, and waits for the state.
  async openPage() {
    this.#socket = new WebSocket(`${this.origin.replace('http', 'ws')}/page`, { origin: this.origin });
    this.#socket.on('message', (data) => this.#hear(JSON.parse(data)));
    this.#socket.on('error', () => {});
    await this.waitFor((e) => e.type === 'state', 'the state');
  }

  async close() {
    this.#events.close();
    this.#socket?.terminate();
    this.kill('SIGTERM');
    await this.exited;
  }

  kill(signal) {
    this.#child.kill(signal);
  }

  get bot() {
    return this.state.bot;
  }

  get url() {
    return `${this.origin}/`;
  }

  get apiBase() {
    return `${this.origin}/api`;
  }

  // ------------------------------------------------------------ the page

  // The next message from the server that match() accepts.
  waitFor(match, what = 'a message to the page') {
    return new Promise((resolve, reject) => {
      const failure = new Error(`waited for ${what}`);
      const timer = setTimeout(() => settle(reject, failure), DEADLINE);
      const settle = (how, value) => {
        clearTimeout(timer);
        this.#listeners.delete(listener);
        how(value);
      };
      const listener = (event) => {
        if (match(event)) settle(resolve, event);
      };
      this.#listeners.add(listener);
    });
  }

  // Waits until something holds, looking after every message from the server.
  async waitUntil(holds) {
    while (!holds()) await this.waitFor(() => true, 'something to happen');
  }

  // What the bot has said so far, as it was said last.
  get said() {
    return [...this.#messages.values()];
  }

  messageById(id) {
    return this.#messages.get(id);
  }

  // Sends as the page does, and waits for the effect; an error rejects.
  async ask(type, fields, match) {
    this.#ref += 1;
    const ref = String(this.#ref);
    const waiting = this.waitFor((e) => match(e) || (e.type === 'error' && e.ref === ref), `what comes of ${type}`);
    this.sendRaw(JSON.stringify({ type, ref, ...fields }));
    const event = await waiting;
    if (event.type === 'error') throw new Error(event.text);
    return event;
  }

  sendRaw(text) {
    this.#socket.send(text, { binary: false });
  }

  // Uses a command ('command', 'complete') or a component ('press'); resolves to what became of it, 'answered' or
  // 'failed', when that is known.  What the page is refused rejects.
  async use(type, fields) {
    const waits = (e) => e.type === 'interaction' && e.state === 'waiting';
    const { interaction } = await this.ask(type, fields, waits);
    if (!this.#settled.has(interaction)) {
      await this.waitFor((e) => e.type === 'interaction' && e.interaction === interaction && e.state !== 'waiting');
    }
    return this.#settled.get(interaction);
  }

  play(what, fields = {}) {
    return this.ask('play', { what, ...fields }, (e) => e.type === 'log' && e.event === 'play');
  }

  #hear(event) {
    if (event.type === 'state') this.state = event;
    if (event.type === 'bot') this.state.bot.ready = event.ready;
    if (event.type === 'message' && event.message.author.bot) this.#messages.set(event.message.id, event.message);
    if (event.type === 'edit' && event.message.author.bot) {
      this.#messages.set(event.message.id, event.message);
      this.#events.push('edit', { id: event.message.id, content: event.message.text });
    }
    if (event.type === 'delete' && this.#messages.has(event.message)) this.#events.push('delete', { id: event.message });
    if (event.type === 'commands') this.commands = event.commands;
    if (event.type === 'interaction' && event.state !== 'waiting') this.#settled.set(event.interaction, event.state);
    if (event.type === 'log') this.#note(event);
    for (const listener of [...this.#listeners]) listener(event);
  }

  // What happened on the wire, in the double's words.
  #note({ event, data }) {
    if (event === 'request') this.#noteRequest(data);
    if (event === 'heartbeat') {
      const connection = { session: { seq: data.sent } };
      this.#events.push('heartbeat', { seq: data.seq, connection });
      this.#events.push('beat', data);
    } else {
      this.#events.push(event, event === 'ready' ? { ...data, data } : data);
    }
  }

  #noteRequest(data) {
    const message = this.#messages.get(data.message);
    if (!message) return;
    if (data.repeated) {
      this.#events.push('duplicate', { message });
      return;
    }
    this.#events.push('message', {
      id: message.id,
      channel: message.channel,
      content: message.text,
      replyTo: message.reply_to,
      nonce: data.nonce,
      pings: { users: data.pings },
      message,
    });
  }

  // ------------------------------------------------------------ people

  async say({ user, channel, content, mentionsBot = false, replyTo }) {
    const where = channel ?? this.dm(user);
    const { message } = await this.ask('send', {
      channel: where.id,
      user: user.id,
      text: mentionsBot ? `@lumbard ${content}` : content,
      reply_to: replyTo?.id ?? replyTo ?? null,
    }, (e) => e.type === 'message' && e.message.author.id === user.id && e.message.channel === where.id);
    return message;
  }

  async edit(message, { content }) {
    const edited = await this.ask('edit', {
      channel: message.channel, user: message.author.id, message: message.id, text: content,
    }, (e) => e.type === 'edit' && e.message.id === message.id);
    return edited.message;
  }

  remove(message) {
    return this.ask('delete', {
      channel: message.channel, user: message.author.id, message: message.id,
    }, (e) => e.type === 'delete' && e.message === message.id);
  }

  react({ user, message, emoji }) {
    return this.play('react', { user: user.id, channel: message.channel, message: message.id, emoji });
  }

  async addForumPost({ forum, name, user, content }) {
    const opened = this.waitFor((e) => e.type === 'channel' && e.channel.name === name);
    const { message } = await this.ask('post', {
      channel: forum.id, user: user.id, title: name, text: content,
    }, (e) => e.type === 'message' && e.message.author.id === user.id);
    return { thread: (await opened).channel, message };
  }

  dm(user) {
    return this.state.channels.find((c) => c.kind === 'direct' && c.user === user.id);
  }

  // ------------------------------------------------------------ trouble

  async fault({ on, status, scope, retryAfter = 1, reset }) {
    const met = (e) => e.type === 'log' && e.event === 'request' && e.data.fault;
    const hit = this.waitFor(met, 'a request that meets the fault');
    hit.catch(() => {});
    if (reset) await this.play('lost-answer', { route: on });
    else if (status === 429) await this.play('rate-limit', { route: on, scope, ms: retryAfter * 1000 });
    else await this.play('server-error', { route: on });
    const all = () => this.all('request');
    return {
      hit: () => hit,
      get hits() { return all().filter((request) => request.fault).length; },
    };
  }

  dropConnections() { return this.play('drop'); }

  reconnect() { return this.play('reconnect'); }

  invalidate({ resumable }) { return this.play('invalid-session', { resumable }); }

  forgetSessions() { return this.play('forget'); }

  closeConnections(code) { return this.play('close', { code }); }

  askHeartbeat() { return this.play('ask-heartbeat'); }

  set acks(acks) { this.play('settings', { acks }).catch(() => {}); }

  async roundTrip() {
    for (let i = 0; i < 2; i += 1) {
      this.#events.skip('beat');
      const beat = this.#events.next('beat');
      await this.askHeartbeat();
      await beat;
    }
  }

  // ------------------------------------------------------------ what the client did

  identified(options) { return this.#next('ready', options); }

  resumed(options) { return this.#next('resumed', options); }

  resumeTried(options) { return this.#next('resume', options); }

  closed(options) { return this.#next('closed', options); }

  heartbeat(options) { return this.#next('heartbeat', options); }

  nextMessage(options) { return this.#next('message', options); }

  nextEdit(options) { return this.#next('edit', options); }

  nextDelete(options) { return this.#next('delete', options); }

  nextDuplicate(options) { return this.#next('duplicate', options); }

  nextRequest(options) { return this.#next('request', options); }

  all(kind) {
    const all = this.#events.all(kind);
    return kind === 'request' ? all.slice(this.#skipped) : all;
  }

  messagesIn(channel) {
    return this.all('message').filter((message) => message.channel === channel.id);
  }

  get invalidRequests() {
    return this.all('request').filter(({ status, scope }) => (
      [401, 403, 429].includes(status) && scope !== 'shared')).length;
  }

  #next(kind, { channel, on } = {}) {
    const match = (value) => (!channel || value.channel === channel.id) && (!on || value.route === on);
    return this.#events.next(kind, { match });
  }

  // ------------------------------------------------------------ requests of our own

  async get(path) {
    const response = await this.request('GET', path);
    if (!response.ok) throw new Error(`GET ${path}: ${response.status}`);
    return response.json();
  }

  request(method, path, body, headers = {}) {
    return fetch(`${this.apiBase}/v10${path}`, {
      method,
      headers: {
        Authorization: `Bot ${TOKEN}`,
        'User-Agent': 'DiscordBot (https://example.org, 1.0)',
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  }

  // What was asked so far was asked by a test.
  skipRequests() {
    this.#skipped = this.#events.all('request').length;
    this.#events.skip('request');
  }
}
