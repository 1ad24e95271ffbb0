// The chat page of lumbard's sandbox: puts its parts together. Each part listens to the store; what a
// person does goes through the actions below.

import { createLayout } from './page/layout.js';
import { createRequests } from './page/requests.js';
import { createSocket } from './page/socket.js';
import { createStore } from './page/state.js';
import { createChannelsView } from './page/view-channels.js';
import { createCommand } from './page/view-command.js';
import { createComposer } from './page/view-composer.js';
import { askLine, askYes } from './page/view-dialog.js';
import { createHeadView } from './page/view-head.js';
import { createMessagesView } from './page/view-messages.js';
import { createNotices } from './page/view-notices.js';
import { createPlaysView } from './page/view-plays.js';
import { createSlash } from './page/view-slash.js';
import { createTriesView } from './page/view-tries.js';
import { createWhyView } from './page/view-why.js';

const NAME_MAX = 100; // characters of a thread's name

const store = createStore();
const layout = createLayout();
const requests = createRequests((message) => socket.send(message));

const on = (message) => ({ channel: message.channel, message: message.id, user: store.user });

const page = {
  store,
  requests,

  // what drawing needs; see view-markdown.js
  personName: (id) => (id === store.bot.id ? store.bot.name : (store.person(id)?.name ?? null)),
  channelName: (id) => store.channel(id)?.name ?? null,
  jump(channel, message) {
    if (channel !== store.current) page.open(channel, false);
    if (message) messages.show(message);
  },

  open(id, focus = true) {
    layout.channels.close();
    store.choose(id);
    if (focus) page.composer.focus();
  },
  async openDirect(user) {
    try {
      const { channel } = await requests.ask('direct', { user });
      page.open(channel.id);
    } catch (problem) {
      layout.channels.close();
      page.composer.showError(problem.message);
    }
  },
  startThread(channel) {
    const run = async (name) => {
      const effect = await requests.ask('thread', { channel: channel.id, user: store.user, name });
      page.open(effect.channel.id, false);
    };
    askLine({
      title: `Start a thread in #${channel.name}`,
      label: 'Name of the thread',
      action: 'Start',
      max: NAME_MAX,
      run,
    });
  },

  reply(message) {
    store.compose(message, null);
    page.composer.focus();
  },
  edit(message) {
    store.compose(null, message);
    page.composer.focus();
  },
  remove(message) {
    const run = () =>
      requests.ask('delete', { channel: message.channel, user: message.author.id, message: message.id });
    askYes({
      title: 'Delete this message?',
      text: 'lumbard does not take back what it said about it.',
      action: 'Delete',
      run,
    });
  },
  async react(message, emoji, remove) {
    await page.attempt('react', { ...on(message), emoji, remove });
  },
  /** Presses a button of a message or chooses from its menu. */
  async press(message, fields) {
    const event = await page.attempt('press', { ...on(message), ...fields });
    if (event) store.await(message.id, event.interaction);
  },
  /** Uses a command of a message's menu. */
  async useOn(message, command) {
    try {
      await commandView.use({ ...on(message), command: command.id }, command.name);
    } catch (problem) {
      page.composer.showError(problem.message);
    }
  },
  async attempt(type, fields) {
    try {
      return await requests.ask(type, fields);
    } catch (problem) {
      page.composer.showError(problem.message);
      return null;
    }
  },
  showWhy(id, from) {
    store.select(id);
    if (layout.why.covers()) layout.why.open(from);
  },
  retry: () => socket.retry(),
};

const commandView = createCommand(page);
createSlash(page, (entry, rest) => commandView.show(entry, rest));
page.composer = createComposer(page);
const messages = createMessagesView(page);
const notices = createNotices(page);
createChannelsView(page);
createHeadView(page);
createWhyView(page);
createTriesView(page);
createPlaysView(page);

let welcomed = false;

const socket = createSocket({
  url: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/page`,
  onEvent(event) {
    store.take(event);
    const unasked = requests.take(event);
    if (unasked) page.composer.showError(unasked);
    if (event.type === 'state' && !welcomed) {
      welcomed = true;
      if (document.activeElement === document.body) page.composer.focus();
    }
  },
  onStatus(status) {
    if (!status.open) requests.lose();
    notices.showConnection(status);
  },
});
