// What stands inside a line of Discord's Markdown, as a list of nodes {type, children?, ...}:
// text (text), strong, em, underline, strike, spoiler, code (text), link (href), mention (id), channel (id),
// role (id), break.

/** Of marks in marks, lists in lists, quotes in quotes. */
export const DEPTH_MAX = 8;

const ESCAPED = /[!-/:-@[-`{-~]/; // what a backslash makes plain: punctuation

const MARKS = [
  ['**', 'strong'],
  ['__', 'underline'],
  ['~~', 'strike'],
  ['||', 'spoiler'],
  ['*', 'em'],
  ['_', 'em'],
];

const ANGLES = [
  [/^<@!?(\d{1,20})>/, (m) => ({ type: 'mention', id: m[1] })],
  [/^<@&(\d{1,20})>/, (m) => ({ type: 'role', id: m[1] })],
  [/^<#(\d{1,20})>/, (m) => ({ type: 'channel', id: m[1] })],
  [/^<((?:https?:\/\/|tel:)[^\s<>]{1,2000})>/, (m) => linkTo(m[1], [{ type: 'text', text: m[1] }])],
];

/** The inline nodes of one line. */
export function parseInline(text, depth = 0) {
  const nodes = [];
  const missing = new Set(); // marks that have no closing one behind here
  let plain = '';
  const push = (node) => {
    if (plain) nodes.push({ type: 'text', text: plain });
    plain = '';
    nodes.push(node);
  };
  for (let at = 0; at < text.length;) {
    if (text[at] === '\\' && ESCAPED.test(text[at + 1] ?? '')) {
      plain += text[at + 1];
      at += 2;
      continue;
    }
    const found = inlineAt(text, at, depth, missing);
    if (found) {
      push(found[0]);
      at += found[1];
    } else {
      plain += text[at];
      at += 1;
    }
  }
  if (plain) nodes.push({ type: 'text', text: plain });
  return nodes;
}

// [node, characters taken], or null: a plain character.
function inlineAt(text, at, depth, missing) {
  switch (text[at]) {
    case '`':
      return codeAt(text, at);
    case '<':
      return depth < DEPTH_MAX ? angleAt(text, at) : null;
    case '[':
      return depth < DEPTH_MAX ? maskedAt(text, at) : null;
    case 'h':
      return depth < DEPTH_MAX ? bareAt(text, at) : null;
    default:
      return markAt(text, at, depth, missing);
  }
}

function codeAt(text, at) {
  const fence = /^`+/.exec(text.slice(at, at + 3))[0];
  const close = text.indexOf(fence, at + fence.length);
  if (close <= at + fence.length - 1 || close === at + fence.length) return null;
  return [{ type: 'code', text: text.slice(at + fence.length, close) }, close + fence.length - at];
}

function angleAt(text, at) {
  const end = text.indexOf('>', at);
  if (end < 0) return null;
  const whole = text.slice(at, end + 1);
  for (const [pattern, make] of ANGLES) {
    const match = pattern.exec(whole);
    const node = match && make(match);
    if (node) return [node, whole.length];
  }
  return null;
}

// The text of a link is read at the greatest depth, where there are no marks and no further links.
function maskedAt(text, at) {
  const close = closing(text, at + 1, ']');
  if (close <= at + 1 || text[close + 1] !== '(') return null;
  const target = /^\(<?([^\s<>()]{1,2000})>?\)/.exec(text.slice(close + 1, close + 2010));
  const node = target && linkTo(target[1], parseInline(text.slice(at + 1, close), DEPTH_MAX));
  return node ? [node, close + 1 - at + target[0].length] : null;
}

function bareAt(text, at) {
  if (at > 0 && /[\p{L}\p{N}]/u.test(text[at - 1])) return null;
  const match = /^https?:\/\/[^\s<>"]{1,2000}/.exec(text.slice(at, at + 2010));
  if (!match) return null;
  const address = match[0].replace(/[.,:;!?'*_~|)\]]+$/, '');
  const node = linkTo(address, [{ type: 'text', text: address }]);
  return node ? [node, address.length] : null;
}

function markAt(text, at, depth, missing) {
  if (depth >= DEPTH_MAX) return null;
  for (const [mark, type] of MARKS) {
    if (!text.startsWith(mark, at) || missing.has(mark) || !opens(text, at, mark)) continue;
    const close = closing(text, at + mark.length, mark);
    if (close < 0) missing.add(mark);
    if (close <= at + mark.length) continue;
    const children = parseInline(text.slice(at + mark.length, close), depth + 1);
    return [{ type, children }, close + mark.length - at];
  }
  return null;
}

// A single star or line begins emphasis only in front of a word; a line not inside one (snake_case).
function opens(text, at, mark) {
  if (mark.length > 1) return true;
  if (text[at + 1] === mark || /\s/.test(text[at + 1] ?? ' ')) return false;
  return mark === '*' || at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1]);
}

// Offset of the closing mark, passing over escapes, code and, for a single sign, its double; -1: none.
function closing(text, from, mark) {
  for (let i = from; i < text.length; i += 1) {
    if (text[i] === '\\') {
      i += 1;
    } else if (text[i] === '`') {
      const close = text.indexOf('`', i + 1);
      if (close > 0) i = close;
    } else if (mark.length === 1 && mark !== ']' && text.startsWith(mark + mark, i)) {
      i += 1;
    } else if (text.startsWith(mark, i) && closes(text, i, mark)) {
      // of "***" at the end the last two are the outer mark
      return mark.length === 2 && text[i + 2] === mark[0] ? i + 1 : i;
    }
  }
  return -1;
}

function closes(text, at, mark) {
  return mark !== '_' || !/[\p{L}\p{N}]/u.test(text[at + 1] ?? '');
}

// ---------------------------------------------------------------- links

/** The address of a link as it may be followed, or null: only http, https and tel are. */
export function safeAddress(address) {
  if (/[\u0000-\u0020\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/.test(address)) return null;
  let url;
  try {
    url = new URL(address);
  } catch {
    return null;
  }
  if (!['http:', 'https:', 'tel:'].includes(url.protocol) || url.username || url.password) return null;
  return url.href;
}

function linkTo(address, children) {
  const href = safeAddress(address);
  return href ? { type: 'link', href, children } : null;
}
