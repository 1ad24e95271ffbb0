// A Discord for tests: gateway v10 and REST v10 on loopback, with a world that tests write into and
// what the bot did as promises. createDiscord() is all that a test needs from here; world.mjs has a
// small ready-made world.

import { Clock } from './clock.mjs';
import { OP } from './connection.mjs';
import { Events } from './events.mjs';
import { Faults } from './faults.mjs';
import { checkComponents, Interactions } from './interactions.mjs';
import { Listeners } from './listeners.mjs';
import { compose, gatewayForm, pingsOf } from './messages.mjs';
import { Model, idOf } from './model.mjs';
import { Nonces } from './nonces.mjs';
import { RateLimits } from './ratelimit.mjs';
import { Rest } from './rest.mjs';
import { addRoutes } from './routes.mjs';
import { Gateway } from './sessions.mjs';
import { Snowflakes } from './snowflake.mjs';

const DEFAULTS = {
  token: 'test-token',
  bot: {}, // fields of the bot's user
  portal: { messageContent: true, members: false, presences: false },
  deadline: 20_000, // ms after which a wait fails
  heartbeatInterval: 41_250, // ms
  heartbeatPatience: 30_000, // ms without a heartbeat, at least, before 4009
  identifyInterval: 0, // ms between two IDENTIFYs, else op 9; Discord's is 5000
  nonceWindow: 300_000, // ms
  limits: {}, // see RateLimits
  compression: ['zlib-stream', 'zstd-stream'], // what the gateway has
  mistaken: {}, // compression that is asked for -> the one that is used
  channelType: true, // messages say channel_type
  readyPadding: 0, // bytes more in READY
  ackData: null, // d of heartbeat acknowledgements
  serialize: JSON.stringify, // {t, s, op, d} -> text
};

// Flags of an application whose portal switches are on, below 100 servers.
const FLAGS = { messageContent: 1 << 19, members: 1 << 15, presences: 1 << 13 };

// A Discord that listens. Options: see DEFAULTS. Close it at the end of the test.
export async function createDiscord(options = {}) {
  const discord = new Discord({ ...DEFAULTS, ...options });
  await discord.listen();
  return discord;
}

class Discord {
  clock = new Clock();
  #events;
  #gateway;
  #rest;
  #limits;
  #faults;
  #listeners = new Listeners();
  #account;
  #interactions;
  #options;

  constructor(options) {
    this.#options = options;
    const portal = { ...DEFAULTS.portal, ...options.portal };
    this.#account = {
      token: options.token,
      portal,
      flags: () => Object.keys(FLAGS).reduce((sum, key) => sum | (portal[key] ? FLAGS[key] : 0), 0),
    };
    this.#events = new Events(options.deadline);
    this.model = new Model({
      clock: this.clock,
      ids: new Snowflakes(this.clock),
      bot: options.bot,
      announce: (event, data, channel) => this.#gateway?.dispatch(event, () => data, { channel }),
    });
    this.#gateway = new Gateway({
      clock: this.clock,
      model: this.model,
      events: this.#events,
      account: this.#account,
      options,
      resumeUrl: () => this.resumeUrl,
    });
    this.#limits = new RateLimits(this.clock, options.limits);
    this.#faults = new Faults(this.#events);
    this.#rest = new Rest({
      account: this.#account,
      limits: this.#limits,
      faults: this.#faults,
      events: this.#events,
      clock: this.clock,
    });
    addRoutes(this.#rest, this.#context());
    this.#interactions = new Interactions({
      model: this.model,
      clock: this.clock,
      events: this.#events,
      dispatch: (event, data) => this.dispatch(event, data),
      post: (channel, body) => this.#post(channel, body, null),
      edit: (message, body) => this.#edited(this.model.findMessage(message), body),
    });
    this.#interactions.addRoutes(this.#rest);
  }

  async listen() {
    await this.#listeners.open(this.#rest.listener(), this.#gateway);
  }

  async close() {
    this.#events.close();
    await this.#listeners.close();
  }

  // ------------------------------------------------------------ addresses and account

  get apiBase() {
    return `http://${this.#listeners.address('rest')}/api`;
  }

  get apiUrl() {
    return `${this.apiBase}/v10`;
  }

  get gatewayUrl() {
    return `ws://${this.#listeners.address('main')}`;
  }

  get resumeUrl() {
    return `ws://${this.#listeners.address('resume')}`;
  }

  // From now on that host ('rest', 'main' or 'resume') refuses connections.
  stopListening(host) {
    this.#listeners.stop(host);
  }

  get token() {
    return this.#account.token;
  }

  // A new token: the old one gets 401 and 4004 from now on.
  set token(token) {
    this.#account.token = token;
  }

  // The switches of the developer portal: {messageContent, members, presences}; may be changed.
  get portal() {
    return this.#account.portal;
  }

  get bot() {
    return this.model.bot;
  }

  // ------------------------------------------------------------ the world

  addUser(options) { return this.model.addUser(options); }

  addGuild(options) { return this.model.addGuild(options); }

  addRole(guild, options) { return this.model.addRole(guild, options); }

  addMember(guild, user, options) { return this.model.addMember(guild, user, options); }

  addChannel(options) { return this.model.addChannel(options); }

  addThread(options) { return this.model.addThread(options); }

  dm(user) { return this.model.dm(user); }

  setOverwrites(channel, overwrites) { this.model.setOverwrites(channel, overwrites); }

  removeChannel(channel) { this.model.removeChannel(channel); }

  // Whether the user takes direct messages; when not, sending them gets 50007.
  setDms(user, open) {
    if (open) this.model.closedDms.delete(idOf(user));
    else this.model.closedDms.add(idOf(user));
  }

  // A post in a forum: its thread, and the message that starts it, which has the thread's id.
  addForumPost({ forum, name, user, content, ...rest }) {
    const thread = this.model.addThread({ parent: forum, name, user });
    const message = this.say({ user, channel: thread, content, id: thread.id, ...rest });
    return { thread, message };
  }

  // Somebody writes. channel: left out = a direct message. mentionsBot: puts a mention before the
  // text. replyTo: a message; ping: whether that notifies its author. webhook: true or {name}, and
  // bot: true, are authors that are no people. type: a number, see MESSAGE_TYPES.
  // silent: nothing is dispatched. Returns the message.
  say({ user, channel, content = '', mentionsBot = false, replyTo, webhook, bot, silent, ...rest }) {
    const author = this.#author(user, webhook, bot);
    const where = channel ? this.model.channel(channel) : this.model.dm(author);
    const message = compose(this.model, {
      author,
      channel: where,
      content: mentionsBot ? `<@${this.bot.id}> ${content}` : content,
      reply: replyTo && this.model.findMessage(replyTo),
      webhook,
      ...rest,
    });
    this.model.keepMessage(message);
    if (!silent) this.#announceMessage('MESSAGE_CREATE', message);
    return message;
  }

  #author(user, webhook, bot) {
    if (webhook) {
      const username = webhook.name ?? 'webhook';
      return {
        id: this.model.id(), username, global_name: null, avatar: null, discriminator: '0000', bot: true,
      };
    }
    if (user) return this.model.users.get(idOf(user));
    return this.model.addUser({ username: bot ? 'otherbot' : 'somebody', bot: Boolean(bot) });
  }

  // The same MESSAGE_CREATE once more, with a new sequence number.
  redeliver(message) {
    this.#announceMessage('MESSAGE_CREATE', message);
  }

  // The author changes the text.
  edit(message, { content }) {
    const { channel_id, author, message_reference: reference } = message;
    const channel = this.model.channel(channel_id);
    const reply = reference && this.model.message(channel_id, reference.message_id);
    const pings = pingsOf(this.model, { content, reply, author, channel });
    message.content = content;
    message.edited_timestamp = this.model.now();
    message.mentions = pings.users.map((id) => this.model.users.get(id));
    this.#announceMessage('MESSAGE_UPDATE', message);
    return message;
  }

  // The service adds a link's preview: an update that nobody wrote.
  unfurl(message) {
    message.embeds = [{ type: 'link', url: 'https://example.org/', title: 'A page' }];
    this.#announceMessage('MESSAGE_UPDATE', message);
    return message;
  }

  // A message is deleted.
  remove(message) {
    const channel = this.model.channel(message.channel_id);
    const { guild_id } = channel;
    this.model.dropMessage(message);
    const data = { id: message.id, channel_id: channel.id, ...(guild_id && { guild_id }) };
    this.#gateway.dispatch('MESSAGE_DELETE', () => data, { channel });
  }

  react({ user, message, emoji = '✅', removed = false }) {
    const channel = this.model.channel(message.channel_id);
    const member = channel.guild_id && this.model.member(channel.guild_id, user);
    const data = {
      user_id: idOf(user),
      channel_id: channel.id,
      message_id: message.id,
      message_author_id: message.author.id,
      emoji: { id: null, name: emoji },
      type: 0,
      burst: false,
      ...(channel.guild_id && { guild_id: channel.guild_id }),
      ...(member && !removed && { member: this.model.memberObject(member) }),
    };
    const event = removed ? 'MESSAGE_REACTION_REMOVE' : 'MESSAGE_REACTION_ADD';
    this.#gateway.dispatch(event, () => data, { channel });
  }

  #announceMessage(event, message) {
    const channel = this.model.channel(message.channel_id);
    const { channelType } = this.#options;
    const render = (intents) => gatewayForm(this.model, message, intents, { channelType });
    this.#gateway.dispatch(event, render, { channel });
  }

  // Somebody gives a command, types one, or presses a button; see Interactions.begin().
  interact(what) { return this.#interactions.begin(what); }

  // Somebody presses the button with that label, or chooses from the menu, under what the bot said.
  press({ label, key, message, ...rest }) {
    const { custom_id: found } = message.components.flatMap((row) => row.components)
      .find((one) => one.label === label) ?? { custom_id: key };
    return this.interact({ key: found, message, ...rest });
  }

  // The commands that are registered.
  get commands() { return this.#interactions.commands; }

  set commands(commands) { this.#interactions.commands = commands; }

  // ------------------------------------------------------------ what the bot does over REST

  #context() {
    return {
      model: this.model,
      account: this.#account,
      nonces: new Nonces(this.clock, this.#options.nonceWindow),
      gatewayUrl: () => this.gatewayUrl,
      startLimit: () => this.#gateway.startLimit,
      post: (channel, body, reply) => this.#post(channel, body, reply),
      repeated: (message, body) => this.#events.push('duplicate', { message, body }),
      edit: (message, body) => this.#edited(message, body),
      remove: (message) => {
        this.#events.push('delete', message);
        this.remove(message);
      },
      typing: (channel) => this.#events.push('typing', channel),
    };
  }

  #post(channel, body, reply) {
    const { content, embeds, flags, tts, nonce, components, allowed_mentions: allowed } = body;
    checkComponents(components);
    const author = this.bot;
    const options = { author, channel, content, reply, allowed: allowed ?? undefined };
    const message = this.model.keepMessage(compose(this.model, {
      ...options, embeds, flags, tts, components, nonce: nonce ?? undefined,
    }));
    this.#events.push('message', {
      id: message.id,
      channel: channel.id,
      content,
      replyTo: reply?.id ?? null,
      nonce: nonce ?? null,
      enforceNonce: Boolean(body.enforce_nonce),
      allowedMentions: allowed ?? null,
      pings: pingsOf(this.model, options),
      body,
      message,
    });
    this.#announceMessage('MESSAGE_CREATE', message);
    return message;
  }

  #edited(message, body) {
    const content = body.content ?? message.content;
    if (body.components) message.components = body.components;
    this.edit(message, { content });
    this.#events.push('edit', { id: message.id, channel: message.channel_id, content, body, message });
    return message;
  }

  // One more route: handle(call) returns {status, body} or the body of a 200.
  route(name, handle, options) {
    this.#rest.route(name, handle, options);
  }

  // Scripted trouble, see Faults. Returns {hit(), hits, release(), remove()}.
  fault(spec) {
    return this.#faults.add(spec);
  }

  get invalidRequests() {
    return this.#rest.invalidRequests;
  }

  // ------------------------------------------------------------ what the gateway does

  // The next connection to `host` ('main', 'resume'; left out = either), or the next `times`:
  // {status: 503} refuses the upgrade, {hang: true} never answers it, {reset: true}, {close: 4000},
  // {reconnect: true} sends op 7 instead of HELLO, {hello: false} says nothing, {heartbeatInterval}.
  onNextConnection(plan) { this.#gateway.plan('connection', plan); }

  // The next valid IDENTIFY: {invalid: false|true} answers op 9, {close: 4008},
  // {hold: (go) => ...} READY only when go() is called.
  onNextIdentify(plan) { this.#gateway.plan('identify', plan); }

  // The next RESUME: as onNextIdentify, and {rewind: n} replays n events too many.
  onNextResume(plan) { this.#gateway.plan('resume', plan); }

  // An event to every session, whatever its intents.
  dispatch(event, data) {
    this.#gateway.dispatch(event, () => data, { always: true });
  }

  // Op 7 to every connection. Discord closes them some seconds later; here closeConnections() does.
  reconnect() { this.#each((c) => c.send(OP.RECONNECT, null)); }

  // Op 9 to every session; false forgets it.
  invalidate({ resumable }) { this.#gateway.invalidate(resumable); }

  // Op 1 to every connection.
  askHeartbeat() { this.#each((c) => c.send(OP.HEARTBEAT, null)); }

  // Any text, as it is, to every connection.
  sendRaw(text) { this.#each((c) => c.raw(text)); }

  // Any bytes, as a binary message that belongs to no compression, to every connection.
  sendBytes(data) { this.#each((c) => c.bytes(data)); }

  closeConnections(code, reason) { this.#each((c) => c.close(code, reason)); }

  // how: 'reset', 'fin', 'silent', 'halfopen'; see Connection.drop().
  dropConnections(how = 'reset') { this.#each((c) => c.drop(how)); }

  // Every session is forgotten: the next RESUME gets op 9 false.
  forgetSessions() {
    for (const session of this.#gateway.sessions.values()) session.connection = null;
    this.#gateway.sessions.clear();
  }

  // false: heartbeats are not acknowledged.
  set acks(on) { this.#gateway.acks = on; }

  // {fragment: bytes a frame, split: bytes a WebSocket message when compressed}; 0 = whole.
  get wire() { return this.#gateway.wire; }

  // {total, remaining, reset_after, max_concurrency}; may be changed.
  get startLimit() { return this.#gateway.startLimit; }

  // The open connections: {host, query, headers, received, session: {id, seq, intents}, ...}
  get connections() { return this.#gateway.live(); }

  #each(act) {
    for (const connection of this.#gateway.live()) act(connection);
  }

  // Resolves once every connected client has read all that was sent to it. (It answers two server
  // heartbeats: the first answer may be a heartbeat of its own that was under way.)
  async roundTrip() {
    for (const connection of this.#gateway.live()) {
      for (let i = 0; i < 2; i += 1) {
        this.#events.skip('beat');
        connection.send(OP.HEARTBEAT, null);
        await this.#events.next('beat', { match: (from) => from === connection });
      }
    }
  }

  // ------------------------------------------------------------ what the client did
  //
  // Every call hands out the oldest event that no call has handed out before, now or when it comes.

  // A connection was asked for: {host, path, query, headers, refused}.
  connected(options) { return this.#next('connection', options); }

  // A session began: {session, intents, data, host, connection}; data is d of IDENTIFY.
  identified(options) { return this.#next('ready', options); }

  // An IDENTIFY came, accepted or not: {data, host, refused, at, connection}.
  identifyTried(options) { return this.#next('identify', options); }

  // A session went on: {session, replayed, host, connection}.
  resumed(options) { return this.#next('resumed', options); }

  // A RESUME came, accepted or not: {data, host, known, at, connection}.
  resumeTried(options) { return this.#next('resume', options); }

  // A connection ended: {code, reason, by, host, connection}. by: 'client' = code is the client's
  // close code; 'server' = we closed or dropped it; 'network' = it vanished (1006).
  closed(options) { return this.#next('closed', options); }

  // {seq, connection}
  heartbeat(options) { return this.#next('heartbeat', options); }

  // Any payload of the client: {op, d, connection}.
  payload(options) { return this.#next('payload', options); }

  // The bot posted: {id, channel, content, replyTo, nonce, enforceNonce, allowedMentions, pings, body,
  // message}. options: {channel}, and those of every wait: {match(event), deadline}.
  nextMessage(options) { return this.#next('message', options); }

  // The bot answered an interaction: {id, type, content, private, buttons, choices, message, data}.
  nextResponse(options) { return this.#next('response', options); }

  // The bot registered commands.
  nextCommands(options) { return this.#next('commands', options); }

  // {id, channel, content, body, message}
  nextEdit(options) { return this.#next('edit', options); }

  // The message that the bot deleted.
  nextDelete(options) { return this.#next('delete', options); }

  // The bot repeated a nonce and nothing was created: {message, body}.
  nextDuplicate(options) { return this.#next('duplicate', options); }

  // A REST request was answered: {method, path, route, params, query, headers, body, status, answer,
  // at}. options.on: only that route.
  nextRequest(options) { return this.#next('request', options); }

  // All of that kind so far: 'message', 'request', 'identify', 'closed', ...; see the waits above.
  all(kind) { return this.#events.all(kind); }

  // What of that kind no wait has handed out.
  unread(kind) { return this.#events.unread(kind); }

  // What the bot has posted in the channel so far.
  messagesIn(channel) {
    return this.all('message').filter((message) => message.channel === idOf(channel));
  }

  #next(kind, { channel, on, by, host, match = () => true, ...rest } = {}) {
    const wanted = Object.entries({ channel: idOf(channel), route: on, by, host })
      .filter(([, value]) => value !== undefined);
    const words = wanted.map(([key, value]) => `${key} ${value}`).join(', ');
    return this.#events.next(kind, {
      ...rest,
      what: `${kind}${words && ` with ${words}`}`,
      match: (value) => wanted.every(([key, want]) => value[key] === want) && match(value),
    });
  }
}
