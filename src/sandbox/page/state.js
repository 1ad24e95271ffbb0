// What the page knows: the server's events put into maps, and what the person at the page has chosen.
// No nodes and no network here; whoever wants to know of changes listens.
//
// Events told to listeners: 'all' (a new state of everything), 'channels', 'bot', 'content', 'log',
// 'current' (another channel was chosen), 'user', 'selected', 'composing' (reply or edit was begun or ended),
// 'message', 'edit', 'delete' (with the message), 'why' (with the verdict), 'commands', 'interaction' and
// 'choices' (with the event), 'waiting' (with the message whose components are waited for, or not any more).

const MESSAGES_MAX = 200; // kept a channel; the oldest go first
const CHANNELS_MAX = 500;
const LOG_MAX = 100;

export function createStore() {
  const listeners = new Map();
  const store = {
    loaded: false,
    version: '',
    bot: { id: '', name: 'lumbard', ready: false, note: '' },
    users: [],
    channels: new Map(),
    messages: new Map(), // channel id -> array, oldest first
    whys: new Map(), // message id -> verdict
    unread: new Map(), // channel id -> {count, alert}
    tries: [],
    plays: [],
    content: null, // figures
    log: [],
    commands: [],
    waiting: new Map(), // message id -> interaction id of the component that was used
    failed: new Set(), // ids of messages whose component nobody answered
    current: null, // channel id
    user: null, // id of whom the page writes as
    selected: null, // message id that the panel "Why" is about
    reply: null, // message
    editing: null, // message

    /** Listens to events, named with blanks between; returns what ends it. */
    on(names, listener) {
      const all = names.split(' ');
      for (const name of all) listeners.set(name, [...(listeners.get(name) ?? []), listener]);
      return () =>
        all.forEach((name) =>
          listeners.set(
            name,
            listeners.get(name).filter((other) => other !== listener),
          ),
        );
    },
    tell(name, detail) {
      for (const listener of listeners.get(name) ?? []) listener(detail);
    },

    channel: (id = store.current) => store.channels.get(id) ?? null,
    list: (id = store.current) => (store.messages.get(id) ?? []).filter((m) => visibleTo(m, store.user)),
    person: (id = store.user) => store.users.find((user) => user.id === id) ?? null,
    find: (id) => findMessage(store, id),

    choose: (id) => choose(store, id),
    writeAs(id) {
      if (store.user === id || !store.person(id)) return;
      store.user = id;
      store.editing = null;
      store.tell('user');
      store.tell('composing');
    },
    select(id) {
      store.selected = id;
      store.tell('selected');
    },
    compose(reply, editing) {
      store.reply = reply;
      store.editing = editing;
      store.tell('composing');
    },
    take: (event) => take(store, event),

    /** Forgets a message that one person alone sees, on this page. */
    dismiss: (message) => takeDelete(store, { channel: message.channel, message: message.id }),
    /** A component of the message was used: nothing more can be until that is settled. */
    await(message, interaction) {
      store.failed.delete(message);
      store.waiting.set(message, interaction);
      store.tell('waiting', message);
    },
  };
  return store;
}

// ---------------------------------------------------------------- the server's events

const TAKERS = {
  state: takeState,
  channel: takeChannel,
  message: takeMessage,
  edit: takeEdit,
  delete: takeDelete,
  why: takeWhy,
  bot: takeBot,
  content: takeContent,
  log: takeLog,
  commands: takeCommands,
  interaction: takeInteraction,
  choices: (store, event) => store.tell('choices', event),
};

/** Puts one event of the server into the store. Unknown ones are passed over. */
function take(store, event) {
  if (Object.hasOwn(TAKERS, event.type)) TAKERS[event.type](store, event);
}

function takeState(store, event) {
  const before = store.channel();
  const channels = event.channels ?? [];
  Object.assign(store, {
    loaded: true,
    version: event.version,
    users: event.users ?? [],
    tries: event.tries ?? [],
    plays: event.plays ?? [],
    content: event.content ?? null,
  });
  store.bot = { note: '', ...event.bot };
  store.waiting.clear();
  store.failed.clear();
  store.channels = new Map(channels.map((channel) => [channel.id, channel]));
  store.messages = new Map(channels.map((channel) => [channel.id, []]));
  for (const message of event.messages ?? []) insert(store, message);
  const known = new Set((event.messages ?? []).map((message) => message.id));
  for (const id of store.whys.keys()) if (!known.has(id)) store.whys.delete(id);
  for (const id of store.unread.keys()) if (!store.channels.has(id)) store.unread.delete(id);
  if (!store.person()) store.user = store.users[0]?.id ?? null;
  if (store.reply) store.reply = store.find(store.reply.id);
  if (store.editing) store.editing = store.find(store.editing.id);
  if (!store.find(store.selected)) store.selected = null;
  store.current = sameChannel(before, channels)?.id ?? firstChannel(channels)?.id ?? null;
  store.tell('all');
}

// After a restart of the server the ids may be others, the names are not.
function sameChannel(before, channels) {
  if (!before) return null;
  return (
    channels.find((c) => c.id === before.id) ??
    channels.find((c) => c.name === before.name && c.kind === before.kind)
  );
}

function firstChannel(channels) {
  return (
    channels.find((c) => c.mode === 'faq' && c.kind === 'text') ??
    channels.find((c) => c.kind === 'text') ??
    channels[0]
  );
}

function takeChannel(store, { channel }) {
  if (!channel?.id || (!store.channels.has(channel.id) && store.channels.size >= CHANNELS_MAX)) return;
  store.channels.set(channel.id, channel);
  if (!store.messages.has(channel.id)) store.messages.set(channel.id, []);
  store.tell('channels');
  if (channel.id === store.current) store.tell('current');
}

// Adds a message; one that is there already (told twice) is replaced.
function insert(store, message) {
  const list = store.messages.get(message.channel);
  if (!list) return false;
  const at = list.findIndex((other) => other.id === message.id);
  if (at >= 0) list[at] = message;
  else list.push(message);
  while (list.length > MESSAGES_MAX) store.whys.delete(list.shift().id);
  return at < 0;
}

function takeMessage(store, { message }) {
  if (!insert(store, message)) return store.tell('edit', message);
  if (message.channel !== store.current && visibleTo(message, store.user)) {
    const { count = 0, alert = false } = store.unread.get(message.channel) ?? {};
    store.unread.set(message.channel, { count: count + 1, alert: alert || Boolean(message.flag) });
    store.tell('channels');
  }
  store.tell('message', message);
}

function takeEdit(store, { message }) {
  const list = store.messages.get(message.channel) ?? [];
  const at = list.findIndex((other) => other.id === message.id);
  if (at < 0) return;
  list[at] = message;
  store.tell('edit', message);
}

function takeDelete(store, event) {
  store.waiting.delete(event.message);
  store.failed.delete(event.message);
  const list = store.messages.get(event.channel) ?? [];
  const at = list.findIndex((message) => message.id === event.message);
  if (at < 0) return;
  const [gone] = list.splice(at, 1);
  store.whys.delete(gone.id);
  if (store.reply?.id === gone.id || store.editing?.id === gone.id) store.compose(null, null);
  store.tell('delete', gone);
  if (store.selected === gone.id) store.select(null);
}

// The panel follows the conversation: a new verdict in the channel on view is shown at once.
function takeWhy(store, why) {
  if (!store.find(why.message)) return;
  store.whys.set(why.message, why);
  store.tell('why', why);
  if (why.channel === store.current) store.select(why.message);
}

function takeBot(store, event) {
  store.bot = { ...store.bot, ready: Boolean(event.ready), note: event.note ?? '' };
  store.tell('bot');
}

function takeContent(store, event) {
  if (store.content && event.ok) store.content = { ...store.content, generation: event.generation };
  store.tell('content', event);
}

function takeLog(store, event) {
  store.log.push({ text: String(event.text), at: Date.now() });
  if (store.log.length > LOG_MAX) store.log.shift();
  store.tell('log');
}

function takeCommands(store, event) {
  store.commands = event.commands ?? [];
  store.tell('commands');
}

function takeInteraction(store, event) {
  const message = event.message;
  if (event.state !== 'waiting' && message && store.waiting.get(message) === event.interaction) {
    store.waiting.delete(message);
    if (event.state === 'failed') store.failed.add(message);
    store.tell('waiting', message);
  }
  store.tell('interaction', event);
}

/** Whether somebody sees a message: some are for one person alone. */
export function visibleTo(message, user) {
  return !message.only_for || message.only_for === user;
}

// ---------------------------------------------------------------- the person's choices

function choose(store, id) {
  const channel = store.channels.get(id);
  if (!channel) return;
  store.current = id;
  store.unread.delete(id);
  store.reply = null;
  store.editing = null;
  const last = store.list().findLast((message) => store.whys.has(message.id));
  store.selected = last?.id ?? null;
  if (channel.kind === 'direct' && channel.user) store.user = channel.user;
  for (const name of ['current', 'channels', 'user', 'composing', 'selected']) store.tell(name);
}

function findMessage(store, id) {
  if (!id) return null;
  for (const list of store.messages.values()) {
    const found = list.find((message) => message.id === id);
    if (found) return found;
  }
  return null;
}
