// The rules of the house, held by a script: floors, cycles, borrowed headers, names, sizes, state.
//
//	node tests/lint/lint.mjs [BUILD]     BUILD: where the objects are, for the names they export
//
// Every finding is "file:line: what is wrong"; the exit status is 1 when there is one.

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const build = process.argv[2] ?? 'build';
process.chdir(root);

const FLOORS = { base: 0, core: 1, platform: 2, sys: 2, bot: 3, web: 3, sandbox: 3, cmd: 4 };
const FILE_MAX = 500; // lines
const FUNCTION_MAX = 60; // lines of a body
const COLUMNS = 108; // clang-format holds code to 100; a comment may run over a little

// Which files may see which library; nobody else may.
const BORROWED = {
  'libwebsockets.h': ['src/sys/loop.c', 'src/sys/link.c', 'src/sys/serve.c', 'src/sys/serve_conn.c', 'src/sys/serve_socket.c', 'src/sys/serve_stream.c'],
  'curl/': ['src/sys/http.c', 'src/sys/http_easy.c'],
  'openssl/': ['src/sys/tls.c'],
  'systemd/': ['src/sys/notify.c'],
  'sqlite3.h': ['src/sys/store_db.c', 'src/sys/store_rows.c', 'src/sys/store_cases.c', 'src/sys/store_left.c', 'src/sys/store_places.c', 'src/sys/store_shapes.c', 'src/sys/store_review.c', 'src/sys/store_sql.c', 'src/sys/store_tool.c'],
  'zlib.h': ['src/platform/discord_inflate.c', 'src/sandbox/squeeze.c'],
  'zstd.h': ['src/platform/discord_inflate.c', 'src/sandbox/squeeze.c'],
  cJSON: ['src/base/json.c'],
  'cjson/': ['src/base/json.c'],
  pcre2: ['src/core/pattern.c'],
  libfyaml: ['src/base/yaml.c'],
  cmark: ['src/core/render.c'],
  utf8proc: ['src/base/fold.c'],
  uthash: ['src/base/map.c', 'src/base/lru.c'],
};

// Functions that have no place here: unbounded, global, or of the locale.
const BANNED =
  /\b(strcpy|strcat|sprintf|vsprintf|gets|strtok|atoi|atol|alloca|system|popen|localtime|gmtime|ctime|setlocale|setenv|putenv|rand|srand|assert|abort)\s*\(/;

// Writable state of the whole program, each with its reason.
const STATE = {
  'loop.o': ['lws_log'], // libwebsockets hands its log lines to a function without a context
};

const findings = [];
const report = (file, line, text) => findings.push(`${file}:${line}: ${text}`);

function filesBelow(dir, pattern) {
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    const path = join(dir, entry.name);
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : filesBelow(path, pattern);
    return pattern.test(entry.name) ? [path] : [];
  });
}

const sources = filesBelow('src', /\.[ch]$/);
const lines = new Map(sources.map((file) => [file, readFileSync(file, 'utf8').split('\n')]));

// ---------------------------------------------------------------- floors and cycles

function floorOf(file) {
  const folder = dirname(file).slice('src/'.length);
  if (file === 'src/lumbar.h') return { floor: 1, folder: 'core' };
  return folder === '' || dirname(file) === 'src' ? { floor: 4, folder: 'cmd' } : { floor: FLOORS[folder], folder };
}

const includes = new Map();
for (const [file, text] of lines) {
  const own = floorOf(file);
  const list = [];
  text.forEach((line, i) => {
    const ours = /^#include "(.+)"/.exec(line);
    const theirs = /^#include <(.+)>/.exec(line);
    if (ours) {
      const target = join('src', ours[1]);
      if (!existsSync(target)) return report(file, i + 1, `${ours[1]}: includes are written from src/`);
      list.push({ target, line: i + 1 });
      const other = floorOf(target);
      if (other.floor > own.floor || (other.floor === own.floor && other.folder !== own.folder))
        report(file, i + 1, `${own.folder}/ (floor ${own.floor}) may not include ${ours[1]} (floor ${other.floor})`);
      if (own.floor > 2 && other.folder === 'core' && target !== 'src/lumbar.h')
        report(file, i + 1, 'the core is used through lumbar.h alone');
    }
    for (const [name, users] of Object.entries(BORROWED)) {
      if (theirs?.[1].startsWith(name) && !users.includes(file))
        report(file, i + 1, `<${theirs[1]}> belongs to ${users.join(' and ')}`);
    }
  });
  includes.set(file, list);
}

const state = new Map(); // file -> 'open' | 'done'
function visit(file, path) {
  if (state.get(file) === 'done') return;
  if (state.get(file) === 'open')
    return report(file, 1, `a cycle of includes: ${[...path.slice(path.indexOf(file)), file].join(' -> ')}`);
  state.set(file, 'open');
  for (const { target } of includes.get(file) ?? []) visit(target, [...path, file]);
  state.set(file, 'done');
}
for (const file of sources) visit(file, []);

// ---------------------------------------------------------------- the text of each file

function width(line) {
  let column = 0;
  for (const c of line) column += c === '\t' ? 8 - (column % 8) : 1;
  return column;
}

// A line that says of itself that something is left to do; this file has to name the words.
function lintUnfinished(file, line, i) {
  if (/\b(TODO|FIXME|XXX|HACK)\b/.test(line)) report(file, i + 1, 'unfinished business');
}

function lintText(file, text) {
  if (!text[0].startsWith('/*')) report(file, 1, 'a file begins with a comment that says its purpose');
  if (text.length - 1 > FILE_MAX) report(file, FILE_MAX, `more than ${FILE_MAX} lines: does it do one thing?`);
  text.forEach((line, i) => {
    if (width(line) > COLUMNS && !/https?:\/\//.test(line)) report(file, i + 1, `more than ${COLUMNS} columns`);
    if (/\s$/.test(line)) report(file, i + 1, 'blanks at the end of the line');
    lintUnfinished(file, line, i);
    const code = line.replace(/"(\\.|[^"\\])*"/g, '""').replace(/\/\*.*?(\*\/|$)|^ \*.*/g, '');
    const banned = BANNED.exec(code);
    if (banned) report(file, i + 1, `${banned[1]}() is not used here`);
  });
}

function lintFunctions(file, text) {
  let start = -1;
  text.forEach((line, i) => {
    if (line === '{') start = i;
    if (line !== '}' || start < 0) return;
    if (i - start - 1 > FUNCTION_MAX) report(file, start + 1, `a function of ${i - start - 1} lines`);
    start = -1;
  });
}

// A prototype's name stands in a comment above it.
function lintContracts(file, text) {
  const stem = basename(file, '.h');
  const whole = text.join('\n');
  const comments = (whole.match(/\/\*[\s\S]*?\*\//g) ?? []).join('\n');
  let inside = false;
  text.forEach((line, i) => {
    if (/^(typedef\s+)?(struct|enum|union)\b[^;()]*\{/.test(line)) inside = true;
    if (/^\}/.test(line)) inside = false;
    if (inside) return;
    const name = /^(?!typedef|static|#|\s|\/|\*|\})[\w *]+?\b\*?(\w+)\(/.exec(line)?.[1];
    if (!name || name === '__attribute__' || name === 'LUMBAR_API') return;
    if (!new RegExp(`\\b${name}\\(`).test(comments)) report(file, i + 1, `${name}() has no contract`);
    if (name !== stem && name !== `${stem}s` && !name.startsWith(`${stem}_`) && !name.startsWith(`${stem}s_`) && !(file === 'src/cmd/cmd.h' && name.startsWith('cmd_')))
      report(file, i + 1, `${name}() does not begin with ${stem}_`);
  });
}

for (const [file, text] of lines) {
  lintText(file, text);
  if (file.endsWith('.c')) lintFunctions(file, text);
  else lintContracts(file, text);
}

// ---------------------------------------------------------------- tests mirror sources

for (const file of sources.filter((name) => name.endsWith('.c') && name !== 'src/main.c')) {
  const test = join('tests', relative('src', dirname(file)), `test_${basename(file)}`);
  if (!existsSync(test)) report(file, 1, `${test} is missing`);
}
for (const file of filesBelow('tests', /\.(c|h|mjs)$/)) {
  const text = readFileSync(file, 'utf8').split('\n');
  if (file !== join('tests', 'lint', 'lint.mjs'))
    text.forEach((line, i) => {
      lintUnfinished(file, line, i);
      if (/\b(test|it|describe)\.(skip|only|todo)\b/.test(line)) report(file, i + 1, 'a test that is left out');
      if (/\b(usleep|nanosleep)\s*\(/.test(line)) report(file, i + 1, 'tests await events, they do not sleep');
    });
}

// ---------------------------------------------------------------- what the objects hold

// Each symbol with its section: data that only the loader writes is in .data.rel.ro.
function symbols(library) {
  const text = execFileSync('objdump', ['-t', library], { encoding: 'utf8', maxBuffer: 1 << 26 });
  let object = '';
  return text.split('\n').flatMap((line) => {
    object = /^(\S+\.o):/.exec(line)?.[1] ?? object;
    const m = /^[0-9a-f]+ ([lgu!w ]{2,}) *[ FOfdD]* (\S+)\t[0-9a-f]+ (?:\.hidden )?(\S+)$/.exec(line);
    return m ? [{ object, exported: m[1].includes('g'), section: m[2], name: m[3] }] : [];
  });
}

const stems = new Set(sources.filter((name) => name.endsWith('.h')).map((name) => basename(name, '.h')));
const bears = (name) => stems.has(name) || (name.endsWith('s') && stems.has(name.slice(0, -1)));
for (const library of ['liblumbar.a', 'liblumbard.a']) {
  const path = join(build, library);
  if (!existsSync(path)) {
    report(path, 1, 'is not built: make build');
    continue;
  }
  for (const { object, exported, section, name } of symbols(path)) {
    const writable = /^(\.data|\.bss|\*COM\*|\.tbss|\.tdata)/.test(section) && !section.startsWith('.data.rel.ro');
    const known = STATE[object]?.some((allowed) => name.startsWith(allowed));
    if (writable && !name.startsWith('.') && !known) report(object, 1, `${name} is state of the whole program`);
    const parts = name.split('_');
    const prefixed = parts.some((_, i) => bears(parts.slice(0, i + 1).join('_')));
    if (exported && section !== '*UND*' && !prefixed) report(object, 1, `${name} is exported and bears no header's name`);
  }
}

// ---------------------------------------------------------------- what never belongs here

for (const file of execFileSync('git', ['ls-files'], { encoding: 'utf8' }).split('\n').filter(Boolean)) {
  if (!existsSync(file) || file === 'tests/lint/lint.mjs') continue;
  const text = readFileSync(file, 'utf8');
  const line = text.split('\n').findIndex((l) => /\/work\/|\/tmp\/[a-z]+\/|\/home\/\w/.test(l));
  if (line >= 0) report(file, line + 1, 'a path of one machine');
}

// ---------------------------------------------------------------- what no test reaches, each with its reason

const UNCOVERED = join('tests', 'uncovered.tsv');
readFileSync(UNCOVERED, 'utf8').split('\n').forEach((line, i) => {
  if (line === '' || line.startsWith('#')) return;
  const [file, text, why] = line.split('\t');
  if (!why) report(UNCOVERED, i + 1, 'file, text and reason are needed');
  else if (!lines.get(file)?.some((of) => of.includes(text))) report(UNCOVERED, i + 1, `${file} has no line with ${text}`);
});

for (const finding of findings) console.log(finding);
console.log(`lint: ${sources.length} files, ${findings.length} finding${findings.length === 1 ? '' : 's'}`);
process.exit(findings.length ? 1 : 0);
