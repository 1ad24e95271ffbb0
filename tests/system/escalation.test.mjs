// What becomes of an alert: somebody picks it up, nobody does, it cannot be told; and all of that across
// kill -9.

import assert from 'node:assert/strict';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe } from 'node:test';

import { CALL, CRISIS, EMERGENCY, QUESTION, SEE_DOCTOR, URGENT } from './phrases.mjs';
import { shown } from './program.mjs';
import { SAY, UNLIMITED, play } from './world.mjs';

const TOLD = /The staff here are being told as well. They are not an emergency service/;
const SILENT = /No one from the staff has picked this up yet/;
const UNREACHED = /I could not reach the staff here/;
const REPEATED = /NOT PICKED UP/;
const TAKEN = /Picked up by <@(\d+)>/;

// Alerts are repeated soon, and what is known of them is kept.
function soon(after, more = () => {}) {
  return {
    discord: { limits: UNLIMITED },
    settings: (settings, world) => {
      settings.state = join(world.folder, 'state');
      settings.alerts = { after, repeats: 2 };
      more(settings, world);
    },
  };
}

const alertIn = ({ discord }, channel, match = () => true) => discord.nextMessage({
  channel, match: ({ content }) => /Red flag/.test(content) && match(content),
});

const crash = (world) => world.daemon.kill();

// What was said so far is known to have been taken, and kept on disk: an answer is recorded behind it.
async function settled({ discord, users, ask }) {
  await discord.roundTrip();
  await ask({ user: users.mod, content: QUESTION });
}

async function again(world) {
  await world.spawn();
  await world.discord.resumed();
  await world.daemon.line(/connected: listening/);
}

function refuse(discord, channel, { code = 50013, times = 999 } = {}) {
  return discord.fault({
    on: ({ route, params }) => route === SAY && params.channel === channel.id,
    status: 403,
    times,
    json: { message: 'refused', code },
  });
}

describe('an alert', { concurrency: 4 }, () => {
  play('is told to the person, too, and what staff are not', {}, async (world) => {
    const { users, channels, ask, discord } = world;
    const { content } = await ask({ user: users.ann, channel: channels.backs, content: EMERGENCY });
    assert.match(content, CALL);
    assert.match(content, TOLD);
    await alertIn(world, channels.mods);
    const crisis = await ask({ user: users.bob, channel: channels.backs, content: CRISIS });
    assert.match(crisis.content, TOLD);
    const { content: urgent } = await ask({ user: users.bob, channel: channels.backs, content: URGENT });
    assert.doesNotMatch(urgent, TOLD);
    const direct = await ask({ user: users.bob, content: EMERGENCY });
    assert.doesNotMatch(direct.content, TOLD);
    assert.equal(discord.all('identify')[0].data.intents & (1 << 10), 1 << 10);
  });

  play('asks Discord for reactions only where there are staff', {
    settings: (settings) => {
      delete settings.servers[0]['staff-channel'];
      delete settings.servers[0]['staff-role'];
    },
  }, async ({ discord }) => {
    assert.equal(discord.all('identify')[0].data.intents & (1 << 10), 0);
  });

  play('of an urgent red flag is told where that is wanted', {
    settings: (settings) => { settings.servers[0]['staff-urgent'] = 'yes'; },
  }, async (world) => {
    const { users, channels, ask, finish } = world;
    const { content } = await ask({ user: users.ann, channel: channels.backs, content: URGENT });
    assert.match(content, TOLD);
    assert.match((await alertIn(world, channels.mods)).content, /Red flag \(urgent\)/);
    await ask({ user: users.ann, channel: channels.backs, content: SEE_DOCTOR });
    assert.equal((await finish()).length, 3);
  });

  play('of a direct message names the person, where that is wanted', {
    settings: (settings, { channels, staff }) => {
      Object.assign(settings.direct, { 'staff-channel': channels.mods.id, 'staff-role': staff.id });
    },
  }, async (world) => {
    const { users, channels, staff, ask } = world;
    const { content } = await ask({ user: users.ann, content: EMERGENCY });
    assert.match(content, TOLD);
    const alert = await alertIn(world, channels.mods);
    assert.ok(alert.content.includes(`in private, by <@${users.ann.id}>: please write to them`));
    assert.deepEqual(alert.pings, { users: [], roles: [staff.id], everyone: false });
    assert.ok(!alert.content.includes('@me'), alert.content);
  });

  play('that somebody reacts to is over', soon('1s'), async (world) => {
    const { discord, users, channels, ask } = world;
    await ask({ user: users.ann, channel: channels.backs, content: EMERGENCY });
    const alert = await alertIn(world, channels.mods);
    discord.react({ user: users.mod, message: alert.message });
    const taken = await discord.nextMessage({ channel: channels.mods });
    assert.equal(TAKEN.exec(taken.content)[1], users.mod.id);
    assert.deepEqual(taken.pings, { users: [], roles: [], everyone: false });
    // a later one is repeated, so that this one would have been before
    await ask({ user: users.bob, channel: channels.backs, content: EMERGENCY });
    await alertIn(world, channels.mods, (text) => REPEATED.test(text));
    discord.react({ user: users.mod, message: discord.messagesIn(channels.mods).at(-1).message });
    await discord.nextMessage({ channel: channels.mods, match: ({ content }) => TAKEN.test(content) });
    const posted = await world.finish();
    const repeats = posted.filter(({ content }) => REPEATED.test(content));
    assert.ok(repeats.every(({ content }) => !content.includes(alert.content.split('Look: ')[1])));
  });

  play('that somebody replies to is over, whatever they write', soon('30s'), async (world) => {
    const { discord, users, channels, ask } = world;
    await ask({ user: users.ann, channel: channels.backs, content: EMERGENCY });
    const alert = await alertIn(world, channels.mods);
    discord.say({
      user: users.mod, channel: channels.mods, replyTo: alert.message, content: 'both her legs went numb? on it',
    });
    const taken = await discord.nextMessage({ channel: channels.mods });
    assert.match(taken.content, TAKEN);
    await discord.roundTrip();
    assert.equal((await world.finish()).length, 3); // nobody answers the member of staff
  });

  play('that a bot or lumbard itself reacts to is not', soon('1s'), async (world) => {
    const { discord, users, channels, ask } = world;
    await ask({ user: users.ann, channel: channels.backs, content: EMERGENCY });
    const alert = await alertIn(world, channels.mods);
    discord.react({ user: discord.bot, message: alert.message });
    await alertIn(world, channels.mods, (text) => REPEATED.test(text));
  });

  play('that somebody picks up late takes back that nobody has', soon('1s'), async (world) => {
    const { discord, users, channels } = world;
    const message = discord.say({ user: users.ann, channel: channels.backs, content: EMERGENCY });
    await world.replyTo(message);
    const alert = await alertIn(world, channels.mods);
    const told = await world.replyTo(message);
    assert.match(told.content, SILENT);
    discord.react({ user: users.mod, message: alert.message });
    assert.equal((await discord.nextDelete()).id, told.id);
    await discord.nextMessage({ channel: channels.mods, match: ({ content }) => TAKEN.test(content) });
  });

  play('that nobody picks up is repeated, and the person is told, twice', soon('1s'), async (world) => {
    const { discord, users, staff, channels, daemon } = world;
    const message = discord.say({ user: users.ann, channel: channels.backs, content: EMERGENCY });
    await world.replyTo(message);
    await alertIn(world, channels.mods, (text) => !REPEATED.test(text));
    for (let i = 0; i < 2; i += 1) {
      const repeat = await alertIn(world, channels.mods, (text) => REPEATED.test(text));
      assert.deepEqual(repeat.pings.roles, [staff.id]);
      const told = await world.replyTo(message);
      assert.match(told.content, /^\*\*Call 999 or 112/);
      assert.match(told.content, SILENT);
      assert.deepEqual(told.pings, { users: [users.ann.id], roles: [], everyone: false });
    }
    await daemon.line(/a red flag \(emergency\) was picked up by nobody/);
    assert.equal((await world.finish()).length, 6);
  });
});

describe('an alert that cannot be told', { concurrency: 4 }, () => {
  const next = (settings, { channels, staff }) => {
    settings.servers[0]['staff-next'] = [
      { channel: channels.readonly.id, role: staff.id }, { channel: channels.off.id },
    ];
  };

  play('goes to the next channel that takes it', soon('30s', next), async (world) => {
    const { discord, users, channels, ask } = world;
    refuse(discord, channels.mods);
    await ask({ user: users.ann, channel: channels.backs, content: EMERGENCY });
    const alert = await alertIn(world, channels.off); // the bot may not write in #rules
    assert.deepEqual(alert.pings.roles, []);
    discord.react({ user: users.mod, message: alert.message });
    await discord.nextMessage({ channel: channels.off, match: ({ content }) => TAKEN.test(content) });
  });

  play('since the channel is gone goes to the next one', soon('30s', next), async (world) => {
    const { discord, users, channels, ask } = world;
    discord.removeChannel(channels.mods);
    await ask({ user: users.ann, channel: channels.backs, content: EMERGENCY });
    await alertIn(world, channels.off);
  });

  play('by any path is no secret to the person', soon('30s'), async (world) => {
    const { discord, users, channels, daemon } = world;
    refuse(discord, channels.mods);
    const message = discord.say({ user: users.ann, channel: channels.backs, content: EMERGENCY });
    assert.match((await world.replyTo(message)).content, TOLD);
    const told = await world.replyTo(message);
    assert.match(told.content, /^\*\*Call 999 or 112/);
    assert.match(told.content, UNREACHED);
    await daemon.line(/error discord: staff could not be told/);
  });

  play('there goes to a webhook, then to a program', { ...soon('30s', (settings, world) => {
    settings.alerts.webhook = { env: 'HOOK' };
    settings.alerts.command = join(world.folder, 'page');
  }), start: false }, async (world) => {
    const { discord, users, channels, ask, folder } = world;
    const heard = [];
    const hook = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => { body += chunk; });
      request.on('end', () => {
        heard.push({ body, url: request.url });
        response.writeHead(500).end();
      });
    });
    await new Promise((done) => { hook.listen(0, '127.0.0.1', done); });
    try {
      await writeFile(join(folder, 'page'), `#!/bin/sh\nenv > ${folder}/env.new\nls /proc/self/fd > ${folder}/fds\nmv ${folder}/env.new ${folder}/env\nexit 0\n`);
      await chmod(join(folder, 'page'), 0o700);
      await world.configure();
      const secret = `http://127.0.0.1:${hook.address().port}/services/very-secret-path`;
      await world.spawn({ HOOK: secret });
      await discord.identified();
      refuse(discord, channels.mods);
      const { message } = await ask({ user: users.ann, channel: channels.backs, content: EMERGENCY });
      await world.daemon.line(/debug discord: staff were told by command/);
      assert.equal(heard.length, 1);
      const body = JSON.parse(heard[0].body);
      assert.equal(heard[0].url, '/services/very-secret-path');
      assert.match(body.text, /^Red flag \(emergency\): /);
      assert.equal(body.tier, 'emergency');
      assert.ok(body.link.endsWith(message.message_reference.message_id));
      const env = await readFile(join(folder, 'env'), 'utf8');
      assert.match(env, /^LUMBARD_TEXT=Red flag \(emergency\): /m);
      assert.match(env, /^LUMBARD_STEP=alerted$/m);
      for (const what of ['TOKEN', 'HOOK', EMERGENCY]) assert.ok(!env.includes(what), what);
      assert.ok(!heard[0].body.includes(EMERGENCY));
      assert.deepEqual((await readFile(join(folder, 'fds'), 'utf8')).trim().split(/\s+/), ['0', '1', '2', '3']);
      assert.ok(!world.daemon.lines.some((line) => line.includes('very-secret')), 'the address is in the log');
      const environ = await shown(world.daemon.pid, 'environ');
      assert.ok(!environ?.includes('very-secret'), 'the address is in the environment');
    } finally {
      hook.close();
    }
  });
});

describe('a crash', { concurrency: 4 }, () => {
  play('does not stop what is repeated', soon('2s'), async (world) => {
    const { discord, users, channels } = world;
    const message = discord.say({ user: users.ann, channel: channels.backs, content: EMERGENCY });
    await world.replyTo(message);
    await alertIn(world, channels.mods);
    await settled(world);
    await crash(world);
    await again(world);
    await world.daemon.line(/1 alerts of the last run are open/);
    await alertIn(world, channels.mods, (text) => REPEATED.test(text));
    assert.match((await world.replyTo(message, { match: ({ content }) => SILENT.test(content) })).content, SILENT);
    await crash(world);
    await again(world);
    await alertIn(world, channels.mods, (text) => REPEATED.test(text));
    await world.daemon.line(/was picked up by nobody/);
    await world.finish();
    const alerts = discord.messagesIn(channels.mods);
    assert.equal(alerts.length, 3, alerts.map(({ content }) => content).join('\n'));
  });

  play('before the alert was taken loses none, and doubles none', soon('60s'), async (world) => {
    const { discord, users, channels } = world;
    const on = ({ route, params }) => route === SAY && params.channel === channels.mods.id;
    const fault = discord.fault({ on, status: 503, times: 999 });
    const message = discord.say({ user: users.ann, channel: channels.backs, content: EMERGENCY });
    await world.replyTo(message);
    await fault.hit();
    await crash(world);
    fault.remove();
    await again(world);
    const alert = await alertIn(world, channels.mods);
    discord.react({ user: users.mod, message: alert.message });
    await discord.nextMessage({ channel: channels.mods, match: ({ content }) => TAKEN.test(content) });
    await world.finish();
    assert.equal(discord.messagesIn(channels.mods).length, 2);
  });

  play('leaves an alert that can be picked up, also while nobody was there', soon('60s'), async (world) => {
    const { discord, users, channels, ask } = world;
    await ask({ user: users.ann, channel: channels.backs, content: EMERGENCY });
    const alert = await alertIn(world, channels.mods);
    await settled(world);
    await crash(world);
    discord.react({ user: users.mod, message: alert.message }); // it comes with the replay
    await again(world);
    await discord.nextMessage({ channel: channels.mods, match: ({ content }) => TAKEN.test(content) });
    await world.finish();
    await again(world);
    assert.ok(!world.daemon.lines.some((line) => /alerts of the last run/.test(line)));
  });

  play('on the way to the second channel goes on there', soon('60s', (settings, { channels }) => {
    settings.servers[0]['staff-next'] = [{ channel: channels.off.id }];
  }), async (world) => {
    const { discord, users, channels } = world;
    refuse(discord, channels.mods);
    const on = ({ route, params }) => route === SAY && params.channel === channels.off.id;
    const fault = discord.fault({ on, status: 503, times: 999 });
    discord.say({ user: users.ann, channel: channels.backs, content: EMERGENCY });
    await fault.hit();
    await crash(world);
    fault.remove();
    await again(world);
    await alertIn(world, channels.off);
    await world.finish();
    assert.equal(discord.messagesIn(channels.off).length, 1);
    assert.equal(discord.messagesIn(channels.mods).length, 0);
  });
});
