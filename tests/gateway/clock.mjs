// The double's clock: the real one, which a test may move forward instead of waiting.

import { performance } from 'node:perf_hooks';

export class Clock {
  #skew = 0;

  // Milliseconds since 1970. Built on the monotonic clock, so that it never goes back.
  now() {
    return performance.timeOrigin + performance.now() + this.#skew;
  }

  advance(ms) {
    this.#skew += ms;
  }

  // The form of Discord's timestamps: 2026-11-22T07:00:00.123000+00:00
  timestamp(ms = this.now()) {
    return new Date(ms).toISOString().replace('Z', '000+00:00');
  }
}
