// The gateway's sessions: who is logged in, what each is sent, and what is replayed on a resume.

import { randomBytes } from 'node:crypto';

import { CLOSE, OP } from './connection.mjs';

export const INTENTS = {
  GUILDS: 1 << 0,
  GUILD_MEMBERS: 1 << 1,
  GUILD_PRESENCES: 1 << 8,
  GUILD_MESSAGES: 1 << 9,
  GUILD_MESSAGE_REACTIONS: 1 << 10,
  GUILD_MESSAGE_TYPING: 1 << 11,
  DIRECT_MESSAGES: 1 << 12,
  DIRECT_MESSAGE_REACTIONS: 1 << 13,
  DIRECT_MESSAGE_TYPING: 1 << 14,
  MESSAGE_CONTENT: 1 << 15,
};

const KNOWN_INTENTS = 0x0331ffff; // bits 0 to 16, 20, 21, 24, 25

// Privileged intents and the switch of the developer portal that each needs.
const PRIVILEGED = [
  [INTENTS.MESSAGE_CONTENT, 'messageContent'],
  [INTENTS.GUILD_MEMBERS, 'members'],
  [INTENTS.GUILD_PRESENCES, 'presences'],
];

// Events by prefix: the intent in a guild, and in a direct message. What is not here always arrives.
const NEEDS = [
  ['MESSAGE_REACTION_', INTENTS.GUILD_MESSAGE_REACTIONS, INTENTS.DIRECT_MESSAGE_REACTIONS],
  ['MESSAGE_', INTENTS.GUILD_MESSAGES, INTENTS.DIRECT_MESSAGES],
  ['TYPING_', INTENTS.GUILD_MESSAGE_TYPING, INTENTS.DIRECT_MESSAGE_TYPING],
  ['GUILD_MEMBER_', INTENTS.GUILD_MEMBERS, 0],
  ['GUILD_', INTENTS.GUILDS, 0],
  ['CHANNEL_', INTENTS.GUILDS, 0],
  ['THREAD_', INTENTS.GUILDS, 0],
];

const MAX_REPLAY = 5000; // events kept for a resume
// Close codes of ours after which the session is gone.
const ENDING = [4004, 4007, 4009, 4010, 4011, 4012, 4013, 4014];

class Session {
  id = randomBytes(16).toString('hex');
  seq = 0;
  connection = null;
  #events = []; // {seq, t, d}

  constructor(identify) {
    this.intents = identify.intents;
    this.shard = identify.shard;
  }

  dispatch(t, d) {
    this.seq += 1;
    const data = structuredClone(d); // a replay shows what it was then
    this.#events.push({ seq: this.seq, t, d: data });
    if (this.#events.length > MAX_REPLAY) this.#events.shift();
    this.connection?.dispatch(t, this.seq, data);
  }

  // Whether everything after that sequence number is still held.
  canReplay(seq) {
    return seq + 1 >= (this.#events[0]?.seq ?? this.seq + 1);
  }

  replay(seq) {
    const missed = this.#events.filter((event) => event.seq > seq);
    for (const event of missed) this.connection.dispatch(event.t, event.seq, event.d);
    this.seq += 1;
    this.connection.dispatch('RESUMED', this.seq, { _trace: [] });
    return missed.length;
  }

  wants(event, channel) {
    const need = NEEDS.find(([prefix]) => event.startsWith(prefix));
    if (!need) return true;
    const bit = channel && !channel.guild_id ? need[2] : need[1];
    return Boolean(this.intents & bit);
  }
}

export class Gateway {
  sessions = new Map();
  connections = []; // every one there was
  acks = true; // false: heartbeats are not acknowledged
  answersMembers = true; // false: op 8 is not answered
  wire = { fragment: 0, split: 0 }; // see transmit()
  startLimit = { total: 1000, remaining: 1000, reset_after: 86_400_000, max_concurrency: 1 };

  #model;
  #events;
  #plans = { connection: [], identify: [], resume: [] };
  #lastIdentify = -Infinity;

  // account: {token, portal}, shared with REST. resumeUrl(): where READY sends clients to resume.
  constructor({ clock, model, events, account, options, resumeUrl }) {
    Object.assign(this, { clock, account, options, resumeUrl });
    this.#model = model;
    this.#events = events;
  }

  saw(kind, value) {
    this.#events.push(kind, value);
  }

  // Connections that can be used now.
  live() {
    return this.connections.filter((connection) => connection.open);
  }

  // ------------------------------------------------------------ scripts

  // kind: 'connection', 'identify' or 'resume'; plan: what is to become of the next one.
  plan(kind, plan) {
    this.#plans[kind].push({ times: 1, ...plan });
  }

  // The plan for what happens now, {} when there is none.
  take(kind, host) {
    const plans = this.#plans[kind];
    const at = plans.findIndex((plan) => !plan.host || plan.host === host);
    if (at < 0) return {};
    plans[at].times -= 1;
    return plans[at].times > 0 ? plans[at] : plans.splice(at, 1)[0];
  }

  // ------------------------------------------------------------ logging in

  identify(connection, d) {
    const seen = { data: d, host: connection.host, connection, at: this.clock.now() };
    const refusal = this.#refusal(d);
    const plan = refusal ? {} : this.take('identify', connection.host);
    this.saw('identify', { ...seen, refused: refusal?.[0] ?? plan.close ?? null });
    if (refusal) connection.close(...refusal);
    else if (plan.close) connection.close(plan.close, plan.reason);
    else if ('invalid' in plan) connection.send(OP.INVALID_SESSION, plan.invalid);
    else if (plan.hold) plan.hold(() => this.#start(connection, d));
    else if (this.#tooSoon()) connection.send(OP.INVALID_SESSION, false);
    else if (this.#exhausted()) connection.close(...CLOSE.AUTHENTICATION);
    else this.#start(connection, d);
  }

  #refusal(d) {
    if (!d || typeof d !== 'object' || typeof d.token !== 'string') return CLOSE.DECODE;
    if (!d.properties || typeof d.properties !== 'object') return CLOSE.DECODE;
    if (d.token !== this.account.token) return CLOSE.AUTHENTICATION;
    if (d.shard !== undefined && !validShard(d.shard)) return CLOSE.INVALID_SHARD;
    if (!Number.isInteger(d.intents) || d.intents < 0 || d.intents & ~KNOWN_INTENTS) {
      return CLOSE.INVALID_INTENTS;
    }
    const { portal } = this.account;
    const disallowed = PRIVILEGED.some(([bit, name]) => d.intents & bit && !portal[name]);
    return disallowed ? CLOSE.DISALLOWED_INTENTS : null;
  }

  #tooSoon() {
    const now = this.clock.now();
    const soon = now - this.#lastIdentify < this.options.identifyInterval;
    this.#lastIdentify = now;
    return soon;
  }

  // Beyond the daily limit Discord ends every session and resets the token.
  #exhausted() {
    if (this.startLimit.remaining > 0) {
      this.startLimit.remaining -= 1;
      return false;
    }
    this.account.token = null;
    for (const { connection } of this.sessions.values()) connection?.close(...CLOSE.AUTHENTICATION);
    this.sessions.clear();
    return true;
  }

  #start(connection, d) {
    const session = new Session(d);
    this.sessions.set(session.id, session);
    this.#attach(session, connection);
    session.dispatch('READY', this.#ready(session));
    if (session.wants('GUILD_CREATE')) {
      for (const guild of this.#model.guilds.values()) {
        session.dispatch('GUILD_CREATE', this.#model.guildCreated(guild));
      }
    }
    this.saw('ready', {
      session: session.id, intents: session.intents, data: d, host: connection.host, connection,
    });
  }

  // Members by their ids (op 8): those that there are in one chunk, as an event of this session alone.
  members(connection, d) {
    this.saw('members', { data: d, connection });
    if (!this.answersMembers || !d || !this.#model.guilds.has(d.guild_id)) return;
    const wanted = [d.user_ids ?? []].flat();
    connection.session.dispatch('GUILD_MEMBERS_CHUNK', {
      guild_id: d.guild_id,
      members: wanted.filter((id) => id === this.#model.bot.id).map(() => ({ user: this.#model.bot, roles: [] })),
      not_found: wanted.filter((id) => id !== this.#model.bot.id),
      chunk_index: 0,
      chunk_count: 1,
    });
  }

  #attach(session, connection) {
    session.connection = connection;
    connection.session = session;
  }

  #ready(session) {
    return {
      v: 10,
      user_settings: {},
      user: { ...this.#model.bot, verified: true, mfa_enabled: true, email: null, flags: 0 },
      session_type: 'normal',
      session_id: session.id,
      resume_gateway_url: this.resumeUrl(),
      relationships: [],
      private_channels: [],
      presences: [],
      guilds: [...this.#model.guilds.keys()].map((id) => ({ id, unavailable: true })),
      guild_join_requests: [],
      geo_ordered_rtc_regions: [],
      ...(session.shard && { shard: session.shard }),
      application: { id: this.#model.bot.id, flags: this.account.flags() },
      _trace: ['["gateway-double",{}]'],
      ...(this.options.readyPadding && { padding: 'x'.repeat(this.options.readyPadding) }),
    };
  }

  // ------------------------------------------------------------ resuming

  resume(connection, d) {
    const session = this.sessions.get(d?.session_id);
    const refusal = this.#resumeRefusal(d, session);
    const plan = refusal ? {} : this.take('resume', connection.host);
    this.saw('resume', {
      data: d, host: connection.host, known: Boolean(session), connection, at: this.clock.now(),
    });
    if (refusal) connection.close(...refusal);
    else if (plan.close) connection.close(plan.close, plan.reason);
    else if ('invalid' in plan) this.#refuseResume(connection, session, plan.invalid);
    else if (plan.hold) plan.hold(() => this.#continue(connection, session, d.seq));
    else if (!session || !session.canReplay(d.seq)) this.#refuseResume(connection, session, false);
    else this.#continue(connection, session, d.seq - (plan.rewind ?? 0));
  }

  #resumeRefusal(d, session) {
    if (!d || typeof d.token !== 'string' || typeof d.session_id !== 'string') return CLOSE.DECODE;
    if (!Number.isInteger(d.seq)) return CLOSE.DECODE;
    if (d.token !== this.account.token) return CLOSE.AUTHENTICATION;
    if (!session || d.seq <= session.seq) return null;
    this.sessions.delete(session.id);
    return CLOSE.INVALID_SEQ;
  }

  #refuseResume(connection, session, resumable) {
    if (session && !resumable) this.sessions.delete(session.id);
    connection.send(OP.INVALID_SESSION, resumable);
  }

  // Another connection that still holds the session loses it.
  #continue(connection, session, seq) {
    const old = session.connection;
    this.#attach(session, connection);
    if (old) {
      old.session = null;
      old.close(4000, 'Session resumed elsewhere.');
    }
    const replayed = session.replay(seq);
    this.saw('resumed', { session: session.id, replayed, host: connection.host, connection });
  }

  // Op 9 to every session. A resumable one may be resumed; another is forgotten.
  invalidate(resumable) {
    for (const session of [...this.sessions.values()]) {
      const { connection } = session;
      session.connection = null;
      if (!resumable) this.sessions.delete(session.id);
      if (connection) {
        connection.session = null;
        connection.send(OP.INVALID_SESSION, resumable);
      }
    }
  }

  // ------------------------------------------------------------ events

  // To every session. render(intents) gives each its data; unless `always`, only to those whose
  // intents ask for the event and whose bot can see the channel.
  dispatch(event, render, { channel, always = false } = {}) {
    const visible = !channel || this.#model.may(this.#model.bot, channel, 'VIEW_CHANNEL');
    for (const session of this.sessions.values()) {
      if (always || (visible && session.wants(event, channel))) {
        session.dispatch(event, render(session.intents));
      }
    }
  }

  // ------------------------------------------------------------ closing

  // We are about to close the connection with that code.
  closing(connection, code) {
    if (connection.session && ENDING.includes(code)) this.sessions.delete(connection.session.id);
  }

  // The connection is gone. A client that says 1000 or 1001 gives its session up.
  closed(connection, how) {
    const { session } = connection;
    if (session?.connection === connection) session.connection = null;
    if (session && how.by === 'client' && (how.code === 1000 || how.code === 1001)) {
      this.sessions.delete(session.id);
    }
    this.saw('closed', { ...how, host: connection.host, connection });
  }
}

function validShard(shard) {
  return Array.isArray(shard) && shard.length === 2 && shard.every(Number.isInteger)
    && shard[0] >= 0 && shard[0] < shard[1];
}
