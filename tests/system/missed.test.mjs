// What was written while there was no session is read once there is one again.

import assert from 'node:assert/strict';
import { describe } from 'node:test';

import {
  ANSWER, CALL, EMERGENCY, HEAT, HEAT_ANSWER, QUESTION, URGENT,
} from './phrases.mjs';
import { play } from './world.mjs';

const LIST = 'GET /channels/{channel}/messages';
const LATE = /I was not connected when you wrote this/;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
let counter = 0;

// An id of that age.
function idOfAge(ms) {
  counter += 1;
  return ((BigInt(Math.floor(Date.now() - ms) - 1_420_070_400_000) << 22n) + BigInt(counter)).toString();
}

// The session is lost; meanwhile people write, silently: messages of say(), with an age.
async function lose(world, written) {
  const { discord, daemon } = world;
  discord.forgetSessions();
  discord.dropConnections();
  const messages = written.map(({ age = 0, ...message }) => (
    discord.say({ ...message, silent: true, ...(age && { id: idOfAge(age) }) })
  ));
  await daemon.line(/connected: listening/);
  return messages;
}

// All has been read: nothing more will be found.
const readAll = ({ daemon }) => daemon.line(/what was missed has been read/);

function lists(discord) {
  return discord.all('request').filter(({ route }) => route === LIST);
}

describe('after a session that was lost', { concurrency: 4 }, () => {
  play('an emergency is answered, and said to be late', {}, async (world) => {
    const { discord, users, channels, replyTo } = world;
    const [message] = await lose(world, [
      { user: users.ann, channel: channels.backs, content: EMERGENCY },
    ]);
    const { content, body } = await replyTo(message);
    const [first] = content.split('\n');
    assert.match(first, CALL);
    assert.match(first, /999 or 112/);
    assert.match(first, LATE);
    assert.equal(body.nonce, `${message.id}r`);
    const alert = await discord.nextMessage({ channel: channels.mods });
    assert.match(alert.content, new RegExp(`${channels.backs.id}/${message.id}$`, 'm'));
    await readAll(world);
  });

  play('it is answered in every channel that is listened to, and in private', {}, async (world) => {
    const { users, channels, ask, replyTo } = world;
    await ask({ user: users.ann, content: QUESTION }); // now that channel is known
    const messages = await lose(world, [
      { user: users.ann, channel: channels.backs, content: EMERGENCY },
      { user: users.bob, channel: channels.general, content: EMERGENCY },
      { user: users.ann, content: URGENT },
    ]);
    for (const message of messages) assert.match((await replyTo(message)).content, LATE);
  });

  play('a fresh question is answered, an old one is not', {}, async (world) => {
    const { users, channels, replyTo, finish } = world;
    world.discord.say({ user: users.bob, channel: channels.backs, content: 'hi', id: idOfAge(HOUR) });
    await world.discord.roundTrip();
    const channel = channels.backs;
    const [, fresh] = await lose(world, [
      { user: users.ann, channel, content: QUESTION, age: 3 * MINUTE },
      { user: users.bob, channel, content: HEAT },
    ]);
    const { content } = await replyTo(fresh);
    assert.match(content, HEAT_ANSWER);
    assert.doesNotMatch(content, LATE);
    await readAll(world);
    assert.equal((await finish()).length, 1);
  });

  for (const [late, ages, count] of [[undefined, [5 * HOUR, 7 * HOUR], 1], ['1h', [2 * HOUR], 0]]) {
    play(`a red flag is answered for ${late ?? '6h'}`, {
      settings: (settings) => { settings.late = late; },
    }, async (world) => {
      const { discord, users, channels, finish } = world;
      const channel = channels.backs;
      discord.say({ user: users.bob, channel, content: 'hello', id: idOfAge(9 * HOUR) });
      await discord.roundTrip();
      await lose(world, ages.map((age) => ({ user: users.ann, channel, content: EMERGENCY, age })));
      await readAll(world);
      const replies = (await finish()).filter(({ channel: id }) => id === channel.id);
      assert.equal(replies.length, count);
    });
  }

  play('nothing is read where that is not wanted', {
    settings: (settings) => { settings.late = '0s'; },
  }, async (world) => {
    const { discord, users, channels, ask } = world;
    await lose(world, [{ user: users.ann, channel: channels.backs, content: EMERGENCY }]);
    await ask({ user: users.bob, content: QUESTION });
    assert.equal((await world.finish()).length, 1);
    assert.equal(lists(discord).length, 0);
  });

  play('what was answered before is not answered again', {}, async (world) => {
    const { discord, users, channels, ask, finish } = world;
    await ask({ user: users.ann, channel: channels.backs, content: QUESTION });
    await ask({ user: users.ann, channel: channels.general, content: HEAT });
    await lose(world, []);
    await readAll(world);
    assert.equal((await finish()).length, 2);
    for (const { query } of lists(discord)) {
      assert.equal(query.get('limit'), '100');
      assert.match(query.get('after'), /^\d+$/);
    }
    const asked = lists(discord).map(({ params }) => params.channel);
    assert.equal(new Set(asked).size, asked.length, 'a channel was read twice');
    assert.ok(!asked.includes(channels.off.id));
    assert.ok(!asked.includes(channels.mods.id));
  });

  play('what is found and delivered as well is answered once', {}, async (world) => {
    const { discord, users, channels, finish, replyTo } = world;
    const [message] = await lose(world, [
      { user: users.ann, channel: channels.backs, content: EMERGENCY },
    ]);
    discord.redeliver(message);
    await replyTo(message);
    discord.redeliver(message);
    await readAll(world);
    await discord.roundTrip();
    const replies = (await finish()).filter(({ replyTo: id }) => id === message.id);
    assert.equal(replies.length, 1);
    assert.equal(discord.all('duplicate').length, 0);
  });

  play('what happens meanwhile is not held up by a page that does not come', {}, async (world) => {
    const { discord, users, channels, ask } = world;
    const fault = discord.fault({ on: LIST, hang: 'before' });
    await lose(world, [{ user: users.ann, channel: channels.backs, content: URGENT }]);
    await fault.hit();
    assert.match((await ask({ user: users.bob, content: EMERGENCY })).content, CALL);
    assert.match((await ask({
      user: users.bob, channel: channels.backs, content: QUESTION,
    })).content, ANSWER);
    fault.remove();
  });

  play('an error that passes costs nobody an answer', {}, async (world) => {
    const { discord, users, channels, replyTo } = world;
    discord.fault({ on: LIST, status: 502 });
    const [message] = await lose(world, [
      { user: users.ann, channel: channels.backs, content: EMERGENCY },
    ]);
    assert.match((await replyTo(message)).content, LATE);
    await readAll(world);
  });

  play('an emergency behind a hundred messages is found', {}, async (world) => {
    const { users, channels, replyTo } = world;
    const channel = channels.backs;
    const chatter = Array.from({ length: 100 }, () => ({ user: users.bob, channel, content: 'nice' }));
    const messages = await lose(world, [...chatter, { user: users.ann, channel, content: EMERGENCY }]);
    assert.match((await replyTo(messages.at(-1))).content, CALL);
    await readAll(world);
  });

  play('what was written hours apart is not one message', {}, async (world) => {
    const { discord, users, channels, finish } = world;
    const channel = channels.backs;
    discord.say({ user: users.bob, channel, content: 'hello', id: idOfAge(6 * HOUR) });
    await discord.roundTrip();
    await lose(world, [
      { user: users.ann, channel, content: 'both legs', age: 4 * HOUR },
      { user: users.ann, channel, content: 'numb', age: HOUR },
    ]);
    await readAll(world);
    assert.equal((await finish()).length, 0);
  });

  play('a limit is obeyed, a refusal is no trouble', {}, async (world) => {
    const { discord, users, channels, replyTo } = world;
    discord.fault({ on: LIST, status: 429, retryAfter: 0.3 });
    const [message] = await lose(world, [
      { user: users.ann, channel: channels.backs, content: URGENT },
    ]);
    assert.match((await replyTo(message)).content, LATE);
    await readAll(world); // channels.hidden was among them
    assert.ok(lists(discord).some(({ status }) => status === 403));
  });

  play('that goes on, nothing is read: the resume brings it', {}, async (world) => {
    const { discord, users, channels, replyTo } = world;
    discord.dropConnections();
    const message = discord.say({ user: users.ann, channel: channels.backs, content: EMERGENCY });
    assert.doesNotMatch((await replyTo(message)).content, LATE);
    assert.equal(lists(discord).length, 0);
  });

  play('that is the first, nothing is read', { start: false }, async (world) => {
    const { discord, users, channels, ask } = world;
    discord.say({ user: users.ann, channel: channels.backs, content: EMERGENCY });
    await world.start();
    await ask({ user: users.bob, content: QUESTION });
    assert.equal((await world.finish()).length, 1);
    assert.equal(lists(discord).length, 0);
  });
});
