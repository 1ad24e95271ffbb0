// The page's link to lumbard: who is logged in, what is told, and what is asked for.
//
// A login is a cookie that scripts cannot read, and a key that only this page is told: what is posted needs
// both.

let key = null;

async function post(path, body) {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  let value = null;
  try {
    value = text ? JSON.parse(text) : null;
  } catch {
    value = null;
  }
  if (response.ok) return value;
  const problem = new Error(value?.error ?? `lumbard refused (${response.status})`);
  problem.status = response.status;
  throw problem;
}

/** Logs in with the token, and with a name if there is one; throws with the reason. */
export async function enter(token, name = '') {
  await post('login', name ? { token, name } : { token });
}

/** The session, as {version}; null when nobody is logged in. Throws when lumbard is not there. */
export async function findSession() {
  const response = await fetch('session');
  if (response.status === 401) return null;
  if (!response.ok) throw new Error(`lumbard refused (${response.status})`);
  const session = await response.json();
  key = session.key;
  return session;
}

export async function leave() {
  await post('leave', { key });
  key = null;
}

/** Asks for something to be done; what came of it. Throws with the reason. */
export const act = (what, more = {}) => post('act', { key, do: what, ...more });

/**
 * Listens. on: {state, history, record: (value) => void, open, lost: () => void}. Returns what ends it.
 */
export function listen(on) {
  const source = new EventSource('events');
  for (const name of ['state', 'history', 'record']) {
    source.addEventListener(name, (event) => on[name](JSON.parse(event.data)));
  }
  source.addEventListener('open', on.open);
  source.addEventListener('error', () => on.lost(source.readyState === EventSource.CLOSED));
  return () => source.close();
}
