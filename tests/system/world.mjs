// The world of a whole-program test: a Discord on loopback, a server with some channels and people, a
// configuration for them, and lumbard. Nothing here sleeps: a test awaits what it wants to see.

import assert from 'node:assert/strict';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';

import { createDiscord } from '../gateway/gateway.mjs';
import { createWorld } from '../gateway/world.mjs';
import { CONTENT, DEADLINE, Program } from './program.mjs';

export const TOKEN = 'MTk4NjIyNDgzNDcxOTI1MjQ4.not-a-real.token-of-any-bot';
export const SAY = 'POST /channels/{channel}/messages';

// As many messages as the bot can send.
export const UNLIMITED = {
  [SAY]: { limit: 10_000, per: 1000 }, global: { limit: 10_000, per: 1000 },
};

// The configuration that a world has unless a test changes it: ambient, faq, off, and mention elsewhere.
function settingsFor(discord, { guild, channels, staff }) {
  return {
    accounts: [{
      name: 'discord',
      platform: 'discord',
      token: { env: 'DISCORD_TOKEN' },
      api: discord.apiUrl,
      gateway: discord.gatewayUrl,
    }],
    direct: { region: 'us' },
    servers: [{
      id: guild.id,
      region: 'uk',
      'staff-channel': channels.mods.id,
      'staff-role': staff.id,
      channels: [
        { id: channels.general.id, mode: 'ambient' },
        { id: channels.backs.id, mode: 'faq' },
        { id: channels.forum.id, mode: 'faq' },
        { id: channels.nohistory.id, mode: 'faq' },
        { id: channels.hidden.id, mode: 'faq' },
        { id: channels.off.id, mode: 'off' },
      ],
    }],
    log: 'debug',
    cooldown: { answer: '0s', person: '0s' },
  };
}

export class World {
  #options;
  #daemon = null;
  #tellDeath;
  #death = new Promise((_, fail) => { this.#tellDeath = fail; });

  // discord, and what createWorld() makes: guild, staff, users, channels, thread, post
  constructor(discord, folder, options) {
    this.discord = discord;
    this.folder = folder;
    this.#options = options;
    Object.assign(this, createWorld(discord));
    this.settings = settingsFor(discord, this);
    options.settings?.(this.settings, this);
  }

  get configFile() {
    return join(this.folder, 'lumbard.yaml');
  }

  // Writes the configuration: JSON is YAML.
  async configure(text = JSON.stringify(this.settings, null, 2)) {
    await writeFile(this.configFile, text);
  }

  async #copyContent() {
    for (const part of ['intents', 'responses']) {
      await cp(join(CONTENT, part), join(this.content, part), { recursive: true });
    }
  }

  // Where the content is, in a world with a copy of its own.
  get content() {
    return this.#options.ownContent ? join(this.folder, 'content') : CONTENT;
  }

  get arguments() {
    return ['run', '--config', this.configFile, '--content', this.content, ...(this.#options.args ?? [])];
  }

  // Starts lumbard; does not wait for anything.
  async spawn(more = {}) {
    await this.configure();
    if (this.#options.ownContent) await this.#copyContent();
    const env = { DISCORD_TOKEN: TOKEN, ...this.#options.env, ...more };
    this.daemon = new Program(this.arguments, env);
    return this.daemon;
  }

  // Starts lumbard and waits until it has a session; returns what the double knows of that.
  async start() {
    await this.spawn();
    const session = await this.discord.identified();
    await this.daemon.line(/connected: listening/);
    return session;
  }

  // What the bot posts in reply to the message.
  replyTo = (message, options) => this.discord.nextMessage({
    match: ({ body }) => body.message_reference?.message_id === message.id, ...options,
  });

  // Somebody writes, and is answered. message: as for say().
  ask = (message) => this.replyTo(this.discord.say(message));

  // Ends lumbard, which sends what it has to first; what it has posted in all.
  finish = async () => {
    assert.equal(await this.daemon.stop(), 0);
    return this.discord.all('message');
  };

  get daemon() {
    return this.#daemon;
  }

  set daemon(program) {
    this.#daemon = program;
    const tell = ({ code, signal }) => {
      if (!program.leaving) this.#tellDeath(new Error(`lumbard ended: ${code ?? signal}`));
    };
    program.ended.then(tell, this.#tellDeath);
    this.#death.catch(() => {});
  }

  // Awaits a promise, unless lumbard ends before it should.
  whileAlive(promise) {
    return Promise.race([promise, this.#death]);
  }

  // What holds of every run: the log tells neither the token nor what anybody wrote.
  checkLog() {
    const log = this.daemon.lines.join('\n');
    assert.ok(!log.includes(TOKEN), 'the token is in the log');
    for (const messages of this.discord.model.messages.values()) {
      for (const { content, author } of messages.values()) {
        const told = author.id !== this.discord.bot.id && content.length > 11 && log.includes(content);
        assert.ok(!told, `a message is in the log: ${content}`);
      }
    }
  }
}

// The test itself: lumbard is started, unless the body does that.
async function perform(world, options, body) {
  if (options.start !== false) await world.start();
  await body(world);
}

async function inWorld(options, body) {
  const folder = await mkdtemp(join(tmpdir(), 'lumbard-'));
  const discord = await createDiscord({ token: TOKEN, deadline: DEADLINE, ...options.discord });
  const world = new World(discord, folder, options);
  try {
    await world.whileAlive(perform(world, options, body));
    if (!world.daemon) return;
    if (!world.daemon.leaving) assert.equal(await world.daemon.stop(), 0, 'its exit status');
    await world.daemon.ended;
    world.checkLog();
  } catch (error) {
    const words = world.daemon?.lastWords ?? '';
    throw new Error(`${error.message}\n--- the log of lumbard ---\n${words}\n---`, { cause: error });
  } finally {
    await world.daemon?.kill();
    await discord.close();
    await rm(folder, { recursive: true, force: true });
  }
}

// A test in a world of its own, in which lumbard listens. options:
//   discord              for createDiscord()
//   settings(it, world)  changes the configuration
//   ownContent           whether it has a copy of the content that may be changed
//   env, args            of lumbard, beside those that it needs
//   start: false         the body starts it
// At its end lumbard is stopped, has to exit with 0, and its log is looked at.
export function play(name, options, body) {
  it(name, { timeout: 8 * DEADLINE }, () => inWorld(options, body));
}
