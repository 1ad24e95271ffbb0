// The line above the messages: which channel this is and what lumbard does there; and the bot's state.

import { button, fill, h, name } from './dom.js';
import { NAME, modeLong, regionName } from './words.js';

export function createHeadView(page) {
  const { store } = page;
  const head = document.getElementById('channel-head');
  const bot = document.getElementById('bot-state');

  function render() {
    const channel = store.channel();
    if (!channel) return fill(head);
    const region = regionName(channel.region);
    fill(
      head,
      h('h2', {}, title(channel)),
      channel.kind === 'text' ? button('Start a thread', () => page.startThread(channel)) : null,
      // the topic says in the sandbox's words what the mode says in the page's: one of them is enough
      h(
        'p',
        { class: 'about' },
        channel.topic ? [name(channel.topic), /[.!?]$/.test(channel.topic) ? '' : '.'] : modeLong(channel),
        region ? ` Emergency numbers: ${region}.` : null,
      ),
    );
  }

  function title(channel) {
    if (channel.kind === 'direct')
      return ['Direct messages of ', name(store.person(channel.user)?.name ?? channel.name)];
    const parent = channel.parent && store.channel(channel.parent);
    const own = channel.kind === 'thread' ? name(channel.name) : ['#', name(channel.name)];
    return parent ? [h('span', { class: 'quiet' }, '#', name(parent.name), ' \u203a '), own] : own;
  }

  function renderBot() {
    const { ready, note } = store.bot;
    const text = ready ? `${NAME} is connected` : `${NAME} is not connected`;
    const more = note && !(ready && /^connected\.?$/i.test(note)) ? `: ${note}` : '';
    bot.classList.toggle('ready', ready);
    fill(
      bot,
      h('span', { class: 'lamp', 'aria-hidden': 'true' }),
      h('span', {}, text, more ? name(more) : null),
    );
  }

  store.on('all current', render);
  store.on('all bot', renderBot);
}
