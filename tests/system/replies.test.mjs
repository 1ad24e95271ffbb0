// Whom the bot answers, where, and what an answer looks like on the wire.

import assert from 'node:assert/strict';

import { ANSWER, HEAT, HEAT_ANSWER, QUESTION, SHORT, URGENT } from './phrases.mjs';
import { SAY, UNLIMITED, play } from './world.mjs';

// The ids of the messages that were answered, oldest first.
async function answeredIn(world) {
  return (await world.finish()).map((message) => message.replyTo);
}

play('a direct message is answered', {}, async ({ users, ask }) => {
  const { content } = await ask({ user: users.ann, content: QUESTION });
  assert.match(content, ANSWER);
  assert.match(content, /^-# From: /m);
});

play('a mention is answered wherever the bot may listen', {}, async ({ users, channels, ask }) => {
  for (const channel of [channels.general, channels.backs]) {
    const { content } = await ask({ user: users.ann, channel, content: SHORT, mentionsBot: true });
    assert.match(content, HEAT_ANSWER);
  }
});

play('a mention is answered in a channel that nobody has configured', {}, async (world) => {
  const { discord, guild, users, ask } = world;
  const channel = discord.addChannel({ guild, name: 'other' });
  const { content } = await ask({ user: users.ann, channel, content: QUESTION, mentionsBot: true });
  assert.match(content, ANSWER);
});

play('who replies to the bot speaks to it', {}, async ({ discord, guild, users, ask }) => {
  const channel = discord.addChannel({ guild, name: 'other' });
  const first = await ask({ user: users.ann, channel, content: QUESTION, mentionsBot: true });
  const { content } = await ask({
    user: users.ann, channel, content: SHORT, replyTo: first.message,
  });
  assert.match(content, HEAT_ANSWER);
});

play('a reply to the bot without a ping is one all the same', {}, async (world) => {
  const { discord, guild, users, ask } = world;
  const channel = discord.addChannel({ guild, name: 'other' });
  const first = await ask({ user: users.ann, channel, content: QUESTION, mentionsBot: true });
  const { content } = await ask({
    user: users.ann, channel, content: SHORT, replyTo: first.message, ping: false,
  });
  assert.match(content, HEAT_ANSWER);
});

play('a reply to somebody else is not for the bot', {}, async (world) => {
  const { discord, guild, users, ask } = world;
  const channel = discord.addChannel({ guild, name: 'other' });
  const bobs = discord.say({ user: users.bob, channel, content: 'well?' });
  discord.say({ user: users.ann, channel, content: QUESTION, replyTo: bobs });
  const { id } = (await ask({ user: users.ann, content: QUESTION })).message;
  assert.deepEqual((await world.finish()).map((message) => message.id), [id]);
});

play('a help channel implies the topic, an ambient one does not', {}, async (world) => {
  const { discord, users, channels, ask } = world;
  const short = await ask({ user: users.ann, channel: channels.backs, content: SHORT });
  assert.match(short.content, HEAT_ANSWER);
  const unclear = discord.say({ user: users.ann, channel: channels.general, content: SHORT });
  const clear = await ask({ user: users.bob, channel: channels.general, content: HEAT });
  assert.match(clear.content, HEAT_ANSWER);
  assert.ok(!(await answeredIn(world)).includes(unclear.id));
});

play('an answer is a reply that pings nobody else and is made once', {}, async (world) => {
  const { users, channels, ask } = world;
  const { body, replyTo, pings } = await ask({
    user: users.ann, channel: channels.backs, content: QUESTION,
  });
  assert.deepEqual(body.message_reference, { message_id: replyTo, fail_if_not_exists: false });
  assert.deepEqual(body.allowed_mentions, {
    parse: [], users: [users.ann.id], replied_user: true,
  });
  assert.equal(body.enforce_nonce, true);
  assert.ok(body.nonce.startsWith(replyTo) && body.nonce.length <= 25, body.nonce);
  assert.ok([...body.content].length <= 2000);
  assert.deepEqual(pings, { users: [users.ann.id], roles: [], everyone: false });
  assert.deepEqual(Object.keys(body).sort(), [
    'allowed_mentions', 'components', 'content', 'enforce_nonce', 'message_reference', 'nonce',
  ]);
});

play('a message that is delivered twice is answered once', {}, async (world) => {
  const { discord, users, ask } = world;
  const first = discord.say({ user: users.ann, content: QUESTION });
  discord.redeliver(first);
  await world.replyTo(first);
  discord.redeliver(first);
  await ask({ user: users.ann, content: HEAT });
  assert.equal((await world.finish()).length, 2);
  assert.equal(discord.all('duplicate').length, 0);
});

play('where the history is hidden the answer stands beside the message', {}, async (world) => {
  const { discord, users, channels } = world;
  discord.say({ user: users.ann, channel: channels.nohistory, content: QUESTION });
  const { content, body } = await discord.nextMessage({ channel: channels.nohistory });
  assert.match(content, ANSWER);
  assert.equal(body.message_reference, undefined);
});

play('a question about a deleted message is answered without it', {}, async (world) => {
  const { discord, users, channels } = world;
  const fault = discord.fault({ on: SAY, hang: 'before' });
  const message = discord.say({ user: users.ann, channel: channels.backs, content: QUESTION });
  await fault.hit();
  discord.remove(message);
  fault.release();
  const { content, replyTo } = await discord.nextMessage({ channel: channels.backs });
  assert.match(content, ANSWER);
  assert.equal(replyTo, null);
});

// ------------------------------------------------------------ threads and forums

for (const channelType of [true, false]) {
  const told = channelType ? '' : ', though the event does not say that it is one';

  play(`a thread takes after its channel${told}`, { discord: { channelType } }, async (world) => {
    const { discord, users, channels, thread, ask } = world;
    const below = (parent) => discord.addThread({ parent, name: 'a thread', user: users.ann });
    const inFaq = await ask({ user: users.ann, channel: thread, content: SHORT });
    assert.match(inFaq.content, HEAT_ANSWER);
    const silent = [
      discord.say({ user: users.ann, channel: below(channels.off), content: HEAT }),
      discord.say({ user: users.ann, channel: below(channels.readonly), content: HEAT }),
      discord.say({ user: users.ann, channel: below(channels.general), content: SHORT }),
    ];
    const inAmbient = await ask({
      user: users.bob, channel: below(channels.general), content: HEAT,
    });
    assert.match(inAmbient.content, HEAT_ANSWER);
    const answered = await answeredIn(world);
    for (const { id } of silent) assert.ok(!answered.includes(id));
  });

  play(`a forum's post is read with its title${told}`, { discord: { channelType } }, async (world) => {
    const { discord, users, channels } = world;
    const { message, thread } = discord.addForumPost({
      forum: channels.forum, name: QUESTION, user: users.bob, content: 'Asking for a friend.',
    });
    const answer = await world.replyTo(message);
    assert.match(answer.content, ANSWER);
    assert.equal(answer.channel, thread.id);
    // what follows in the post is read without the title
    const next = await world.ask({ user: users.ann, channel: thread, content: SHORT });
    assert.match(next.content, HEAT_ANSWER);
    assert.doesNotMatch(next.content, ANSWER);
  });
}

play('a look-up that fails delays an answer, but does not lose it', {}, async (world) => {
  const { discord, users, channels, ask } = world;
  discord.fault({ on: 'GET /channels/{channel}', status: 500 });
  const thread = discord.addThread({ parent: channels.backs, name: 'a thread', user: users.ann });
  const { content } = await ask({
    user: users.ann, channel: thread, content: QUESTION, mentionsBot: true,
  });
  assert.match(content, ANSWER);
});

// ------------------------------------------------------------ cooldowns

const COOL = {
  discord: { limits: UNLIMITED },
  settings: (it) => { it.cooldown = { answer: '24h', person: '24h' }; },
};

play('an answer is not repeated in a channel for a while', COOL, async (world) => {
  const { discord, users, channels, ask } = world;
  const channel = channels.backs;
  await ask({ user: users.ann, channel, content: QUESTION });
  const again = discord.say({ user: users.bob, channel, content: QUESTION });
  const elsewhere = await ask({ user: users.bob, channel: channels.general, content: QUESTION });
  const other = await ask({ user: users.bob, channel, content: HEAT });
  const addressed = await ask({ user: users.mod, channel, content: QUESTION, mentionsBot: true });
  assert.match(elsewhere.content, ANSWER);
  assert.match(other.content, HEAT_ANSWER);
  assert.match(addressed.content, ANSWER);
  assert.ok(!(await answeredIn(world)).includes(again.id));
});

play('nobody gets more than a few answers in a while', COOL, async (world) => {
  const { discord, users, ask } = world;
  for (let i = 0; i < 6; i += 1) await ask({ user: users.ann, content: QUESTION });
  const seventh = discord.say({ user: users.ann, content: QUESTION });
  await ask({ user: users.bob, content: QUESTION });
  const urgent = await ask({ user: users.ann, content: URGENT });
  assert.match(urgent.content, /today/);
  assert.ok(!(await answeredIn(world)).includes(seventh.id));
});
