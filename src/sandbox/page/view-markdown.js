// Draws the tree of markdown.js, and people's plain text, as nodes of the page.

import { append, h, name, visible } from './dom.js';
import { parseInline } from './markdown-inline.js';
import { parse } from './markdown.js';

const TAGS = {
  strong: 'strong',
  em: 'em',
  underline: 'u',
  strike: 's',
  paragraph: 'p',
  quote: 'blockquote',
  item: 'li',
};

const DRAW = {
  text: (node) => visible(node.text),
  break: () => h('br'),
  code: (node) => h('code', {}, visible(node.text)),
  'code-block': (node) => h('pre', {}, h('code', {}, visible(node.text))),
  heading: (node, page) => h('p', { class: `heading heading-${node.level}` }, drawAll(node.children, page)),
  small: (node, page) => h('p', { class: 'small' }, drawAll(node.children, page)),
  spoiler: (node, page) => h('span', { class: 'spoiler' }, drawAll(node.children, page)),
  list: (node, page) =>
    h(
      node.ordered ? 'ol' : 'ul',
      { start: node.ordered && node.start !== 1 ? node.start : null },
      drawAll(node.children, page),
    ),
  link: (node, page) => drawLink(node, page),
  mention: (node, page) => mention('@', page.personName(node.id) ?? 'somebody'),
  role: () => mention('@', 'staff'),
  channel: (node, page) => drawChannel(node.id, page),
};

/**
 * @typedef {object} Page what drawing needs to know of the page
 * @property {(id: string) => string|null} personName
 * @property {(id: string) => string|null} channelName
 * @property {(channel: string, message: string|null) => void} jump shows a channel, and a message in it
 */

/** The bot's text. @param {Page} page */
export function drawMarkdown(text, page) {
  return append(document.createDocumentFragment(), drawAll(parse(text), page));
}

function drawAll(nodes, page) {
  return nodes.map((node) => {
    const draw = DRAW[node.type];
    return draw ? draw(node, page) : h(TAGS[node.type] ?? 'span', {}, drawAll(node.children ?? [], page));
  });
}

function mention(sign, who) {
  return h('span', { class: 'mention' }, sign, name(who));
}

function drawChannel(id, page) {
  const known = page.channelName(id);
  return known ? jumpLink(`#${known}`, page, id, null) : mention('#', 'unknown');
}

// A link to a message of Discord's, where it is one of this sandbox, leads there and not to the internet.
function drawLink(node, page) {
  const own = /^https?:\/\/[^/]+\/channels\/[^/]+\/(\d+)(?:\/(\d+))?$/.exec(node.href);
  if (own && page.channelName(own[1])) {
    const where = `#${page.channelName(own[1])}`;
    return jumpLink(own[2] ? `the message in ${where}` : where, page, own[1], own[2] ?? null);
  }
  const attributes = { href: node.href, rel: 'noopener noreferrer', title: node.href };
  if (!node.href.startsWith('tel:')) attributes.target = '_blank';
  return h('a', attributes, drawAll(node.children, page));
}

function jumpLink(label, page, channel, message) {
  const click = (event) => {
    event.preventDefault();
    page.jump(channel, message);
  };
  return h('a', { href: message ? `#m-${message}` : '#log', on: { click } }, name(label));
}

/** A person's text: as typed, with mentions as names. */
export function drawPlain(text, page) {
  const out = document.createDocumentFragment();
  let at = 0;
  for (const match of text.matchAll(/<(@!?|@&|#)(\d{1,20})>/g)) {
    const [node] = parseInline(match[0]);
    const known =
      match[1] === '#' ? page.channelName(match[2]) : match[1] === '@&' || page.personName(match[2]);
    if (!known || node.type === 'text') continue;
    out.append(visible(text.slice(at, match.index)), DRAW[node.type](node, page));
    at = match.index + match[0].length;
  }
  out.append(visible(text.slice(at)));
  return out;
}

/** The beginning of a text on one line, without markup: for quotes and labels. */
export function snippet(text, page, max = 80) {
  const plain = String(text)
    .replace(/<@!?(\d{1,20})>/g, (whole, id) => (page.personName(id) ? `@${page.personName(id)}` : whole))
    .replace(/<@&\d{1,20}>/g, '@staff')
    .replace(/\\([!-/:-@[-`{-~])|\*\*|__/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();
  const letters = [...plain];
  return letters.length > max
    ? `${letters
        .slice(0, max - 1)
        .join('')
        .trimEnd()}\u2026`
    : plain;
}
