// The HTTP face of the REST API: bodies, authorization, limits, scripted faults, answers. What the
// routes do is in routes.mjs.

import { ApiError, apiError, formError, httpError } from './errors.mjs';
import { faultAnswer } from './faults.mjs';

const BODY_MAX = 25 * 1024 * 1024; // bytes
const PREFIX = /^\/api\/v(9|10)(?=\/)/;
const AGENT = /^DiscordBot \([^\s,]+, *[^\s,)]+\)/;
const MAJOR = ['channel', 'guild', 'webhook'];

export class Rest {
  invalidRequests = 0; // 401, 403 and 429 so far, shared 429s not counted
  #routes = []; // {method, name, parts, handle, open}
  #account;
  #limits;
  #faults;
  #events;
  #clock;

  constructor({ account, limits, faults, events, clock }) {
    this.#account = account;
    this.#limits = limits;
    this.#faults = faults;
    this.#events = events;
    this.#clock = clock;
  }

  // name: 'GET /channels/{channel}'. handle(call) returns {status, body} or a body for 200, or throws
  // an ApiError. open: no token is needed. A later route of the same name takes the place of the first.
  route(name, handle, { open = false } = {}) {
    const [method, path] = name.split(' ');
    this.#routes = this.#routes.filter((route) => route.name !== name);
    this.#routes.push({ name, method, parts: path.split('/'), handle, open });
  }

  // A listener for http.createServer().
  listener() {
    return (request, response) => {
      this.#serve(request, response).catch((error) => {
        response.destroy();
        if (error.code !== 'ECONNRESET') setImmediate(() => { throw error; }); // a bug here fails loudly
      });
    };
  }

  async #serve(request, response) {
    const call = await readCall(request);
    call.at = this.#clock.now();
    this.#find(call);
    const fault = this.#faults.for(call);
    if (fault) await this.#troubled(call, request, response, fault);
    else this.#finish(call, response, this.#answer(call));
  }

  #find(call) {
    const parts = call.path.split('/');
    const fits = this.#routes.filter((route) => fit(route.parts, parts));
    // a written part goes before a {placeholder}: /users/@me before /users/{user}
    fits.sort((a, b) => placeholders(a) - placeholders(b));
    const found = fits.find((route) => route.method === call.method);
    call.known = fits.length > 0;
    call.found = found ?? null;
    call.route = found?.name ?? `${call.method} ${call.path}`;
    call.params = found ? bind(found.parts, parts) : {};
  }

  // What the API would say to it: {status, headers, body}.
  #answer(call) {
    let headers = {};
    try {
      this.#admit(call);
      const major = MAJOR.map((key) => call.params[key]).find(Boolean) ?? '';
      const limited = this.#limits.count(call.route, major);
      headers = limited.headers;
      if (limited.refused) {
        const { refused } = limited;
        return { status: 429, headers: { ...headers, ...refused.headers }, body: refused.body };
      }
      return { headers, ...shaped(call.found.handle(call)) };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return { status: error.status, headers, body: error.body };
    }
  }

  #admit(call) {
    if (!call.versioned) throw httpError(404, 'Not Found');
    if (!AGENT.test(call.headers['user-agent'] ?? '')) throw apiError(40333);
    if (!call.known) throw httpError(404, 'Not Found');
    if (!call.found) throw httpError(405, 'Method Not Allowed');
    const { token } = this.#account;
    if (!call.found.open && (token === null || call.headers.authorization !== `Bot ${token}`)) {
      throw apiError(0);
    }
    readBody(call);
  }

  async #troubled(call, request, response, fault) {
    const spec = fault.meet(call);
    if (spec.reset === 'before') return reset(request);
    if (spec.hang === 'before') await fault.held();
    if (spec.status) return this.#finish(call, response, this.#scripted(call, spec));
    const answer = this.#answer(call);
    if (spec.hang === 'after') await fault.held();
    if (spec.reset === 'after') {
      this.#record(call, answer);
      return reset(request);
    }
    if (spec.slowBody || spec.truncate) return this.#halved(call, response, answer, spec, fault);
    return this.#finish(call, response, answer);
  }

  #scripted(call, spec) {
    const answer = faultAnswer(spec);
    if (spec.status !== 429 || spec.html) return answer;
    const bucket = this.#limits.scripted(call.route, spec.scope ?? 'user', spec.retryAfter ?? 1);
    return { ...answer, headers: { ...bucket, ...answer.headers } };
  }

  // Half of the body now; the rest later, or never.
  async #halved(call, response, answer, spec, fault) {
    this.#record(call, answer);
    const body = Buffer.from(textOf(answer.body));
    const middle = Math.floor(body.length / 2);
    response.writeHead(answer.status, headersFor(answer, body));
    response.write(body.subarray(0, middle));
    if (spec.slowBody) await fault.held();
    if (spec.truncate) response.socket?.end();
    else response.end(body.subarray(middle));
  }

  #finish(call, response, answer) {
    this.#record(call, answer);
    const body = answer.body === undefined ? '' : Buffer.from(textOf(answer.body));
    response.writeHead(answer.status, headersFor(answer, body));
    response.end(body);
  }

  #record(call, answer) {
    const shared = answer.headers['X-RateLimit-Scope'] === 'shared';
    if ([401, 403, 429].includes(answer.status) && !shared) this.invalidRequests += 1;
    const { method, path, route, params, query, headers, body, at } = call;
    this.#events.push('request', {
      method, path, route, params, query, headers, body, at, status: answer.status, answer: answer.body,
    });
  }
}

async function readCall(request) {
  const url = new URL(request.url, 'http://127.0.0.1');
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > BODY_MAX) throw new Error('request body over 25 MiB');
    chunks.push(chunk);
  }
  return {
    method: request.method,
    versioned: PREFIX.test(url.pathname),
    path: url.pathname.replace(PREFIX, ''),
    query: url.searchParams,
    headers: request.headers,
    text: Buffer.concat(chunks).toString(),
    body: undefined,
  };
}

function readBody(call) {
  if (!['POST', 'PUT', 'PATCH'].includes(call.method)) return;
  const type = (call.headers['content-type'] ?? '').split(';')[0].trim();
  if (type !== 'application/json') {
    throw formError('', 'CONTENT_TYPE_INVALID',
      'Expected "Content-Type" header to be one of {\'application/json\'}.');
  }
  try {
    call.body = JSON.parse(call.text);
  } catch {
    throw apiError(50109);
  }
  if (call.body === null || typeof call.body !== 'object' || (Array.isArray(call.body) && call.method !== 'PUT')) {
    throw formError('', 'MODEL_TYPE_CONVERT', 'Expected an object/dictionary.');
  }
}

function shaped(result) {
  const whole = result && typeof result === 'object' && 'status' in result && 'body' in result;
  return whole ? result : { status: 200, body: result };
}

function fit(parts, given) {
  return parts.length === given.length
    && parts.every((part, i) => part === given[i] || (part.startsWith('{') && given[i] !== ''));
}

function placeholders(route) {
  return route.parts.filter((part) => part.startsWith('{')).length;
}

function bind(parts, given) {
  const named = parts.map((part, i) => [part, given[i]]).filter(([part]) => part.startsWith('{'));
  return Object.fromEntries(named.map(([part, value]) => [part.slice(1, -1), decodeURIComponent(value)]));
}

function textOf(body) {
  return typeof body === 'string' ? body : JSON.stringify(body);
}

function headersFor(answer, body) {
  const length = answer.status === 204 ? {} : { 'Content-Length': body.length };
  const type = body.length ? { 'Content-Type': 'application/json' } : {};
  return { ...type, ...length, Via: '1.1 google', ...answer.headers };
}

function reset(request) {
  request.socket.resetAndDestroy();
}
