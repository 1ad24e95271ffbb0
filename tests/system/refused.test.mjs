// What becomes of a reply that Discord refuses: a red flag's goes on to the person, then to the staff.

import assert from 'node:assert/strict';
import { describe } from 'node:test';

import { ANSWER, CALL, EMERGENCY, QUESTION, SEE_DOCTOR, URGENT } from './phrases.mjs';
import { SAY, UNLIMITED, play } from './world.mjs';

const UNREACHED = /Could not reach the person/;
const OPEN = 'POST /users/@me/channels';

// Discord refuses what is said in that channel, for the reason of that code.
function refuse(discord, channel, code, { status = 403, times = 99 } = {}) {
  return discord.fault({
    on: ({ route, params }) => route === SAY && params.channel === channel.id,
    status,
    times,
    json: { message: `refused for ${code}`, code },
  });
}

describe('a reply that is refused', { concurrency: 4 }, () => {
  const CODES = {
    50001: 'missing access',
    50013: 'missing permissions, or a time-out',
    50083: 'an archived thread',
    160005: 'a locked thread',
    200000: 'AutoMod',
    200001: 'AutoMod, by the title',
    10003: 'a channel that is gone',
    50035: 'something nobody has heard of',
  };
  for (const [code, what] of Object.entries(CODES)) {
    play(`because of ${what} (${code}) is said in private`, {}, async (world) => {
      const { discord, users, channels, daemon } = world;
      const fault = refuse(discord, channels.backs, Number(code));
      const message = discord.say({ user: users.ann, channel: channels.backs, content: EMERGENCY });
      const { content, body } = await discord.nextMessage({ channel: discord.dm(users.ann) });
      assert.match(content, CALL);
      assert.match(content, /999 or 112/); // the number of the place where it was written
      assert.equal(body.message_reference, undefined);
      assert.equal(body.nonce, `${message.id}dr`);
      await daemon.line(/a red-flag reply was refused, and said in private/);
      assert.equal(fault.hits, 1);
      const alerts = (await world.finish()).filter(({ channel }) => channel === channels.mods.id);
      assert.equal(alerts.length, 1); // of the emergency; nobody has to be looked for
      assert.doesNotMatch(alerts[0].content, UNREACHED);
    });
  }

  play('is told to the staff when the person takes no direct messages', {}, async (world) => {
    const { discord, guild, staff, users, channels } = world;
    refuse(discord, channels.backs, 50013);
    discord.setDms(users.ann, false);
    const message = discord.say({ user: users.ann, channel: channels.backs, content: EMERGENCY });
    const alert = await discord.nextMessage({
      channel: channels.mods, match: ({ content }) => UNREACHED.test(content),
    });
    const link = `https://discord.com/channels/${guild.id}/${channels.backs.id}/${message.id}`;
    assert.ok(alert.content.endsWith(link), alert.content);
    assert.ok(!alert.content.includes('legs'), alert.content);
    assert.deepEqual(alert.pings.roles, [staff.id]);
    assert.equal(alert.nonce, `${message.id}ur`);
    const posted = await world.finish();
    assert.equal(posted.filter(({ content }) => UNREACHED.test(content)).length, 1);
  });

  for (const [name, content] of Object.entries({ urgent: URGENT, 'see-doctor': SEE_DOCTOR })) {
    play(`is pursued for a flag that is ${name}, too`, {}, async (world) => {
      const { discord, users, channels } = world;
      refuse(discord, channels.backs, 200000, { status: 400 });
      discord.setDms(users.ann, false);
      discord.say({ user: users.ann, channel: channels.backs, content });
      const alert = await discord.nextMessage({ channel: channels.mods });
      assert.match(alert.content, UNREACHED);
      assert.match(alert.content, new RegExp(`\\(${name}\\)`));
      await world.finish();
    });
  }

  play('is pursued where the bot really may not write', {}, async (world) => {
    const { discord, users, channels } = world;
    const channel = channels.readonly;
    discord.say({ user: users.ann, channel, content: EMERGENCY, mentionsBot: true });
    assert.match((await discord.nextMessage({ channel: discord.dm(users.ann) })).content, CALL);
  });

  play('is pursued in a thread that was locked meanwhile', {}, async (world) => {
    const { discord, users, thread } = world;
    thread.thread_metadata.archived = true;
    thread.thread_metadata.locked = true;
    discord.say({ user: users.ann, channel: thread, content: EMERGENCY });
    assert.match((await discord.nextMessage({ channel: discord.dm(users.ann) })).content, CALL);
  });

  play('goes on though the direct message has its troubles', {}, async (world) => {
    const { discord, users, channels } = world;
    refuse(discord, channels.backs, 50013);
    const opening = discord.fault({ on: OPEN, status: 503 });
    const limited = discord.fault({ on: OPEN, status: 429, retryAfter: 0.2 });
    discord.say({ user: users.ann, channel: channels.backs, content: EMERGENCY });
    assert.match((await discord.nextMessage({ channel: discord.dm(users.ann) })).content, CALL);
    assert.equal(opening.hits + limited.hits, 2);
  });

  play('opens no second channel for the same person', { discord: { limits: UNLIMITED } }, async (world) => {
    const { discord, users, channels } = world;
    refuse(discord, channels.backs, 50013);
    for (let i = 0; i < 3; i += 1) {
      discord.say({ user: users.ann, channel: channels.backs, content: EMERGENCY });
      await discord.nextMessage({ channel: discord.dm(users.ann) });
    }
    await world.finish();
    assert.equal(discord.all('request').filter(({ route }) => route === OPEN).length, 1);
  });

  play('in private is no reason to tell anybody else', {}, async (world) => {
    const { discord, users, daemon } = world;
    discord.setDms(users.ann, false);
    discord.say({ user: users.ann, content: EMERGENCY });
    await daemon.line(/somebody with a red flag \(emergency\) could not be reached; there is no staff/);
    assert.equal((await world.finish()).length, 0);
  });

  play('and no alert comes through: it ends there', {}, async (world) => {
    const { discord, users, channels, daemon } = world;
    refuse(discord, channels.backs, 50013);
    refuse(discord, channels.mods, 50013);
    discord.setDms(users.ann, false);
    discord.say({ user: users.ann, channel: channels.backs, content: EMERGENCY });
    await daemon.line(/a staff alert was refused/);
    await daemon.line(/a staff alert was refused/);
    assert.equal((await world.finish()).length, 0);
    const tried = discord.all('request').filter(({ route }) => route === SAY);
    assert.equal(tried.length, 6); // there, in private, the two alerts, and that no staff were told, as the first
  });

  play('is pursued to the end though lumbard is told to stop', {}, async (world) => {
    const { discord, users, channels, daemon } = world;
    const held = discord.fault({
      on: ({ route, params }) => route === SAY && params.channel === channels.backs.id,
      hang: 'before', status: 403, json: { message: 'refused', code: 50013 },
    });
    discord.say({ user: users.ann, channel: channels.backs, content: EMERGENCY });
    await held.hit();
    const ended = daemon.stop();
    await daemon.line(/stopping: finishing what is being sent/);
    held.release();
    assert.match((await discord.nextMessage({ channel: discord.dm(users.ann) })).content, CALL);
    assert.equal(await ended, 0);
  });

  // As if a platform's idea of buttons had changed overnight.
  const WITH = {
    'its buttons': ({ components }) => components && { components: { 0: { _errors: [] } } },
    'its reference': ({ message_reference: to }) => to && { message_reference: { _errors: [] } },
    'whatever is more than words': ({ components, message_reference: to }) => (
      (components || to) && { allowed_mentions: { _errors: [] } }
    ),
    'no reason that is told': ({ components, message_reference: to }) => (components || to) && {},
  };
  for (const [what, errors] of Object.entries(WITH)) {
    play(`for ${what} is said without: reply and alert`, {}, async (world) => {
      const { discord, users, channels } = world;
      const json = { message: 'Invalid Form Body', code: 50035 };
      const fault = discord.fault({
        on: ({ route, text }) => {
          if (route !== SAY) return false;
          json.errors = errors(JSON.parse(text));
          return Boolean(json.errors);
        },
        status: 400, times: 99, json,
      });
      const { id } = discord.say({ user: users.ann, channel: channels.backs, content: EMERGENCY });
      const reply = await discord.nextMessage({ channel: channels.backs });
      assert.equal(reply.nonce, `${id}r`); // nothing that stands in for it
      assert.match(reply.content, CALL);
      assert.match(reply.content, /999 or 112/);
      const alert = await discord.nextMessage({ channel: channels.mods });
      assert.equal(alert.nonce, `${id}a`);
      assert.equal(alert.pings.roles.length, 1);
      assert.ok(fault.hits > 0);
      await world.finish();
      assert.equal(discord.messagesIn(channels.backs).length, 1);
    });
  }

  play('is dropped when it is an answer', {}, async (world) => {
    const { discord, users, channels, daemon, ask } = world;
    refuse(discord, channels.backs, 50013);
    discord.say({ user: users.ann, channel: channels.backs, content: QUESTION });
    await daemon.line(/warn discord: an answer was refused/);
    await ask({ user: users.bob, content: QUESTION });
    assert.equal((await world.finish()).length, 1);
    assert.ok(!discord.all('request').some(({ route }) => route === OPEN));
  });

  for (const [name, content, mark] of [['an answer', QUESTION, ANSWER], ['a flag', EMERGENCY, CALL]]) {
    for (const code of [160002, 10008]) {
      play(`for its reference (${code}) is said without it: ${name}`, {}, async (world) => {
        const { discord, users, channels } = world;
        refuse(discord, channels.backs, code, { times: 1 });
        discord.say({ user: users.ann, channel: channels.backs, content });
        const said = await discord.nextMessage({ channel: channels.backs });
        assert.match(said.content, mark);
        assert.equal(said.body.message_reference, undefined);
      });
    }
  }
});
