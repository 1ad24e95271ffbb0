// Red flags: who is told what, with which number, and which staff hear of it.

import assert from 'node:assert/strict';

import {
  CALL, CRISIS, EMERGENCIES, EMERGENCY, HEAT, QUESTION, SEE_DOCTOR, URGENT,
} from './phrases.mjs';
import { SAY, UNLIMITED, play } from './world.mjs';

const LINES_OF_ANSWER = /^-# From: /m;

function firstLine(text) {
  return text.split('\n')[0];
}

play('an emergency is answered in every way to speak to the bot', {}, async (world) => {
  const { discord, guild, users, channels, thread, ask } = world;
  const plain = discord.addChannel({ guild, name: 'other' });
  const ways = [
    {},
    { channel: channels.general },
    { channel: channels.backs },
    { channel: thread },
    { channel: plain, mentionsBot: true },
  ];
  for (const way of ways) {
    const { content, replyTo } = await ask({ user: users.ann, content: EMERGENCY, ...way });
    assert.match(firstLine(content), CALL);
    assert.ok(replyTo);
  }
});

play('every emergency gets the number of its place, in the first line', {
  discord: { limits: UNLIMITED },
}, async ({ users, channels, ask }) => {
  for (const content of EMERGENCIES) {
    const inServer = await ask({ user: users.ann, channel: channels.general, content });
    assert.match(firstLine(inServer.content), /999 or 112/);
    assert.match(firstLine(inServer.content), /elsewhere: your local emergency number/);
    const direct = await ask({ user: users.ann, content });
    assert.match(firstLine(direct.content), /911/);
    assert.doesNotMatch(direct.content, /999/);
  }
});

play('a channel may be in another region than its server', {
  settings: ({ servers: [server] }) => { server.channels[1].region = 'ie'; },
}, async ({ users, channels, thread, ask }) => {
  const content = EMERGENCY;
  for (const channel of [channels.backs, thread]) {
    assert.match((await ask({ user: users.ann, channel, content })).content, /112 or 999/);
  }
  const elsewhere = await ask({ user: users.ann, channel: channels.general, content });
  assert.match(elsewhere.content, /999 or 112/);
});

play('where no region is set the number is the local one', {
  settings: (settings) => { settings.direct = undefined; },
}, async ({ users, ask }) => {
  const { content } = await ask({ user: users.ann, content: EMERGENCY });
  assert.match(firstLine(content), /Call your local emergency number/);
  assert.doesNotMatch(content, /999|911|112/);
});

play('an emergency stands alone, whatever else was asked', {}, async ({ users, channels, ask }) => {
  const content = `${EMERGENCY}. ${HEAT} ${QUESTION}`;
  for (const channel of [undefined, channels.general, channels.backs]) {
    const reply = await ask({ user: users.ann, channel, content });
    assert.match(firstLine(reply.content), CALL);
    assert.doesNotMatch(reply.content, LINES_OF_ANSWER);
  }
});

play('an urgent flag comes before the answer', {}, async ({ users, ask }) => {
  const { content } = await ask({ user: users.ann, content: `${URGENT}. ${QUESTION}` });
  assert.match(firstLine(content), /today/);
  assert.match(content, LINES_OF_ANSWER);
});

play('staff are told of an emergency, and called', {}, async (world) => {
  const { discord, guild, staff, users, channels, ask } = world;
  const { replyTo } = await ask({ user: users.ann, channel: channels.general, content: EMERGENCY });
  const alert = await discord.nextMessage({ channel: channels.mods });
  assert.match(alert.content, new RegExp(`^<@&${staff.id}> Red flag \\(emergency\\)`));
  assert.ok(alert.content.includes(
    ` https://discord.com/channels/${guild.id}/${channels.general.id}/${replyTo}\n`,
  ), alert.content);
  assert.ok(!alert.content.includes(EMERGENCY), 'the alert repeats what was written');
  assert.deepEqual(alert.pings, { users: [], roles: [staff.id], everyone: false });
  assert.equal(alert.body.enforce_nonce, true);
  assert.notEqual(alert.nonce, replyTo);
  assert.ok(alert.nonce.length <= 25);
});

play('staff are told of a crisis', {}, async ({ discord, users, channels, ask }) => {
  const { content } = await ask({ user: users.ann, channel: channels.general, content: CRISIS });
  assert.match(content, /Samaritans/);
  await discord.nextMessage({ channel: channels.mods });
});

play('staff are not told of less, nor of direct messages', {}, async (world) => {
  const { users, channels, ask, finish } = world;
  await ask({ user: users.ann, content: EMERGENCY });
  await ask({ user: users.ann, channel: channels.backs, content: URGENT });
  await ask({ user: users.ann, channel: channels.backs, content: SEE_DOCTOR });
  await ask({ user: users.ann, channel: channels.backs, content: QUESTION });
  assert.equal((await finish()).length, 4);
});

play('a staff channel that is closed to the bot does not keep the reply', {
  settings: ({ servers: [server] }, { channels }) => {
    server['staff-channel'] = channels.readonly.id;
  },
}, async ({ users, channels, ask, daemon }) => {
  const { content } = await ask({ user: users.ann, channel: channels.backs, content: EMERGENCY });
  assert.match(content, CALL);
  await daemon.line(/error discord: a staff alert was refused: Missing Permissions/);
});

play('where the bot is not spoken to it stays silent', {}, async (world) => {
  const { discord, guild, users, channels, thread, ask, finish } = world;
  const plain = discord.addChannel({ guild, name: 'other' });
  discord.say({ user: users.ann, channel: plain, content: EMERGENCY });
  discord.say({ user: users.ann, channel: channels.off, content: EMERGENCY });
  discord.say({ user: users.ann, channel: channels.off, content: EMERGENCY, mentionsBot: true });
  const { replyTo } = await ask({ user: users.ann, channel: thread, content: QUESTION });
  assert.deepEqual((await finish()).map((message) => message.replyTo), [replyTo]);
});

play('a flag that is denied is none', {}, async (world) => {
  const { discord, users, channels, ask, finish } = world;
  for (const content of ['no numbness in my legs', 'I have no fever and no numbness']) {
    discord.say({ user: users.ann, channel: channels.general, content });
  }
  const direct = await ask({ user: users.ann, content: 'no numbness in my legs' });
  assert.doesNotMatch(firstLine(direct.content), CALL);
  assert.equal((await finish()).length, 1);
});

play('neither cooldown nor repetition holds an emergency back', {
  discord: { limits: UNLIMITED },
  settings: (settings) => { settings.cooldown = { answer: '24h', person: '24h' }; },
}, async ({ users, channels, ask }) => {
  for (let i = 0; i < 10; i += 1) {
    const { content } = await ask({ user: users.ann, channel: channels.backs, content: EMERGENCY });
    assert.match(content, CALL);
  }
});

play('a flag that is edited in is answered', {}, async (world) => {
  const { discord, users, channels, replyTo, finish } = world;
  const channel = channels.backs;
  const message = discord.say({ user: users.ann, channel, content: QUESTION });
  await replyTo(message);
  discord.edit(message, { content: `${QUESTION} ${EMERGENCY}` });
  assert.match((await replyTo(message)).content, CALL);
  await discord.nextMessage({ channel: channels.mods });
  discord.edit(message, { content: QUESTION });
  discord.unfurl(message);
  assert.equal((await finish()).length, 3);
});

play('each edit that makes it graver is answered once, with a nonce of its own', {}, async (world) => {
  const { discord, users, channels, replyTo, ask } = world;
  const message = discord.say({ user: users.ann, channel: channels.backs, content: QUESTION });
  const nonces = [(await replyTo(message)).nonce];
  for (const content of [SEE_DOCTOR, URGENT, EMERGENCY]) {
    discord.edit(message, { content });
    nonces.push((await replyTo(message)).nonce);
    discord.edit(message, { content: `${content}!` }); // as grave as before
    discord.edit(message, { content: HEAT }); // less
  }
  assert.deepEqual(nonces, ['r', 'e1', 'e2', 'e3'].map((purpose) => message.id + purpose));
  await ask({ user: users.bob, content: QUESTION });
  const posted = await world.finish();
  assert.equal(posted.filter(({ channel }) => channel === channels.backs.id).length, 4);
  assert.equal(posted.filter(({ channel }) => channel === channels.mods.id).length, 1);
  assert.equal(discord.all('duplicate').length, 0);
});

play('an edit that comes before its message is the one that is answered', {}, async (world) => {
  const { discord, users, channels, replyTo, ask } = world;
  const message = discord.say({
    user: users.ann, channel: channels.backs, content: 'hello', silent: true,
  });
  discord.edit(message, { content: EMERGENCY });
  await replyTo(message);
  discord.redeliver(message);
  await ask({ user: users.bob, content: QUESTION });
  const posted = await world.finish();
  assert.equal(posted.filter(({ channel }) => channel === channels.backs.id).length, 1);
  assert.equal(posted.filter(({ channel }) => channel === channels.mods.id).length, 1);
});

play('an emergency overtakes answers that wait', {
  discord: { limits: { [SAY]: { limit: 5, per: 1000 } } },
}, async (world) => {
  const { discord, users, channels, replyTo } = world;
  const channel = channels.backs;
  const questions = [];
  for (let i = 0; i < 12; i += 1) {
    questions.push(discord.say({ user: users.bob, channel, content: QUESTION }));
  }
  const emergency = discord.say({ user: users.ann, channel, content: EMERGENCY });
  await replyTo(emergency);
  const before = discord.messagesIn(channel).findIndex(({ replyTo: id }) => id === emergency.id);
  assert.ok(before <= 5, `${before} answers went first`);
  await Promise.all(questions.map((question) => replyTo(question)));
});
