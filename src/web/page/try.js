// Trying a message: what lumbard would say and why, without anybody else being told or anything being kept.

import { fill, h, visible } from './dom.js';
import { act } from './link.js';
import { drawWhy } from './why.js';
import { regionName } from './words.js';

const CHANNELS = [
  ['direct', 'Addressed to lumbard'],
  ['faq', 'In a channel for questions (faq)'],
  ['ambient', 'In any other channel (ambient)'],
];
const TEXT_MAX = 2000;

export function createTry(body, regions) {
  const text = h('textarea', { id: 'try-text', rows: 2, maxlength: TEXT_MAX, required: true });
  const channel = h(
    'select',
    { id: 'try-channel' },
    CHANNELS.map(([value, label]) => h('option', { value }, label)),
  );
  const region = h(
    'select',
    { id: 'try-region' },
    h('option', { value: '' }, 'not known'),
    regions.map((id) => h('option', { value: id }, regionName(id))),
  );
  const result = h('div', { id: 'try-result', role: 'status' });

  async function run() {
    try {
      show(await act('try', { text: text.value, channel: channel.value, region: region.value }));
    } catch (problem) {
      fill(result, h('p', { class: 'error' }, problem.message));
    }
  }

  function show({ reply, why }) {
    fill(
      result,
      h(
        'div',
        {},
        h('h3', {}, 'What it would say'),
        reply ? h('blockquote', { class: 'reply' }, visible(reply)) : h('p', { class: 'none' }, 'Nothing.'),
      ),
      h('div', {}, h('h3', {}, 'Why'), drawWhy(why)),
    );
  }

  const field = (label, control, wide) =>
    h('div', { class: wide ? 'wide' : null }, h('label', { for: control.id }, label), control);
  const form = h(
    'form',
    {
      class: 'try',
      on: {
        submit(event) {
          event.preventDefault();
          run();
        },
      },
    },
    field('Message', text, true),
    field('Where', channel),
    field('Region', region),
    h('div', { class: 'wide' }, h('button', { class: 'primary' }, 'What would it say?')),
  );
  text.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      if (form.reportValidity()) run();
    }
  });
  fill(body, form, result);
}

