// A sandbox server for the page's tests: serves the page's files with the real Content-Security-Policy and
// plays the page protocol, with a bot that knows five sentences.

import { readFileSync } from 'node:fs';
import http from 'node:http';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { WebSocketServer } from 'ws';

import { verdictOn } from './fake-bot.mjs';
import { BOT, PLAYS, TRIES, USERS, createChannels } from './fake-world.mjs';

export const PAGE_DIR = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'src', 'sandbox', 'page');

export const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const TYPES = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
};
const PAYLOAD_MAX = 32 * 1024; // bytes of a message from the page
const TEXT_MAX = 4000;

/** Starts one on a free port of loopback. */
export async function createFake() {
  const fake = new Fake();
  await fake.listen(0);
  return fake;
}

class Fake {
  channels = createChannels();
  messages = [];
  received = []; // everything the page sent
  refuse = null; // text of the error that the next request gets
  ignore = false; // nothing is answered any more
  generation = 1;
  #last = 1_000_000;
  #server = null;
  #sockets = null;

  async listen(port) {
    this.#server = http.createServer((request, response) => serveFile(request, response));
    this.#sockets = new WebSocketServer({ server: this.#server, path: '/page', maxPayload: PAYLOAD_MAX });
    this.#sockets.on('connection', (socket) => {
      socket.on('error', () => {});
      socket.on('message', (data) => this.#take(socket, JSON.parse(data)));
      socket.send(JSON.stringify(this.#state()));
    });
    await new Promise((resolve) => this.#server.listen(port, '127.0.0.1', resolve));
    this.port = this.#server.address().port;
    this.url = `http://127.0.0.1:${this.port}/`;
  }

  /** Ends the server and every connection; listen(port) brings it back. */
  async close() {
    for (const socket of this.#sockets.clients) socket.terminate();
    this.#sockets.close();
    this.#server.closeAllConnections?.();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  broadcast(event) {
    for (const socket of this.#sockets.clients) socket.send(JSON.stringify(event));
  }

  /** Tells every page something that is no JSON of ours. */
  babble(text) {
    for (const socket of this.#sockets.clients) socket.send(text);
  }

  // ---------------------------------------------------------------- what the page asks for

  #take(socket, ask) {
    this.received.push(ask);
    if (this.ignore) return;
    const wrong = this.refuse ?? this.#fault(ask);
    this.refuse = null;
    if (wrong) return socket.send(JSON.stringify({ type: 'error', text: wrong, ref: ask.ref }));
    this[ask.type](ask);
  }

  #fault(ask) {
    const known = ['send', 'edit', 'delete', 'thread', 'post', 'direct', 'play'];
    if (!known.includes(ask.type)) return `unknown type ${ask.type}`;
    if (ask.type !== 'play' && !USERS.some((user) => user.id === ask.user)) return 'no such user';
    if (ask.channel && !this.channels.has(ask.channel)) return 'no such channel';
    if ('text' in ask && !(ask.text.length >= 1 && [...ask.text].length <= TEXT_MAX))
      return `a message has 1 to ${TEXT_MAX} characters`;
    return null;
  }

  send({ channel, user, text, reply_to }) {
    this.say({ channel, author: user, text: text.replaceAll('@lumbard', `<@${BOT.id}>`), replyTo: reply_to });
  }

  /** A message of a person and what the bot says to it. */
  say({ channel, author, text, replyTo = null }) {
    const message = this.#add({ channel, author: this.#author(author), text, reply_to: replyTo });
    const place = this.channels.get(channel);
    const verdict = verdictOn(text, place);
    if (!verdict) return message;
    this.broadcast({ type: 'why', channel, message: message.id, ...verdict.why });
    if (verdict.reply)
      this.#add({
        channel,
        author: this.#author(BOT.id),
        text: verdict.reply,
        reply_to: message.id,
        flag: verdict.flag,
      });
    if (verdict.why.tier === 'emergency' && place.kind !== 'direct') this.#alertStaff(message, verdict);
    return message;
  }

  #alertStaff(message, { why }) {
    const staff = [...this.channels.values()].find((channel) => channel.staff);
    const link = `https://discord.com/channels/1/${message.channel}/${message.id}`;
    const text = `<@&1300000000000000012> Red flag (emergency): ${why.flags.join(', ')}. The person has been told what to do and whom to call; whether they did is not known. Look: ${link}`;
    this.#add({
      channel: staff.id,
      author: this.#author(BOT.id),
      text,
      flag: { tier: 'emergency', label: 'Staff alert' },
    });
  }

  edit({ message: id, text }) {
    const message = this.messages.find((other) => other.id === id);
    Object.assign(message, { text, edited: true });
    this.broadcast({ type: 'edit', message });
  }

  delete({ channel, message }) {
    this.messages = this.messages.filter((other) => other.id !== message);
    this.broadcast({ type: 'delete', channel, message });
  }

  thread({ channel, user, name }) {
    this.#open({ name, kind: 'thread', parent: channel });
  }

  post({ channel, user, title, text }) {
    this.say({ channel: this.#open({ name: title, kind: 'thread', parent: channel }), author: user, text });
  }

  direct({ user }) {
    const known = [...this.channels.values()].find((channel) => channel.user === user);
    if (known) return this.broadcast({ type: 'channel', channel: known });
    this.#open({ name: this.#author(user).name, kind: 'direct', mode: 'direct', user });
  }

  play({ what }) {
    this.broadcast({ type: 'bot', ready: false, note: 'connection lost: resuming ...' });
    this.broadcast({ type: 'log', text: `played ${what}: RESUME accepted, 2 events replayed` });
    this.broadcast({ type: 'bot', ready: true, note: 'connected' });
  }

  // ---------------------------------------------------------------- its world

  #id() {
    this.#last += 1;
    return `1300000000000${this.#last}`;
  }

  #author(id) {
    if (id === BOT.id) return { id, name: BOT.name, bot: true };
    const { name } = USERS.find((user) => user.id === id);
    return { id, name, bot: false };
  }

  #add(fields) {
    const message = {
      id: this.#id(),
      at: Date.UTC(2026, 10, 22, 9, 41),
      reply_to: null,
      edited: false,
      flag: null,
      ...fields,
    };
    this.messages.push(message);
    this.broadcast({ type: 'message', message });
    return message;
  }

  #open(fields) {
    const parent = this.channels.get(fields.parent);
    const channel = {
      id: this.#id(),
      mode: parent?.mode,
      region: parent?.region ?? 'uk',
      parent: null,
      user: null,
      staff: false,
      topic: '',
      ...fields,
    };
    this.channels.set(channel.id, channel);
    this.broadcast({ type: 'channel', channel });
    return channel.id;
  }

  #state() {
    return {
      type: 'state',
      version: '0.1.0',
      bot: { ...BOT, ready: true },
      users: USERS,
      channels: [...this.channels.values()],
      messages: this.messages,
      tries: TRIES,
      plays: PLAYS,
      regions: ['uk', 'us'],
      content: { intents: 55, flags: 34, answers: 60, generation: this.generation },
    };
  }
}

function serveFile(request, response) {
  const match = /^\/(?:|(page\.css|page\.js)|page\/([a-z-]+\.(?:js|css)))$/.exec(request.url);
  const file = match && (match[1] ?? match[2] ?? 'index.html');
  let body;
  try {
    body = file && readFileSync(join(PAGE_DIR, file));
  } catch {
    body = null;
  }
  if (!body) return response.writeHead(404).end();
  response.writeHead(200, {
    'content-type': TYPES[file.split('.').pop()],
    'content-security-policy': CSP,
    'x-content-type-options': 'nosniff',
  });
  response.end(body);
}
