// Rate limits of the REST API: buckets a route and channel, and one for everything.
// https://docs.discord.com/developers/topics/rate-limits

import { createHash } from 'node:crypto';

// Requests in milliseconds, by route; Discord publishes none of these and changes them at will.
const LIMITS = {
  'POST /channels/{channel}/messages': { limit: 5, per: 5000 },
  'PATCH /channels/{channel}/messages/{message}': { limit: 5, per: 5000 },
  'DELETE /channels/{channel}/messages/{message}': { limit: 5, per: 1000 },
  'GET /channels/{channel}/messages': { limit: 5, per: 1000 },
  'POST /users/@me/channels': { limit: 10, per: 10_000 },
};
const OTHERS = { limit: 40, per: 1000 };
const GLOBAL = { limit: 50, per: 1000 };

export class RateLimits {
  #clock;
  #limits;
  #global;
  #windows = new Map();

  // limits: {route: {limit, per}} over those above; `global` is the limit for everything; false = none
  // of them is held (the headers are still sent).
  constructor(clock, limits = {}) {
    this.#clock = clock;
    this.enforced = limits !== false;
    this.#global = (limits || {}).global ?? GLOBAL;
    this.#limits = { ...LIMITS, ...limits };
  }

  // Counts a request: {headers, refused}; refused is null, or the headers and body of a 429.
  // major: the channel, guild or webhook in the path.
  count(route, major) {
    const now = this.#clock.now();
    const all = this.#take('global', this.#global, now);
    if (all.over && this.enforced) return { headers: {}, refused: tooMany('global', all.wait) };
    const rule = this.#limits[route] ?? OTHERS;
    const taken = this.#take(`${route} ${major}`, rule, now);
    const headers = headersOf(route, rule, taken, now);
    const refused = taken.over && this.enforced ? tooMany('user', taken.wait) : null;
    return { headers, refused };
  }

  // The headers that a refusal has which no window asked for: a user's 429 says that the bucket is
  // empty, a shared one comes though it is not, a global one says nothing of it.
  scripted(route, scope, seconds) {
    if (scope === 'global') return {};
    const rule = this.#limits[route] ?? OTHERS;
    const left = scope === 'user' ? 0 : rule.limit - 1;
    const wait = scope === 'user' ? seconds : rule.per / 1000;
    return headersOf(route, rule, { left, wait }, this.#clock.now());
  }

  #take(key, { limit, per }, now) {
    let window = this.#windows.get(key);
    if (!window || window.until <= now) {
      window = { until: now + per, used: 0 };
      this.#windows.set(key, window);
    }
    window.used += 1;
    return {
      over: window.used > limit,
      left: Math.max(0, limit - window.used),
      wait: (window.until - now) / 1000,
    };
  }
}

function headersOf(route, { limit }, taken, now) {
  return {
    'X-RateLimit-Limit': String(limit),
    'X-RateLimit-Remaining': String(taken.left),
    'X-RateLimit-Reset': (now / 1000 + taken.wait).toFixed(3),
    'X-RateLimit-Reset-After': taken.wait.toFixed(3),
    'X-RateLimit-Bucket': createHash('md5').update(route).digest('hex'),
  };
}

// The parts of a 429 answer. scope: 'user', 'global' or 'shared'; seconds: a float.
export function tooMany(scope, seconds) {
  const wait = Number(seconds.toFixed(3));
  const isGlobal = scope === 'global';
  return {
    headers: {
      'Retry-After': String(Math.ceil(wait)),
      'X-RateLimit-Scope': scope,
      ...(isGlobal && { 'X-RateLimit-Global': 'true' }),
    },
    body: {
      message: scope === 'shared' ? 'The resource is being rate limited.'
        : 'You are being rate limited.',
      retry_after: wait,
      global: isGlobal,
    },
  };
}
