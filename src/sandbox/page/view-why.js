// The panel "Why": what lumbard made of a person's message, first in plain words, then in all detail.

import { fill, h, name, sign, visible } from './dom.js';
import { readExplain } from './explain.js';
import { drawPlain } from './view-markdown.js';
import { count, tierLabel, unreadSentence, verdictSentence, verdictSign } from './words.js';

export function createWhyView(page) {
  const { store } = page;
  const body = document.getElementById('why-body');

  function render() {
    const message = store.find(store.selected);
    if (!message)
      return fill(
        body,
        h(
          'p',
          { class: 'quiet' },
          'Write something, or choose "Why?" below a message. Here you will see how lumbard read it and why it did what it did.',
        ),
      );
    const why = store.whys.get(message.id);
    fill(
      body,
      h(
        'blockquote',
        { class: 'asked', dir: 'auto', tabindex: 0, 'aria-label': 'The message' },
        drawPlain(message.text, page),
      ),
      why ? verdict(why) : h('p', { class: 'verdict-line' }, unreadSentence(store.channel(message.channel))),
      why ? details(why) : null,
      why?.explain ? reading(readExplain(why.explain)) : null,
    );
    body.scrollTop = 0;
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

  store.on('all selected', render);
  store.on('why', (why) => why.message === store.selected && render());
  store.on('edit', (message) => message.id === store.selected && render());
}
