// The systemd unit: how much it leaves open, that it says what has to be said, and that its filter of system
// calls lets through every call that the daemon makes.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';

import { ANSWER, EMERGENCY, QUESTION } from './phrases.mjs';
import { PROGRAM, Program, ROOT } from './program.mjs';
import { TOKEN, play } from './world.mjs';

const EXPOSURE_MAX = 2.0;
const unit = await readFile(join(ROOT, 'deploy', 'lumbard.service.in'), 'utf8');

// The values of a key, in order.
const valuesOf = (key) => [...unit.matchAll(new RegExp(`^${key}=(.*)$`, 'gm'))].map(([, value]) => value);

// The calls of a list of names and @sets.
function callsOf(words) {
  return words.flatMap((word) => {
    if (!word.startsWith('@')) return [word];
    const text = execFileSync('systemd-analyze', ['syscall-filter', '--no-pager', word], { encoding: 'utf8' });
    const names = text.split('\n').slice(1).map((line) => line.trim()).filter((name) => name && !name.startsWith('#'));
    return callsOf(names);
  });
}

function allowedCalls() {
  const allowed = new Set();
  for (const value of valuesOf('SystemCallFilter')) {
    const names = callsOf(value.replace(/^~/, '').split(' '));
    for (const name of names) {
      if (value.startsWith('~')) allowed.delete(name);
      else allowed.add(name);
    }
  }
  return allowed;
}

describe('the unit', () => {
  let folder;
  before(async () => { folder = await mkdtemp(join(tmpdir(), 'lumbard-')); });
  after(() => rm(folder, { recursive: true, force: true }));

  it('leaves little open', async () => {
    const file = join(folder, 'lumbard.service');
    await writeFile(file, unit.replaceAll('@PREFIX@', '/usr/local'));
    const { stdout, stderr } = spawnSync('systemd-analyze', ['security', '--offline=true', '--no-pager', file],
      { encoding: 'utf8' });
    const [, exposure] = /Overall exposure level for lumbard\.service: ([\d.]+)/.exec(stdout) ?? [];
    assert.ok(exposure, stderr);
    assert.ok(Number(exposure) <= EXPOSURE_MAX, `an exposure of ${exposure}\n${stdout}`);
    assert.ok(!/Unknown (key|lvalue|section)/i.test(stderr), stderr);
  });

  it('knows when it runs, when it hangs and when it is not to be started again', () => {
    assert.deepEqual(valuesOf('Type'), ['notify']);
    assert.ok(Number(valuesOf('WatchdogSec')[0]) >= 10);
    const [prevented] = valuesOf('RestartPreventExitStatus');
    assert.deepEqual(prevented.split(' ').map(Number), [64, 65, 66, 77, 78]);
    assert.deepEqual(valuesOf('LimitCORE'), ['0']);
    assert.deepEqual(valuesOf('MemoryDenyWriteExecute'), []); // patterns are compiled to machine code
    assert.deepEqual(valuesOf('LoadCredential'), ['discord-token:/etc/lumbard/discord-token']);
  });
});

describe('the filter of system calls', () => {
  play('lets through what a run does, from its start to its end', {
    start: false,
    settings: (settings, world) => { settings.state = join(world.folder, 'state'); },
  }, async (world) => {
    const { discord, users, channels, replyTo } = world;
    const trace = join(world.folder, 'trace');
    await world.configure();
    world.daemon = new Program(['-f', '-qq', '-o', trace, PROGRAM, ...world.arguments, '--admin', '127.0.0.1:0'],
      { DISCORD_TOKEN: TOKEN }, 'strace');
    await world.daemon.line(/connected: listening/);
    assert.match((await replyTo(discord.say({ user: users.ann, mentionsBot: true, content: QUESTION }))).content, ANSWER);
    await replyTo(discord.say({ user: users.ann, channel: channels.backs, content: EMERGENCY }));
    const line = await world.daemon.line(/health and metrics/);
    assert.equal((await fetch(`${/http:\S+$/.exec(line)[0]}/metrics`)).status, 200);
    discord.dropConnections('reset');
    await world.daemon.line(/connected: listening/);
    // strace passes no signal on: the daemon itself is told
    const pid = Number(/^(\d+)/.exec(await readFile(trace, 'utf8'))[1]);
    world.daemon.leaving = true;
    process.kill(pid, 'SIGHUP');
    await world.daemon.line(/reloaded from/);
    process.kill(pid, 'SIGTERM');
    assert.equal(await world.daemon.exit(), 0);
    const used = new Set([...(await readFile(trace, 'utf8')).matchAll(/^\d+ +(\w+)\(/gm)].map(([, name]) => name));
    used.delete('execve'); // the service manager's
    assert.ok(used.has('sendto') || used.has('sendmsg') || used.has('write'));
    assert.ok(used.size > 30, [...used].join(' '));
    const allowed = allowedCalls();
    assert.ok(allowed.size > 200);
    // what would be refused with EPERM, and does no harm: the unit limits core dumps itself, and SQLite gives
    // its files to their folder's owner only when it is root, which the unit is not
    const harmless = ['setrlimit', 'fchown'];
    assert.deepEqual([...used].filter((name) => !allowed.has(name) && !harmless.includes(name)), []);
  });
});
