// What the bot proposes while an option is typed: a list below its field.

import { fill, h, visible } from './dom.js';

const PAUSE = 150; // ms of quiet before the bot is asked

/**
 * Makes the field of an option one that is completed.
 * @param {{page: object, input: HTMLInputElement, id: string, option: object, control: object,
 *   ask: (option: object) => Promise<object>}} parts control: the field's own value and set
 */
export function createChoices({ page, input, id, option, control, ask }) {
  const list = h('div', {
    class: 'choices',
    role: 'listbox',
    id: `${id}-list`,
    'aria-label': `Proposals for ${option.name}`,
    hidden: true,
  });
  const said = h('p', { class: 'hint', role: 'status' });
  let choices = [];
  let at = -1;
  let wanted = null; // interaction whose choices are waited for
  let chosen = null; // {label, value}: what the text stands for
  let timer = 0;

  Object.entries({
    role: 'combobox',
    'aria-autocomplete': 'list',
    'aria-expanded': 'false',
    'aria-controls': list.id,
  }).forEach(([key, value]) => input.setAttribute(key, value));

  function draw() {
    list.hidden = choices.length === 0;
    input.setAttribute('aria-expanded', String(!list.hidden));
    fill(
      list,
      choices.map((choice, i) =>
        h(
          'div',
          {
            role: 'option',
            id: `${id}-choice-${i}`,
            class: 'slash-entry',
            'aria-selected': String(i === at),
            on: { pointerdown: (event) => event.preventDefault(), click: () => take(choice) },
          },
          h('span', {}, visible(choice.name)),
        ),
      ),
    );
    if (at >= 0) {
      input.setAttribute('aria-activedescendant', `${id}-choice-${at}`);
      list.children[at].scrollIntoView({ block: 'nearest' });
    } else input.removeAttribute('aria-activedescendant');
  }

  function close() {
    clearTimeout(timer);
    wanted = null;
    choices = [];
    at = -1;
    draw();
  }

  function take(choice) {
    input.value = choice.name;
    chosen = { label: choice.name, value: choice.value };
    close();
    fill(said);
  }

  async function request() {
    try {
      wanted = (await ask(option)).interaction;
    } catch (problem) {
      fill(said, visible(problem.message));
    }
  }

  function key(event) {
    if (!choices.length || event.isComposing) return;
    const n = choices.length;
    const keys = {
      ArrowDown: () => (at = (at + 1) % n),
      ArrowUp: () => (at = at <= 0 ? n - 1 : at - 1),
      Enter: () => take(choices[Math.max(at, 0)]),
      Escape: close,
    };
    if (!Object.hasOwn(keys, event.key) || (event.key === 'Enter' && at < 0)) return;
    event.preventDefault();
    keys[event.key]();
    draw();
  }

  input.addEventListener('input', () => {
    chosen = null;
    clearTimeout(timer);
    timer = setTimeout(request, PAUSE);
  });
  input.addEventListener('focus', () => {
    if (input.value === '') timer = setTimeout(request, PAUSE);
  });
  input.addEventListener('keydown', key);
  input.addEventListener('blur', close);

  const ends = [
    page.store.on('choices', (event) => {
      if (!input.isConnected) return ends.forEach((end) => end());
      if (event.interaction !== wanted) return;
      choices = event.choices ?? [];
      at = -1;
      fill(
        said,
        choices.length ? `${choices.length} proposals. Arrows move, Enter chooses.` : 'No proposals.',
      );
      draw();
    }),
    page.store.on('interaction', (event) => {
      if (event.interaction === wanted && event.state === 'failed')
        fill(said, 'The proposals could not be loaded.');
    }),
  ];

  return {
    node: h('div', { class: 'completed' }, input, list, said),
    value: () => (chosen && chosen.label === input.value ? chosen.value : control.value()),
    set: control.set,
  };
}
