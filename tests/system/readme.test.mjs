// What the README says can be typed is typed, and does what it says; what it says belongs into a file is written
// into one, and is right.

import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';

import { CONTENT, ROOT, runToEnd } from './program.mjs';

const README = await readFile(join(ROOT, 'README.md'), 'utf8');

// Every command of ours, in code of either kind: {line, words, more} with the environment in front of it left out.
function findCommands() {
  return README.split('\n').flatMap((text, i) => {
    const found = /^ {4}(?:\$ )?(?:DISCORD_TOKEN=\S+ )?build\/lumbard( .*?)?(?: +#.*)?$/.exec(text)
      ? [text.replace(/^ {4}(?:\$ )?/, '').replace(/ +#.*$/, '')]
      : [...text.matchAll(/`((?:DISCORD_TOKEN=\S+ )?build\/lumbard\b[^`]*)`/g)].map(([, code]) => code);
    return found.filter((code) => !/lumbard_/.test(code)).map((code) => ({ line: i + 1, code }));
  });
}

// As a shell would take them apart.
const split = (code) => [...code.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare)
  .filter((word) => !/^DISCORD_TOKEN=/.test(word)).slice(1);

// What cannot run here, or not to its end, and where it is tested.
const ELSEWHERE = [
  [/^run( --config \S+)?$/, 'it stays: tests/system/lifecycle.test.mjs'],
  [/--online/, 'it asks Discord: tests/system/check.test.mjs'],
  [/^drill/, 'it writes to Discord: tests/system/staff-commands.test.mjs'],
  [/^sandbox/, 'it stays: tests/sandbox'],
  [/--watch/, 'it stays: tests/system/content.test.mjs'],
];

// The statuses of those that do not end with 0.
const STATUS = [
  [/^$/, 64], // without a command it prints its help
];

const blocks = (kind) => [...README.matchAll(new RegExp(`^( *)\`\`\`${kind}\\n([^]*?)^\\1\`\`\`$`, 'gm'))]
  .map(([, indent, text]) => text.replace(new RegExp(`^${indent}`, 'gm'), ''));

describe('the README', { concurrency: 3 }, () => {
  let folder;
  const config = () => join(folder, 'lumbard.yaml');
  const content = () => join(folder, 'content');

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lumbard-readme-'));
    for (const part of ['intents', 'responses']) await cp(join(CONTENT, part), join(content(), part), { recursive: true });
    const whole = blocks('yaml').find((text) => text.startsWith('accounts:'));
    await writeFile(config(), `${whole}state: ${join(folder, 'state')}\n`);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  // The words with what stands for something put in its place.
  function arrange(words) {
    const [command, ...rest] = words.map((word) => ({
      'lumbard.yaml': config(), OLD: CONTENT, NEW: content(), TEXT: 'hello',
    })[word] ?? word);
    return command === 'new' ? [command, '--content', content(), ...rest] : command ? [command, ...rest] : [];
  }

  const commands = findCommands();
  it('has commands', () => assert.ok(commands.length > 20));

  for (const { line, code } of commands) {
    const words = split(code);
    if (ELSEWHERE.some(([pattern]) => pattern.test(words.join(' ')))) continue;
    it(`line ${line}: ${code}`, async () => {
      const status = STATUS.find(([pattern]) => pattern.test(words.join(' ')))?.[1] ?? 0;
      const { code: ended, log } = await runToEnd(arrange(words), { DISCORD_TOKEN: 'a-token-of-nobody.at.all' });
      assert.equal(ended, status, log);
    });
  }

  // How sure the hints are is another figure each time they have learned; that they say one is what counts.
  const unweighed = (text) => text.replace(/^(hints: .*, )[+-]\d+\.\d( to speak)$/gm, '$1N$2');

  // What is printed stands below the command, up to a line of dots.
  for (const [, code, text] of README.matchAll(/^ {4}\$ (build\/lumbard .*)\n((?: {4}.*\n|\n(?= {4}(?!\$)))*)/gm)) {
    it(`shows what ${code} prints`, async () => {
      const { output } = await runToEnd(split(code));
      const shown = text.replace(/^ {4}/gm, '').replace(/\n\.\.\.\n[^]*$/, '\n').trimEnd();
      assert.ok(unweighed(output).startsWith(unweighed(shown)), `${output}\n--- and the README has\n${shown}`);
    });
  }

  it('has a configuration that passes the check, and so do its first four lines', async () => {
    const [whole] = blocks('yaml').filter((text) => text.startsWith('accounts:'));
    for (const text of [whole, `${whole.split('\n').slice(0, 4).join('\n')}\n`]) {
      const file = join(folder, 'one.yaml');
      await writeFile(file, text);
      const { code, log } = await runToEnd(['run', '--config', file, '--check'], { DISCORD_TOKEN: 'a-token-of-nobody.at.all' });
      assert.equal(code, 0, log);
    }
  });

  it('has further keys that can be added to it', async () => {
    const [whole, ...others] = blocks('yaml').filter((text) => /^[a-z]+:/.test(text) && !/^(words|intents|flags):/m.test(text));
    assert.ok(others.length >= 2);
    for (const text of others) {
      const file = join(folder, 'two.yaml');
      await writeFile(file, `${whole.split('\n').slice(0, 4).join('\n')}\n${text}`);
      const { code, log } = await runToEnd(['run', '--config', file, '--check'], {
        DISCORD_TOKEN: 'a-token-of-nobody.at.all', ALERT_WEBHOOK: 'https://hooks.example/a-secret-path',
      });
      assert.equal(code, 0, `${text}\n${log}`);
    }
  });

  it('has a red flag that is right as it stands', async () => {
    const words = blocks('yaml').find((text) => /^flags:/m.test(text));
    const [reply] = blocks('markdown');
    assert.ok(words && reply);
    const mine = join(folder, 'flag');
    for (const part of ['intents', 'responses']) await cp(join(CONTENT, part), join(mine, part), { recursive: true });
    for (const [file, text] of [['intents/flags-local.yaml', words], ['responses/flags/shingles.md', reply]]) {
      await mkdir(dirname(join(mine, file)), { recursive: true });
      await writeFile(join(mine, file), text);
    }
    const { code, output, log } = await runToEnd(['check', mine]);
    assert.equal(code, 0, log);
    assert.match(output, /: 0 errors, 0 warnings/, log);
    const asked = await runToEnd(['ask', '--content', mine, '--explain', 'got a red patch on my sore back']);
    assert.match(asked.output, /tier: +urgent, for shingles/);
  });
});
