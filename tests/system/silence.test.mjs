// When the bot says nothing, and what it never says or writes down.

import assert from 'node:assert/strict';

import {
  CRISIS, EMERGENCIES, HEAT, QUESTION, QUESTIONS, SEE_DOCTOR, SMALL_TALK, URGENT,
} from './phrases.mjs';
import { TOKEN, UNLIMITED, play } from './world.mjs';

const QUICK = { discord: { limits: UNLIMITED } };

// Nothing that was said so far is answered: only a question that comes after it is.
async function nothingWasAnswered(world) {
  const { users, ask, finish } = world;
  const { id } = await ask({ user: users.mod, content: QUESTION });
  assert.deepEqual((await finish()).map((message) => message.id), [id]);
}

play('nobody but people is answered', {}, async (world) => {
  const { discord, users, channels } = world;
  const channel = channels.backs;
  discord.say({ user: discord.bot, channel, content: HEAT });
  discord.say({ user: discord.bot, channel, content: HEAT, mentionsBot: true });
  discord.say({ bot: true, channel, content: HEAT });
  discord.say({ bot: true, channel, content: HEAT, mentionsBot: true });
  discord.say({ bot: true, content: HEAT });
  discord.say({ webhook: true, channel, content: HEAT });
  discord.say({ webhook: true, channel, content: HEAT, mentionsBot: true });
  // a webhook need not call itself a bot
  const message = discord.say({ user: users.ann, channel, content: HEAT, silent: true });
  const event = { ...message, guild_id: world.guild.id };
  discord.dispatch('MESSAGE_CREATE', { ...event, webhook_id: '1300000000000000001' });
  discord.dispatch('MESSAGE_CREATE', { ...event, author: { ...message.author, bot: true } });
  discord.dispatch('MESSAGE_CREATE', { ...event, author: { ...message.author, system: true } });
  await discord.roundTrip();
  assert.equal(discord.all('message').length, 0);
  discord.dispatch('MESSAGE_CREATE', event); // that it would be answered otherwise
  const { id } = await world.replyTo(message);
  assert.deepEqual((await world.finish()).map((posted) => posted.id), [id]);
});

play('nothing but what somebody wrote is answered', {}, async (world) => {
  const { discord, users, channels } = world;
  // pins, joins, boosts, threads, commands, polls: whatever text they carry
  for (const type of [1, 3, 6, 7, 8, 12, 18, 20, 21, 22, 23, 24, 31, 46, 99, -1]) {
    discord.say({ user: users.ann, channel: channels.backs, content: HEAT, type });
  }
  const attachments = [{ id: '1300000000000000001', filename: 'a.png' }];
  discord.say({ user: users.ann, channel: channels.backs, content: '' });
  discord.say({ user: users.ann, channel: channels.backs, attachments });
  await nothingWasAnswered(world);
});

play('nobody is answered where the bot does not listen', {}, async (world) => {
  const { discord, guild, users, channels } = world;
  const unconfigured = discord.addChannel({ guild, name: 'other' });
  const other = discord.addGuild({ name: 'Another server' });
  discord.addMember(other, users.ann);
  const far = discord.addChannel({ guild: other, name: 'lobby' });
  for (const channel of [unconfigured, far, channels.off]) {
    discord.say({ user: users.ann, channel, content: HEAT });
    discord.say({ user: users.ann, channel, content: `@lumbard ${HEAT}` });
    discord.say({ user: users.ann, channel, content: `@everyone ${HEAT}` });
    discord.say({ user: users.ann, channel, content: HEAT, mentionsBot: channel === channels.off });
  }
  await nothingWasAnswered(world);
});

play('small talk is let be', QUICK, async (world) => {
  const { discord, users, channels, thread } = world;
  for (const channel of [channels.general, channels.backs, thread]) {
    for (const content of SMALL_TALK) discord.say({ user: users.ann, channel, content });
  }
  await nothingWasAnswered(world);
});

play('small talk between question and answer is let be too', QUICK, async (world) => {
  const { discord, users, channels, ask, finish } = world;
  const asked = [];
  for (const channel of [channels.general, channels.backs]) {
    asked.push((await ask({ user: users.ann, channel, content: QUESTION })).replyTo);
    for (const content of SMALL_TALK) discord.say({ user: users.ann, channel, content });
    asked.push((await ask({ user: users.bob, channel, content: HEAT })).replyTo);
  }
  assert.deepEqual((await finish()).map((message) => message.replyTo), asked);
});

play('an edit that adds a question, a preview or a reaction is let be', {}, async (world) => {
  const { discord, users, channels } = world;
  const message = discord.say({ user: users.ann, channel: channels.backs, content: 'good morning' });
  discord.edit(message, { content: QUESTION });
  discord.unfurl(message);
  discord.react({ user: users.bob, message });
  discord.remove(message);
  await nothingWasAnswered(world);
});

// ------------------------------------------------------------ what is never said

const MARK = 'xylophoneplover'; // in no article
const LINK = `https://evil.example/${MARK}`;

play('nothing of what people write comes back', QUICK, async (world) => {
  const { discord, users, channels, finish } = world;
  const texts = [...QUESTIONS.map(([text]) => text), ...EMERGENCIES, URGENT, SEE_DOCTOR, CRISIS];
  const wrapped = texts.flatMap((text) => [
    `${MARK} ${text} ${MARK} @everyone ${LINK}`,
    `my friend ${MARK} asks: "${text}"`,
  ]);
  const people = [undefined, channels.general, channels.backs];
  for (const channel of people) {
    for (const content of wrapped) discord.say({ user: users.ann, channel, content });
    await discord.roundTrip();
  }
  const posted = await finish();
  assert.ok(posted.length > texts.length, `only ${posted.length} of them were answered`);
  for (const { content, pings } of posted) {
    assert.ok(!content.includes(MARK), content);
    assert.ok(!content.includes('@everyone'), content);
    assert.equal(pings.everyone, false);
  }
});

play('nothing of what people write is logged, nor the token', {
  ...QUICK, env: { LANG: 'C.UTF-8' },
}, async (world) => {
  const { discord, users, channels, daemon, ask } = world;
  const user = discord.addUser({ username: `${MARK}name`, global_name: `${MARK}Name` });
  discord.addMember(world.guild, user, { nick: `${MARK}nick` });
  for (const text of [QUESTION, ...EMERGENCIES, ...SMALL_TALK]) {
    discord.say({ user, channel: channels.backs, content: `${text} ${MARK}` });
    discord.say({ user, content: `${text} ${MARK}` });
  }
  discord.say({ user, channel: channels.readonly, content: `${QUESTION} ${MARK}`, mentionsBot: true });
  discord.sendRaw(`{"op":0,"t":"MESSAGE_CREATE","s":9999,"d":{"content":"${MARK}"}`);
  await ask({ user: users.ann, content: QUESTION });
  await world.finish();
  const log = `${daemon.lines.join('\n')}${daemon.output}`;
  assert.ok(log.length > 1000, 'there is no log');
  assert.ok(!log.includes(MARK), daemon.lines.find((line) => line.includes(MARK)));
  assert.ok(!log.includes(TOKEN));
  assert.ok(!log.includes(user.id), 'the log names a person');
});
