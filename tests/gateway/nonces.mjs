// The nonces of the bot's messages: with enforce_nonce a repeated one creates nothing, in whichever
// channel, for a few minutes.

export class Nonces {
  #clock;
  #window;
  #kept = new Map(); // nonce -> {message, until}

  constructor(clock, window) {
    this.#clock = clock;
    this.#window = window;
  }

  keep(nonce, message) {
    this.#kept.set(String(nonce), { message, until: this.#clock.now() + this.#window });
  }

  // The message that had this nonce, or undefined.
  find(nonce) {
    if (nonce === undefined || nonce === null) return undefined;
    const kept = this.#kept.get(String(nonce));
    return kept && kept.until > this.#clock.now() ? kept.message : undefined;
  }
}
