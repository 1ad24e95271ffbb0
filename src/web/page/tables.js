// Tables, and the small words and signs in them.

import { h, sign, visible } from './dom.js';

/**
 * A table. columns: [{name, n: whether it holds numbers}]; rows: lists of cells (text or nodes), the first of
 * which is the row's heading; null for what is not known.
 */
export function table({ caption, columns, rows, stack = false }) {
  const cell = (value, i) =>
    h(
      i === 0 ? 'th' : 'td',
      {
        scope: i === 0 ? 'row' : null,
        class: columns[i].n ? 'n' : null,
        'data-label': stack && i > 0 ? columns[i].name : null,
      },
      typeof value === 'string' ? visible(value) : value,
    );
  return h(
    'table',
    { class: stack ? 'stack' : null },
    caption ? h('caption', {}, caption) : null,
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        columns.map((column) => h('th', { scope: 'col', class: column.n ? 'n' : null }, column.name)),
      ),
    ),
    h(
      'tbody',
      {},
      rows.map((row) => h('tr', {}, row.map(cell))),
    ),
  );
}

/** A table that scrolls by itself, and by the keyboard. */
export function scrolling(label, content) {
  return h('div', { class: 'scroll', tabindex: 0, role: 'group', 'aria-label': label }, content);
}

const SIGNS = { ok: 'answer', warn: 'urgent', fail: 'emergency' };

/** A word with its sign: 'ok', 'warn', 'fail', or a tier. */
export function mark(kind, text) {
  return h('span', { class: `mark mark-${kind}` }, sign(SIGNS[kind] ?? kind), visible(text));
}

export const none = (text) => h('p', { class: 'none' }, text);

/** "5 s", "12 min", "3 h", "2 days". */
export function ago(seconds) {
  if (seconds === null || seconds === undefined || seconds < 0) return 'never';
  if (seconds < 90) return `${Math.floor(seconds)} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  if (seconds < 129600) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86400)} days`;
}

/** A time of day in milliseconds since 1970, with its day. */
export function at(ms) {
  const date = new Date(ms);
  const text = date.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
  return h('time', { datetime: date.toISOString() }, text);
}

export const clock = (ms) => new Date(ms).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' });

export const number = (n) => Number(n).toLocaleString();

/** "0.25", "12". */
export const rate = (n) => (n === 0 ? '0' : n < 10 ? n.toFixed(2) : n.toFixed(0));
