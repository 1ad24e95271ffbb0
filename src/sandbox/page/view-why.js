// The panel "Why": what lumbard made of a person's message, first in plain words, then in all detail.

import { fill, h } from './dom.js';
import { drawPlain } from './view-markdown.js';
import { drawWhy } from './why.js';
import { unreadSentence } from './words.js';

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
      why ? drawWhy(why) : h('p', { class: 'verdict-line' }, unreadSentence(store.channel(message.channel))),
    );
    body.scrollTop = 0;
  }

  store.on('all selected', render);
  store.on('why', (why) => why.message === store.selected && render());
  store.on('edit', (message) => message.id === store.selected && render());
}
