// Two small questions: a name, and yes or no.

import { button, fill, h } from './dom.js';

const dialog = () => document.getElementById('dialog');

/**
 * Asks for a line of text and does something with it; what goes wrong is said in the dialog, which stays.
 * @param {{title: string, label: string, action: string, max: number, run: (text: string) => Promise<void>}} question
 */
export function askLine({ title, label, action, max, run }) {
  const input = h('input', { id: 'dialog-input', autocomplete: 'off', 'aria-describedby': 'dialog-error' });
  const error = h('p', { class: 'error', id: 'dialog-error', role: 'alert' });
  const submit = async (event) => {
    event.preventDefault();
    const text = input.value.trim();
    const n = [...text].length;
    if (n === 0 || n > max)
      return fill(error, n ? `Please use at most ${max} characters.` : 'Write a name first.');
    await attempt(() => run(text), error);
  };
  open(
    h(
      'form',
      { on: { submit } },
      h('h2', { id: 'dialog-title' }, title),
      h('div', { class: 'field' }, h('label', { for: 'dialog-input' }, label), input),
      error,
      h(
        'div',
        { class: 'buttons' },
        button('Cancel', close),
        h('button', { type: 'submit', class: 'primary' }, action),
      ),
    ),
  );
  input.focus();
}

/** Asks before something that cannot be taken back. */
export function askYes({ title, text, action, run }) {
  const error = h('p', { class: 'error', role: 'alert' });
  const keep = button('Keep it', close);
  open(
    h(
      'div',
      {},
      h('h2', { id: 'dialog-title' }, title),
      h('p', {}, text),
      error,
      h(
        'div',
        { class: 'buttons' },
        keep,
        button(action, () => attempt(run, error), { class: 'primary' }),
      ),
    ),
  );
  keep.focus();
}

async function attempt(run, error) {
  try {
    await run();
    close();
  } catch (problem) {
    fill(error, problem.message);
  }
}

function open(content) {
  fill(dialog(), content);
  if (!dialog().open) dialog().showModal();
}

function close() {
  dialog().close();
}
