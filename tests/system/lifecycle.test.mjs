// How lumbard starts, why it does not, and how it ends.

import assert from 'node:assert/strict';
import { chmod, copyFile, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { describe } from 'node:test';

import { ANSWER, CALL, EMERGENCY, QUESTION } from './phrases.mjs';
import { CONTENT, PROGRAM, Program, SLOW, runToEnd } from './program.mjs';
import { SAY, TOKEN, play } from './world.mjs';

const END_MS = 5000 * SLOW;
const BY_HAND = { start: false };

// Stops it; it exits with 0, in time.
async function endsInTime(daemon, signal) {
  const from = performance.now();
  assert.equal(await daemon.stop(signal), 0);
  const took = performance.now() - from;
  assert.ok(took < END_MS, `it took ${took} ms`);
}

describe('the end', { concurrency: 4 }, () => {
  for (const signal of ['SIGTERM', 'SIGINT']) {
    play(`by ${signal} leaves the session resumable`, {}, async ({ discord, daemon }) => {
      await endsInTime(daemon, signal);
      const { code, by } = await discord.closed();
      assert.equal(by, 'client');
      assert.equal(code, 4200);
      await daemon.line(/daemon: stopped; answers 0/);
    });
  }

  play('waits for what is being sent', {}, async (world) => {
    const { discord, users, daemon, replyTo } = world;
    const fault = discord.fault({ on: SAY, hang: 'before' });
    const message = discord.say({ user: users.ann, content: QUESTION });
    await fault.hit();
    const ended = endsInTime(daemon);
    await daemon.line(/stopping: finishing what is being sent/);
    fault.release();
    assert.match((await replyTo(message)).content, ANSWER);
    await ended;
    const { code } = await discord.closed();
    assert.equal(code, 4200);
    assert.equal(discord.all('message').length, 1);
    await daemon.line(/sent 1, refused 0, too late 0/);
  });

  play('waits for what was refused for a moment', {}, async (world) => {
    const { discord, users, daemon, replyTo } = world;
    const fault = discord.fault({ on: SAY, status: 429, retryAfter: 0.5 });
    const message = discord.say({ user: users.ann, content: EMERGENCY });
    await fault.hit();
    await endsInTime(daemon);
    assert.match((await replyTo(message)).content, CALL);
  });

  play('waits for the look-up of a thread', {}, async (world) => {
    const { discord, users, channels, daemon, replyTo } = world;
    const thread = discord.addThread({ parent: channels.backs, name: 'a thread', user: users.ann });
    const fault = discord.fault({ on: 'GET /channels/{channel}', hang: 'before' });
    const message = discord.say({
      user: users.ann, channel: thread, content: QUESTION, mentionsBot: true,
    });
    await fault.hit();
    const ended = endsInTime(daemon);
    assert.match((await replyTo(message)).content, ANSWER);
    await ended;
    fault.release();
  });

  play('does not wait for ever', {}, async ({ discord, users, daemon }) => {
    const fault = discord.fault({ on: SAY, hang: 'before', times: 9 });
    discord.say({ user: users.ann, content: QUESTION });
    await fault.hit();
    await endsInTime(daemon);
    await daemon.line(/warn discord: not everything was sent in time/);
    fault.remove();
  });

  play('takes no new messages', {}, async ({ discord, users, daemon }) => {
    const fault = discord.fault({ on: SAY, hang: 'before' });
    discord.say({ user: users.ann, content: QUESTION });
    await fault.hit();
    const ended = endsInTime(daemon);
    await daemon.line(/stopping/);
    discord.say({ user: users.bob, content: QUESTION });
    await discord.roundTrip();
    fault.release();
    await ended;
    assert.equal(discord.all('message').length, 1);
  });

  play('comes at once while there is no connection', BY_HAND, async (world) => {
    world.discord.stopListening('main');
    const daemon = await world.spawn();
    await daemon.line(/-> waiting/);
    await endsInTime(daemon);
  });

  play('comes while the gateway says nothing', BY_HAND, async (world) => {
    world.discord.onNextConnection({ hang: true });
    const daemon = await world.spawn();
    await world.discord.connected();
    await endsInTime(daemon);
  });

  play('comes though the peer does not answer the close', {}, async ({ discord, daemon }) => {
    discord.dropConnections('halfopen');
    await endsInTime(daemon);
  });

  play('is not hurried by a second signal', {}, async ({ discord, users, daemon, replyTo }) => {
    const fault = discord.fault({ on: SAY, hang: 'before' });
    const message = discord.say({ user: users.ann, content: QUESTION });
    await fault.hit();
    daemon.leaving = true;
    daemon.signal('SIGTERM');
    await daemon.line(/stopping/);
    daemon.signal('SIGINT');
    await daemon.line(/stopping/);
    fault.release();
    assert.match((await replyTo(message)).content, ANSWER);
    assert.equal(await daemon.exit(), 0);
  });
});

describe('lumbard does not start', { concurrency: 4 }, () => {
  // Runs it to its end; it exits with that status and says so.
  async function refuses(world, status, words, env = { DISCORD_TOKEN: TOKEN }) {
    await world.configure();
    return refusesAsIs(world, status, words, env);
  }

  async function refusesAsIs(world, status, words, env) {
    const { code, log } = await runToEnd(world.arguments, env);
    assert.match(log, words);
    assert.equal(code, status);
    assert.ok(!log.includes(TOKEN), 'the token is told');
    return log;
  }

  play('on a configuration with a mistake, and says where', BY_HAND, async (world) => {
    await world.configure('accounts:\n  - name: discord\n    platfrom: discord\n');
    const log = await refusesAsIs(world, 78, /lumbard\.yaml:3:5: error: .*'platfrom'.*did you mean/);
    assert.match(log, /^ {4,}platfrom: discord$/m);
  });

  const BROKEN = {
    'that is no YAML': ['accounts: [\n', /lumbard\.yaml:\d+:\d+: error: /],
    'that is empty': ['', /error: /],
    'with a number for an id': [
      'accounts: [{name: discord, platform: discord, token: {env: X}}]\n'
        + 'servers:\n  - id: 1300000000000000010\n',
      /lumbard\.yaml:3:9: error: .*quotes/,
    ],
    'of broken bytes': [Buffer.from('log: \xff\xfe\n', 'latin1'), /lumbard\.yaml:1:6: error: /],
    'with an unknown platform': [
      'accounts: [{name: a, platform: irc, token: {env: X}}]\n', /lumbard\.yaml:1:\d+: error: .*discord/,
    ],
    'that would send the token anywhere': [
      'accounts: [{name: a, platform: discord, token: {env: X}, api: "http://example.org"}]\n',
      /lumbard\.yaml:1:\d+: error: .*api/,
    ],
    'with the token itself in it': [
      `accounts: [{name: a, platform: discord, token: "${TOKEN}"}]\n`, /lumbard\.yaml:1:\d+: error: /,
    ],
  };
  for (const [name, [text, words]] of Object.entries(BROKEN)) {
    play(`on a configuration ${name}`, BY_HAND, async (world) => {
      await world.configure(text);
      await refusesAsIs(world, 78, words);
    });
  }

  play('without its configuration', BY_HAND, (world) => (
    refusesAsIs(world, 66, /the configuration \S+lumbard\.yaml: cannot open: No such file/)
  ));

  play('without a token', BY_HAND, (world) => (
    refuses(world, 78, /error discord: there is no token: set DISCORD_TOKEN/, {})
  ));

  play('with a region that there is not', {
    ...BY_HAND, settings: ({ servers: [server] }) => { server.region = 'atlantis'; },
  }, (world) => refuses(world, 78, /atlantis/));

  play('with a token that the gateway refuses', BY_HAND, async (world) => {
    await refuses(world, 77, /cannot go on: Discord refuses the bot token/, {
      DISCORD_TOKEN: `${TOKEN}x`,
    });
    assert.equal(world.discord.all('connection').length, 1);
  });

  play('with a token that the API refuses', {
    ...BY_HAND, settings: ({ accounts: [account] }) => { account.gateway = undefined; },
  }, async (world) => {
    await refuses(world, 77, /cannot go on: Discord refuses the bot token/, {
      DISCORD_TOKEN: `${TOKEN}x`,
    });
    assert.equal(world.discord.invalidRequests, 1);
  });

  play('on addresses of the environment that are not safe', BY_HAND, async (world) => {
    await refuses(world, 78, /API address must begin with https/, {
      DISCORD_TOKEN: TOKEN, DISCORD_API: 'http://example.org/api/v10',
    });
    await refuses(world, 78, /gateway address must begin with wss/, {
      DISCORD_TOKEN: TOKEN, DISCORD_GATEWAY: 'ws://example.org',
    });
  });

  play('with options that it does not know', BY_HAND, async (world) => {
    const { code, log } = await runToEnd([...world.arguments, '--frobnicate']);
    assert.equal(code, 64);
    assert.match(log, /--frobnicate/);
  });
});

describe('lumbard starts', { concurrency: 4 }, () => {
  play('without a configuration, by the environment alone', BY_HAND, async (world) => {
    const { discord, users, ask } = world;
    world.daemon = new Program(['run', '--content', CONTENT], {
      DISCORD_TOKEN: TOKEN, DISCORD_API: discord.apiUrl,
    });
    const { intents } = await discord.identified();
    assert.equal(intents, 4608);
    assert.match((await ask({ user: users.ann, content: QUESTION })).content, ANSWER);
  });

  play('with a token from a file', {
    start: false, env: { DISCORD_TOKEN: 'of no use' },
    settings: ({ accounts: [account] }, { folder }) => {
      account.token = { file: join(folder, 'token') };
    },
  }, async (world) => {
    const file = join(world.folder, 'token');
    await writeFile(file, `${TOKEN}\n`, { mode: 0o600 });
    const { data } = await world.start();
    assert.equal(data.token, TOKEN);
    assert.doesNotMatch(world.daemon.lines.join('\n'), /others can read/);
  });

  play('with a token that others can read, and says so', {
    start: false, env: { DISCORD_TOKEN: 'of no use' },
    settings: ({ accounts: [account] }, { folder }) => {
      account.token = { file: join(folder, 'token') };
    },
  }, async (world) => {
    const file = join(world.folder, 'token');
    await writeFile(file, TOKEN);
    await chmod(file, 0o644);
    const { data } = await world.start();
    assert.equal(data.token, TOKEN);
    await world.daemon.line(/warn discord: others can read the token's file: chmod 600/);
  });

  play('with a token of systemd', {
    start: false,
    settings: ({ accounts: [account] }) => { account.token = { credential: 'bot' }; },
  }, async (world) => {
    const { discord, folder } = world;
    await writeFile(join(folder, 'bot'), TOKEN, { mode: 0o400 });
    await world.configure();
    world.daemon = new Program(world.arguments, { CREDENTIALS_DIRECTORY: folder });
    assert.equal((await discord.identified()).data.token, TOKEN);
  });

  play('for journald with priorities instead of times', { start: false }, async (world) => {
    await world.configure();
    // what systemd sets: device and inode of standard error
    const args = ['-c', 'JOURNAL_STREAM=$(stat -Lc %d:%i /proc/self/fd/2) exec "$@"', 'sh', PROGRAM, ...world.arguments];
    world.daemon = new Program(args, { DISCORD_TOKEN: TOKEN }, '/bin/sh');
    await world.daemon.line(/connected: listening/);
    for (const line of world.daemon.lines) assert.match(line, /^<[3-7]>/);
  });

  play('as JSON, and with times where standard error is not what journald reads', {
    env: { JOURNAL_STREAM: '8:1234' }, args: ['--log-format', 'json'],
  }, async (world) => {
    for (const line of world.daemon.lines) {
      const { time, level, area, msg } = JSON.parse(line);
      assert.match(time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      assert.match(level, /^(error|warn|info|debug)$/);
      assert.ok(area && msg, line);
    }
  });

  // An installed copy: the program and, with content, what is packaged with it.
  async function install(folder, { content }) {
    const program = join(folder, 'bin', 'lumbard');
    await mkdir(join(folder, 'bin'));
    await copyFile(PROGRAM, program);
    if (!content) return program;
    await mkdir(join(folder, 'share'));
    await symlink(CONTENT, join(folder, 'share', 'lumbard'));
    return program;
  }

  play('on its packaged content', BY_HAND, async (world) => {
    const { discord, users, folder, ask } = world;
    const program = await install(folder, { content: true });
    await world.configure();
    const args = ['run', '--config', world.configFile];
    world.daemon = new Program(args, { DISCORD_TOKEN: TOKEN }, program);
    await discord.identified();
    assert.match((await ask({ user: users.ann, content: QUESTION })).content, ANSWER);
  });

  play('on its packaged content, with an alarm, when the other is of no use', {
    start: false, ownContent: true,
  }, async (world) => {
    const { discord, users, folder, ask } = world;
    const program = await install(folder, { content: true });
    await world.configure();
    await mkdir(join(world.content, 'intents'), { recursive: true });
    await writeFile(join(world.content, 'intents', 'broken.yaml'), 'intents: [\n');
    world.daemon = new Program(world.arguments, { DISCORD_TOKEN: TOKEN }, program);
    await world.daemon.line(/error content: ALARM: .*running on the packaged content/);
    await discord.identified();
    assert.match((await ask({ user: users.ann, content: EMERGENCY })).content, CALL);
  });

  play('not at all when there is no usable content', {
    start: false, ownContent: true,
  }, async (world) => {
    const program = await install(world.folder, { content: false });
    await world.configure();
    await mkdir(join(world.content, 'intents'), { recursive: true });
    const { code, log } = await runToEnd(world.arguments, { DISCORD_TOKEN: TOKEN }, program);
    assert.match(log, /there is no usable content/);
    assert.equal(code, 65);
  });
});
