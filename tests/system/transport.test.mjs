// The daemon reads the gateway however its frames are packed.

import assert from 'node:assert/strict';
import { describe } from 'node:test';

import { ANSWER, HEAT, QUESTION } from './phrases.mjs';
import { UNLIMITED, play } from './world.mjs';

const BY_HAND = { start: false };
const ZLIB_INSTEAD = { 'zstd-stream': 'zlib-stream' };
const LARGE = 2 << 20; // bytes

async function works({ users, ask }) {
  assert.match((await ask({ user: users.ann, content: QUESTION })).content, ANSWER);
}

// What each connection has asked for.
function asked({ discord }) {
  return discord.all('connection').map(({ query }) => query.get('compress'));
}

describe('transport compression', { concurrency: 3 }, () => {
  play('zstd-stream is asked for at every address', {}, async (world) => {
    const { discord } = world;
    await works(world);
    discord.reconnect();
    assert.equal((await discord.resumed()).host, 'resume');
    await works(world);
    assert.deepEqual(asked(world), ['zstd-stream', 'zstd-stream']);
  });

  play('a server that has none of it answers in text', { discord: { compression: [] } }, async (world) => {
    await works(world);
    assert.deepEqual(asked(world), ['zstd-stream']);
  });

  play('zlib-stream is asked for where zstd-stream is not understood', {
    ...BY_HAND, discord: { mistaken: ZLIB_INSTEAD },
  }, async (world) => {
    const { discord } = world;
    const daemon = await world.spawn();
    await daemon.line(/compressed data is damaged/);
    await discord.identified();
    await works(world);
    discord.reconnect();
    await discord.resumed();
    await works(world);
    assert.deepEqual(asked(world), ['zstd-stream', 'zlib-stream', 'zlib-stream']);
  });

  play('and nothing where that is not understood either', {
    ...BY_HAND, discord: { mistaken: { ...ZLIB_INSTEAD, 'zlib-stream': 'zstd-stream' } },
  }, async (world) => {
    await world.start();
    await works(world);
    assert.deepEqual(asked(world), ['zstd-stream', 'zlib-stream', null]);
  });

  for (const split of [1, 7, 1000]) {
    play(`a zlib message may come in messages of ${split} bytes`, {
      ...BY_HAND, discord: { mistaken: ZLIB_INSTEAD, limits: UNLIMITED },
    }, async (world) => {
      const { discord, users, replyTo } = world;
      discord.wire.split = split;
      await world.start();
      const said = Array.from({ length: 10 }, () => discord.say({ user: users.ann, content: QUESTION }));
      for (const message of said) assert.match((await replyTo(message)).content, ANSWER);
      assert.deepEqual(asked(world), ['zstd-stream', 'zlib-stream']);
    });
  }

  play('many zstd messages are one frame, in the order in which they came', {
    discord: { limits: UNLIMITED },
  }, async (world) => {
    const { discord, users, replyTo } = world;
    for (let i = 0; i < 2000; i += 1) discord.dispatch('PRESENCE_UPDATE', { i });
    const message = discord.say({ user: users.ann, content: QUESTION });
    assert.match((await replyTo(message)).content, ANSWER);
    const { seq } = discord.connections[0].session;
    discord.reconnect();
    assert.equal((await discord.resumeTried()).data.seq, seq);
  });

  const PACKINGS = {
    'as text': { compression: [] },
    'with zstd-stream': {},
    'with zlib-stream': { mistaken: ZLIB_INSTEAD },
  };
  for (const [name, packing] of Object.entries(PACKINGS)) {
    play(`a READY of two megabytes is read in many frames, ${name}`, {
      ...BY_HAND, discord: { ...packing, readyPadding: LARGE },
    }, async (world) => {
      world.discord.wire.fragment = 1000;
      await world.start();
      await works(world);
      assert.equal(world.discord.all('ready').length, 1);
    });
  }

  play('damaged data ends the connection, not the session', {}, async (world) => {
    const { discord, users, daemon, replyTo } = world;
    await works(world);
    discord.sendBytes(Buffer.from('no stream of any kind'));
    await daemon.line(/compressed data is damaged/);
    const { code, by } = await discord.closed();
    assert.equal(by, 'client');
    assert.equal(code, 4200);
    const message = discord.say({ user: users.bob, content: HEAT });
    await discord.resumed();
    await replyTo(message);
    assert.equal(discord.all('ready').length, 1);
    assert.deepEqual(asked(world), ['zstd-stream', 'zstd-stream']);
  });

  play('a bomb ends the connection, not the session', {
    ...BY_HAND, discord: { mistaken: ZLIB_INSTEAD },
  }, async (world) => {
    const { discord } = world;
    await world.start();
    discord.sendRaw(`{"op":0,"t":"X","s":null,"d":"${'x'.repeat(20 << 20)}"}`); // 20 KB when compressed
    await world.daemon.line(/a message is too large/);
    assert.equal((await discord.closed({ match: ({ code }) => code === 4200 })).by, 'client');
    await discord.resumed();
    await works(world);
  });
});
