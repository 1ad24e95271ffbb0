// What Discord and the way to it can do to a client, and which tests show what lumbard does then:
// cases.json. A case whose test is gone is a case that nothing covers.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const cases = JSON.parse(readFileSync(`${ROOT}tests/gateway/cases.json`, 'utf8'));

// The first argument of play(), it() and test(): a quoted text, or a template.
const CALL = /\b(?:play|it|test)\(\s*(?:'((?:[^'\\]|\\.)*)'|`((?:[^`\\]|\\.)*)`)/g;

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

// What the tests of a .mjs file are called: functions that tell whether a name is one of them.
function namesOf(source) {
  return [...source.matchAll(CALL)].map(([, quoted, template]) => {
    if (quoted !== undefined) return (name) => name === quoted.replaceAll("\\'", "'");
    const parts = template.split(/\$\{[^}]*\}/).map(escaped);
    const pattern = new RegExp(`^${parts.join('(.+)')}$`);
    // what stands in for the blanks is written down in the file, or it is no test's name
    return (name) => pattern.exec(name)?.slice(1)
      .every((part) => source.includes(part) || source.includes(part.replaceAll("'", "\\'"))) ?? false;
  });
}

const sources = new Map();

function sourceOf(file) {
  if (!sources.has(file)) {
    assert.ok(existsSync(ROOT + file), `${file} does not exist`);
    sources.set(file, readFileSync(ROOT + file, 'utf8'));
  }
  return sources.get(file);
}

// Whether the file has the test and runs it.
function has(file, name) {
  const source = sourceOf(file);
  if (file.endsWith('.mjs')) return namesOf(source).some((is) => is(name));
  const defined = new RegExp(`^static void ${name}\\(void \\*\\*\\w+\\)`, 'm');
  const listed = new RegExp(`^\\t+(TEST\\w*|cmocka_unit_test\\w*)\\(${name}\\b`, 'm');
  return defined.test(source) && listed.test(source);
}

test('every case is there once and names a test', () => {
  const names = cases.map((entry) => entry.case);
  assert.equal(new Set(names).size, names.length, 'a case is there twice');
  for (const { case: name, tests } of cases) assert.ok(tests.length > 0, `${name}: no test`);
});

test('every test that a case names exists', () => {
  const gone = cases.flatMap(({ case: name, tests }) => tests
    .filter((entry) => !has(entry.file, entry.test))
    .map((entry) => `${name}: ${entry.file}: ${entry.test}`));
  assert.deepEqual(gone, []);
});

test('a test that does not exist is noticed', () => {
  assert.ok(!has('tests/system/gateway.test.mjs', 'after close code 4444 nothing is lost'));
  assert.ok(!has('tests/system/gateway.test.mjs', 'no such test'));
  assert.ok(!has('tests/platform/test_discord_op.c', 'no_such_test'));
});
