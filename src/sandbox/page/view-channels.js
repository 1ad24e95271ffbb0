// The list of channels: channels and their threads, forums and their posts, everybody's direct messages.

import { button, fill, h, keepingFocus, name, sign } from './dom.js';
import { count, modeShort } from './words.js';

const SIGNS = { text: '#', forum: '\u2261', thread: '\u21b3', direct: '@' };

export function createChannelsView(page) {
  const { store } = page;
  const root = document.getElementById('channels');

  function render() {
    keepingFocus(root, () => fill(root, groups()));
    const waiting = [...store.unread.values()].reduce((sum, { count: n }) => sum + n, 0);
    fill(
      document.getElementById('channels-unread'),
      waiting ? [` (${waiting}`, h('span', { class: 'hidden-visually' }, ' new'), ')'] : null,
    );
  }

  function groups() {
    const all = [...store.channels.values()];
    const below = (parent) => all.filter((channel) => channel.parent === parent.id);
    const top = (kind) => all.filter((channel) => channel.kind === kind);
    const orphans = all.filter((channel) => channel.kind === 'thread' && !store.channels.has(channel.parent));
    return [
      group('Channels', [...top('text').map((c) => item(c, below(c))), ...orphans.map((c) => item(c, []))]),
      group(
        'Forum',
        top('forum').map((c) => item(c, below(c))),
      ),
      group('Direct messages', store.users.map(directItem)),
    ];
  }

  function group(title, items) {
    if (items.length === 0) return null;
    const id = `group-${title.toLowerCase().replace(/\s/g, '-')}`;
    return h(
      'section',
      { class: 'group' },
      h('h2', { id }, title),
      h('ul', { 'aria-labelledby': id }, items),
    );
  }

  function item(channel, children) {
    const nested = children.length
      ? h(
          'ul',
          { 'aria-label': `Below ${channel.name}` },
          children.map((child) => item(child, [])),
        )
      : null;
    return h(
      'li',
      {},
      channelButton(channel, channel.name, () => page.open(channel.id)),
      nested,
    );
  }

  // A person's direct messages are a channel once they were opened.
  function directItem(user) {
    const channel = [...store.channels.values()].find((c) => c.kind === 'direct' && c.user === user.id);
    const shown = channel ?? { id: `direct-${user.id}`, kind: 'direct', mode: 'direct' };
    const open = () => (channel ? page.open(channel.id) : page.openDirect(user.id));
    return h('li', {}, channelButton(shown, user.name, open));
  }

  function channelButton(channel, label, open) {
    const current = channel.id === store.current;
    return h(
      'button',
      {
        type: 'button',
        class: 'channel',
        'data-key': channel.id,
        'aria-current': current ? 'true' : null,
        on: { click: open },
      },
      h('span', { class: 'channel-sign', 'aria-hidden': 'true' }, SIGNS[channel.kind] ?? '#'),
      h('span', { class: 'channel-name' }, name(label)),
      h('span', { class: 'channel-mode' }, modeShort(channel)),
      badge(store.unread.get(channel.id)),
    );
  }

  function badge(unread) {
    if (!unread) return null;
    return h(
      'span',
      { class: `badge${unread.alert ? ' badge-alert' : ''}` },
      unread.alert ? sign('emergency') : null,
      count(unread.count, 'new', 'new'),
    );
  }

  root.addEventListener('keydown', (event) => {
    const nodes = [...root.querySelectorAll('button.channel')];
    const at = nodes.indexOf(event.target.closest('button.channel'));
    const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: nodes.length - 1 }[event.key];
    if (at < 0 || to === undefined || !nodes[to]) return;
    event.preventDefault();
    nodes[to].focus();
  });

  store.on('all channels', render);
}
