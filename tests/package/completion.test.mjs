// Completion in bash, zsh and fish: what is offered is what the program knows, and what it offers as a value is
// taken.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

import { PROGRAM, helpOf } from './help.mjs';

const file = (shell) => fileURLToPath(new URL(`../../deploy/completion/lumbard.${shell}`, import.meta.url));
// What each shell offers as an option's value.
const VALUES = {
  '--channel': ['direct', 'faq', 'ambient'],
  '--region': ['uk', 'us', 'ca', 'ie', 'eu', 'au', 'nz'],
  '--format': ['plain', 'discord', 'html'],
  '--log': ['error', 'warn', 'info', 'debug'],
  '--log-format': ['text', 'logfmt', 'json'],
};
const sorted = (list) => [...new Set(list)].sort();

// What a shell offers for words, the last of which is being written.
const shells = {
  bash: (words, env) => execFileSync('bash', ['-c',
    'source "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _lumbard; printf "%s\\n" "${COMPREPLY[@]}"',
    file('bash'), ...words], { encoding: 'utf8', env }),
  fish: (words, env) => execFileSync('fish', ['--no-config', '-c', `source ${file('fish')}; complete -C ${JSON.stringify(words.join(' '))}`],
    { encoding: 'utf8', env }),
  // zsh completes in its editor alone: its functions are played, and print what they are given
  zsh: (words, env) => execFileSync('zsh', ['-f', '-c', `
    _describe() { print -l -- "\${(@P)2%%:*}" }
    compadd() { print -l -- "$@" }
    _files() { print -- "<files $*>" }
    program=$1; shift
    words=("$@"); CURRENT=$#
    source "$program"`, 'zsh', file('zsh'), ...words], { encoding: 'utf8', env }),
};

for (const [shell, offer] of Object.entries(shells)) {
  describe(`completion in ${shell}`, () => {
    let folder;
    let env;
    // fish has more to say about an option, behind a tab
    const offered = (...words) => offer(words, env).split('\n').map((line) => line.split('\t')[0]).filter(Boolean);

    before(() => {
      folder = mkdtempSync(join(tmpdir(), 'lumbard-'));
      symlinkSync(PROGRAM, join(folder, 'lumbard'));
      env = { PATH: `${folder}:${process.env.PATH}`, HOME: folder, LC_ALL: 'C.UTF-8' };
    });
    after(() => rmSync(folder, { recursive: true, force: true }));

    it('offers every command', () => {
      const list = offered('lumbard', '').filter((word) => !word.startsWith('--'));
      assert.deepEqual(sorted(list), sorted(helpOf([]).commands));
    });

    it('offers the options of each command', () => {
      for (const command of helpOf([]).commands) {
        assert.deepEqual(sorted(offered('lumbard', command, '--')), sorted(helpOf([command]).options), command);
      }
    });

    it('offers the values of an option', () => {
      for (const [option, values] of Object.entries(VALUES)) {
        const command = option.startsWith('--log') ? 'run' : 'ask';
        assert.deepEqual(sorted(offered('lumbard', command, option, '')), sorted(values), option);
      }
    });
  });
}

describe('the values', () => {
  const run = (args) => spawnSync(PROGRAM, args, { encoding: 'utf8', env: { DISCORD_TOKEN: 'not-a-token' } });

  it('are taken', () => {
    const { '--log': levels, '--log-format': forms, ...others } = VALUES;
    for (const level of levels) assert.equal(run(['run', '--check', '--log', level]).status, 0, level);
    for (const form of forms) assert.equal(run(['run', '--check', '--log-format', form]).status, 0, form);
    const longest = Math.max(...Object.values(others).map(({ length }) => length));
    for (let i = 0; i < longest; i += 1) {
      const args = Object.entries(others).flatMap(([option, values]) => [option, values[i % values.length]]);
      assert.equal(run(['ask', ...args, 'hello']).status, 0, args.join(' '));
    }
  });

  it('are all: others are not taken', () => {
    for (const option of Object.keys(VALUES)) {
      const args = option.startsWith('--log') ? ['run', '--check'] : ['ask', 'hello'];
      assert.equal(run([args[0], option, 'nonesuch', args[1]]).status, 64, option);
    }
  });
});
