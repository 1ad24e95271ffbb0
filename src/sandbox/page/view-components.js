// The rows of buttons and menus below a message, and its reactions.

import { button, fill, h, name, visible } from './dom.js';

const BUTTON = 2;
const SELECT = 3;
const LINK = 5;
const LOOKS = { 1: 'primary', 2: 'secondary', 3: 'success', 4: 'danger', 5: 'link' };
const FEELINGS = ['\u{1F44D}', '\u{1F44E}', '\u2705', '\u2764\uFE0F'];
const SPOKEN = {
  '\u{1F44D}': 'thumbs up',
  '\u{1F44E}': 'thumbs down',
  '\u2705': 'check mark',
  '\u2764\uFE0F': 'heart',
};

/** What stands below a message's text: its components and what became of them. */
export function drawComponents(message, page) {
  const rows = message.components ?? [];
  const busy = page.store.waiting.has(message.id);
  const state = page.store.failed.has(message.id)
    ? h(
        'p',
        { class: 'component-state failed' },
        h('strong', {}, 'This interaction failed.'),
        ' lumbard did not answer in time.',
      )
    : busy
      ? h('p', { class: 'component-state' }, 'Waiting for lumbard\u2026')
      : null;
  if (rows.length === 0 && !state) return null;
  return h(
    'div',
    { class: 'components', 'aria-busy': String(busy) },
    rows.map((row) =>
      h(
        'div',
        { class: 'row' },
        (row.components ?? []).map((component) => drawComponent(component, message, page, busy)),
      ),
    ),
    h('div', { role: 'status' }, state),
  );
}

function drawComponent(component, message, page, busy) {
  if (component.type === BUTTON) return drawButton(component, message, page, busy);
  if (component.type === SELECT) return drawSelect(component, message, page, busy);
  return h('p', { class: 'hint' }, 'A menu that the sandbox does not have.');
}

const keyOf = (component, message) => `${message.id}-c-${component.custom_id ?? component.url}`;

function caption(component) {
  const emoji = component.emoji?.name;
  return [
    emoji ? h('span', { 'aria-hidden': component.label ? 'true' : null }, visible(emoji), ' ') : null,
    name(component.label ?? ''),
  ];
}

function drawButton(component, message, page, busy) {
  const look = `component component-${LOOKS[component.style] ?? 'secondary'}`;
  if (component.style === LINK) return drawLink(component, look);
  return button(caption(component), () => page.press(message, { custom_id: component.custom_id }), {
    class: look,
    'data-key': keyOf(component, message),
    disabled: Boolean(component.disabled) || busy,
  });
}

function drawLink(component, look) {
  const safe = /^https?:\/\//.test(component.url ?? '') && !component.disabled;
  const props = safe
    ? { href: component.url, target: '_blank', rel: 'noopener noreferrer', title: component.url }
    : {};
  return h(
    'a',
    { class: look, ...props, 'aria-disabled': safe ? null : 'true', role: safe ? null : 'link' },
    caption(component),
    ' \u2197',
  );
}

// ---------------------------------------------------------------- menus

// A button that opens its options below it: one of them is chosen at once, several are ticked first.
function drawSelect(component, message, page, busy) {
  const several = (component.max_values ?? 1) > 1;
  const id = `menu-${message.id}-${component.id}`;
  const box = h('div', {
    class: 'menu-options',
    id,
    role: 'group',
    'aria-label': component.placeholder ?? 'Options',
    hidden: true,
  });
  const opener = button(
    [name(component.placeholder ?? 'Choose'), h('span', { 'aria-hidden': 'true' }, ' \u25be')],
    () => toggle(box.hidden),
    {
      class: 'component component-menu',
      'data-key': keyOf(component, message),
      'aria-expanded': 'false',
      'aria-controls': id,
      disabled: Boolean(component.disabled) || busy,
    },
  );
  const choose = (values) => page.press(message, { custom_id: component.custom_id, values });
  fill(box, several ? ticks(component, choose) : singles(component, choose));

  function toggle(open) {
    box.hidden = !open;
    opener.setAttribute('aria-expanded', String(open));
    if (open) box.scrollIntoView({ block: 'nearest' });
    (open ? box.querySelector('button, input') : opener)?.focus();
  }
  box.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') toggle(false);
    // the arrows of the list of messages do not reach in here
    event.stopPropagation();
  });
  return h('div', { class: 'menu' }, opener, box);
}

const optionText = (option) => [
  h(
    'span',
    { class: 'option-label' },
    option.emoji?.name ? [visible(option.emoji.name), ' '] : null,
    visible(option.label),
  ),
  option.description ? h('span', { class: 'quiet' }, visible(option.description)) : null,
];

function singles(component, choose) {
  return (component.options ?? []).map((option) =>
    button(optionText(option), () => choose([option.value]), { class: 'option' }),
  );
}

function ticks(component, choose) {
  const boxes = (component.options ?? []).map((option) => {
    const box = h('input', { type: 'checkbox', checked: Boolean(option.default) });
    return { option, box, node: h('label', { class: 'option' }, box, h('span', {}, optionText(option))) };
  });
  const done = () => choose(boxes.filter(({ box }) => box.checked).map(({ option }) => option.value));
  return [boxes.map(({ node }) => node), button('Choose these', done, { class: 'primary' })];
}

// ---------------------------------------------------------------- reactions

/** The reactions that there are; pressing one joins in, or takes one's own back. */
export function drawReactions(message, page) {
  const all = message.reactions ?? [];
  if (all.length === 0) return null;
  return h(
    'div',
    { class: 'reactions', role: 'group', 'aria-label': 'Reactions' },
    all.map(({ emoji, users }) => {
      const own = users.includes(page.store.user);
      const names = users.map((id) => page.personName(id) ?? 'somebody').join(', ');
      return button(
        [
          visible(emoji),
          ' ',
          String(users.length),
          h('span', { class: 'hidden-visually' }, ` from ${names}`),
        ],
        () => page.react(message, emoji, own),
        {
          class: 'reaction',
          'aria-pressed': String(own),
          title: names,
          'data-key': `${message.id}-r-${emoji}`,
        },
      );
    }),
  );
}

/** The few that are offered. */
export function feelings(message, page) {
  return FEELINGS.map((emoji) => [
    h(
      'span',
      {},
      h('span', { 'aria-hidden': 'true' }, emoji),
      h('span', { class: 'hidden-visually' }, SPOKEN[emoji]),
    ),
    () => page.react(message, emoji, false),
  ]);
}
