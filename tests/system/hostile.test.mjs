// Whatever comes over the wire, lumbard stays up and answers the next person.

import assert from 'node:assert/strict';
import { describe } from 'node:test';

import { ANSWER, CALL, EMERGENCY, HEAT, QUESTION } from './phrases.mjs';
import { SAY, UNLIMITED, play } from './world.mjs';

const QUICK = { discord: { limits: UNLIMITED } };

async function works({ users, ask }) {
  assert.match((await ask({ user: users.ann, content: QUESTION })).content, ANSWER);
}

// Sends the texts or buffers as frames; then all of them are read, on the one connection there was.
async function survives(world, frames) {
  const { discord } = world;
  for (const frame of frames) discord.sendRaw(frame);
  await discord.roundTrip();
  await works(world);
  assert.equal(discord.all('connection').length, 1, 'it has reconnected');
}

function frameOf(t, d, s = null) {
  return JSON.stringify({ t, s, op: 0, d });
}

describe('frames', { concurrency: 4 }, () => {
  play('that are no frames', QUICK, (world) => survives(world, [
    '', '[]', '{}', 'null', 'true', '0', '[{"op":0}]', '{"op":null}', '{"op":0', '{"op":0,', '{"op":0,}',
    '{"op":0}{"op":0}', '{"op":0} trailing', '{"op":0,"op":9,"d":false}x',
    '{"op":0,"t":"MESSAGE_CREATE","d":}',
  ]));

  // A stream that yields what is no JSON, or is deeper than anything that is read, is not trusted: the session
  // goes on with another.  Each loss is waited for longer, so that three of them stand for all; the others are
  // tests/platform/test_discord_op.c's.
  play('that are no JSON', QUICK, async (world) => {
    const { discord } = world;
    const texts = ['<html></html>', '\u0000', '['.repeat(100_000) + ']'.repeat(100_000)];
    for (const text of texts) {
      discord.sendRaw(text);
      await discord.resumed();
    }
    await works(world);
    assert.equal(discord.all('connection').length, 1 + texts.length, 'each ends one connection');
  });

  // What is missing may be somebody's emergency: the session goes on with a connection of its own.
  play('that end in the middle', QUICK, async (world) => {
    const { discord, users, channels, ask } = world;
    for (const text of ['{"op":', '['.repeat(100_000), '{"op":0,"t":"MESSAGE_CREATE","s":99,"d":{"id":"1']) {
      discord.sendRaw(text);
      await discord.resumed();
    }
    await ask({ user: users.ann, channel: channels.backs, content: QUESTION });
  });

  play('with fields that are of another kind', QUICK, (world) => {
    const values = [null, true, '', 'x', -1, 0.5, 1e300, 2 ** 63, [], {}, [[]], { op: 0 }];
    const frames = values.flatMap((value) => [
      { op: value }, { op: 0, t: value, d: {} }, { op: 0, t: 'MESSAGE_CREATE', d: value },
      { op: 0, t: 'MESSAGE_UPDATE', d: value }, { op: 0, t: 'MESSAGE_DELETE', d: value },
      { op: 0, t: 'MESSAGE_DELETE_BULK', d: { ids: value } }, { op: 0, t: 'READY', d: value },
      { op: 0, t: 'RESUMED', d: value }, { op: 10, d: value }, { op: 11, d: value },
    ]);
    return survives(world, frames.map((frame) => JSON.stringify({ s: null, ...frame })));
  });

  play('with opcodes and events that nobody knows', QUICK, (world) => survives(world, [
    ...[-1, 2, 3, 5, 6, 8, 12, 31, 43, 99, 2 ** 31, 2 ** 53].map((op) => JSON.stringify({ op, d: {} })),
    ...['', 'X', 'MESSAGE', 'MESSAGE_CREATE_', 'message_create', 'A'.repeat(100_000)].map(
      (t) => frameOf(t, { content: HEAT }),
    ),
    frameOf('GUILD_CREATE', { id: '1', channels: Array(5000).fill({ id: '2', name: 'x' }) }),
  ]));

  play('that are deep', QUICK, (world) => survives(world, [10, 1000, 100_000].flatMap((n) => [
    ...(n <= 1000 ? ['['.repeat(n) + ']'.repeat(n)] : []),
    `{"op":0,"t":"MESSAGE_CREATE","s":null,"d":${'{"d":'.repeat(n)}null${'}'.repeat(n)}}`,
    `{"d":${'['.repeat(n)}${']'.repeat(n)},"op":0,"t":"MESSAGE_CREATE","s":null}`,
    `{"op":10,"d":${'['.repeat(n)}${']'.repeat(n)}}`,
  ])));

  play('that are not UTF-8', QUICK, async (world) => {
    const { discord, users, channels } = world;
    const message = discord.say({
      user: users.ann, channel: channels.backs, content: 'CONTENT', silent: true,
    });
    const [before, after] = frameOf('MESSAGE_CREATE', { ...message, guild_id: world.guild.id })
      .split('CONTENT');
    const bytes = ['ff', 'c0af', 'eda080', 'f8888080', 'e28', 'f09f98', '80', 'fe', 'c3'];
    for (const hex of bytes) {
      discord.sendRaw(Buffer.concat([
        Buffer.from(before), Buffer.from(hex.padEnd(hex.length + (hex.length % 2), '0'), 'hex'),
        Buffer.from(after),
      ]));
    }
    // a frame of text that is not UTF-8 may end the connection, not more
    await works(world);
  });

  play('that are large', QUICK, async (world) => {
    const { discord, users, channels, guild } = world;
    const message = discord.say({
      user: users.ann, channel: channels.backs, content: 'x', silent: true,
    });
    for (const size of [4096, 65_536, 1 << 20, 4 << 20]) {
      const content = 'my back hurts '.repeat(size / 14);
      discord.sendRaw(frameOf('MESSAGE_CREATE', { ...message, guild_id: guild.id, content }));
      discord.sendRaw(frameOf('MESSAGE_CREATE', { ...message, embeds: [{ description: content }] }));
      discord.sendRaw(frameOf('PRESENCE_UPDATE', { content }));
    }
    await works(world);
    assert.equal(discord.all('connection').length, 1, 'it has reconnected');
  });

  play('that are too large end the connection, not lumbard', QUICK, async (world) => {
    world.discord.sendRaw(frameOf('PRESENCE_UPDATE', { content: 'x'.repeat(20 << 20) }));
    await world.discord.resumed();
    await works(world);
  });

  play('in small pieces', QUICK, async (world) => {
    const { discord } = world;
    discord.wire.fragment = 7;
    await survives(world, [frameOf('PRESENCE_UPDATE', { content: 'x'.repeat(5000) })]);
  });

  play('with every field of a message turned into something else', QUICK, async (world) => {
    const { discord, users, channels, thread, guild, replyTo } = world;
    const long = ['y'.repeat(5000), '9'.repeat(30)];
    const values = [null, true, '', 'x', 0, -1, 1.5, [], {}, [null], [{}], ...long];
    for (const channel of [channels.backs, thread]) {
      const before = discord.say({ user: discord.bot, channel, content: 'hello', silent: true });
      const message = discord.say({
        user: users.ann, channel, content: HEAT, replyTo: before, silent: true,
      });
      const data = {
        ...message, guild_id: guild.id, channel_type: channel.type, referenced_message: before,
        webhook_id: undefined, edited_timestamp: null,
      };
      for (const path of fieldsOf(data)) {
        for (const value of values) {
          const id = discord.model.id();
          const changed = set({ ...data, id }, path, value);
          discord.sendRaw(frameOf('MESSAGE_CREATE', changed));
          discord.sendRaw(frameOf('MESSAGE_UPDATE', { ...changed, edited_timestamp: 'now' }));
        }
      }
    }
    await discord.roundTrip();
    const urgent = discord.say({ user: users.ann, content: EMERGENCY });
    assert.match((await replyTo(urgent)).content, CALL);
    assert.equal(discord.all('connection').length, 1, 'it has reconnected');
  });
});

// The paths of all fields, two levels deep.
function fieldsOf(data) {
  const isObject = (value) => value && typeof value === 'object' && !Array.isArray(value);
  const inner = Object.entries(data).filter(([, value]) => isObject(value))
    .flatMap(([key, value]) => Object.keys(value).map((sub) => [key, sub]));
  return [...Object.keys(data).map((key) => [key]), ...inner];
}

function set(data, [key, sub], value) {
  if (sub === undefined) return { ...data, [key]: value };
  return { ...data, [key]: { ...data[key], [sub]: value } };
}

describe('what people write', { concurrency: 4 }, () => {
  play('is read to its end, whatever it holds', QUICK, async (world) => {
    const { users, channels, ask } = world;
    const walls = [
      'a'.repeat(1900), 'my '.repeat(600), '\u0300'.repeat(1900), '😀'.repeat(900),
      '﷽'.repeat(1900), '\u202e\u200b\ufeff'.repeat(600), '<@123>'.repeat(300), '`'.repeat(1900),
      '||'.repeat(900), 'numb '.repeat(350), 'no not never '.repeat(140), '\n'.repeat(1900),
      '<script>alert(1)</script><img src=x onerror=alert(2)>', '[x](javascript:alert(1)) ||# `_*~>',
      '@everyone @here <@&1> <#2> </kill:3>', '\u0001\u0007\u001b[31m\u007f\u0085', 'word '.repeat(790),
      'y '.repeat(8000),
    ];
    for (const wall of walls) {
      const { content } = await ask({
        user: users.ann, channel: channels.backs, content: `${wall}\n${EMERGENCY}`,
      });
      assert.match(content, CALL);
    }
  });

  play('in other letters and signs is read as well', QUICK, async (world) => {
    const { discord, users, channels, replyTo } = world;
    const bold = (c) => String.fromCodePoint(0x1d41a + c.charCodeAt(0) - 97); // mathematical letters
    const disguise = EMERGENCY.replace(/[a-z]/g, bold);
    for (const content of [EMERGENCY.toUpperCase(), disguise, `**${EMERGENCY}**!!!`]) {
      const message = discord.say({ user: users.ann, channel: channels.backs, content });
      assert.match((await replyTo(message)).content, CALL);
    }
  });
});

describe('the API', { concurrency: 4 }, () => {
  const BODIES = {
    'an empty answer': '',
    'a page': '<html>',
    'half of an object': '{"id":',
    'nothing': 'null',
    'a list': '[]',
    'an id that is none': '{"id":{},"type":"x","parent_id":[]}',
    'a deep one': '['.repeat(100_000),
    'bytes': '\u0000\ufffd',
    'a large one': `{"id":"1","x":"${'x'.repeat(2 << 20)}"}`,
  };
  for (const [name, html] of Object.entries(BODIES)) {
    play(`answers a message with ${name}`, QUICK, async (world) => {
      const { discord, users } = world;
      const fault = discord.fault({ on: SAY, status: 200, html });
      discord.say({ user: users.ann, content: QUESTION });
      await fault.hit();
      await works(world);
    });

    play(`answers a look-up with ${name}`, QUICK, async (world) => {
      const { discord, users, channels, ask } = world;
      const fault = discord.fault({ on: 'GET /channels/{channel}', status: 200, html, times: 9 });
      const thread = discord.addThread({ parent: channels.backs, name: 'x', user: users.ann });
      const { content } = await ask({
        user: users.ann, channel: thread, content: QUESTION, mentionsBot: true,
      });
      assert.match(content, ANSWER);
      assert.ok(fault.hits > 0);
    });

    play(`answers the question for the gateway with ${name}`, {
      start: false, settings: ({ accounts: [account] }) => { account.gateway = undefined; },
    }, async (world) => {
      world.discord.fault({ on: 'GET /gateway/bot', status: 200, html });
      await world.start();
      await works(world);
    });
  }

  play('answers with errors that are none of its own', QUICK, async (world) => {
    const { discord, users, daemon } = world;
    const wild = { message: 'x\n\u001b[2J'.repeat(999), code: -1 };
    for (const json of [null, [], { message: {}, code: 'x' }, wild]) {
      // with its buttons, and without them
      const fault = discord.fault({ on: SAY, status: 400, json, times: 2 });
      discord.say({ user: users.ann, content: QUESTION });
      await fault.hit();
      await daemon.line(/an answer was refused/);
    }
    await works(world);
    for (const line of daemon.lines) assert.doesNotMatch(line, /[\u0000-\u001f\u007f]/);
  });
});

describe('a gateway', { concurrency: 4 }, () => {
  for (const hello of ['{"op":10}', '{"op":10,"d":null}', '{"op":10,"d":{"heartbeat_interval":-1}}',
    '{"op":10,"d":{"heartbeat_interval":1e300}}', '{"op":10,"d":{"heartbeat_interval":"soon"}}']) {
    play(`that greets with ${hello}`, { start: false }, async (world) => {
      const { discord } = world;
      discord.onNextConnection({ hello: false });
      const daemon = await world.spawn();
      await daemon.line(/-> greeting/);
      discord.sendRaw(hello);
      await discord.identified();
      await works(world);
    });
  }

  play('that asks for five hundred heartbeats', QUICK, async (world) => {
    for (let i = 0; i < 500; i += 1) world.discord.askHeartbeat();
    await works(world);
    assert.equal(world.discord.all('connection').length, 1, 'it was sent away');
  });

  play('that sends READY once more', QUICK, async (world) => {
    const { discord } = world;
    discord.sendRaw(frameOf('READY', { session_id: 'other', resume_gateway_url: 'wss://example.org' }));
    discord.reconnect();
    assert.equal((await discord.resumed()).host, 'resume');
    await works(world);
  });
});
