// A question that is deleted takes its answer along; what was said to a red flag stays.

import assert from 'node:assert/strict';
import { describe } from 'node:test';

import { CALL, EMERGENCY, HEAT, QUESTION, SEE_DOCTOR, URGENT } from './phrases.mjs';
import { SAY, UNLIMITED, play } from './world.mjs';

const REMOVE = 'DELETE /channels/{channel}/messages/{message}';

describe('a message that is deleted', { concurrency: 4 }, () => {
  for (const direct of [false, true]) {
    play(`takes its answer along, ${direct ? 'in private' : 'in a channel'}`, {}, async (world) => {
      const { discord, users, channels, ask } = world;
      const channel = direct ? undefined : channels.backs;
      const answer = await ask({ user: users.ann, channel, content: QUESTION });
      discord.remove(discord.model.message(answer.channel, answer.replyTo));
      assert.equal((await discord.nextDelete()).id, answer.id);
    });
  }

  play('is told of at the end', {}, async (world) => {
    const { discord, users, channels, daemon, ask, finish } = world;
    const answer = await ask({ user: users.ann, channel: channels.backs, content: QUESTION });
    discord.remove(discord.model.message(answer.channel, answer.replyTo));
    await discord.nextDelete();
    await finish();
    await daemon.line(/sent 1, refused 0, too late 0, taken back 1/);
  });

  play('takes no other answer along', {}, async (world) => {
    const { discord, users, channels, ask } = world;
    const first = await ask({ user: users.ann, channel: channels.backs, content: QUESTION });
    await ask({ user: users.ann, channel: channels.backs, content: HEAT });
    const small = discord.say({ user: users.bob, channel: channels.backs, content: 'see you' });
    discord.remove(small);
    discord.remove(discord.model.message(first.channel, first.replyTo));
    await discord.nextDelete();
    await world.finish();
    assert.deepEqual(discord.all('delete').map(({ id }) => id), [first.id]);
  });

  play('with many others takes all their answers along', {
    discord: { limits: UNLIMITED },
  }, async (world) => {
    const { discord, guild, users, channels, ask } = world;
    const channel = channels.backs;
    const answers = [];
    for (let i = 0; i < 5; i += 1) {
      answers.push(await ask({ user: users.ann, channel, content: i % 2 ? HEAT : QUESTION }));
    }
    discord.dispatch('MESSAGE_DELETE_BULK', {
      ids: answers.map(({ replyTo }) => replyTo), channel_id: channel.id, guild_id: guild.id,
    });
    const gone = [];
    for (let i = 0; i < 5; i += 1) gone.push((await discord.nextDelete()).id);
    assert.deepEqual(gone.sort(), answers.map(({ id }) => id).sort());
  });

  for (const content of [EMERGENCY, URGENT, SEE_DOCTOR]) {
    play(`leaves what was said to a red flag: ${content}`, {}, async (world) => {
      const { discord, users, channels, ask } = world;
      const reply = await ask({ user: users.ann, channel: channels.backs, content });
      discord.remove(discord.model.message(reply.channel, reply.replyTo));
      await ask({ user: users.bob, content: QUESTION });
      await world.finish();
      assert.equal(discord.all('delete').length, 0);
    });
  }

  play('and was edited into a red flag leaves that reply, not the answer', {}, async (world) => {
    const { discord, users, channels, replyTo, ask } = world;
    const answer = await ask({ user: users.ann, channel: channels.backs, content: QUESTION });
    const message = discord.model.message(answer.channel, answer.replyTo);
    discord.edit(message, { content: EMERGENCY });
    assert.match((await replyTo(message)).content, CALL);
    discord.remove(message);
    assert.equal((await discord.nextDelete()).id, answer.id);
    await world.finish();
    assert.equal(discord.all('delete').length, 1);
  });

  play('before its answer was sent gets none', {}, async (world) => {
    const { discord, users, channels, ask } = world;
    const channel = channels.backs;
    const fault = discord.fault({ on: SAY, status: 429, retryAfter: 1 });
    const message = discord.say({ user: users.ann, channel, content: QUESTION });
    await fault.hit();
    discord.remove(message);
    await discord.roundTrip();
    await ask({ user: users.bob, channel, content: HEAT });
    const posted = await world.finish();
    assert.equal(posted.length, 1);
    assert.equal(discord.all('request').filter(({ route }) => route === REMOVE).length, 0);
  });

  play('while its answer is being sent takes it along', {}, async (world) => {
    const { discord, users, channels } = world;
    const fault = discord.fault({ on: SAY, hang: 'after' });
    const message = discord.say({ user: users.ann, channel: channels.backs, content: QUESTION });
    const { id } = await discord.nextMessage({ channel: channels.backs });
    discord.remove(message);
    await discord.roundTrip();
    fault.release();
    assert.equal((await discord.nextDelete()).id, id);
  });

  play('takes its answer along though that is refused for a moment', {}, async (world) => {
    const { discord, users, channels, ask } = world;
    const fault = discord.fault({ on: REMOVE, status: 503, times: 2 });
    const answer = await ask({ user: users.ann, channel: channels.backs, content: QUESTION });
    discord.remove(discord.model.message(answer.channel, answer.replyTo));
    assert.equal((await discord.nextDelete()).id, answer.id);
    assert.equal(fault.hits, 2);
  });

  play('whose answer somebody else removed is no trouble', {}, async (world) => {
    const { discord, users, channels, daemon, ask } = world;
    const answer = await ask({ user: users.ann, channel: channels.backs, content: QUESTION });
    discord.remove(answer.message);
    discord.remove(discord.model.message(answer.channel, answer.replyTo));
    await daemon.line(/debug discord: a reply was removed from channel \d+: status 404/);
    await world.finish();
    assert.equal(discord.all('request').filter(({ route }) => route === REMOVE).length, 1);
  });
});
