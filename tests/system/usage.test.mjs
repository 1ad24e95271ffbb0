// What somebody is told who types a command wrongly.

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { runToEnd } from './program.mjs';

test('a command, an option or a region that there is none of: the nearest, or all, are named', async () => {
  for (const [args, said] of [
    [['aks', 'x'], /there is no command 'aks' \(did you mean 'ask'\?\); 'lumbard --help' lists them/],
    [['xyzzy'], /there is no command 'xyzzy'; 'lumbard --help'/],
    [[], /Usage: lumbard COMMAND/],
    [['ask', '--regoin', 'uk', 'x'], /there is no option --regoin \(did you mean '--region'\?\)/],
    [['ask', '--region', 'de', 'x'], /there is no region 'de'; there are uk us ca/],
    [['run', '--config'], /--config needs a value: FILE/],
  ]) {
    const { code, log, output } = await runToEnd(args);
    assert.equal(code, 64, args.join(' '));
    assert.match(log, said);
    assert.equal(output, '');
  }
});

test('a configuration that is not there, and a token that is something else', async () => {
  const none = await runToEnd(['run', '--check', '--config', '/nonexistent/lumbard.yaml']);
  assert.equal(none.code, 66);
  assert.match(none.log, /the configuration \/nonexistent\/lumbard\.yaml: cannot open: No such file/);
  const folder = await mkdtemp(join(tmpdir(), 'lumbard-'));
  try {
    const file = join(folder, 'lumbard.yaml');
    await writeFile(file, 'accounts: [{name: main, platform: discord, token: {env: DISCORD_TOKEN}}]\n');
    for (const [token, said] of [
      ['Bot MTk4NjIyNDgzNDcxOTI1MjQ4.not-a-real.token', /it begins with "Bot": leave that out/],
      ['1300000000000000001', /it is a number, such as the application's id/],
      ['0123456789abcdef0123456789abcdef', /three parts with dots between them/],
    ]) {
      const { code, log } = await runToEnd(['run', '--check', '--config', file], { DISCORD_TOKEN: token });
      assert.equal(code, 0, log); // Discord alone knows
      assert.match(log, said);
      assert.ok(!log.includes(token));
    }
  } finally {
    await rm(folder, { recursive: true });
  }
});
