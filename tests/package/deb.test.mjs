// What `make deb` leaves: what is in it and what is not, and what its scripts do to the files of an operator.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const run = (command, ...args) => execFileSync(command, args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 });
const read = (path) => readFileSync(join(root, path), 'utf8');
const version = /^VERSION := (\S+)$/m.exec(read('Makefile'))[1];

describe('the version', () => {
  it('is the same wherever it is written', () => {
    assert.equal(/^## ([\d.]+), \d{4}-\d\d-\d\d$/m.exec(read('deploy/CHANGELOG.md'))[1], version);
    assert.equal(/^lumbard \((.+)\) /.exec(run('deploy/debian/changelog.sh'))[1], version);
    assert.equal(run(process.env.LUMBARD ?? 'build/lumbard', '--version').trim(), `lumbard ${version}`);
    const { status, stdout } = spawnSync('git', ['grep', '-l', '-F', `"${version}"`, '--', 'src', 'deploy'], { cwd: root, encoding: 'utf8' });
    assert.equal(status, 1, `it is in the Makefile alone, and not in ${stdout}`);
  });
});

describe('the package', { timeout: 300_000 }, () => {
  let tree;
  const arch = run('dpkg', '--print-architecture').trim();
  const deb = `build/lumbard_${version}_${arch}.deb`;
  const field = (name) => run('dpkg-deb', '-f', deb, name).trim();

  before(() => {
    run('deploy/deb.sh', version);
    tree = mkdtempSync(join(tmpdir(), 'lumbard-deb-'));
    run('dpkg-deb', '-R', deb, tree);
  });
  after(() => rmSync(tree, { recursive: true, force: true }));

  it('leaves the top of the tree alone', () => {
    assert.ok(!readdirSync(root).includes('debian'));
  });

  it('has the program, its content, unit, user, manual and completion', () => {
    const files = run('dpkg-deb', '-c', deb).split('\n').map((line) => line.split(/\s+/)[5]);
    for (const name of ['./usr/bin/lumbard', './lib/systemd/system/lumbard.service', './usr/lib/sysusers.d/lumbard.conf',
      './usr/lib/tmpfiles.d/lumbard.conf', './usr/share/man/man1/lumbard.1.gz', './usr/share/man/man5/lumbard.yaml.5.gz',
      './usr/share/man/man5/lumbard-content.5.gz', './usr/share/bash-completion/completions/lumbard',
      './usr/share/zsh/vendor-completions/_lumbard', './usr/share/fish/vendor_completions.d/lumbard.fish',
      './usr/share/doc/lumbard/nginx.conf', './etc/lumbard/intents/', './etc/lumbard/responses/']) {
      assert.ok(files.includes(name), name);
    }
    const packaged = files.filter((name) => /^\.\/usr\/share\/lumbard\/.*[^/]$/.test(name)).length;
    assert.equal(packaged, run('git', 'ls-files', 'intents', 'responses').trim().split('\n').length);
    assert.ok(!files.some((name) => /^\.\/(usr\/local|home|root|build)/.test(name)));
  });

  it('runs from where it is installed', () => {
    assert.match(run(join(tree, 'usr/bin/lumbard'), 'check'), / 0 errors/);
  });

  it('has one file that dpkg keeps as the operator has it, and it is right', () => {
    assert.equal(readFileSync(join(tree, 'DEBIAN/conffiles'), 'utf8'), '/etc/lumbard/lumbard.yaml\n');
    const { status, stdout, stderr } = spawnSync(join(tree, 'usr/bin/lumbard'),
      ['run', '--check', '--config', join(tree, 'etc/lumbard/lumbard.yaml')],
      { encoding: 'utf8', env: { CREDENTIALS_DIRECTORY: tree } });
    assert.match(stdout + stderr, /discord-token/); // there is none in that folder
    assert.notEqual(status, 78, stderr);
    const unit = readFileSync(join(tree, 'lib/systemd/system/lumbard.service'), 'utf8');
    assert.match(unit, /^ExecStart=\/usr\/bin\/lumbard run --config \/etc\/lumbard\/lumbard.yaml$/m);
    assert.match(unit, /^ConditionPathExists=\/etc\/lumbard\/discord-token$/m);
  });

  it('says what it needs', () => {
    for (const name of ['libwebsockets17', 'libcurl4', 'libsqlite3-0', 'ca-certificates', 'systemd']) {
      assert.ok(field('Depends').includes(name), name);
    }
    assert.equal(field('Version'), version);
  });

  it('is hardened', () => {
    const header = run('readelf', '-hldW', join(tree, 'usr/bin/lumbard'));
    assert.match(header, /DYN \(Position-Independent Executable/);
    assert.match(header, /GNU_RELRO/);
    assert.match(header, /BIND_NOW|NOW/);
    assert.doesNotMatch(header, /GNU_STACK.*RWE/);
  });

  it('erases on purge alone what would outlive it, and never what somebody wrote', () => {
    const script = readFileSync(join(tree, 'DEBIAN/postrm'), 'utf8');
    const [, purge] = /if \[ "\$1" = purge \]; then\n([\s\S]*?)\nfi/.exec(script);
    assert.match(purge, /rm -rf \/var\/lib\/lumbard /);
    assert.match(purge, /rm -f \/etc\/lumbard\/discord-token \/etc\/lumbard\/dashboard-token$/m);
    assert.doesNotMatch(script, /rm [^\n]*\/etc\/lumbard(\s|\/intents|\/responses|$)/m);
    for (const name of ['postinst', 'prerm', 'postrm']) run('sh', '-n', join(tree, 'DEBIAN', name));
  });
});
