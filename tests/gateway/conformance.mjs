// Proof that a server is a Discord: discord.js, knowing nothing of it but its address, logs in, talks and
// recovers. One suite for every such server; see the *.test.mjs files that call conformance().

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';

import { Client, Events, GatewayIntentBits, Partials } from 'discord.js';

const I = GatewayIntentBits;
const ALL = [I.Guilds, I.GuildMessages, I.GuildMessageReactions, I.DirectMessages, I.MessageContent];

const ROUTES = {
  post: 'POST /channels/{channel}/messages',
};

function createClient(discord, intents = ALL) {
  const client = new Client({
    intents,
    partials: [Partials.Channel],
    rest: { api: discord.apiBase },
    // discord.js's own throttle waits 5 s between two IDENTIFYs
    ws: { buildIdentifyThrottler: async () => ({ waitForIdentify: async () => {} }) },
  });
  client.on(Events.Error, () => {});
  return client;
}

// Logs in and waits until the client calls itself ready.
async function login(discord, client) {
  const ready = once(client, Events.ClientReady);
  await client.login(discord.token);
  await ready;
}

// Answers every message of a person with "answer to <text>".
function answering(client) {
  client.on(Events.MessageCreate, (message) => {
    if (!message.author.bot) message.reply(`answer to ${message.content}`).catch(() => {});
  });
}

const LIMIT = { timeout: 60_000 };

// The next message that match() accepts.
function heard(client, match = () => true) {
  return new Promise((resolve) => {
    const listener = (message) => {
      if (!match(message)) return;
      client.off(Events.MessageCreate, listener);
      resolve(message);
    };
    client.on(Events.MessageCreate, listener);
  });
}

const isPerson = (message) => !message.author.bot;

// start(options) resolves to {discord, world}: a server that listens, with createDiscord()'s options and what
// the suite uses of its interface, and its world in the shape of createWorld()'s. Whatever is called on
// the server is awaited.
export function conformance(start) {
  // A test with a server, its world, and a discord.js that is logged in.
  function play(name, options, body) {
    test(name, LIMIT, async () => {
      const { discord, world } = await start(options);
      const client = createClient(discord, options.intents);
      try {
        await login(discord, client);
        await body({ discord, client, ...world });
      } finally {
        // a discord.js that is destroyed while it waits for READY comes back to life
        await discord.roundTrip().catch(() => {});
        await client.destroy();
        await discord.close();
      }
    });
  }

  // ------------------------------------------------------------ logging in

  play('discord.js logs in and finds the server as it is', {}, async ({ discord, client, guild, channels }) => {
    assert.equal(client.user.id, discord.bot.id);
    assert.equal(client.application.id, discord.bot.id);
    const found = client.guilds.cache.get(guild.id);
    assert.equal(found.name, guild.name);
    assert.equal(found.channels.cache.get(channels.backs.id).name, channels.backs.name);
    assert.equal(found.memberCount, 5);
    const { data } = await discord.identified();
    assert.equal(data.intents, client.options.intents.bitfield);
    assert.equal((await discord.nextRequest({ on: 'GET /gateway/bot' })).status, 200);
  });

  test('discord.js calls a wrong token invalid', LIMIT, async () => {
    const { discord } = await start();
    const client = createClient(discord);
    try {
      await assert.rejects(client.login('wrong'), { code: 'TokenInvalid' });
      assert.equal((await discord.nextRequest()).status, 401);
    } finally {
      await client.destroy();
      await discord.close();
    }
  });

  test('discord.js reports disallowed intents when the portal switch is off', LIMIT, async () => {
    const { discord } = await start({ portal: { messageContent: false } });
    const client = createClient(discord);
    try {
      await assert.rejects(client.login(discord.token), /disallowed intents/i);
      assert.equal((await discord.closed()).code, 4014);
    } finally {
      await client.destroy();
      await discord.close();
    }
  });

  play('discord.js computes the permissions that REST enforces', {}, async ({ client, channels, thread }) => {
    const may = (channel, name) => {
      const found = client.channels.cache.get(channel.id);
      return found.permissionsFor(client.user).has(name);
    };
    assert.equal(may(channels.general, 'SendMessages'), true);
    assert.equal(may(channels.readonly, 'SendMessages'), false);
    assert.equal(may(channels.hidden, 'ViewChannel'), false);
    assert.equal(may(channels.mods, 'ViewChannel'), true);
    assert.equal(may(channels.nohistory, 'ReadMessageHistory'), false);
    assert.equal(may(thread, 'SendMessagesInThreads'), true);
    const member = await client.guilds.cache.first().members.fetchMe({ force: true });
    assert.equal(member.roles.cache.size, 2);
  });

  // ------------------------------------------------------------ talking

  play('discord.js gets messageCreate', {}, async ({ discord, client, channels, users }) => {
    const hearing = heard(client);
    await discord.say({ user: users.bob, channel: channels.general, content: 'my back locks up' });
    const message = await hearing;
    assert.equal(message.content, 'my back locks up');
    assert.equal(message.author.username, 'bob');
    assert.equal(message.member.displayName, 'Bobby');
    assert.equal(message.channel.name, channels.general.name);
    assert.equal(message.mentions.users.size, 0);
  });

  play('discord.js sees that it is mentioned and replied to', {}, async (scene) => {
    const { discord, client, channels, users } = scene;
    let hearing = heard(client);
    await discord.say({ user: users.ann, channel: channels.general, content: 'hi', mentionsBot: true });
    assert.ok((await hearing).mentions.has(client.user));
    const own = await client.channels.cache.get(channels.general.id).send('an answer');
    hearing = heard(client, isPerson);
    await discord.say({ user: users.ann, channel: channels.general, content: 'thanks', replyTo: own.id });
    const reply = await hearing;
    assert.equal(reply.mentions.repliedUser.id, client.user.id);
    assert.equal((await reply.fetchReference()).id, own.id);
  });

  play('without MESSAGE_CONTENT discord.js sees no foreign words', {
    intents: [I.Guilds, I.GuildMessages],
  }, async ({ discord, client, channels, users }) => {
    let hearing = heard(client);
    await discord.say({ user: users.ann, channel: channels.general, content: 'my back' });
    assert.equal((await hearing).content, '');
    hearing = heard(client);
    await discord.say({ user: users.ann, channel: channels.general, content: 'my back', mentionsBot: true });
    assert.equal((await hearing).cleanContent, '@lumbard my back');
  });

  play('discord.js replies, and the reply is observed', {}, async ({ discord, client, channels, users }) => {
    answering(client);
    const question = await discord.say({ user: users.ann, channel: channels.backs, content: 'heat or ice?' });
    const answer = await discord.nextMessage({ channel: channels.backs });
    assert.equal(answer.content, 'answer to heat or ice?');
    assert.equal(answer.replyTo, question.id);
    assert.deepEqual(answer.pings.users, [users.ann.id]);
    assert.equal(discord.messagesIn(channels.backs).length, 1);
    assert.equal(discord.messagesIn(channels.general).length, 0);
  });

  play('discord.js gets its own message back from the gateway', {}, async ({ client, channels }) => {
    const hearing = heard(client);
    const sent = await client.channels.cache.get(channels.general.id).send('mine');
    const own = await hearing;
    assert.equal(own.id, sent.id);
    assert.equal(own.author.id, client.user.id);
  });

  play('discord.js talks in a direct message', {}, async ({ discord, client, users, dm }) => {
    answering(client);
    await discord.say({ user: users.ann, content: 'between us' });
    assert.equal((await discord.nextMessage({ channel: dm })).content, 'answer to between us');
    await (await client.users.fetch(users.bob.id)).send('hello');
    assert.equal((await discord.nextMessage({ channel: discord.dm(users.bob) })).content, 'hello');
  });

  play('discord.js knows threads and forum posts', {}, async (scene) => {
    const { discord, client, channels, users, thread } = scene;
    let hearing = heard(client);
    await discord.say({ user: users.ann, channel: thread, content: 'in the thread' });
    assert.equal((await hearing).channel.parent.name, channels.backs.name);
    hearing = heard(client);
    const post = await discord.addForumPost({
      forum: channels.forum, name: 'Which mattress?', user: users.ann, content: 'firm or soft?',
    });
    const start = await hearing;
    assert.equal(start.channel.name, 'Which mattress?');
    assert.equal(start.channel.parent.id, channels.forum.id);
    assert.equal((await start.channel.fetchStarterMessage()).id, post.message.id);
  });

  play('discord.js sees edits, deletions and reactions', {}, async ({ discord, client, channels, users }) => {
    const hearing = heard(client);
    const message = await discord.say({ user: users.ann, channel: channels.general, content: 'one' });
    await hearing;
    const edited = once(client, Events.MessageUpdate);
    await discord.edit(message, { content: 'two' });
    assert.equal((await edited)[1].content, 'two');
    const reacted = once(client, Events.MessageReactionAdd);
    await discord.react({ user: users.bob, message, emoji: '👍' });
    assert.equal((await reacted)[0].emoji.name, '👍');
    const deleted = once(client, Events.MessageDelete);
    await discord.remove(message);
    assert.equal((await deleted)[0].id, message.id);
  });

  play('discord.js edits and deletes its own message', {}, async ({ discord, client, channels }) => {
    const sent = await client.channels.cache.get(channels.general.id).send('first');
    await sent.edit('second');
    assert.equal((await discord.nextEdit()).content, 'second');
    await sent.delete();
    assert.equal((await discord.nextDelete()).id, sent.id);
  });

  play('discord.js reads a channel\'s messages', {}, async ({ discord, client, channels, users }) => {
    for (const content of ['a', 'b', 'c']) {
      await discord.say({ user: users.ann, channel: channels.general, content });
    }
    const channel = client.channels.cache.get(channels.general.id);
    const last = await channel.messages.fetch({ limit: 2, cache: false });
    assert.deepEqual([...last.values()].map((m) => m.content), ['c', 'b']);
  });

  // ------------------------------------------------------------ recovering

  play('discord.js resumes after a reset socket and gets what it missed', {}, async (scene) => {
    const { discord, client, channels, users } = scene;
    answering(client);
    await discord.identified();
    await discord.dropConnections('reset');
    await discord.closed();
    await discord.say({ user: users.ann, channel: channels.general, content: 'said in the gap' });
    const resumed = await discord.resumed();
    assert.equal(resumed.host, 'resume');
    assert.equal(resumed.replayed, 1);
    assert.equal((await discord.nextMessage()).content, 'answer to said in the gap');
    assert.equal(discord.all('identify').length, 1);
  });

  play('discord.js resumes after a FIN without a close frame', {}, async ({ discord }) => {
    await discord.dropConnections('fin');
    assert.equal((await discord.resumed()).host, 'resume');
  });

  play('discord.js obeys op 7: it closes so that it can resume, and resumes', {}, async ({ discord }) => {
    await discord.reconnect();
    const closed = await discord.closed();
    assert.equal(closed.by, 'client');
    assert.equal(closed.code, 4200);
    await discord.resumed();
  });

  play('discord.js resumes after op 9 true', {}, async ({ discord }) => {
    await discord.invalidate({ resumable: true });
    assert.equal((await discord.resumed()).host, 'main'); // on the same connection
  });

  play('discord.js begins anew after op 9 false', {}, async ({ discord, client, channels, users }) => {
    answering(client);
    const first = await discord.identified();
    await discord.invalidate({ resumable: false });
    const second = await discord.identified();
    assert.notEqual(first.session, second.session);
    await discord.say({ user: users.ann, channel: channels.general, content: 'still there?' });
    assert.equal((await discord.nextMessage()).content, 'answer to still there?');
  });

  play('discord.js begins anew when its session is forgotten', {}, async ({ discord }) => {
    await discord.identified();
    await discord.forgetSessions();
    await discord.dropConnections('reset');
    assert.equal((await discord.resumeTried()).known, false);
    await discord.identified();
  });

  play('discord.js resumes after close code 4000', {}, async ({ discord }) => {
    await discord.closeConnections(4000, 'Unknown error.');
    assert.equal((await discord.closed()).by, 'server');
    await discord.resumed();
  });

  play('discord.js answers a server heartbeat with its sequence number', {}, async ({ discord }) => {
    await discord.askHeartbeat();
    const beat = await discord.heartbeat();
    assert.equal(beat.seq, beat.connection.session.seq);
    await discord.roundTrip();
  });

  play('discord.js leaves a connection that acknowledges nothing', {
    heartbeatInterval: 50,
  }, async ({ discord }) => {
    await discord.heartbeat();
    discord.acks = false;
    assert.equal((await discord.closed()).by, 'client');
    discord.acks = true;
    await discord.resumed();
  });

  test('discord.js gives its session up when it is destroyed', LIMIT, async () => {
    const { discord } = await start();
    const client = createClient(discord);
    await login(discord, client);
    await client.destroy();
    const closed = await discord.closed();
    assert.equal(closed.by, 'client');
    assert.equal(closed.code, 1000);
    await discord.close();
  });

  // ------------------------------------------------------------ REST in trouble

  for (const scope of ['user', 'shared', 'global']) {
    play(`discord.js obeys a 429 of scope ${scope}`, {}, async ({ discord, client, channels }) => {
      const limited = [];
      client.rest.options.rejectOnRateLimit = (info) => {
        limited.push(info);
        return false;
      };
      const fault = await discord.fault({ on: ROUTES.post, status: 429, scope, retryAfter: 0.2 });
      const sent = client.channels.cache.get(channels.general.id).send('later');
      await fault.hit();
      assert.equal(discord.messagesIn(channels.general).length, 0);
      await sent;
      await discord.roundTrip();
      const answers = discord.all('request').filter((r) => r.route === ROUTES.post);
      assert.deepEqual(answers.map((r) => r.status), [429, 200]);
      assert.ok(answers[1].at - answers[0].at >= 200);
      assert.equal(limited[0].scope, scope);
      assert.equal(limited[0].global, scope === 'global');
      assert.equal(discord.invalidRequests, scope === 'shared' ? 0 : 1);
    });
  }

  play('discord.js reads the limits from the headers and is never refused', {
    limits: { [ROUTES.post]: { limit: 2, per: 300 } },
  }, async ({ discord, client, channels }) => {
    const channel = client.channels.cache.get(channels.general.id);
    await Promise.all(['1', '2', '3', '4', '5'].map((text) => channel.send(text)));
    await discord.roundTrip();
    const posts = discord.all('request').filter((r) => r.route === ROUTES.post);
    assert.deepEqual(posts.map((r) => r.status), [200, 200, 200, 200, 200]);
    assert.ok(posts[4].at - posts[0].at >= 500); // two windows had to pass
  });

  play('discord.js tries again after a 500', {}, async ({ discord, client, channels }) => {
    await discord.fault({ on: ROUTES.post, status: 500 });
    await client.channels.cache.get(channels.general.id).send('again');
    assert.equal((await discord.nextMessage()).content, 'again');
  });

  play('a repeated nonce is answered with the first message', {}, async ({ discord, client, channels }) => {
    const post = (channel, nonce) => client.rest.post(`/channels/${channel.id}/messages`, {
      body: { content: `said with ${nonce}`, nonce, enforce_nonce: true },
    });
    const first = await post(channels.general, '4711');
    const second = await post(channels.general, '4711');
    assert.equal(second.id, first.id);
    assert.equal(second.nonce, '4711');
    assert.equal((await post(channels.backs, '4711')).id, first.id);
    assert.notEqual((await post(channels.general, '4712')).id, first.id);
    await discord.roundTrip();
    assert.deepEqual(discord.all('message').map((m) => m.nonce), ['4711', '4712']);
    assert.equal((await discord.nextDuplicate()).message.id, first.id);
  });

  play('discord.js with enforceNonce posts once though the answer is lost', {}, async (scene) => {
    const { discord, client, channels } = scene;
    const fault = await discord.fault({ on: ROUTES.post, reset: 'after' });
    const channel = client.channels.cache.get(channels.general.id);
    const sent = await channel.send({ content: 'once', nonce: '1', enforceNonce: true });
    await discord.roundTrip();
    assert.equal(fault.hits, 1);
    assert.equal(discord.messagesIn(channels.general).length, 1);
    assert.equal(discord.messagesIn(channels.general)[0].id, sent.id);
  });

  play('discord.js sees 50013 where it may not write', {}, async ({ discord, client, channels }) => {
    await assert.rejects(
      client.channels.cache.get(channels.readonly.id).send('no'),
      { code: 50013, status: 403, message: 'Missing Permissions' },
    );
    assert.equal(discord.all('message').length, 0);
  });

  play('discord.js sees 50001 where it may not look', {}, async ({ client, channels }) => {
    await assert.rejects(
      client.rest.post(`/channels/${channels.hidden.id}/messages`, { body: { content: 'no' } }),
      { code: 50001, status: 403 },
    );
  });

  play('discord.js prints the error tree of a message that is too long', {}, async ({ client, channels }) => {
    const channel = client.channels.cache.get(channels.general.id);
    await channel.send('🦴'.repeat(2000)); // characters count, not bytes
    await assert.rejects(channel.send('x'.repeat(2001)), {
      code: 50035,
      message: 'Invalid Form Body\ncontent[BASE_TYPE_MAX_LENGTH]: Must be 2000 or fewer in length.',
    });
  });

  play('discord.js cannot reply to a message that is gone', {}, async (scene) => {
    const { discord, client, channels, users } = scene;
    const channel = client.channels.cache.get(channels.general.id);
    const message = await discord.say({ user: users.ann, channel: channels.general, content: 'oops' });
    await discord.remove(message);
    const reply = (failIfNotExists) => channel.send({
      content: 'answer', reply: { messageReference: message.id, failIfNotExists },
    });
    await assert.rejects(reply(true), { code: 50035 });
    await reply(false);
    assert.equal((await discord.nextMessage()).replyTo, null);
  });
}
