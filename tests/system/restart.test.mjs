// What survives a restart: who was answered, what was being sent, the session, and the IDENTIFYs that are
// left; and what happens where nothing can be kept.

import assert from 'node:assert/strict';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe } from 'node:test';

import {
  ANSWER, CALL, EMERGENCY, HEAT, HEAT_ANSWER, PRIVATE, QUESTION,
} from './phrases.mjs';
import { PROGRAM, Program } from './program.mjs';
import { SAY, TOKEN, UNLIMITED, play } from './world.mjs';

const KEPT = {
  settings: (settings, world) => { settings.state = join(world.folder, 'state'); },
};

// What was said so far is known to have been taken, and kept on disk: an answer is recorded behind it, and
// before it is sent.  (An emergency waits for the disk no longer than 50 ms.)
async function settled({ discord, users, ask }) {
  await discord.roundTrip();
  await ask({ user: users.mod, content: QUESTION });
}

// Ends it as a crash would.
async function crash(world) {
  await world.daemon.kill();
}

// Starts another run; resolves with what the double knows of its session, resumed or new.
async function resume(world) {
  await world.spawn();
  const session = await world.discord.resumed();
  await world.daemon.line(/connected: listening/);
  return session;
}

// Everything that the bot has said to the message.
const repliesTo = ({ discord }, message) => (
  discord.all('message').filter(({ replyTo }) => replyTo === message.id)
);

// All bytes of the state's files.
async function stateOf(world) {
  const folder = join(world.folder, 'state');
  const files = await readdir(folder);
  return Buffer.concat(await Promise.all(files.map((file) => readFile(join(folder, file)))));
}

describe('a crash', { concurrency: 4 }, () => {
  play('before the emergency reply was taken: it is given, once, and so is the alert', KEPT, async (world) => {
    const { discord, users, channels, replyTo } = world;
    await settled(world);
    // what only hung would be taken once the connection is gone
    const fault = discord.fault({ on: SAY, status: 503, times: 99 });
    const message = discord.say({ user: users.ann, channel: channels.backs, content: EMERGENCY });
    await fault.hit();
    await crash(world);
    fault.remove();
    await resume(world);
    const { content, body } = await replyTo(message);
    assert.match(content, CALL);
    assert.equal(body.nonce, `${message.id}r`);
    await discord.nextMessage({ channel: channels.mods });
    await discord.roundTrip();
    await world.finish();
    assert.equal(repliesTo(world, message).length, 1);
    assert.equal(discord.messagesIn(channels.mods).length, 1);
  });

  play('after it was taken, before that was known: the nonce keeps it from being doubled', KEPT, async (world) => {
    const { discord, users, channels, replyTo } = world;
    await settled(world);
    const fault = discord.fault({ on: SAY, hang: 'after', times: 9 });
    const message = discord.say({ user: users.ann, channel: channels.backs, content: EMERGENCY });
    await replyTo(message);
    await crash(world);
    fault.remove();
    await resume(world);
    await discord.nextDuplicate();
    await world.finish();
    assert.equal(repliesTo(world, message).length, 1);
  });

  play('when a false alarm is marked: the alert does not go on saying otherwise', KEPT, async (world) => {
    const { discord, users, channels } = world;
    const message = { user: users.ann, channel: channels.backs, content: EMERGENCY };
    const [reply, alert] = await Promise.all([
      world.ask(message), discord.nextMessage({ channel: channels.mods }),
    ]);
    await discord.roundTrip();
    const fault = discord.fault({ on: 'PATCH /channels/{channel}/messages/{message}', status: 503, times: 99 });
    discord.press({ label: 'False alarm', message: reply.message, user: users.ann, channel: channels.backs });
    await fault.hit();
    await crash(world);
    fault.remove();
    assert.doesNotMatch(discord.messagesIn(channels.mods)[0].content, /false alarm/);
    await resume(world);
    const { id, content } = await discord.nextEdit({ match: ({ channel }) => channel === channels.mods.id });
    assert.equal(id, alert.message.id);
    assert.match(content, /A false alarm, says the person/);
    await world.finish();
    await resume(world);
    await settled(world);
    await world.finish();
    assert.equal(discord.all('edit').filter(({ channel }) => channel === channels.mods.id).length, 1);
  });

  play('when a button was pressed: the message under which it stands is changed by the next run', KEPT, async (world) => {
    const { discord, users, channels } = world;
    const message = { user: users.ann, channel: channels.backs, content: EMERGENCY };
    const [reply] = await Promise.all([world.ask(message), discord.nextMessage({ channel: channels.mods })]);
    await discord.roundTrip();
    const fault = discord.fault({ on: 'POST /interactions/{interaction}/{token}/callback', status: 503, times: 99 });
    discord.press({ label: 'False alarm', message: reply.message, user: users.ann, channel: channels.backs });
    await fault.hit();
    await crash(world);
    fault.remove();
    // what is delivered again is over by then
    discord.fault({ on: 'POST /interactions/{interaction}/{token}/callback', status: 404, body: { code: 10062, message: 'Unknown interaction' }, times: 99 });
    await resume(world);
    const { content, body } = await discord.nextEdit({ match: ({ id }) => id === reply.message.id });
    assert.match(content, CALL);
    assert.match(content, /Taken back as a false alarm/);
    assert.deepEqual(body.components, []);
  });

  play('an answer is given as well, while it is of use', KEPT, async (world) => {
    const { discord, users, replyTo } = world;
    await settled(world);
    const fault = discord.fault({ on: SAY, status: 503, times: 99 });
    const message = discord.say({ user: users.ann, content: QUESTION });
    await fault.hit();
    await crash(world);
    fault.remove();
    await resume(world);
    assert.match((await replyTo(message)).content, ANSWER);
    await world.finish();
    assert.equal(repliesTo(world, message).length, 1);
  });

  play('what was answered is not answered again, however often it is delivered', KEPT, async (world) => {
    const { discord, users, channels, ask } = world;
    const question = discord.say({ user: users.ann, content: QUESTION });
    await world.replyTo(question);
    const emergency = discord.say({ user: users.bob, channel: channels.backs, content: EMERGENCY });
    await world.replyTo(emergency);
    await discord.nextMessage({ channel: channels.mods });
    await settled(world);
    await crash(world);
    const { replayed } = await resume(world);
    assert.ok(replayed >= 2, 'the crash left the sequence number behind');
    discord.redeliver(question);
    discord.redeliver(emergency);
    assert.match((await ask({ user: users.ann, content: HEAT })).content, HEAT_ANSWER);
    await world.finish();
    assert.equal(repliesTo(world, question).length, 1);
    assert.equal(repliesTo(world, emergency).length, 1);
    assert.equal(discord.messagesIn(channels.mods).length, 1);
    // what was settled with may be said again: that it was taken is nowhere but in what crashed
    const again = discord.all('duplicate').map(({ body }) => body.nonce);
    assert.deepEqual(again.filter((nonce) => [question, emergency].some(({ id }) => nonce.startsWith(id))), []);
  });

  play('a question that is deleted later takes its answer along', KEPT, async (world) => {
    const { discord, users } = world;
    const question = discord.say({ user: users.ann, content: QUESTION });
    const reply = await world.replyTo(question);
    await discord.roundTrip();
    await world.finish();
    await resume(world);
    discord.remove(question);
    assert.equal((await discord.nextDelete()).id, reply.id);
  });

  play('what was said to nobody yet is found by the replay', KEPT, async (world) => {
    const { discord, users, channels, replyTo } = world;
    await settled(world);
    await crash(world);
    const message = discord.say({ user: users.ann, channel: channels.backs, content: EMERGENCY });
    await resume(world);
    assert.match((await replyTo(message)).content, CALL);
    await world.finish();
    assert.equal(repliesTo(world, message).length, 1);
  });
});

const OPEN = 'POST /users/@me/channels';

// What the bot has said to the person alone about the message.
const restOf = ({ discord }, message) => discord.all('message').filter(({ nonce }) => nonce === `${message.id}pr`);

describe('a crash between the line for all and the rest for one', { concurrency: 4 }, () => {
  play('loses nothing: the rest is said, once', KEPT, async (world) => {
    const { discord, users, channels, replyTo } = world;
    await settled(world);
    const fault = discord.fault({ on: OPEN, status: 503, times: 99 });
    const message = discord.say({ user: users.ann, channel: channels.backs, content: PRIVATE[0] });
    await fault.hit();
    assert.match((await replyTo(message)).content, CALL);
    await crash(world);
    fault.remove();
    await resume(world);
    const rest = await discord.nextMessage({ channel: discord.dm(users.ann) });
    assert.match(rest.content, /999/);
    await world.finish();
    assert.equal(restOf(world, message).length, 1);
    assert.equal(repliesTo(world, message).length, 1);
  });

  play('nor where the person takes no direct messages', KEPT, async (world) => {
    const { discord, users, channels, replyTo } = world;
    await settled(world);
    discord.setDms(users.ann, false);
    // after the line for all nothing is taken there
    const fault = discord.fault({
      on: ({ route, text }) => route === SAY && /"nonce":"\d+cpr"/.test(text), status: 503, times: 99,
    });
    const message = discord.say({ user: users.ann, channel: channels.backs, content: PRIVATE[0] });
    await replyTo(message);
    await fault.hit();
    await crash(world);
    fault.remove();
    await resume(world);
    const rest = await discord.nextMessage({
      channel: channels.backs, match: ({ nonce }) => nonce === `${message.id}cpr`,
    });
    assert.match(rest.content, CALL);
    await world.finish();
  });

  play('wherever it comes: each has both, once', { ...KEPT, discord: { limits: UNLIMITED } }, async (world) => {
    const { discord, users, channels } = world;
    const messages = [];
    await settled(world);
    for (let i = 0; i < 3; i += 1) {
      for (let k = 0; k < 4; k += 1) {
        messages.push(discord.say({
          user: users.ann, channel: channels.backs, content: PRIVATE[k % PRIVATE.length],
        }));
      }
      // as soon as the first line is seen, or the first rest
      const channel = i % 2 ? channels.backs : discord.dm(users.ann);
      await discord.nextMessage({ channel });
      await crash(world);
      await resume(world);
    }
    for (const message of messages) {
      if (!repliesTo(world, message).length) await world.replyTo(message);
      if (!restOf(world, message).length) {
        await discord.nextMessage({ match: ({ nonce }) => nonce === `${message.id}pr` });
      }
    }
    await world.finish();
    for (const message of messages) {
      assert.equal(repliesTo(world, message).length, 1);
      assert.equal(restOf(world, message).length, 1);
    }
  });
});

describe('the session', { concurrency: 4 }, () => {
  play('goes on after a restart, and brings what was missed', KEPT, async (world) => {
    const { discord, users, channels, replyTo } = world;
    await world.finish();
    const message = discord.say({ user: users.ann, channel: channels.backs, content: EMERGENCY });
    const { host } = await resume(world);
    assert.equal(host, 'resume');
    assert.match((await replyTo(message)).content, CALL);
    assert.equal(discord.all('identify').length, 1);
  });

  play('that Discord has forgotten is begun anew', KEPT, async (world) => {
    const { discord, users, ask } = world;
    await world.finish();
    discord.forgetSessions();
    await world.start();
    assert.match((await ask({ user: users.ann, content: QUESTION })).content, ANSWER);
    assert.equal(discord.all('identify').length, 2);
  });

  play('is begun no oftener than Discord bears, over restarts', KEPT, async (world) => {
    const { discord } = world;
    await settled(world);
    await crash(world);
    discord.forgetSessions();
    await world.start();
    const [first, second] = discord.all('identify');
    assert.ok(second.at - first.at >= 5000, `${second.at - first.at} ms lie between two IDENTIFYs`);
  });
});

describe('what is kept', { concurrency: 4 }, () => {
  play('holds nothing that people wrote, and no text of a reply once it is sent', KEPT, async (world) => {
    const { users, channels, ask } = world;
    await ask({ user: users.ann, content: QUESTION });
    const { content } = await ask({ user: users.bob, channel: channels.backs, content: EMERGENCY });
    await world.finish();
    const state = await stateOf(world);
    assert.ok(state.includes(users.ann.id), 'the state is empty');
    for (const text of [QUESTION, EMERGENCY, TOKEN]) assert.ok(!state.includes(text), text);
    assert.ok(!state.includes(content.slice(0, 60)), 'the text of a reply is left');
  });

  play('goes where systemd says', { start: false }, async (world) => {
    await world.configure();
    const state = join(world.folder, 'state');
    world.daemon = new Program(world.arguments, {
      DISCORD_TOKEN: TOKEN, STATE_DIRECTORY: `${state}:/nowhere`,
    });
    await world.daemon.line(/kept in .*state$/);
    await world.daemon.line(/connected: listening/);
    await world.discord.roundTrip();
    assert.ok((await readdir(state)).includes('lumbard.db'));
  });

  play('is nothing unless somebody says where, and the log says so', {}, async ({ daemon }) => {
    await daemon.line(/nothing is kept on disk: a restart forgets/);
  });
});

describe('where nothing can be kept', { concurrency: 4 }, () => {
  async function answersAll(world) {
    const { discord, users, channels, ask } = world;
    await world.daemon.line(/error store: ALARM: .*going on from memory/);
    assert.match((await ask({
      user: users.ann, channel: channels.backs, content: EMERGENCY,
    })).content, CALL);
    await discord.nextMessage({ channel: channels.mods });
    assert.match((await ask({ user: users.bob, content: QUESTION })).content, ANSWER);
  }

  play('since the disk is full, everything is answered from memory', {
    ...KEPT, start: false,
  }, async (world) => {
    await world.configure();
    // files of this process may hold no more than that many blocks of 512 bytes
    const script = 'ulimit -f 8; exec "$0" "$@"';
    world.daemon = new Program(['-c', script, PROGRAM, ...world.arguments], {
      DISCORD_TOKEN: TOKEN,
    }, '/bin/sh');
    await world.discord.identified();
    await answersAll(world);
  });

  play('since the file is no database, it is left alone', { ...KEPT, start: false }, async (world) => {
    world.settings.state = world.folder;
    const file = join(world.folder, 'lumbard.db');
    const garbage = 'this is somebody else\'s file\n'.repeat(500);
    await writeFile(file, garbage);
    await world.spawn();
    await world.discord.identified();
    await answersAll(world);
    await world.daemon.stop();
    assert.equal(await readFile(file, 'utf8'), garbage);
  });

  play('since there is no such folder', { ...KEPT, start: false }, async (world) => {
    world.settings.state = '/dev/null/state';
    await world.spawn();
    await world.discord.identified();
    await answersAll(world);
  });
});

describe('many crashes', () => {
  play('in a row: every emergency has one reply', {
    ...KEPT, discord: { limits: UNLIMITED },
  }, async (world) => {
    const { discord, users, channels } = world;
    const messages = [];
    await settled(world);
    for (let i = 0; i < 6; i += 1) {
      for (let k = 0; k < 4; k += 1) {
        messages.push(discord.say({ user: users.ann, channel: channels.backs, content: EMERGENCY }));
      }
      if (i % 2) await discord.nextMessage({ channel: channels.backs });
      await crash(world);
      await resume(world);
    }
    for (const message of messages) {
      if (!repliesTo(world, message).length) await world.replyTo(message);
    }
    await world.finish();
    for (const message of messages) assert.equal(repliesTo(world, message).length, 1);
  });
});
