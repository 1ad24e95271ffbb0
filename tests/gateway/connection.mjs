// One gateway connection: what Discord does with what a client sends on it.
// https://docs.discord.com/developers/events/gateway

import { createEncoder, transmit } from './transport.mjs';

export const OP = {
  DISPATCH: 0, HEARTBEAT: 1, IDENTIFY: 2, PRESENCE: 3, VOICE_STATE: 4, RESUME: 6, RECONNECT: 7,
  REQUEST_MEMBERS: 8, INVALID_SESSION: 9, HELLO: 10, ACK: 11, SOUNDBOARD: 31, CHANNEL_INFO: 43,
};

export const CLOSE = {
  UNKNOWN_OPCODE: [4001, 'Unknown opcode.'],
  DECODE: [4002, 'Error while decoding payload.'],
  NOT_AUTHENTICATED: [4003, 'Not authenticated.'],
  AUTHENTICATION: [4004, 'Authentication failed.'],
  ALREADY_AUTHENTICATED: [4005, 'Already authenticated.'],
  INVALID_SEQ: [4007, 'Invalid seq.'],
  RATE_LIMITED: [4008, 'Rate limited.'],
  TIMED_OUT: [4009, 'Session timed out.'],
  INVALID_SHARD: [4010, 'Invalid shard.'],
  API_VERSION: [4012, 'Invalid API version.'],
  INVALID_INTENTS: [4013, 'Invalid intent(s).'],
  DISALLOWED_INTENTS: [4014, 'Disallowed intent(s).'],
};

const MAX_PAYLOAD = 4096; // bytes
const MAX_SENDS = 120; // in SEND_WINDOW
const SEND_WINDOW = 60_000; // ms

const HANDLERS = {
  [OP.HEARTBEAT]: 'heartbeat',
  [OP.IDENTIFY]: 'identify',
  [OP.RESUME]: 'resume',
  [OP.PRESENCE]: 'other',
  [OP.VOICE_STATE]: 'other',
  [OP.REQUEST_MEMBERS]: 'members',
  [OP.SOUNDBOARD]: 'other',
  [OP.CHANNEL_INFO]: 'other',
};

export class Connection {
  session = null;
  identify_data = null; // what IDENTIFY held, for tests
  received = []; // every payload of the client
  lastSeq = null; // d of the last heartbeat

  #gateway;
  #ws;
  #socket;
  #encode;
  #sends = [];
  #frozen = false;
  #closing = null; // {code} once the server has begun to close
  #deadline = null;

  // info: {host, query, headers}; host is 'main' or 'resume'. plan: what a test wants of it.
  constructor(gateway, websocket, socket, info, plan = {}) {
    Object.assign(this, info);
    this.#gateway = gateway;
    this.#ws = websocket;
    this.#socket = socket;
    const { compression, mistaken } = gateway.options;
    this.#encode = createEncoder(info.query.get('compress'), compression, mistaken);
    websocket.on('message', (data, binary) => this.#receive(data, binary));
    websocket.on('close', (code, reason) => this.#closed(code, reason.toString()));
    websocket.on('error', () => {}); // 'close' follows and tells
    this.#open(plan);
  }

  #open(plan) {
    if (plan.reset) return this.drop('reset');
    if (plan.close) return this.close(plan.close, plan.reason);
    if (this.query.get('v') !== '10') return this.close(...CLOSE.API_VERSION);
    if (this.query.get('encoding') !== 'json') return this.close(...CLOSE.DECODE);
    if (plan.reconnect) return this.send(OP.RECONNECT, null);
    const interval = plan.heartbeatInterval ?? this.#gateway.options.heartbeatInterval;
    this.heartbeatInterval = interval;
    if (plan.hello === false) return undefined;
    this.#expectHeartbeat();
    return this.send(OP.HELLO, { heartbeat_interval: interval, _trace: ['["gateway-double",{}]'] });
  }

  // ------------------------------------------------------------ out

  send(op, d, s = null, t = null) {
    this.raw(this.#gateway.options.serialize({ t, s, op, d }));
  }

  // Any text at all, valid or not.
  raw(text) {
    if (this.#frozen || this.#ws.readyState !== this.#ws.OPEN) return;
    transmit(this.#ws, this.#encode(text), this.#gateway.wire);
  }

  // Any bytes at all as a binary message, of no stream.
  bytes(data) {
    transmit(this.#ws, { data, binary: true });
  }

  dispatch(t, s, d) {
    this.send(OP.DISPATCH, d, s, t);
  }

  close(code, reason = '') {
    if (this.#closing) return;
    this.#closing = { code };
    this.#gateway.closing(this, code);
    this.#ws.close(code, reason);
  }

  // how: 'reset' = RST; 'fin' = FIN without a close frame; 'silent' = payloads are neither read nor
  // sent, but a close frame is answered; 'halfopen' = not even that, as when the peer lost power
  drop(how) {
    if (how === 'silent' || how === 'halfopen') {
      this.#frozen = true;
      if (how === 'halfopen') this.#socket.pause();
      return;
    }
    this.#closing = { code: 1006 };
    if (how === 'reset') this.#socket.resetAndDestroy();
    else this.#socket.end();
  }

  get open() {
    return this.#ws.readyState === this.#ws.OPEN && !this.#closing && !this.#frozen;
  }

  // ------------------------------------------------------------ in

  #receive(data, binary) {
    if (this.#frozen || this.#closing) return;
    if (binary || data.length > MAX_PAYLOAD) {
      this.close(...CLOSE.DECODE);
      return;
    }
    if (this.#tooMany()) {
      this.close(...CLOSE.RATE_LIMITED);
      return;
    }
    const payload = parse(data);
    if (payload) this.#handle(payload);
    else this.close(...CLOSE.DECODE);
  }

  #tooMany() {
    const now = this.#gateway.clock.now();
    this.#sends = this.#sends.filter((at) => at > now - SEND_WINDOW);
    this.#sends.push(now);
    return this.#sends.length > MAX_SENDS;
  }

  #handle(payload) {
    this.received.push(payload);
    this.#gateway.saw('payload', { ...payload, connection: this });
    const name = HANDLERS[payload.op];
    if (!name) this.close(...CLOSE.UNKNOWN_OPCODE);
    else this[name](payload.d, payload);
  }

  heartbeat(d) {
    if (d !== null && !Number.isInteger(d)) {
      this.close(...CLOSE.DECODE);
      return;
    }
    this.lastSeq = d;
    this.#expectHeartbeat();
    this.#gateway.saw('heartbeat', { seq: d, connection: this });
    this.#gateway.saw('beat', this); // a queue of its own for roundTrip()
    if (this.#gateway.acks) this.send(OP.ACK, this.#gateway.options.ackData);
  }

  #expectHeartbeat() {
    clearTimeout(this.#deadline);
    const patience = Math.max(2 * this.heartbeatInterval, this.#gateway.options.heartbeatPatience);
    this.#deadline = setTimeout(() => this.close(...CLOSE.TIMED_OUT), patience);
    this.#deadline.unref();
  }

  identify(d) {
    if (this.session) {
      this.close(...CLOSE.ALREADY_AUTHENTICATED);
      return;
    }
    this.identify_data = d;
    if (d?.compress === true && 'payloads' in this.#encode) this.#encode.payloads = true;
    this.#gateway.identify(this, d);
  }

  resume(d) {
    if (this.session) this.close(...CLOSE.ALREADY_AUTHENTICATED);
    else this.#gateway.resume(this, d);
  }

  other() {
    if (!this.session) this.close(...CLOSE.NOT_AUTHENTICATED);
  }

  members(d) {
    if (!this.session) this.close(...CLOSE.NOT_AUTHENTICATED);
    else this.#gateway.members(this, d);
  }

  #closed(code, reason) {
    clearTimeout(this.#deadline);
    this.#gateway.closed(this, {
      code: this.#closing ? this.#closing.code : code,
      reason,
      by: this.#closedBy(code),
    });
  }

  #closedBy(code) {
    if (this.#closing) return 'server';
    return code === 1006 ? 'network' : 'client';
  }
}

function parse(data) {
  try {
    const payload = JSON.parse(data.toString());
    return payload && typeof payload === 'object' && Number.isInteger(payload.op) ? payload : null;
  } catch {
    return null;
  }
}
