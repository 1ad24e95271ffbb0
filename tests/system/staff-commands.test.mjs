// The commands beside a running daemon: forget, audit, drill.

import assert from 'node:assert/strict';
import { readFile, readdir, writeFile, chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { describe } from 'node:test';

import { EMERGENCY, QUESTION } from './phrases.mjs';
import { runToEnd } from './program.mjs';
import { SAY, TOKEN, UNLIMITED, play } from './world.mjs';

const KEPT = {
  discord: { limits: UNLIMITED },
  settings: (settings, world) => {
    settings.state = join(world.folder, 'state');
    settings.alerts = { after: '1h', repeats: 1 };
  },
};

const run = (world, ...args) => runToEnd(
  [args[0], '--config', world.configFile, ...args.slice(1)], { DISCORD_TOKEN: TOKEN },
);

// All bytes of the state's files.
async function stateOf(world) {
  const folder = join(world.folder, 'state');
  const files = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isFile());
  return Buffer.concat(await Promise.all(files.map(({ name }) => readFile(join(folder, name)))));
}

async function emergency(world, user) {
  const { discord, channels } = world;
  const message = discord.say({ user, channel: channels.backs, content: EMERGENCY });
  await world.replyTo(message);
  const alert = await discord.nextMessage({
    channel: channels.mods, match: ({ content }) => content.includes(message.id),
  });
  return { message, alert };
}

// Somebody of the staff picks it up; resolves when that is on disk, too.
async function pickUp(world, { alert }) {
  const { discord, users, channels, ask } = world;
  discord.react({ user: users.mod, message: alert.message });
  await discord.nextMessage({ channel: channels.mods, match: ({ content }) => /Picked up/.test(content) });
  await ask({ user: users.mod, content: QUESTION });
}

async function audit(world, ...args) {
  const { code, output, log } = await run(world, 'audit', ...args);
  assert.equal(code, 0, log);
  return output.trim().split('\n').filter(Boolean).map((line) => JSON.parse(line));
}

describe('lumbard audit', { concurrency: 4 }, () => {
  play('prints every step of an alert', KEPT, async (world) => {
    const { users, channels } = world;
    const one = await emergency(world, users.ann);
    await pickUp(world, one);
    const lines = await audit(world);
    assert.deepEqual(lines.map(({ step }) => step), ['opened', 'alerted', 'acknowledged']);
    for (const line of lines) {
      assert.equal(line.account, 'discord');
      assert.equal(line.tier, 'emergency');
      assert.match(line.flags, /leg-paralysis/);
      assert.equal(line.message, one.message.id);
      assert.match(line.at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      assert.equal(line.number, lines[0].number);
    }
    assert.equal(lines[1].path, `channel ${channels.mods.id}`);
    assert.equal(lines[2].who, users.mod.id);
    assert.equal(lines[2].detail, 'by a reaction');
    const { output } = await run(world, 'audit', '--csv', '--days', '1');
    const rows = output.split('\r\n');
    assert.equal(rows[0], 'at,account,number,step,tier,flags,path,who,detail,message,link');
    assert.equal(rows.length, 5);
    assert.match(rows[3], /,"acknowledged","emergency",/);
    assert.equal((await run(world, 'audit', '--days', 'x')).code, 64);
  });

  play('prints nothing where nothing is kept', {}, async (world) => {
    assert.deepEqual(await audit(world), []);
  });
});

describe('lumbard forget', { concurrency: 4 }, () => {
  play('leaves no byte of somebody, beside the running daemon and after it', KEPT, async (world) => {
    const { users, ask } = world;
    const one = await emergency(world, users.ann);
    await pickUp(world, one);
    await ask({ user: users.ann, content: QUESTION });
    await emergency(world, users.bob);
    await ask({ user: users.mod, content: QUESTION });
    assert.ok((await stateOf(world)).includes(users.ann.id));
    const { code, output, log } = await run(world, 'forget', '--user', users.ann.id);
    assert.equal(code, 0, log);
    assert.match(output, /^Erased: \d+\.\nThe running lumbard has forgotten them, too\.\n$/);
    for (const id of [users.ann.id, one.message.id]) {
      assert.ok(!(await stateOf(world)).includes(id), 'bytes are left');
    }
    assert.ok((await stateOf(world)).includes(users.bob.id), 'others are there');
    const lines = await audit(world);
    assert.deepEqual(lines.map(({ step, message }) => [step, Boolean(message)]), [
      ['opened', false], ['alerted', false], ['acknowledged', false],
      ['opened', true], ['alerted', true], ['forgotten', false],
    ]);
    await world.finish();
    assert.ok(!(await stateOf(world)).includes(users.ann.id), 'bytes are written again');
  });

  play('has the running daemon forget what it holds in memory', {
    ...KEPT,
    settings: (settings, world) => {
      KEPT.settings(settings, world);
      settings.operators = [{ id: world.users.mod.id }];
    },
  }, async (world) => {
    const { discord, users, channels, ask } = world;
    const give = async (user, command, options) => {
      const { id } = discord.interact({ user, channel: channels.backs, command, options });
      await discord.nextResponse({ match: (answer) => answer.id === id && answer.content });
    };
    for (const user of [users.ann, users.bob]) await give(users.mod, 'lumbard mute', { user: user.id });
    await give(users.ann, 'back quiet', { state: 'on' });
    // she cannot lift the mute herself
    discord.interact({ user: users.ann, channel: channels.backs, command: 'back forget' });
    await discord.nextResponse({ match: ({ type, content }) => type === 'fill' && /such as a mute, is kept/.test(content) });
    discord.say({ user: users.ann, channel: channels.backs, content: QUESTION });
    const { code, output, log } = await run(world, 'forget', '--user', users.ann.id);
    assert.equal(code, 0, log);
    assert.match(output, /Taken back with it: 1\. These are orders about them: a mute/);
    assert.match(output, /The running lumbard has forgotten them, too/);
    // she is answered again, and nobody else
    discord.say({ user: users.bob, channel: channels.backs, content: QUESTION });
    assert.ok(await ask({ user: users.ann, channel: channels.backs, content: QUESTION }));
    const said = await world.finish();
    assert.equal(said.length, 1);
    assert.ok(!(await readdir(join(world.folder, 'state'))).includes('lumbard.sock'));
    // and with nobody there, the files alone are looked at
    assert.match((await run(world, 'forget', '--user', users.ann.id)).output, /^Erased: \d+\.\n$/);
  });

  play('loses no open emergency: it is erased once that is over, also after a crash', KEPT, async (world) => {
    const { discord, users } = world;
    const one = await emergency(world, users.ann);
    await world.ask({ user: users.mod, content: QUESTION });
    const { code, output } = await run(world, 'forget', '--user', users.ann.id);
    assert.equal(code, 0);
    assert.match(output, /Kept until settled: \d+\. An emergency is open/);
    assert.ok((await stateOf(world)).includes(users.ann.id));
    await world.daemon.kill();
    await world.spawn();
    await discord.resumed();
    await world.daemon.line(/1 alerts of the last run are open/);
    await pickUp(world, one);
    await world.finish();
    assert.ok(!(await stateOf(world)).includes(users.ann.id), 'bytes are left');
    assert.ok(!(await stateOf(world)).includes(one.message.id), 'bytes are left');
    assert.equal((await audit(world)).at(-1).step, 'acknowledged');
  });

  play('says where there is nothing to forget', {}, async (world) => {
    const { code, output } = await run(world, 'forget', '--user', '5');
    assert.equal(code, 78);
    assert.match(output, /names no 'state'/);
    assert.equal((await run(world, 'forget')).code, 64);
  });
});

describe('lumbard drill', { concurrency: 4 }, () => {
  play('tells each path once, calls the role, and says who could not be told', {
    ...KEPT,
    settings: (settings, world) => {
      KEPT.settings(settings, world);
      const { channels, staff } = world;
      settings.servers[0]['staff-next'] = [
        { channel: channels.readonly.id }, { channel: channels.off.id, role: staff.id },
      ];
      settings.servers[0].channels[0]['staff-channel'] = channels.off.id;
      settings.alerts.command = join(world.folder, 'page');
    },
  }, async (world) => {
    const { discord, channels, staff, folder } = world;
    await writeFile(join(folder, 'page'), `#!/bin/sh\necho "$LUMBARD_STEP $LUMBARD_TEXT" > ${folder}/paged\n`);
    await chmod(join(folder, 'page'), 0o700);
    const { code, output, log } = await run(world, 'drill');
    assert.equal(code, 78, log);
    assert.deepEqual(output.trim().split('\n').sort(), [
      `PROBLEM  discord: channel ${channels.readonly.id}: Missing Permissions (50013)`,
      `ok       discord: channel ${channels.mods.id}`,
      `ok       discord: channel ${channels.off.id}`,
      'ok       discord: command',
    ].sort());
    const said = discord.all('message');
    assert.equal(said.length, 2);
    for (const { content, pings } of said) {
      assert.match(content, /DRILL: nobody is in danger/);
      assert.deepEqual(pings.roles, [staff.id]);
    }
    assert.match(await readFile(join(folder, 'paged'), 'utf8'), /^drill DRILL: nobody is in danger/);
    const lines = (await audit(world)).filter(({ step }) => step === 'drill');
    assert.equal(lines.length, 4);
    // the daemon is still the owner of what it keeps
    await world.ask({ user: world.users.ann, content: QUESTION });
    await world.finish();
    assert.ok(!world.daemon.lines.some((line) => /taken over|ALARM/.test(line)));
    assert.equal(discord.all('identify').length, 1);
  });

  play('ends well where all is well', {}, async (world) => {
    const { code, output } = await run(world, 'drill', '--server', world.guild.id);
    assert.equal(code, 0);
    assert.equal(output, `ok       discord: channel ${world.channels.mods.id}\n`);
    const nobody = await run(world, 'drill', '--server', '5');
    assert.equal(nobody.code, 78);
    assert.match(nobody.output, /There is nobody to be told/);
    const posts = world.discord.all('request').filter(({ route }) => route === SAY);
    assert.equal(posts.length, 1);
  });
});
