// Where the token is not, of a running daemon: neither its arguments, nor its environment, nor its log, nor
// what of its log a look into its memory would find.

import assert from 'node:assert/strict';
import { open } from 'node:fs/promises';
import { describe } from 'node:test';

import { EMERGENCY } from './phrases.mjs';
import { shown } from './program.mjs';
import { SAY, TOKEN, play } from './world.mjs';

const MAPPING_MAX = 1 << 29; // bytes; a larger one is a sanitizer's own

// Everything in its memory that may be written to and that looks like text with the token in it.
async function findInMemory(pid, maps) {
  const found = [];
  const memory = await open(`/proc/${pid}/mem`);
  try {
    for (const line of maps.toString().split('\n')) {
      const [, from, to, rights] = /^([0-9a-f]+)-([0-9a-f]+) (\S+)/.exec(line) ?? [];
      const start = parseInt(from, 16);
      const size = parseInt(to, 16) - start;
      if (!rights?.startsWith('rw') || size > MAPPING_MAX) continue;
      const bytes = Buffer.alloc(size);
      const { bytesRead } = await memory.read(bytes, 0, bytes.length, start).catch(() => ({ bytesRead: 0 }));
      for (let at = bytes.indexOf(TOKEN); at >= 0 && at < bytesRead; at = bytes.indexOf(TOKEN, at + 1)) {
        let begin = at;
        while (begin > 0 && at - begin < 1024 && bytes[begin - 1] !== 0) begin -= 1;
        found.push(bytes.toString('latin1', begin, at));
      }
    }
  } finally {
    await memory.close();
  }
  return found;
}

describe('the token', () => {
  play('is not shown by the system, and not in what is left of the log', {}, async (world) => {
    const { discord, users, daemon } = world;
    // a server that says it back: the log tells of the refusal, without it
    discord.fault({ on: SAY, status: 403, json: { code: 50013, message: `no, ${TOKEN}` } });
    discord.say({ user: users.ann, mentionsBot: true, content: EMERGENCY });
    await daemon.line(/refused: .*\[secret\]/);
    const { pid } = daemon;
    for (const file of ['cmdline', 'environ']) {
      const bytes = await shown(pid, file);
      assert.ok(!bytes?.includes(TOKEN), `it is in ${file}`);
    }
    const limits = await shown(pid, 'limits');
    assert.match(limits.toString(), /Max core file size +0 +0 /);
    assert.match((await shown(pid, 'status')).toString(), /NoNewPrivs:\t1/);
    const maps = await shown(pid, 'maps');
    if (maps === null || maps.length === 0) return; // it is not dumpable: nobody but root may look
    const found = await findInMemory(pid, maps);
    assert.ok(found.length > 0, 'it has to be somewhere: it is used');
    for (const before of found) {
      assert.ok(!/(error|warn|info|debug) [a-z]+: /.test(before), `in a line of the log: ${before}`);
    }
  });
});
