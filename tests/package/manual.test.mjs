// The manual pages are held to the program: every command, option and key stands in them, where it belongs,
// and none that does not exist.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

import { PROGRAM, helpOf } from './help.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path) => readFileSync(join(root, path), 'utf8');
const page = (name) => read(`deploy/man/${name}`);

// The parts of a page: {heading: text}, by .Sh and .Ss.
function sectionsOf(text) {
  return Object.fromEntries(text.split(/^\.S[hs] /m).slice(1).map((part) => {
    const [heading, ...lines] = part.split('\n');
    return [heading, lines.join('\n')];
  }));
}

// What the items of a list are called by: .It Fl -config Ar file; .It Ic a , b
function itemsOf(text, macro) {
  return [...text.matchAll(new RegExp(`^\\.It ${macro} (.*)$`, 'gm'))].flatMap(([, rest]) => (
    rest.split(/ Ar | , /).slice(0, macro === 'Fl' ? 1 : undefined).map((word) => word.trim())));
}

const sorted = (list) => [...new Set(list)].sort();

describe('lumbard(1)', () => {
  const sections = sectionsOf(page('lumbard.1'));
  const { commands } = helpOf([]);
  const headings = page('lumbard.1').split('.Sh ENVIRONMENT')[0].match(/^\.Ss .*$/gm).map((line) => line.slice(4));

  it('has every command, and no other', () => {
    assert.ok(commands.length >= 9, commands.join());
    assert.deepEqual(sorted(headings), sorted(commands));
  });

  for (const command of commands) {
    it(`has every option of ${command}, and no other`, () => {
      const options = helpOf([command]).options.filter((name) => name !== '--help');
      assert.deepEqual(sorted(itemsOf(sections[command] ?? '', 'Fl').map((name) => `-${name}`)), sorted(options));
    });
  }

  it('has every variable that the program looks at', () => {
    const asked = execFileSync('git', ['grep', '-hoE', 'getenv\\([^)]*\\)|define (CA_FILE|STATE_FOLDERS) "[A-Z_]+"', '--', 'src'],
      { cwd: root, encoding: 'utf8' });
    const names = sorted(asked.match(/"[A-Z_]+"/g).map((name) => name.slice(1, -1)));
    assert.ok(names.length >= 5);
    const told = itemsOf(sections.ENVIRONMENT, 'Ev');
    for (const name of names) assert.ok(told.includes(name), name);
  });
});

describe('lumbard.yaml(5)', () => {
  // the tables of src/base/config_keys.c, with their macros filled in
  const source = read('src/base/config_keys.c');
  const tables = Object.fromEntries([...source.matchAll(/^static const struct config_key (\w+)_keys\[\] = \{([\s\S]*?)^\};/gm)]
    .map(([, name, body]) => [name, body]));
  const macros = Object.fromEntries([...source.matchAll(/^#define (STAFF|SETTINGS)\(.*\)((?:.*\\\n)*.*)/gm)].map(([, name, body]) => [name, body]));
  const keysOf = (body) => [
    ...[...body.matchAll(/(?:KEY|NEEDED|LIST)\("([a-z-]+)"|\.name = "([a-z-]+)"/g)].map(([, a, b]) => a ?? b),
    ...Object.keys(macros).filter((name) => new RegExp(`\\b${name}\\(`).test(body)).flatMap((name) => keysOf(macros[name])),
  ];
  const sections = sectionsOf(page('lumbard.yaml.5'));
  const told = Object.entries(sections).filter(([heading]) => heading.startsWith('Keys '))
    .map(([heading, text]) => [heading.slice('Keys '.length), sorted(itemsOf(text, 'Ic'))]);
  const toldOf = Object.fromEntries(told);

  const places = {
    'at the top': ['file'],
    'of an account': ['account'],
    'of a token or a webhook': ['token'],
    'of servers and channels': ['settings', 'server', 'channel'],
    'of staff-next': ['staff'],
    'of alerts': ['alerts'],
    'of operators': ['operator'],
    'of the dashboard': ['dashboard'],
    'of cooldown': ['cooldown'],
  };

  for (const [heading, names] of Object.entries(places)) {
    it(`has the keys ${heading}, and no other`, () => {
      for (const name of names) assert.ok(tables[name], `there is no table ${name}_keys`);
      assert.deepEqual(toldOf[heading], sorted(names.flatMap((name) => keysOf(tables[name]))));
    });
  }

  it('knows every table of keys, and that what holds in direct messages is told at direct', () => {
    assert.deepEqual(sorted(Object.keys(tables)), sorted([...Object.values(places).flat(), 'direct']));
    const text = /^\.It Ic direct\n([\s\S]*?)^\.It/m.exec(sections['Keys at the top'])[1];
    for (const key of keysOf(tables.direct)) assert.match(text, new RegExp(`\\b${key}\\b`));
  });

  it('gives an example that is right', () => {
    const [, example] = /^\.Sh EXAMPLES\n\.Bd .*\n([\s\S]*?)^\.Ed/m.exec(page('lumbard.yaml.5'));
    const folder = mkdtempSync(join(tmpdir(), 'lumbard-'));
    writeFileSync(join(folder, 'lumbard.yaml'), example);
    writeFileSync(join(folder, 'discord-token'), 'not-a-token', { mode: 0o600 });
    const { status, stdout, stderr } = spawnSync(PROGRAM, ['run', '--check', '--config', join(folder, 'lumbard.yaml')],
      { encoding: 'utf8', env: { CREDENTIALS_DIRECTORY: folder } });
    rmSync(folder, { recursive: true, force: true });
    assert.equal(status, 0, stderr);
    assert.match(stdout, /1300000000000000013/);
  });
});

describe('lumbard-content(5)', () => {
  const sections = sectionsOf(page('lumbard-content.5'));
  const told = (heading) => sorted(itemsOf(sections[heading], 'Ic'));
  // the keys that a part of a file compares with, or has in a list
  const compared = (path, from, to) => {
    const text = read(path);
    const start = text.indexOf(from);
    assert.ok(start >= 0, `${path} has no ${from}`);
    return sorted([...text.slice(start, text.indexOf(to, start)).matchAll(/strcmp\(\w+->key, "([a-z-]+)"\)/g)].map(([, key]) => key));
  };
  const listed = (path, name) => sorted(new RegExp(`${name}\\[\\] = \\{([^}]*)\\}`).exec(read(path))[1].match(/[a-z-]+(?=")/g));

  it('has every section', () => assert.deepEqual(told('Sections of intents/*.yaml'), listed('src/core/content.c', 'known')));
  it('has every key of a flag', () => assert.deepEqual(told('Keys of a flag'), listed('src/core/flag.c', 'keys')));
  it('has every key of an intent', () => {
    assert.deepEqual(told('Keys of an intent'), compared('src/core/intent.c', 'static void read_member(', '\n}\n'));
  });
  it('has every key of spelling', () => {
    assert.deepEqual(told('Keys of spelling'), compared('src/core/spelling.c', 'int spelling_read(', '\n}\n'));
  });
  it('has every key of an answer', () => {
    const keys = ['static bool read_sign_off(', 'static void read_member(']
      .flatMap((from) => compared('src/core/answer.c', from, '\n}\n'));
    assert.deepEqual(told('Front matter of responses/*/*.md'), sorted(keys));
  });
  it('has every key of a region', () => {
    const text = read('src/core/answer.c');
    const slots = [...text.matchAll(/\[ANSWER_[A-Z]+\] = "([a-z]+)"/g)].map(([, name]) => name);
    assert.deepEqual(told('Keys of responses/regions.yaml'),
      sorted([...slots, ...compared('src/core/answer.c', 'static void add_region(', '\n}\n')]));
  });
});

describe('the pages', () => {
  for (const name of ['lumbard.1', 'lumbard.yaml.5', 'lumbard-content.5']) {
    it(`${name} is right for mandoc and for man`, () => {
      const { stdout } = spawnSync('mandoc', ['-Tlint', '-Wstyle', join(root, 'deploy/man', name)], { encoding: 'utf8' });
      // other pages may not be installed here
      const found = stdout.split('\n').filter((line) => line && !/referenced manual not found|outdated mandoc.db/.test(line));
      assert.deepEqual(found, []);
    });
  }
});
