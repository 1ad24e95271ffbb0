// What the page has asked of the server and what became of it. The server answers with effects that do not
// carry the page's mark, or with an error that does; here the two are brought together.

const PENDING_MAX = 100;

const waits = (ask, e) => e.type === 'interaction' && e.ref === ask.ref;

// Whether an event of the server is the effect of what was asked.
const EFFECTS = {
  send: (ask, e) =>
    e.type === 'message' && e.message.channel === ask.channel && e.message.author.id === ask.user,
  edit: (ask, e) => e.type === 'edit' && e.message.id === ask.message,
  delete: (ask, e) => e.type === 'delete' && e.message === ask.message,
  thread: (ask, e) => e.type === 'channel' && e.channel.parent === ask.channel,
  post: (ask, e) => e.type === 'channel' && e.channel.parent === ask.channel,
  direct: (ask, e) => e.type === 'channel' && e.channel.kind === 'direct' && e.channel.user === ask.user,
  react: (ask, e) => e.type === 'edit' && e.message.id === ask.message,
  command: waits,
  complete: waits,
  press: waits,
  play: (_, e) => e.type === 'log' || e.type === 'bot',
};

/** What the server refused, or what became unknown because the connection went; `lost` tells which. */
export class RequestError extends Error {
  constructor(text, lost = false) {
    super(text);
    this.lost = lost;
  }
}

/**
 * @param {(message: object) => boolean} transmit sends to the server; false: there is no connection
 */
export function createRequests(transmit) {
  let pending = [];
  let last = 0;

  function settle(entry, how, value) {
    pending = pending.filter((other) => other !== entry);
    entry[how](value);
  }

  return {
    /** Resolves with the event that shows the effect; rejects with a RequestError. */
    ask(type, fields) {
      last += 1;
      const message = { type, ref: `p${last}`, ...fields };
      return new Promise((resolve, reject) => {
        if (!transmit(message)) {
          reject(
            new RequestError(
              'There is no connection to the sandbox at the moment. Your text is still here: send it again in a while.',
            ),
          );
          return;
        }
        pending.push({ message, resolve, reject });
        if (pending.length > PENDING_MAX)
          settle(pending[0], 'reject', new RequestError('The sandbox did not answer.', true));
      });
    },

    /** Looks at each event of the server. Returns the text of an error that nobody here asked for, else null. */
    take(event) {
      if (event.type === 'error') {
        const entry = pending.find((other) => other.message.ref === event.ref);
        if (!entry) return String(event.text);
        settle(entry, 'reject', new RequestError(String(event.text)));
        return null;
      }
      const entry = pending.find((other) => EFFECTS[other.message.type]?.(other.message, event));
      if (entry) settle(entry, 'resolve', event);
      return null;
    },

    /** The connection went: nobody knows what became of what was on its way. */
    lose() {
      const text =
        'The connection broke before the sandbox confirmed this. Look whether it arrived before you send it again.';
      for (const entry of [...pending]) settle(entry, 'reject', new RequestError(text, true));
    },
  };
}
