// Faults of the connection between lumbard and Discord that can be played, what happened on the wire, and
// the figures of the content.

import { button, fill, h, visible } from './dom.js';
import { count } from './words.js';

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const LINES_MAX = 50; // shown

export function createPlaysView(page) {
  const { store } = page;
  const wire = document.getElementById('wire');
  const error = document.getElementById('play-error');

  function render() {
    document.getElementById('plays').hidden = store.plays.length === 0;
    fill(document.getElementById('play-list'), store.plays.map(item));
    renderLog();
    renderFigures();
  }

  function item(entry, i) {
    const id = `play-note-${i}`;
    return h(
      'li',
      {},
      button(entry.label, () => play(entry), { 'aria-describedby': id }),
      h('p', { class: 'note', id }, entry.note ?? ''),
    );
  }

  async function play(entry) {
    fill(error);
    try {
      await page.requests.ask('play', { what: entry.what });
    } catch (problem) {
      fill(error, `\u201c${entry.label}\u201d: ${problem.message}`);
    }
  }

  function renderLog() {
    const lines = store.log.slice(-LINES_MAX).reverse();
    const line = ({ text, at }) => h('li', {}, h('time', {}, clock.format(new Date(at))), ' ', visible(text));
    fill(wire, lines.length ? lines.map(line) : h('li', { class: 'quiet' }, 'nothing yet'));
  }

  function renderFigures() {
    const { content, version } = store;
    const figures = content
      ? `${count(content.intents, 'question')}, ${count(content.flags, 'red flag')}, ${count(content.answers, 'answer')}; content number ${content.generation}. `
      : '';
    fill(document.getElementById('figures'), figures, version ? `Version ${version}.` : '');
  }

  store.on('all', render);
  store.on('log', renderLog);
  store.on('content', renderFigures);
}
