// A gateway client of the plainest kind, for what no library can be made to do.

import { setTimeout as sleep } from 'node:timers/promises';
import zlib from 'node:zlib';

import WebSocket from 'ws';

const DEADLINE = 20_000; // ms

export const PROPERTIES = { os: 'linux', browser: 'raw', device: 'raw' };
export const QUERY = '/?v=10&encoding=json';

// A connection to the URL. next() gives the payloads in order, closed() {code, reason}.
export class RawClient {
  #ws;
  #payloads = [];
  #waiting = [];
  #closed;
  #inflated = '';
  #inflate = null;

  // mode: 'text', 'zlib-stream' or 'binary' (next() then gives binary messages as they are)
  constructor(url, mode = 'text') {
    this.frames = [];
    this.#ws = new WebSocket(url, { headers: { 'User-Agent': 'DiscordBot (https://x.invalid, 1)' } });
    if (mode === 'zlib-stream') this.#startInflating();
    this.#ws.on('message', (data, binary) => {
      this.frames.push({ data, binary });
      if (!binary) this.#give(JSON.parse(data));
      else if (this.#inflate) this.#inflate.write(data);
      else this.#give(data);
    });
    this.#closed = new Promise((resolve) => {
      this.#ws.on('close', (code, reason) => resolve({ code, reason: reason.toString() }));
    });
    this.refused = new Promise((resolve) => {
      this.#ws.on('unexpected-response', (request, response) => {
        resolve(response.statusCode);
        request.destroy();
      });
    });
    this.#ws.on('error', () => {}); // 'close' follows
  }

  #startInflating() {
    this.#inflate = zlib.createInflate();
    this.#inflate.setEncoding('utf8');
    this.#inflate.on('data', (text) => {
      this.#inflated += text;
      const payload = whole(this.#inflated);
      if (!payload) return;
      this.#inflated = '';
      this.#give(payload);
    });
  }

  #give(payload) {
    const waiting = this.#waiting.shift();
    if (waiting) waiting(payload);
    else this.#payloads.push(payload);
  }

  next() {
    if (this.#payloads.length) return Promise.resolve(this.#payloads.shift());
    return within(new Promise((resolve) => this.#waiting.push(resolve)), 'a payload');
  }

  // The next dispatch of that event; what comes before it is thrown away.
  async event(t) {
    for (;;) {
      const payload = await this.next();
      if (payload.t === t) return payload;
    }
  }

  closed() {
    return within(this.#closed, 'the close');
  }

  send(op, d) {
    this.raw(JSON.stringify({ op, d }));
  }

  raw(data) {
    this.#ws.send(data);
  }

  close(code) {
    this.#ws.close(code);
    return this.closed();
  }
}

// Connected, HELLO read, IDENTIFY sent and READY read.
export async function rawLogin(discord, { intents = 37376, token = discord.token, ...rest } = {}) {
  const client = new RawClient(discord.gatewayUrl + QUERY);
  await client.next();
  client.send(2, { token, intents, properties: PROPERTIES, ...rest });
  client.ready = await client.event('READY');
  return client;
}

// Connected to where READY said, HELLO read and RESUME sent.
export async function rawResume(ready, discord, seq = ready.s, base = ready.d.resume_gateway_url) {
  const client = new RawClient(base + QUERY);
  await client.next();
  client.send(6, { token: discord.token, session_id: ready.d.session_id, seq });
  return client;
}

async function within(promise, what) {
  const stop = new AbortController();
  const late = sleep(DEADLINE, null, { signal: stop.signal }).then(() => {
    throw new Error(`the raw client waited for ${what} in vain`);
  }, () => {});
  try {
    return await Promise.race([promise, late]);
  } finally {
    stop.abort();
  }
}

function whole(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
