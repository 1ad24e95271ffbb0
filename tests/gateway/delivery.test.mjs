// What the double's gateway delivers, and how a test waits for what a client does.

import assert from 'node:assert/strict';

import { play } from './play.mjs';
import { rawLogin } from './raw-client.mjs';

play('events arrive by intent', {}, async (discord, world) => {
  const { channels, users } = world;
  const guildOnly = await rawLogin(discord, { intents: 512 });
  const direct = await rawLogin(discord, { intents: 4096 });
  const both = await rawLogin(discord, { intents: 4608 });
  discord.say({ user: users.ann, channel: channels.general, content: 'a' });
  discord.say({ user: users.ann, content: 'b' });
  discord.dispatch('END', {});
  assert.deepEqual(await contexts(guildOnly), ['guild']);
  assert.deepEqual(await contexts(direct), ['dm']);
  assert.deepEqual(await contexts(both), ['guild', 'dm']);
});

async function contexts(client) {
  const seen = [];
  for (;;) {
    const { t, d } = await client.next();
    if (t === 'END') return seen;
    seen.push(d.guild_id ? 'guild' : 'dm');
  }
}

play('a channel that the bot cannot see is silent', {}, async (discord, world) => {
  const client = await rawLogin(discord);
  discord.say({ user: world.users.ann, channel: world.channels.hidden, content: 'psst' });
  discord.say({ user: world.users.ann, channel: world.channels.mods, content: 'hello' });
  assert.equal((await client.next()).d.content, 'hello');
});

play('without MESSAGE_CONTENT only what concerns the bot has content', {}, async (discord, world) => {
  const { channels, users } = world;
  const { ann } = users;
  const client = await rawLogin(discord, { intents: 4608 });
  const content = async (options) => {
    discord.say({ user: ann, channel: channels.general, ...options });
    const { d } = await client.event('MESSAGE_CREATE');
    return d.content;
  };
  assert.equal(await content({ content: 'my back' }), '');
  assert.equal(await content({ content: 'my back', mentionsBot: true }), `<@${discord.bot.id}> my back`);
  assert.equal(await content({ content: 'my back', channel: undefined }), 'my back');
  const own = discord.say({ user: discord.bot, channel: channels.general, content: 'an answer' });
  assert.equal((await client.event('MESSAGE_CREATE')).d.content, 'an answer');
  assert.equal(await content({ content: 'thanks', replyTo: own }), 'thanks');
  assert.equal(await content({ content: 'thanks', replyTo: own, ping: false }), '');
});

play('an edited message has content by the same rule', {}, async (discord, world) => {
  const client = await rawLogin(discord, { intents: 4608 });
  const message = discord.say({ user: world.users.ann, channel: world.channels.general, content: 'a' });
  await client.event('MESSAGE_CREATE');
  discord.edit(message, { content: 'b' });
  assert.equal((await client.event('MESSAGE_UPDATE')).d.content, '');
  discord.edit(message, { content: `<@${discord.bot.id}> b` });
  const { d } = await client.event('MESSAGE_UPDATE');
  assert.equal(d.content, `<@${discord.bot.id}> b`);
  assert.notEqual(d.edited_timestamp, null);
});

play('a preview is an update that nobody wrote', {}, async (discord, world) => {
  const client = await rawLogin(discord);
  discord.unfurl(discord.say({ user: world.users.ann, channel: world.channels.general, content: 'a' }));
  const { d } = await client.event('MESSAGE_UPDATE');
  assert.equal(d.edited_timestamp, null);
  assert.equal(d.content, 'a');
  assert.equal(d.embeds.length, 1);
});

play('messages may leave channel_type out', { channelType: false }, async (discord, world) => {
  const client = await rawLogin(discord);
  discord.say({ user: world.users.ann, channel: world.channels.general, content: 'a' });
  assert.equal((await client.event('MESSAGE_CREATE')).d.channel_type, undefined);
});

play('replies, webhooks and other bots look like the real ones', {}, async (discord, world) => {
  const { channels, users } = world;
  const client = await rawLogin(discord);
  const next = async () => (await client.event('MESSAGE_CREATE')).d;
  const first = discord.say({ user: users.ann, channel: channels.general, content: 'first' });
  await next();
  discord.say({ user: users.bob, channel: channels.general, content: 'second', replyTo: first });
  const reply = await next();
  assert.equal(reply.type, 19);
  assert.equal(reply.message_reference.message_id, first.id);
  assert.equal(reply.referenced_message.content, 'first');
  assert.equal(reply.mentions[0].id, users.ann.id);
  assert.ok(reply.mentions[0].member);
  assert.equal(reply.member.nick, 'Bobby');
  discord.say({ webhook: { name: 'news' }, channel: channels.general, content: 'third' });
  const hook = await next();
  assert.equal(hook.webhook_id, hook.author.id);
  assert.equal(hook.member, undefined);
  discord.say({ bot: true, channel: channels.general, content: 'fourth' });
  assert.equal((await next()).author.bot, true);
});

play('a thread\'s message names the thread alone; the parent is asked for', {}, async (discord, world) => {
  const client = await rawLogin(discord);
  discord.say({ user: world.users.ann, channel: world.thread, content: 'in here' });
  const { d } = await client.event('MESSAGE_CREATE');
  assert.equal(d.channel_id, world.thread.id);
  assert.equal(d.channel_type, 11);
  assert.equal(d.parent_id, undefined);
  const { thread } = discord.addForumPost({
    forum: world.channels.forum, name: 'A title', user: world.users.bob, content: 'the question',
  });
  const start = (await client.event('MESSAGE_CREATE')).d;
  assert.equal(start.id, thread.id);
  assert.equal(start.channel_id, thread.id);
});

play('a message can be delivered twice', {}, async (discord, world) => {
  const client = await rawLogin(discord);
  const message = discord.say({ user: world.users.ann, channel: world.channels.general, content: 'a' });
  discord.redeliver(message);
  const [a, b] = [await client.next(), await client.next()];
  assert.equal(a.d.id, b.d.id);
  assert.equal(a.s + 1, b.s);
});

// ------------------------------------------------------------ waits

play('a wait that is in vain says what there was', { deadline: 30 }, async (discord, world) => {
  await assert.rejects(
    discord.nextMessage({ channel: world.channels.general }),
    /waited for message with channel \d+: nothing in 30 ms; of 0 message events none is unread/,
  );
});

play('a wait finds what came before it, once, in order', {}, async (discord) => {
  const one = await rawLogin(discord, { intents: 512 });
  const two = await rawLogin(discord, { intents: 4096 });
  assert.equal((await discord.identified()).session, one.ready.d.session_id);
  assert.equal((await discord.identified()).session, two.ready.d.session_id);
});
