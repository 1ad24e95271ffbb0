// The dashboard: logging in, and then what lumbard tells, put into the parts of the page.

import { fill, sign } from './dom.js';
import { enter, findSession, leave, listen } from './link.js';
import { createSections } from './sections.js';
import { ago } from './tables.js';

const RETRY_MS = 5000;
const WORDS = { ok: 'All is well', warn: 'It works, but look at the findings', fail: 'It does not do what it is there for' };
const SIGNS = { ok: 'answer', warn: 'urgent', fail: 'emergency' };

const by = (id) => document.getElementById(id);
let sections = null;
let stop = null; // ends listening
let health = '';

function show(id) {
  by('login').hidden = id !== 'login';
  by('main').hidden = id !== 'main';
  by('leave').hidden = id !== 'main';
}

function showHealth(status, escalations) {
  const alerts = escalations ? ` · ${escalations} open alert${escalations === 1 ? '' : 's'}` : '';
  const text = `${WORDS[status] ?? status}${alerts}`;
  document.title = `${escalations ? `(${escalations}) ` : ''}lumbard dashboard${status === 'ok' ? '' : ` · ${status}`}`;
  if (text === health) return; // what has not changed is not read out again
  health = text;
  by('health').className = `health mark-${status}`;
  fill(by('health'), sign(SIGNS[status]), text);
}

function showConnection(text, lost = false) {
  if (by('connection').textContent === text) return;
  by('connection').className = `connection${lost ? ' lost' : ''}`;
  by('connection').textContent = text;
}

function onState(state) {
  sections.state(state);
  showHealth(state.health.status, state.escalations.length + (state.older ?? 0));
  by('foot').textContent = `lumbard ${state.version}, running for ${ago(state.uptime_s)}`;
}

function begin() {
  show('main');
  sections ??= createSections();
  stop?.();
  stop = listen({
    state: onState,
    history: sections.history,
    record: sections.record,
    open: () => showConnection('live'),
    lost(isOver) {
      showConnection('The page has no connection to lumbard. It keeps trying by itself.', true);
      if (isOver) retry();
    },
  });
}

function askToken(problem = '') {
  stop?.();
  stop = null;
  health = '';
  fill(by('health'));
  showConnection('');
  by('foot').textContent = '';
  by('login-error').textContent = problem;
  show('login');
  by('token').focus();
}

// The browser gives up when lumbard refuses: the session is over, or lumbard was started anew.
async function retry() {
  stop?.();
  stop = null;
  try {
    if (await findSession()) begin();
    else askToken('The session is over: log in again.');
  } catch {
    setTimeout(retry, RETRY_MS);
  }
}

async function login(token, name) {
  try {
    await enter(token, name);
    by('token').value = '';
    await findSession();
    begin();
    by('escalations').focus();
  } catch (problem) {
    askToken(problem.message);
  }
}

by('login-form').addEventListener('submit', (event) => {
  event.preventDefault();
  login(by('token').value, by('name').value.trim());
});

by('leave').addEventListener('click', async () => {
  try {
    await leave();
  } finally {
    askToken();
  }
});

// A link with the token behind '#', which no server is told, and which does not stay in the address.
async function start() {
  const given = /^#token=(.+)$/.exec(location.hash)?.[1];
  if (given) history.replaceState(null, '', location.pathname);
  try {
    if (given) await login(decodeURIComponent(given));
    else if (await findSession()) begin();
    else askToken();
  } catch {
    showConnection('The page has no connection to lumbard. It keeps trying by itself.', true);
    setTimeout(start, RETRY_MS);
  }
}

start();
