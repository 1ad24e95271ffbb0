// The list of commands that opens when somebody types "/" in the composer.

import { findEntries, namedEntry, slashEntries } from './commands.js';
import { fill, h, visible } from './dom.js';

/**
 * @param {object} page store
 * @param {(entry: object, rest: string) => void} choose a command was chosen, with what was typed behind it
 */
export function createSlash(page, choose) {
  const { store } = page;
  const text = document.getElementById('text');
  const list = document.getElementById('slash');
  const said = document.getElementById('slash-said');
  let entries = []; // on view; none: the list is closed
  let at = 0;
  let dismissed = false; // with Escape, until the text is another

  function update() {
    const typed = text.value;
    const all = store.editing || !typed.startsWith('/') || typed.includes('\n') ? [] : slashEntries(store);
    const named = namedEntry(all, typed);
    if (named) return take(named.entry, named.rest);
    entries = dismissed ? [] : findEntries(all, typed.slice(1));
    at = 0;
    draw();
  }

  function draw() {
    list.hidden = entries.length === 0;
    fill(
      list,
      entries.map((entry, i) =>
        h(
          'div',
          {
            role: 'option',
            id: `slash-${i}`,
            class: 'slash-entry',
            'aria-selected': String(i === at),
            on: {
              // the focus stays in the text
              pointerdown: (event) => event.preventDefault(),
              click: () => take(entry, ''),
            },
          },
          h('strong', {}, visible(`/${entry.label}`)),
          ' ',
          h('span', { class: 'quiet' }, visible(entry.about)),
        ),
      ),
    );
    if (entries.length) {
      text.setAttribute('aria-activedescendant', `slash-${at}`);
      list.children[at].scrollIntoView({ block: 'nearest' });
    } else text.removeAttribute('aria-activedescendant');
    const n = entries.length;
    said.textContent = n ? `${n} command${n === 1 ? '' : 's'}. Arrows move, Enter chooses.` : '';
  }

  function close() {
    entries = [];
    draw();
  }

  function take(entry, rest) {
    text.value = '';
    text.dispatchEvent(new Event('input'));
    close();
    choose(entry, rest);
  }

  function key(event) {
    if (!entries.length || event.isComposing) return;
    const n = entries.length;
    const keys = {
      ArrowDown: () => (at = (at + 1) % n),
      ArrowUp: () => (at = (at + n - 1) % n),
      Enter: () => take(entries[at], ''),
      Tab: () => take(entries[at], ''),
      Escape: () => {
        dismissed = true;
        entries = [];
      },
    };
    if (!Object.hasOwn(keys, event.key) || event.shiftKey) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    keys[event.key]();
    draw();
  }

  text.addEventListener('input', () => {
    dismissed = false;
    update();
  });
  // before the composer, which would send
  text.addEventListener('keydown', key, true);
  text.addEventListener('blur', close);
  store.on('current user composing', close);
  store.on('commands', () => document.activeElement === text && update());
}
