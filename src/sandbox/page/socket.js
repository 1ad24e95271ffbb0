// The one WebSocket to the sandbox. It comes back by itself, waiting longer each time.

const WAIT_FIRST = 500; // ms
const WAIT_MAX = 10_000;

/** How long to wait before the nth try (from 0), in ms; `random` of 0..1 spreads the pages of one machine. */
export function waitBefore(n, random) {
  return Math.min(WAIT_MAX, WAIT_FIRST * 2 ** Math.min(n, 10)) * (0.75 + random / 2);
}

/**
 * @param {{url: string, onEvent: (event: object) => void, onStatus: (status: {open: boolean, wait: number}) => void}} options
 *   onStatus: wait is the time in ms until the next try, 0 while one is under way
 */
export function createSocket({ url, onEvent, onStatus }) {
  let socket = null;
  let timer = 0;
  let failures = 0;

  function connect() {
    clearTimeout(timer);
    onStatus({ open: false, wait: 0 });
    const own = new WebSocket(url);
    socket = own;
    own.addEventListener('open', () => {
      failures = 0;
      onStatus({ open: true, wait: 0 });
    });
    own.addEventListener('message', ({ data }) => {
      const event = read(data);
      if (event) onEvent(event);
    });
    own.addEventListener('close', () => {
      if (own !== socket) return;
      const wait = waitBefore(failures, Math.random());
      failures += 1;
      socket = null;
      onStatus({ open: false, wait });
      timer = setTimeout(connect, wait);
    });
  }

  connect();
  return {
    /** Sends one message; false: not connected, nothing was sent. */
    send(message) {
      if (socket?.readyState !== WebSocket.OPEN) return false;
      socket.send(JSON.stringify(message));
      return true;
    },
    /** Tries at once instead of waiting. */
    retry() {
      if (!socket) connect();
    },
  };
}

function read(data) {
  try {
    const event = JSON.parse(data);
    return event && typeof event.type === 'string' ? event : null;
  } catch {
    return null; // not ours to repair, and no reason to stop listening
  }
}
