// What lumbard made of a message, drawn: for the chat page's panel, and for the dashboard.

import { h, name, sign, visible } from './dom.js';
import { readExplain } from './explain.js';
import { count, tierLabel, verdictSentence, verdictSign } from './words.js';

/**
 * The verdict in plain words, the facts, and how the message was read.
 * @param {{action: string, tier: string, reason: string, explain: string, intents: string[], flags: string[]}} why
 * @returns {Array<Node|null>}
 */
export function drawWhy(why) {
  return [verdict(why), details(why), why.explain ? reading(readExplain(why.explain)) : null];
}

function verdict(why) {
  return h(
    'p',
    { class: `verdict-line verdict-${why.action}` },
    sign(verdictSign(why)),
    h('strong', {}, verdictSentence(why)),
  );
}

function details(why) {
  const tier = why.tier && why.tier !== 'none' ? tierLabel(why.tier) : 'none';
  return h(
    'dl',
    { class: 'facts' },
    fact('Because', visible(why.reason ?? '')),
    fact('Urgency', tier),
    fact('Red flags', ids(why.flags)),
    fact('Questions', ids(why.intents)),
  );
}

function fact(label, value) {
  return h('div', {}, h('dt', {}, label), h('dd', {}, value));
}

function ids(list) {
  if (!list?.length) return 'none';
  return h(
    'ul',
    { class: 'ids' },
    list.map((id) => h('li', {}, h('code', {}, visible(id)))),
  );
}

function reading({ lines, terms }) {
  return h(
    'section',
    { class: 'reading' },
    h('h3', {}, 'How it was read'),
    h(
      'dl',
      { class: 'facts' },
      lines.map((line) => fact(line.label || 'Also', lineText(line))),
    ),
    terms.length ? termTable(terms) : null,
  );
}

function lineText({ text, rule, words }) {
  if (rule === null) return visible(text);
  return [
    h('q', {}, visible(words)),
    ' ',
    visible(text),
    h('span', { class: 'rule' }, ' by the rule ', h('code', {}, visible(rule))),
  ];
}

function termTable(terms) {
  const row = (term) =>
    h(
      'tr',
      {},
      h('th', { scope: 'row' }, h('code', {}, visible(term.name))),
      h('td', {}, name(term.words)),
    );
  return h(
    'details',
    { class: 'terms' },
    h('summary', {}, `${count(terms.length, 'phrase')} recognised`),
    h(
      'table',
      {},
      h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'Name'), h('th', { scope: 'col' }, 'Words'))),
      h('tbody', {}, terms.map(row)),
    ),
  );
}
