// What has happened, as queues that a test awaits: one queue a kind, and every entry is handed out
// once, in order. A call made after the event finds it just as a call made before it does.

export class Events {
  #deadline;
  #entries = new Map(); // kind -> [{value, taken}]
  #waiters = new Map(); // kind -> Set of waiters
  #closed = false;

  // deadline: milliseconds after which a wait fails.
  constructor(deadline) {
    this.#deadline = deadline;
  }

  push(kind, value) {
    const entry = { value, taken: false };
    this.#list(this.#entries, kind).push(entry);
    for (const waiter of this.#list(this.#waiters, kind)) {
      if (waiter.match(value)) {
        entry.taken = true;
        waiter.resolve(value);
        return;
      }
    }
  }

  // Everything of that kind so far, taken or not.
  all(kind) {
    return this.#list(this.#entries, kind).map((entry) => entry.value);
  }

  // What of that kind nobody has been handed yet.
  unread(kind) {
    return this.#list(this.#entries, kind)
      .filter((entry) => !entry.taken)
      .map((entry) => entry.value);
  }

  // Hand out nothing that is there now to a later next(kind).
  skip(kind) {
    for (const entry of this.#list(this.#entries, kind)) entry.taken = true;
  }

  // The oldest entry of that kind that match() accepts and nobody has been handed, now or in the
  // future. what: the words for it in the failure.
  next(kind, { match = () => true, what = kind, deadline = this.#deadline } = {}) {
    const entry = this.#list(this.#entries, kind).find((e) => !e.taken && match(e.value));
    if (entry) {
      entry.taken = true;
      return Promise.resolve(entry.value);
    }
    return this.#wait(kind, match, what, deadline);
  }

  // Every wait fails, now and later.
  close() {
    this.#closed = true;
    for (const waiters of this.#waiters.values()) {
      for (const waiter of [...waiters]) waiter.fail('the double was closed');
    }
  }

  #wait(kind, match, what, deadline) {
    const failure = new Error(what); // made here: its stack leads to the test
    const waiters = this.#list(this.#waiters, kind);
    const promise = new Promise((resolve, reject) => {
      const waiter = { match };
      const settle = (how, value) => {
        clearTimeout(waiter.timer);
        waiters.splice(waiters.indexOf(waiter), 1);
        how(value);
      };
      waiter.resolve = (value) => settle(resolve, value);
      waiter.fail = (why) => {
        failure.message = `waited for ${what}: ${why}; ${this.#seen(kind)}`;
        settle(reject, failure);
      };
      waiter.timer = setTimeout(() => waiter.fail(`nothing in ${deadline} ms`), deadline);
      waiters.push(waiter);
      if (this.#closed) waiter.fail('the double was closed');
    });
    promise.catch(() => {}); // a wait that nobody reads any more is not a crash
    return promise;
  }

  #seen(kind) {
    const unread = this.unread(kind).slice(-5).map(brief);
    const all = this.all(kind).length;
    return `of ${all} ${kind} events ${unread.length ? `unread: ${unread.join(', ')}` : 'none is unread'}`;
  }

  #list(map, kind) {
    if (!map.has(kind)) map.set(kind, []);
    return map.get(kind);
  }
}

function brief(value) {
  const plain = (key, v) => (typeof v === 'function' || key === 'connection' ? undefined : v);
  return JSON.stringify(value, plain)?.slice(0, 200);
}
