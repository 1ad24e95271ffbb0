// The daemon as a client of Discord's gateway.

import assert from 'node:assert/strict';
import { describe } from 'node:test';

import { ANSWER, HEAT, QUESTION } from './phrases.mjs';
import { SLOW } from './program.mjs';
import { TOKEN, UNLIMITED, play } from './world.mjs';

const WITHOUT_CONTENT = 4608;
const STAFF = 1 << 10; // who pick alerts up by reactions
const WITH_CONTENT = WITHOUT_CONTENT | STAFF | 1 << 15;
const PLAIN = { settings: (settings) => { settings.servers = undefined; } };
const BY_HAND = { start: false };

// Asks in a direct message, which shows that the connection is of use.
async function works({ users, ask }) {
  assert.match((await ask({ user: users.ann, content: QUESTION })).content, ANSWER);
}

// The session goes on: the daemon has resumed where the double told it to, and is of use.
async function resumes(world, replayed = 0) {
  const resumed = await world.discord.resumed();
  assert.equal(resumed.host, 'resume');
  assert.ok(resumed.replayed >= replayed, `${resumed.replayed} events were replayed`);
  await works(world);
  assert.equal(world.discord.all('ready').length, 1, 'a second session was begun');
}

const ALARM = /error discord: the application may not read message content.*Turn on "Message Content Intent"/;

describe('a client of the gateway', { concurrency: 3 }, () => {
  describe('the first connection', { concurrency: 4 }, () => {
    play('asks for version 10 and JSON, and says who it is', {}, async ({ discord }) => {
      const { query, headers } = await discord.connected();
      assert.equal(query.get('v'), '10');
      assert.equal(query.get('encoding'), 'json');
      assert.match(headers['user-agent'], /^DiscordBot \(\S+, \S+\)/);
    });

    play('asks for the content of messages where it listens', { start: false }, async (world) => {
      const { data, intents } = await world.start();
      assert.equal(intents, WITH_CONTENT);
      assert.equal(data.token, TOKEN);
      assert.deepEqual(Object.keys(data.properties).sort(), ['browser', 'device', 'os']);
    });

    play('asks for nothing privileged where it does not', { ...PLAIN, start: false }, async (world) => {
      const { intents } = await world.start();
      assert.equal(intents, WITHOUT_CONTENT);
      await works(world);
    });

    play('asks where the gateway is, unless that is configured', {
      settings: ({ accounts: [account] }) => { account.gateway = undefined; },
    }, async (world) => {
      const { headers } = await world.discord.nextRequest({ on: 'GET /gateway/bot' });
      assert.equal(headers.authorization, `Bot ${TOKEN}`);
      await works(world);
    });

    play('begins no session when none is left', {
      start: false, settings: ({ accounts: [account] }) => { account.gateway = undefined; },
    }, async (world) => {
      Object.assign(world.discord.startLimit, { remaining: 0, reset_after: 3_600_000 });
      const daemon = await world.spawn();
      await daemon.line(/ALARM: no IDENTIFY left for today: not connected for another \d+ s/);
      await world.finish();
      assert.equal(world.discord.all('connection').length, 0);
    });

    play('tries again until there is a gateway', BY_HAND, async (world) => {
      world.discord.onNextConnection({ status: 503, times: 2 });
      world.discord.onNextConnection({ reset: true });
      await world.start();
      await works(world);
      assert.equal(world.discord.all('connection').length, 4);
    });

    play('waits for a HELLO that is late', BY_HAND, async (world) => {
      const { discord } = world;
      discord.onNextConnection({ hello: false });
      const daemon = await world.spawn();
      await daemon.line(/-> greeting/);
      discord.askHeartbeat(); // which is answered even now
      await discord.heartbeat({ match: ({ seq }) => seq === null });
      assert.equal(discord.all('identify').length, 0);
      discord.sendRaw('{"op":10,"d":{"heartbeat_interval":41250}}');
      await discord.identified();
      await works(world);
      assert.equal(discord.all('connection').length, 1);
    });

    play('a READY of half a megabyte is read', { discord: { readyPadding: 500_000 } }, works);
  });

  describe('heartbeats', { concurrency: 4 }, () => {
    const FAST = { discord: { heartbeatInterval: 100 * SLOW } };

    play('keep coming, with the last sequence number', FAST, async (world) => {
      const { discord } = world;
      await works(world);
      const { seq } = discord.connections[0].session;
      for (let i = 0; i < 3; i += 1) await discord.heartbeat({ match: (beat) => beat.seq === seq });
    });

    play('answer the gateway at once', {}, async ({ discord }) => {
      discord.askHeartbeat();
      await discord.heartbeat();
    });

    play('that stay unanswered end the connection, not the session', FAST, async (world) => {
      const { discord } = world;
      discord.acks = false;
      const { code, by } = await discord.closed();
      discord.acks = true;
      assert.equal(by, 'client');
      assert.ok(code !== 1000 && code !== 1001, `closed with ${code}`);
      await resumes(world);
    });

    play('notice a peer that is gone without a word', FAST, async (world) => {
      world.discord.dropConnections('halfopen');
      await resumes(world);
    });
  });

  describe('resuming', { concurrency: 4 }, () => {
    // Breaks the connection and has somebody ask while it is gone.
    async function asksMeanwhile(world, breaking) {
      const { discord, users, replyTo } = world;
      await works(world);
      breaking(discord);
      await discord.closed();
      const message = discord.say({ user: users.bob, content: HEAT });
      await replyTo(message);
      await resumes(world, 1);
      const answers = (await world.finish()).filter((posted) => posted.replyTo === message.id);
      assert.equal(answers.length, 1);
    }

    const WAYS = {
      'a reset': (discord) => discord.dropConnections('reset'),
      'an end without a close frame': (discord) => discord.dropConnections('fin'),
      'op 7': (discord) => discord.reconnect(),
      'op 9 true': (discord) => discord.invalidate({ resumable: true }),
    };
    for (const [name, way] of Object.entries(WAYS)) {
      play(`after ${name} nothing is lost`, {}, (world) => asksMeanwhile(world, way));
    }
    for (const code of [1000, 1001, 1011, 4000, 4001, 4002, 4005, 4006, 4999]) {
      const breaking = (discord) => discord.closeConnections(code);
      play(`after close code ${code} nothing is lost`, {}, (world) => asksMeanwhile(world, breaking));
    }

    play('asks in the same way as before', {}, async (world) => {
      const { discord } = world;
      const first = await discord.connected();
      discord.reconnect();
      const second = await discord.connected();
      assert.equal(second.host, 'resume');
      assert.equal(second.query.toString(), first.query.toString());
      const { data } = await discord.resumeTried();
      assert.equal(data.token, TOKEN);
      assert.ok(Number.isInteger(data.seq));
      await resumes(world);
    });

    play('tells no seq lower than what was read', { discord: { limits: UNLIMITED } }, async (world) => {
      const { discord, users } = world;
      for (let i = 0; i < 20; i += 1) discord.say({ user: users.ann, content: QUESTION });
      await discord.roundTrip();
      const { seq } = discord.connections[0].session;
      discord.sendRaw('{"op":0,"t":"PRESENCE_UPDATE","s":2,"d":{}}');
      discord.reconnect();
      const { data } = await discord.resumeTried();
      assert.equal(data.seq, seq);
    });

    play('what is replayed too often is answered once', {}, async (world) => {
      const { discord, users, ask, finish } = world;
      await ask({ user: users.ann, content: QUESTION });
      discord.onNextResume({ rewind: 2 });
      discord.reconnect();
      await resumes(world, 2);
      assert.equal((await finish()).length, 2);
      assert.equal(discord.all('duplicate').length, 0);
    });

    play('goes to the main address when the other is out of order', {}, async (world) => {
      const { discord } = world;
      discord.stopListening('resume');
      discord.dropConnections('reset');
      assert.equal((await discord.resumed()).host, 'main');
      await works(world);
    });

    play('goes to the main address when the other answers with 503', {}, async (world) => {
      const { discord } = world;
      discord.onNextConnection({ host: 'resume', status: 503, times: 9 });
      discord.dropConnections('reset');
      assert.equal((await discord.resumed()).host, 'main');
      await works(world);
      const refused = discord.all('connection').filter((connection) => connection.refused === 503);
      assert.equal(refused.length, 1, 'a dead address was tried again');
      assert.equal(discord.all('ready').length, 1);
    });

    play('that is refused for the moment is tried again', {}, async (world) => {
      world.discord.onNextResume({ invalid: true });
      world.discord.reconnect();
      await resumes(world);
      assert.equal(world.discord.all('resume').length, 2);
    });

    play('op 7 in place of HELLO is obeyed', {}, async (world) => {
      world.discord.onNextConnection({ reconnect: true });
      world.discord.reconnect();
      await resumes(world);
    });
  });

  describe('a new session', { concurrency: 7 }, () => {
    // The daemon forgets its session and begins another, which works.
    async function identifiesAnew(world, breaking) {
      const { discord } = world;
      const { at: before } = discord.all('identify')[0];
      breaking(discord);
      await discord.identified();
      assert.equal(discord.all('ready').length, 2);
      const { at } = discord.all('identify')[1];
      assert.ok(at - before >= 5000, `IDENTIFY twice within ${at - before} ms`);
      await works(world);
    }

    const WAYS = {
      'op 9 false': (discord) => discord.invalidate({ resumable: false }),
      'a refused RESUME': (discord) => {
        discord.forgetSessions();
        discord.dropConnections('reset');
      },
      'close code 4003': (discord) => discord.closeConnections(4003),
      'close code 4007': (discord) => discord.closeConnections(4007),
      'close code 4009': (discord) => discord.closeConnections(4009),
    };
    for (const [name, way] of Object.entries(WAYS)) {
      play(`follows ${name}, five seconds after the last`, {}, (world) => identifiesAnew(world, way));
    }

    play('follows an IDENTIFY that got op 9', BY_HAND, async (world) => {
      world.discord.onNextIdentify({ invalid: false });
      await world.start();
      await works(world);
    });

    play('waits for a READY that is late', BY_HAND, async (world) => {
      const { discord } = world;
      let go;
      const held = new Promise((resolve) => {
        discord.onNextIdentify({ hold: (release) => { go = release; resolve(); } });
      });
      const daemon = await world.spawn();
      await held;
      await discord.roundTrip();
      go();
      await daemon.line(/connected: listening/);
      await works(world);
      assert.equal(discord.all('identify').length, 1);
    });
  });

  describe('a close code that cannot be mended', { concurrency: 4 }, () => {
    // what was asked for with 4608 is the least: there is nothing left to do without
    const CODES = [
      [4004, 77, /refuses the bot token \(4004\).*Reset Token/],
      [4010, 78, /invalid shard|refuses the shard \(4010\)/],
      [4011, 69, /more servers than Discord allows.*\(4011\)/],
      [4012, 69, /version 10.*\(4012\)/],
      [4013, 78, /intents that were asked for \(4013\)/],
      [4014, 78, /disallows intents.*\(4014\)/],
    ];
    for (const [code, status, words] of CODES) {
      play(`ends it: ${code}`, PLAIN, async ({ discord, daemon }) => {
        daemon.leaving = true;
        discord.closeConnections(code);
        assert.equal(await daemon.exit(), status);
        const line = await daemon.line(/error discord: cannot go on: /);
        assert.match(line, words);
        assert.equal(discord.all('connection').length, 1);
      });
    }

    play('is told from one that can: 4008 is waited out', {}, async (world) => {
      const { discord, daemon } = world;
      discord.closeConnections(4008);
      await daemon.line(/closed by the peer: 4008, rate limited/);
      await world.finish();
      assert.equal(discord.all('connection').length, 1);
    });
  });

  describe('without message content', { concurrency: 4 }, () => {
    const SWITCHED_OFF = { start: false, discord: { portal: { messageContent: false } } };

    play('it goes on for those who speak to it, with an alarm', SWITCHED_OFF, async (world) => {
      const { discord, users, channels, ask } = world;
      const daemon = await world.spawn();
      assert.equal((await discord.identifyTried()).refused, 4014);
      assert.equal((await discord.identified()).intents, WITHOUT_CONTENT | STAFF);
      await daemon.line(ALARM);
      discord.say({ user: users.bob, channel: channels.backs, content: HEAT }); // arrives without text
      await works(world);
      const { content } = await ask({
        user: users.ann, channel: channels.general, content: QUESTION, mentionsBot: true,
      });
      assert.match(content, ANSWER);
      assert.equal((await world.finish()).length, 2);
      assert.equal(discord.all('identify').length, 2);
      assert.equal(daemon.lines.filter((line) => ALARM.test(line)).length, 1);
    });

    for (const code of [4013, 4014]) {
      play(`that is taken away with ${code}, it goes on as well`, {}, async (world) => {
        const { discord, daemon } = world;
        discord.closeConnections(code);
        await daemon.line(ALARM);
        const { intents } = await discord.identified({ match: (s) => s.intents === (WITHOUT_CONTENT | STAFF) });
        assert.equal(intents, WITHOUT_CONTENT | STAFF);
        await works(world);
      });
    }
  });
});
