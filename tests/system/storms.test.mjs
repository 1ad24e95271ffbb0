// Storms with the real program: crashes (kill -9), lost connections and refused requests from a seed, with red
// flags among small talk.  Nobody may go without their one reply, the staff get one alert, and no question is
// answered twice.  One storm again: STORM=7 node --test tests/system/storms.test.mjs

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe } from 'node:test';

import { EMERGENCY, QUESTION, SMALL_TALK } from './phrases.mjs';
import { SAY, UNLIMITED, play } from './world.mjs';

const STORMS = Number(process.env.STORMS ?? 30);
const STEPS = 14;

// Numbers from a seed, the same everywhere (mulberry32).
function numbers(seed) {
  let state = seed * 2654435761;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

class Storm {
  flags = [];
  questions = [];
  crashed = false;

  constructor(world, random) {
    this.world = world;
    this.random = random;
  }

  pick(list) {
    return list[this.random(list.length)];
  }

  say(content) {
    const { discord, users, channels } = this.world;
    const user = this.pick([users.ann, users.bob, users.mod].filter(Boolean));
    const channel = this.pick([channels.backs, channels.general, undefined]);
    return discord.say({ user, channel, content, mentionsBot: channel === channels.general });
  }

  // Whether it was written on a server, which has staff.
  isPublic(message) {
    const { backs, general } = this.world.channels;
    return [backs.id, general.id].includes(message.channel_id);
  }

  // What goes wrong.
  faults = [
    ({ discord }) => discord.dropConnections('reset'),
    ({ discord }) => discord.dropConnections('fin'),
    ({ discord }) => discord.closeConnections(this.pick([1000, 1001, 4000, 4008])),
    ({ discord }) => discord.reconnect(),
    ({ discord }) => discord.invalidate({ resumable: true }),
    ({ discord }) => discord.onNextConnection({ host: 'resume', status: 503 }),
    ({ discord }) => discord.fault({ on: SAY, status: this.pick([500, 502, 503]), times: 1 + this.random(3) }),
    ({ discord }) => discord.fault({ on: SAY, status: 429, retryAfter: 0.3, scope: this.pick(['user', 'shared', 'global']) }),
    ({ discord }) => discord.fault({ on: SAY, reset: this.pick(['before', 'after']), times: 1 + this.random(2) }),
    ({ discord }) => discord.fault({ on: SAY, truncate: true }),
    ({ discord }) => discord.sendRaw(this.pick(['{"op":', '[]', '{"t":"MESSAGE_CREATE","op":0,"d":{"id":'])),
    ({ discord }) => { if (this.flags.length) discord.redeliver(this.pick(this.flags)); },
    ({ discord }) => { if (this.questions.length) discord.redeliver(this.pick(this.questions)); },
    (world) => this.crash(world),
    (world) => this.crash(world),
    (world) => this.crash(world),
  ];

  // At whatever moment: it may be reading, recording or sending.
  async crash(world) {
    for (let i = this.random(4); i > 0; i -= 1) await new Promise(setImmediate);
    await world.daemon.kill();
    await world.spawn();
    this.crashed = true;
  }

  async step() {
    const n = this.random(10);
    if (n < 3) this.flags.push(this.say(EMERGENCY));
    else if (n < 4) this.questions.push(this.say(QUESTION));
    else if (n < 5) this.say(this.pick(SMALL_TALK));
    else await this.pick(this.faults)(this.world);
    if (this.random(2)) await new Promise(setImmediate);
  }
}

const to = (said, message) => said.filter(({ replyTo }) => replyTo === message.id);

function check(storm, said) {
  const { channels } = storm.world;
  const alerts = said.filter(({ channel }) => channel === channels.mods.id);
  for (const message of storm.flags) {
    assert.equal(to(said, message).length, 1, `replies to ${message.id}`);
    const told = alerts.filter(({ content }) => content.includes(message.id)).length;
    assert.equal(told, storm.isPublic(message) ? 1 : 0, `alerts of ${message.id}`);
  }
  for (const message of storm.questions) {
    assert.ok(to(said, message).length <= 1, `answers to ${message.id}`);
  }
}

const OPTIONS = {
  discord: { limits: UNLIMITED },
  settings: (settings, world) => { settings.state = join(world.folder, 'state'); },
};

function weather(seed) {
  play(`storm ${seed}`, OPTIONS, async (world) => {
    const storm = new Storm(world, numbers(seed));
    // the session is on disk once something that was said behind it is
    await world.ask({ user: world.users.mod, content: QUESTION });
    for (let i = 0; i < STEPS; i += 1) await storm.step();
    // the storm is over: each of them gets what they must have
    const { discord, channels } = world;
    if (storm.crashed) await world.daemon.line(/connected: listening/);
    for (const message of storm.flags) {
      const replied = () => to(discord.all('message'), message).length > 0;
      if (!replied()) await world.replyTo(message);
      const alerted = () => discord.messagesIn(channels.mods).some(({ content }) => content.includes(message.id));
      if (storm.isPublic(message) && !alerted()) {
        await discord.nextMessage({ channel: channels.mods, match: ({ content }) => content.includes(message.id) });
      }
    }
    check(storm, await world.finish());
  });
}

describe('in a storm nobody is lost and nothing is doubled', { concurrency: 6 }, () => {
  const one = process.env.STORM;
  for (let seed = one ? Number(one) : 1; seed <= (one ? Number(one) : STORMS); seed += 1) weather(seed);
});
