// A command that was chosen: its options as a form above the composer, and what became of it.

import { wrapOptions } from './commands.js';
import { button, fill, h, name, visible } from './dom.js';
import { createChoices } from './view-choices.js';

const TYPES = { string: 3, integer: 4, boolean: 5, user: 6, channel: 7, role: 8, mentionable: 9, number: 10 };

export function createCommand(page) {
  const { store } = page;
  const form = document.getElementById('command');
  const around = [document.getElementById('composer'), document.getElementById('main')];
  const state = document.getElementById('command-state');
  let entry = null; // that the form is for
  let fields = []; // {option, node, value()}
  let waits = null; // {interaction, label}
  const error = h('p', { class: 'error', id: 'command-error', role: 'alert' });

  // ---------------------------------------------------------------- its options

  function show(chosen, rest) {
    entry = chosen;
    fields = chosen.options.map((option, i) => createField(option, `command-${i}`));
    fill(
      form,
      h(
        'p',
        { class: 'command-title', id: 'command-title' },
        h('strong', {}, visible(`/${chosen.label}`)),
        ' ',
        h('span', { class: 'quiet' }, visible(chosen.about)),
      ),
      error,
      h(
        'div',
        { class: 'command-fields' },
        fields.map((field) => field.node),
      ),
      h(
        'div',
        // the field keeps the focus: its list would close, and the button be gone from below the pointer
        { class: 'buttons', on: { mousedown: (event) => event.preventDefault() } },
        button('Cancel', close),
        h('button', { type: 'submit', class: 'primary' }, 'Use command'),
      ),
    );
    fill(error);
    form.hidden = false;
    around.forEach((node) => node.classList.add('commanding'));
    const first = fields.find(({ option }) => option.type === TYPES.string);
    if (rest && first) first.set(rest);
    (form.querySelector('input, select') ?? form.querySelector('.primary')).focus();
  }

  function close() {
    const focused = form.contains(document.activeElement);
    entry = null;
    form.hidden = true;
    fill(form);
    around.forEach((node) => node.classList.remove('commanding'));
    if (focused) page.composer.focus();
  }

  function createField(option, id) {
    const about = h('p', { class: 'hint', id: `${id}-about` }, visible(option.description ?? ''));
    const props = { id, autocomplete: 'off', 'aria-describedby': `${id}-about command-error` };
    if (option.required) props['aria-required'] = 'true';
    const control = createControl(option, props, id);
    const node = h(
      'div',
      { class: 'field' },
      h('label', { for: id }, visible(option.name), option.required ? ' (required)' : ''),
      about,
      control.node,
    );
    return { option, node, value: control.value, set: control.set };
  }

  function createControl(option, props, id) {
    if (option.choices?.length)
      return select(
        props,
        option.choices.map((c) => [c.name, c.value]),
      );
    if (option.type === TYPES.boolean)
      return select(props, [
        ['Yes', true],
        ['No', false],
      ]);
    if (option.type === TYPES.user)
      return select(
        props,
        store.users.map((u) => [u.name, u.id]),
      );
    if (option.type === TYPES.channel) return select(props, channelChoices());
    const input = h('input', props);
    const number = option.type === TYPES.integer || option.type === TYPES.number;
    const value = () => (number && input.value.trim() !== '' ? Number(input.value) : input.value.trim());
    const control = { node: input, value, set: (text) => (input.value = text) };
    return option.autocomplete
      ? createChoices({ page, input, id, option, control, ask: askChoices })
      : control;
  }

  function channelChoices() {
    return [...store.channels.values()].filter((c) => c.kind !== 'direct').map((c) => [`#${c.name}`, c.id]);
  }

  function select(props, choices) {
    const node = h(
      'select',
      props,
      h('option', { value: '' }, 'not set'),
      choices.map(([label], i) => h('option', { value: String(i) }, visible(label))),
    );
    return { node, value: () => (node.value === '' ? '' : choices[Number(node.value)][1]), set: () => {} };
  }

  function given(focused = null) {
    return fields
      .map(({ option, value }) => ({
        name: option.name,
        value: value(),
        ...(option === focused && { focused: true }),
      }))
      .filter(({ value, focused: isFocused }) => isFocused || (value !== '' && !Number.isNaN(value)));
  }

  const common = () => ({ channel: store.current, user: store.user, command: entry.command });

  function askChoices(option) {
    return page.requests.ask('complete', { ...common(), options: wrapOptions(entry, given(option)) });
  }

  // ---------------------------------------------------------------- using it

  function fault() {
    const missing = fields.find(({ option, value }) => option.required && value() === '');
    const wrong = fields.find(({ value }) => Number.isNaN(value()));
    if (missing) return [missing, `Fill in "${missing.option.name}" first.`];
    return wrong ? [wrong, `"${wrong.option.name}" has to be a number.`] : null;
  }

  async function submit(event) {
    event.preventDefault();
    const wrong = fault();
    if (wrong) {
      fill(error, visible(wrong[1]));
      wrong[0].node.querySelector('input, select').focus();
      return;
    }
    const { label } = entry;
    try {
      await use({ ...common(), options: wrapOptions(entry, given()) }, `/${label}`);
      close();
    } catch (problem) {
      fill(error, visible(problem.message));
    }
  }

  /** Uses a command, and says below the messages that it waits, and when nobody answers. */
  async function use(fields, label) {
    const { interaction } = await page.requests.ask('command', fields);
    waits = { interaction, label };
    fill(state, name(label), ': waiting for lumbard\u2026');
    state.className = 'command-state';
  }

  store.on('interaction', (event) => {
    if (event.state === 'waiting' || event.interaction !== waits?.interaction) return;
    const failed = event.state === 'failed';
    state.className = failed ? 'command-state failed' : 'command-state';
    if (failed)
      fill(
        state,
        h('strong', {}, 'This interaction failed. '),
        'lumbard did not answer ',
        name(waits.label),
        ' in time. ',
        button('Close', () => fill(state), { class: 'plain' }),
      );
    else fill(state);
    waits = null;
  });

  form.addEventListener('submit', submit);
  form.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.preventDefault();
    close();
  });
  store.on('all current user', () => entry && close());

  return { show, use };
}
