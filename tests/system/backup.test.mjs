// The state is copied while lumbard runs, and another run goes on with the copy in another folder, as the
// README says: the same record of alerts, the same session, and nothing is answered twice.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe } from 'node:test';
import { promisify } from 'node:util';

import { CALL, EMERGENCY, HEAT, HEAT_ANSWER, QUESTION } from './phrases.mjs';
import { ROOT, runToEnd } from './program.mjs';
import { TOKEN, play } from './world.mjs';

const execute = promisify(execFile);
const KEPT = { settings: (settings, world) => { settings.state = join(world.folder, 'state'); } };

// What the README has operators type, for other folders.
async function backUp(from, to) {
  const readme = await readFile(join(ROOT, 'README.md'), 'utf8');
  const [, command] = /^ {4}(sudo sqlite3 .*)$/m.exec(readme);
  const words = command.replace(/^sudo /, '').replaceAll('/var/lib/lumbard', from).replaceAll('/var/backups', to);
  await mkdir(to);
  await execute('sh', ['-c', words]);
}

async function audit(world) {
  const { code, output, log } = await runToEnd(['audit', '--config', world.configFile], { DISCORD_TOKEN: TOKEN });
  assert.equal(code, 0, log);
  return output;
}

describe('a copy of the state', () => {
  play('made while it runs is what another run goes on with, elsewhere', KEPT, async (world) => {
    const { discord, users, channels, ask, folder } = world;
    const question = discord.say({ user: users.mod, content: QUESTION });
    await world.replyTo(question);
    const emergency = discord.say({ user: users.ann, channel: channels.backs, content: EMERGENCY });
    assert.match((await world.replyTo(emergency)).content, CALL);
    // an answer is recorded behind all that was kept before it
    await ask({ user: users.bob, content: HEAT });
    await backUp(join(folder, 'state'), join(folder, 'copies'));
    const told = await audit(world);
    assert.match(told, /"step":"alerted"/);

    // the first machine dies, and what it had with it
    await world.daemon.kill();
    const moved = join(folder, 'moved');
    await mkdir(moved, { mode: 0o700 });
    await execute('cp', [join(folder, 'copies', 'lumbard.db'), moved]);
    world.settings.state = moved;
    await world.spawn();
    await discord.resumed();
    await world.daemon.line(/connected: listening/);
    assert.equal(await audit(world), told);

    const before = discord.all('message').length;
    discord.redeliver(question);
    discord.redeliver(emergency);
    assert.match((await ask({ user: users.bob, content: HEAT })).content, HEAT_ANSWER);
    assert.equal(discord.all('message').length, before + 1);
    // nobody else reads the copy's folder once it is lumbard's
    assert.ok((await readdir(moved)).includes('lumbard.db'));
    assert.equal((await stat(moved)).mode & 0o077, 0);
  });
});
