// The modules without a page: Markdown, explanations, findings, requests and the store. They are copied to
// where Node takes .js files for modules.

import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { PAGE_DIR } from './fake.mjs';

const dir = mkdtempSync(join(tmpdir(), 'lumbard-page-'));
cpSync(PAGE_DIR, dir, { recursive: true });
writeFileSync(join(dir, 'package.json'), '{"type": "module"}');
after(() => rmSync(dir, { recursive: true }));
const load = (name) => import(pathToFileURL(join(dir, name)).href);

const { parse } = await load('markdown.js');
const { safeAddress } = await load('markdown-inline.js');
const { readExplain, readFindings } = await load('explain.js');
const { createRequests } = await load('requests.js');
const { createStore } = await load('state.js');
const { waitBefore } = await load('socket.js');

// A tree as short text: paragraph(text strong(text)).
function brief(nodes) {
  return nodes
    .map((node) => {
      if (node.type === 'text') return node.text;
      const own = node.href ?? node.id ?? (node.children ? '' : node.text) ?? '';
      return `${node.type}(${own}${own && node.children ? '|' : ''}${brief(node.children ?? [])})`;
    })
    .join('');
}

const CASES = [
  // marks
  ['**bold** and *soft*', 'paragraph(strong(bold) and em(soft))'],
  ['***both***', 'paragraph(strong(em(both)))'],
  ['**a *b* c**', 'paragraph(strong(a em(b) c))'],
  ['*a **b** c*', 'paragraph(em(a strong(b) c))'],
  ['__under__ ~~gone~~ ||hidden||', 'paragraph(underline(under) strike(gone) spoiler(hidden))'],
  ['_soft_ but snake_case_name', 'paragraph(em(soft) but snake_case_name)'],
  ['2 * 3 * 4', 'paragraph(2 * 3 * 4)'],
  ['**open', 'paragraph(**open)'],
  ['****', 'paragraph(****)'],
  [
    '**Call 999 (elsewhere: your local emergency number) now**, or go',
    'paragraph(strong(Call 999 (elsewhere: your local emergency number) now), or go)',
  ],
  // escapes
  ['\\*plain\\* \\_x\\_ \\[a](b) \\\\', 'paragraph(*plain* _x_ [a](b) \\)'],
  ['**a\\**b**', 'paragraph(strong(a**b))'],
  ['\\a', 'paragraph(\\a)'],
  // code
  ['`**raw** <@1>`', 'paragraph(code(**raw** <@1>))'],
  ['**a `**` b**', 'paragraph(strong(a code(**) b))'],
  ['``a`b``', 'paragraph(code(a`b))'],
  ['a ` b', 'paragraph(a ` b)'],
  ['```\n- x\n**y**\n```\nz', 'code-block(- x\n**y**)paragraph(z)'],
  // lists
  ['- a\n- **b**\n* c', 'list(item(a)item(strong(b))item(c))'],
  ['1. a\n2. b', 'list(item(a)item(b))'],
  ['text:\n- a\n- b\n\nafter', 'paragraph(text:)list(item(a)item(b))paragraph(after)'],
  ['- a\n  - b\n  - c\n- d', 'list(item(alist(item(b)item(c)))item(d))'],
  ['- a\n1. b', 'list(item(a))list(item(b))'],
  ['-a', 'paragraph(-a)'],
  // quotes, headings, small print
  ['> a\n> b\nc', 'quote(paragraph(abreak()b))paragraph(c)'],
  ['>>> a\n\nb', 'quote(paragraph(a)paragraph(b))'],
  ['>a', 'paragraph(>a)'],
  ['# Big\n## Less\n-# From: here', 'heading(Big)heading(Less)small(From: here)'],
  ['#no', 'paragraph(#no)'],
  // lines
  ['a\nb\n\nc', 'paragraph(abreak()b)paragraph(c)'],
  ['a\r\nb', 'paragraph(abreak()b)'],
  ['', ''],
  // links
  ['[text](https://a.example/x)', 'paragraph(link(https://a.example/x|text))'],
  [
    '[**b** https://c.example](https://a.example/)',
    'paragraph(link(https://a.example/|**b** https://c.example))',
  ],
  ['<https://a.example/>', 'paragraph(link(https://a.example/|https://a.example/))'],
  ['see https://a.example/b.', 'paragraph(see link(https://a.example/b|https://a.example/b).)'],
  ['(https://a.example/b)', 'paragraph((link(https://a.example/b|https://a.example/b)))'],
  ['[call](tel:999)', 'paragraph(link(tel:999|call))'],
  ['[x](javascript:alert(1))', 'paragraph([x](javascript:alert(1)))'],
  ['[x](JaVaScRiPt:alert)', 'paragraph([x](JaVaScRiPt:alert))'],
  ['<javascript:alert(1)>', 'paragraph(<javascript:alert(1)>)'],
  ['[x](data:text/html,y)', 'paragraph([x](data:text/html,y))'],
  ['[x](/relative)', 'paragraph([x](/relative))'],
  ['[x](https://good.example@evil.example/)', 'paragraph([x](https://good.example@evil.example/))'],
  // mentions
  ['<@1> <@!22> <@&3> <#4> <@x>', 'paragraph(mention(1) mention(22) role(3) channel(4) <@x>)'],
  ['<b>no</b> &amp;', 'paragraph(<b>no</b> &amp;)'],
];

for (const [text, tree] of CASES) {
  test(`markdown: ${JSON.stringify(text)}`, () => assert.equal(brief(parse(text)), tree));
}

test('markdown: an ordered list begins where it says', () => {
  assert.deepEqual(
    parse('3. c').map(({ ordered, start }) => [ordered, start]),
    [[true, 3]],
  );
});

test('markdown: nothing is lost or endless in walls of marks', () => {
  const letters = (nodes) => nodes.map((node) => node.text ?? letters(node.children ?? [])).join('');
  for (const wall of [
    '*',
    '_',
    '**',
    '[',
    '](',
    '`',
    '<',
    '> ',
    '- ',
    '\\',
    '||',
    '~~',
    '[a](',
    '**a ',
    '<@',
    'http://',
    '>>> ',
    '```\n',
  ]) {
    const text = `${wall.repeat(Math.floor(4000 / wall.length))} end`;
    assert.match(letters(parse(text)), /end$/, wall);
  }
  assert.match(
    letters(
      parse(
        '  - x\n'
          .repeat(600)
          .split('\n')
          .map((line, i) => ' '.repeat(i % 40) + line)
          .join('\n'),
      ),
    ),
    /x$/,
  );
});

test('only http, https and tel addresses without hidden characters are links', () => {
  for (const good of ['https://a.example/', 'http://a.example/', 'tel:999'])
    assert.equal(safeAddress(good), good);
  const bad = [
    'javascript:alert(1)',
    ' javascript:x',
    'java\nscript:x',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
    'blob:https://a/b',
    'https://u:p@a.example/',
    'https://a.example/\u202etxt',
    '//a.example',
    'x',
    '',
  ];
  for (const address of bad) assert.equal(safeAddress(address), null, address);
});

test('explain: lines with their labels, rules and words, and the terms', () => {
  const { lines, terms } =
    readExplain(`verdict:   escalate in a direct channel, because a red flag is reported
tier:      emergency, for bladder-bowel
read as:   i cant pee
flag:      bladder-bowel (emergency) reported, by the rule 'cant-hard then pee-do': cant pee
runner-up: symptoms.numbness, 10 points by the rule 'numb': numb
frames:    nothing is asked, 0 content words unexplained
terms:
  cant-hard              cant
  pee-do                 pee
`);
  assert.deepEqual(lines, [
    { label: 'Read as', text: 'i cant pee', rule: null, words: null },
    {
      label: 'Red flag',
      text: 'bladder-bowel (emergency) reported',
      rule: 'cant-hard then pee-do',
      words: 'cant pee',
    },
    { label: 'Runner-up', text: 'symptoms.numbness, 10 points', rule: 'numb', words: 'numb' },
    { label: 'Sentence', text: 'nothing is asked, 0 content words unexplained', rule: null, words: null },
  ]);
  assert.deepEqual(terms, [
    { name: 'cant-hard', words: 'cant' },
    { name: 'pee-do', words: 'pee' },
  ]);
  assert.deepEqual(readExplain(undefined), { lines: [], terms: [] });
});

test('findings: their place, kind, text and source', () => {
  assert.deepEqual(
    readFindings('a/b.yaml:3:5: error: no such name\n  ask: [x]\n    ^\nc.md:1: warning: long\n2 errors'),
    [
      { place: 'a/b.yaml:3:5', kind: 'error', text: 'no such name', source: '  ask: [x]\n    ^' },
      { place: 'c.md:1', kind: 'warning', text: 'long', source: '' },
      { place: '', kind: '', text: '2 errors', source: '' },
    ],
  );
});

test('requests: effects and errors find what asked for them', async () => {
  const sent = [];
  const requests = createRequests((message) => sent.push(message) > 0);
  const say = (text) => requests.ask('send', { channel: 'c', user: 'u', text });
  const effect = { type: 'message', message: { id: '1', channel: 'c', author: { id: 'u' } } };
  const [first, second, third] = [say('a'), say('b'), say('c')];
  assert.equal(
    requests.take({ type: 'message', message: { id: '0', channel: 'c', author: { id: 'bot' } } }),
    null,
  );
  assert.equal(requests.take({ type: 'error', ref: sent[1].ref, text: 'no' }), null);
  requests.take(effect);
  assert.equal(await first, effect);
  await assert.rejects(second, { message: 'no', lost: false });
  requests.lose();
  await assert.rejects(third, { lost: true });
  assert.equal(requests.take({ type: 'error', ref: 'p99', text: 'late' }), 'late');
  assert.equal(requests.take({ type: 'error', ref: null, text: 'whose?' }), 'whose?');
  await assert.rejects(createRequests(() => false).ask('send', {}), { lost: false });
});

test('requests: what is never answered does not pile up', async () => {
  const requests = createRequests(() => true);
  const first = requests.ask('play', { what: 'drop' });
  for (let i = 0; i < 100; i += 1) requests.ask('play', { what: 'drop' }).catch(() => {});
  await assert.rejects(first, { lost: true });
});

test('store: verdicts go with their messages, and a new state keeps what still holds', () => {
  const store = createStore();
  const channel = { id: 'c', name: 'help', kind: 'text', mode: 'faq' };
  const message = (i) => ({ id: `m${i}`, channel: 'c', author: { id: 'u', bot: false }, text: 'x' });
  const state = (messages) => ({
    type: 'state',
    bot: { id: 'b', name: 'lumbard', ready: true },
    users: [{ id: 'u', name: 'U' }],
    channels: [channel],
    messages,
  });
  store.take(state([message(0)]));
  assert.equal(store.current, 'c');
  store.take({ type: 'why', channel: 'c', message: 'm0', action: 'answer' });
  assert.equal(store.selected, 'm0');
  store.take(state([message(0), message(1)]));
  assert.equal(store.whys.has('m0'), true);
  for (let i = 2; i < 250; i += 1) store.take({ type: 'message', message: message(i) });
  assert.equal(store.list().length, 200);
  assert.equal(store.whys.has('m0'), false);
  store.take(state([message(249)]));
  assert.equal(store.selected, null);
  store.take({ type: 'message', message: { ...message(1), channel: 'unknown' } });
  assert.equal(store.list('unknown').length, 0);
});

test('socket: the waits grow up to a bound, and differ', () => {
  assert.deepEqual(
    [0, 1, 2, 3].map((n) => waitBefore(n, 0.5)),
    [500, 1000, 2000, 4000],
  );
  assert.equal(waitBefore(1000, 0.5), 10_000);
  assert.ok(waitBefore(0, 0) < waitBefore(0, 1));
});
