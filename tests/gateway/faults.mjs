// Scripted trouble for REST requests that are still to come.

import { tooMany } from './ratelimit.mjs';

// The page that Cloudflare puts before a banned address: no JSON, no rate-limit headers.
const BANNED = '<!doctype html><html><head><title>Access denied | discord.com used Cloudflare to '
  + 'restrict access</title></head><body><h1>Error 1015</h1><p>You are being rate limited</p>'
  + '</body></html>';
const UNWELL = '<!doctype html><html><head><title>502 Bad Gateway</title></head><body>'
  + '<h1>502 Bad Gateway</h1></body></html>';

class Fault {
  hits = 0;
  #spec;
  #events;
  #free = [];

  constructor(spec, events) {
    this.#spec = spec;
    this.#events = events;
    this.left = spec.times ?? 1;
  }

  matches(call) {
    const { on } = this.#spec;
    if (this.left <= 0) return false;
    if (on === undefined) return true;
    return typeof on === 'function' ? Boolean(on(call)) : on === call.route;
  }

  meet(call) {
    this.left -= 1;
    this.hits += 1;
    this.#events.push('fault', { fault: this, call });
    return this.#spec;
  }

  // Awaits the next request that meets it.
  async hit() {
    const match = (met) => met.fault === this;
    const { call } = await this.#events.next('fault', { match, what: 'a request that meets the fault' });
    return call;
  }

  // What hangs or is slow goes on.
  release() {
    for (const free of this.#free.splice(0)) free();
  }

  remove() {
    this.left = 0;
    this.release();
  }

  // Until release().
  held() {
    return new Promise((resolve) => this.#free.push(resolve));
  }
}

export class Faults {
  #faults = [];
  #events;

  constructor(events) {
    this.#events = events;
  }

  // spec: {on, times, ...}, on: 'POST /channels/{channel}/messages', a function of the call, or
  // undefined for whatever comes first. The rest says what happens:
  //   status, scope, retryAfter, html   a 429 ('user' unless said); html = Cloudflare's page
  //   status, json, html, headers       any other answer, nothing done
  //   reset: 'before' | 'after'         RST, before or after the request has had its effect
  //   hang: 'before' | 'after'          no answer until release()
  //   slowBody: true                    headers and half the body; the rest after release()
  //   truncate: true                    half the body, then the connection ends
  add(spec) {
    const fault = new Fault(spec, this.#events);
    this.#faults.push(fault);
    return fault;
  }

  // The fault that this request meets, or null.
  for(call) {
    this.#faults = this.#faults.filter((fault) => fault.left > 0);
    return this.#faults.find((fault) => fault.matches(call)) ?? null;
  }
}

// {status, headers, body} of a fault that answers in the API's stead.
export function faultAnswer(spec) {
  const { status, headers = {}, json, html } = spec;
  if (html) return page(status, headers, spec);
  if (status === 429) {
    const limited = tooMany(spec.scope ?? 'user', spec.retryAfter ?? 1);
    return { status, headers: { ...limited.headers, ...headers }, body: json ?? limited.body };
  }
  const body = json ?? { message: `${status}: Internal Server Error`, code: 0 };
  return { status, headers, body };
}

function page(status, headers, { retryAfter, html }) {
  const text = status === 429 ? BANNED : UNWELL;
  return {
    status,
    headers: {
      'Content-Type': 'text/html; charset=UTF-8',
      ...(retryAfter !== undefined && { 'Retry-After': String(Math.ceil(retryAfter)) }),
      ...headers,
    },
    body: typeof html === 'string' ? html : text,
  };
}
