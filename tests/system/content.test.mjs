// The tools for whoever writes the content.

import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';

import { CONTENT, Program, runToEnd } from './program.mjs';

// A copy of the content in a folder that goes away.
async function withContent(run) {
  const folder = await mkdtemp(join(tmpdir(), 'lumbard-content-'));
  try {
    for (const part of ['intents', 'responses']) await cp(join(CONTENT, part), join(folder, part), { recursive: true });
    await run(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const LIFTING = 'responses/prevention/lifting.md';

describe('lumbard check --watch', () => {
  it('checks again at every change, until it is told to end', () => withContent(async (folder) => {
    const file = join(folder, LIFTING);
    const text = await readFile(file, 'utf8');
    const program = new Program(['check', '--watch', folder]);
    try {
      await program.printed(/: 0 errors, /);
      await writeFile(file, text.replace(/sources: .*/, 'sources: []'));
      await program.printed(/: 1 error, /);
      await program.line(/lifting\.md:\d+:1: error: the answer names no source/);
      await writeFile(file, text);
      await program.printed(/: 0 errors, /);
      assert.match(program.output, /checking .*\n/);
      assert.equal(await program.stop('SIGINT'), 0);
    } finally {
      await program.kill();
    }
  }));
});

describe('lumbard diff', () => {
  it('tells what another version understands otherwise', () => withContent(async (folder) => {
    assert.equal((await runToEnd(['diff', CONTENT, folder])).code, 0);
    const file = join(folder, 'intents/prevention.yaml');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('- how do i lift without hurting my back', '- may i lift a piano with a sore back'));
    const { code, output } = await runToEnd(['diff', CONTENT, folder]);
    assert.equal(code, 0, output); // an example more is no difference
    assert.match(output, /^0 of \d+ messages are understood otherwise/);
  }));
});
