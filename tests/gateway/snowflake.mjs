// Discord's ids: 64 bits as a decimal string, milliseconds since 2015 in the upper 42.
// https://docs.discord.com/developers/reference#snowflakes

const EPOCH = 1420070400000n;
const MAX = (1n << 64n) - 1n;
const PER_MS = 4096n;

export class Snowflakes {
  #clock;
  #ms = 0n;
  #increment = 0n;

  constructor(clock) {
    this.#clock = clock;
  }

  // A new id, greater than every one given before.
  next() {
    const now = BigInt(Math.floor(this.#clock.now()));
    if (now > this.#ms) {
      this.#ms = now;
      this.#increment = 0n;
    } else {
      this.#increment += 1n;
      if (this.#increment === PER_MS) {
        this.#ms += 1n;
        this.#increment = 0n;
      }
    }
    const worker = 1n << 17n;
    return (((this.#ms - EPOCH) << 22n) | worker | this.#increment).toString();
  }
}

export function isSnowflake(text) {
  return typeof text === 'string' && /^\d{1,20}$/.test(text) && BigInt(text) <= MAX;
}

// Milliseconds since 1970 at which the id was made.
export function snowflakeTime(id) {
  return Number((BigInt(id) >> 22n) + EPOCH);
}

// The order of two ids: negative, zero or positive.
export function compareIds(a, b) {
  const left = BigInt(a);
  const right = BigInt(b);
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
