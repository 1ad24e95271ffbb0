// The sandbox as a person at its page meets it: the bot is in it, over a real WebSocket and REST.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { WebSocket } from 'ws';

import { startSandbox } from './sandbox.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PROGRAM = process.env.LUMBARD ?? join(ROOT, 'build/lumbard');
const LIMIT = { timeout: 120_000 };

// A test with a sandbox whose bot listens.
function play(name, body, args = []) {
  test(name, LIMIT, async () => {
    const sandbox = await startSandbox(args);
    try {
      await ready(sandbox);
      await body(sandbox, parts(sandbox));
    } finally {
      await sandbox.close();
    }
  });
}

async function ready(sandbox) {
  if (!sandbox.state.bot.ready) await sandbox.waitFor((e) => e.type === 'bot' && e.ready, 'the bot');
}

function parts({ state }) {
  const channel = (name) => state.channels.find((c) => c.name === name);
  return { channel, ann: state.users[0], bob: state.users[1], mia: state.users[3] };
}

function replyIn(sandbox, channel) {
  return sandbox.waitFor(
    (e) => e.type === 'message' && e.message.author.bot && e.message.channel === channel.id, 'a reply');
}

function whyOf(sandbox, text) {
  let id;
  return sandbox.waitFor((e) => {
    if (e.type === 'message' && e.message.text === text) id = e.message.id;
    return e.type === 'why' && e.message === id;
  }, 'a why');
}

// Asks, and waits for the answer.
async function ask(sandbox, channel, user, content) {
  const reply = replyIn(sandbox, channel);
  const message = await sandbox.say({ user, channel, content });
  return { message, reply: (await reply).message };
}

// ------------------------------------------------------------ what it says

play('a question is answered, and the page is told why', async (sandbox, { channel, ann }) => {
  const text = 'what causes back spasms?';
  const why = whyOf(sandbox, text);
  const { message, reply } = await ask(sandbox, channel('back-help'), ann, text);
  assert.equal(reply.reply_to, message.id);
  assert.equal(reply.flag, null);
  assert.ok(reply.text.length > 50);
  const { action, intents, explain } = await why;
  assert.equal(action, 'answer');
  assert.ok(intents.length > 0);
  assert.match(explain, /^verdict: +answer/);
});

play('a red flag is answered first, with the numbers of the place, and staff are told', async (sandbox, { channel, bob }) => {
  const alert = replyIn(sandbox, channel('staff'));
  const uk = await ask(sandbox, channel('back-help'), bob, 'both my legs went numb and i cant pee');
  assert.match(uk.reply.text, /999/);
  assert.deepEqual(uk.reply.flag, { tier: 'emergency', label: 'Emergency' });
  const { message } = await alert;
  assert.equal(message.flag.label, 'Staff alert');
  assert.ok(message.text.includes(uk.message.id));
  const us = await ask(sandbox, channel('clinic-us'), bob, 'both my legs went numb and i cant pee');
  assert.match(us.reply.text, /911/);
});

play('it is silent where nobody asked, and says so to the page', async (sandbox, { channel, ann }) => {
  const text = 'back from lunch, who wants a game?';
  const why = whyOf(sandbox, text);
  await sandbox.say({ user: ann, channel: channel('general'), content: text });
  assert.equal((await why).action, 'ignore');
  // in #quiet it does not even read
  await sandbox.say({ user: ann, channel: channel('quiet'), content: '@lumbard what causes back spasms?' });
  // answered after both: they were not
  await ask(sandbox, channel('off-topic'), ann, '@lumbard what causes back spasms?');
  assert.equal(sandbox.messagesIn(channel('general')).length, 0);
  assert.equal(sandbox.messagesIn(channel('quiet')).length, 0);
});

play('direct messages, threads and posts are answered', async (sandbox, { channel, ann, bob }) => {
  await ask(sandbox, sandbox.dm(ann), ann, 'what causes back spasms?');
  const { channel: thread } = await sandbox.ask('thread', {
    channel: channel('back-help').id, user: ann.id, name: 'Lifting',
  }, (e) => e.type === 'channel' && e.channel.kind === 'thread');
  assert.equal(thread.mode, 'faq');
  await ask(sandbox, thread, ann, 'what causes back spasms?');
  const reply = sandbox.waitFor((e) => e.type === 'message' && e.message.author.bot);
  const post = await sandbox.addForumPost({
    forum: channel('questions'), name: 'My back', user: bob, content: 'what helps a back spasm, heat or ice?',
  });
  assert.equal((await reply).message.channel, post.thread.id);
});

play('an edit that reports a red flag is answered', async (sandbox, { channel, ann }) => {
  const message = await sandbox.say({ user: ann, channel: channel('general'), content: 'morning all' });
  const reply = replyIn(sandbox, channel('general'));
  await sandbox.edit(message, { content: 'my back hurts and both my legs went numb and i cant pee' });
  assert.equal((await reply).message.flag.tier, 'emergency');
});

// ------------------------------------------------------------ trouble

for (const what of ['reconnect', 'drop', 'invalid-session']) {
  play(`after "${what}" the bot is back and answers`, async (sandbox, { channel, ann }) => {
    const gone = sandbox.waitFor((e) => e.type === 'bot' && !e.ready, 'the bot to be gone');
    await sandbox.play(what);
    await gone;
    await sandbox.waitFor((e) => e.type === 'bot' && e.ready, 'the bot to be back');
    await ask(sandbox, channel('back-help'), ann, 'what causes back spasms?');
  });
}

play('what is written while the connection is cut is answered', async (sandbox, { channel, ann }) => {
  const reply = replyIn(sandbox, channel('back-help'));
  const gone = sandbox.waitFor((e) => e.type === 'bot' && !e.ready);
  const identified = sandbox.all('identify').length;
  await sandbox.play('drop');
  await gone;
  await sandbox.say({ user: ann, channel: channel('back-help'), content: 'what causes back spasms?' });
  await reply;
  assert.equal(sandbox.all('identify').length, identified);
  assert.equal((await sandbox.resumed()).host, 'resume');
});

play('the bot notices that the server has gone silent', async (sandbox, { channel, ann }) => {
  await sandbox.play('settings', { heartbeat_ms: 300 });
  let back = sandbox.waitFor((e) => e.type === 'bot' && e.ready);
  await sandbox.play('drop');
  await back;
  back = sandbox.waitFor((e) => e.type === 'bot' && e.ready);
  await sandbox.play('silence');
  await back;
  await ask(sandbox, channel('back-help'), ann, 'what causes back spasms?');
});

for (const what of ['rate-limit', 'server-error', 'lost-answer']) {
  play(`an answer comes once though "${what}" comes first`, async (sandbox, { channel, ann }) => {
    await sandbox.play(what, { ms: 200 });
    await ask(sandbox, channel('back-help'), ann, 'what causes back spasms?');
    await ask(sandbox, sandbox.dm(ann), ann, 'what causes back spasms?');
    assert.equal(sandbox.messagesIn(channel('back-help')).length, 1);
  });
}

play('a message that is delivered twice is answered once', async (sandbox, { channel, ann }) => {
  await ask(sandbox, channel('back-help'), ann, 'what causes back spasms?');
  await sandbox.play('duplicate');
  await ask(sandbox, sandbox.dm(ann), ann, 'what causes back spasms?');
  assert.equal(sandbox.messagesIn(channel('back-help')).length, 1);
});

play('two thousand messages at once are all read', async (sandbox, { channel, ann }) => {
  let whys = 0;
  const all = sandbox.waitFor((e) => e.type === 'why' && (whys += 1) === 2000, 'two thousand whys');
  for (let i = 0; i < 2000; i += 1) {
    sandbox.sendRaw(JSON.stringify({ type: 'send', channel: channel('general').id, user: ann.id, text: `hello ${i}` }));
  }
  await all;
});

// ------------------------------------------------------------ content

test('a changed file is read again; a wrong one is shown and the old content stays', LIMIT, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lumbard-'));
  let sandbox;
  try {
    for (const part of ['intents', 'responses']) await cp(join(ROOT, part), join(folder, part), { recursive: true });
    sandbox = await startSandbox(['--content', folder]);
    await ready(sandbox);
    const { channel, ann } = parts(sandbox);
    const file = join(folder, 'intents', 'causes.yaml');
    const right = await readFile(file, 'utf8');
    let told = sandbox.waitFor((e) => e.type === 'content', 'the findings');
    await writeFile(file, `${right}\n  nonsense: [\n`);
    const bad = await told;
    assert.equal(bad.ok, false);
    assert.match(bad.text, /causes\.yaml:\d+:\d+: error: /);
    assert.equal(bad.generation, 1);
    await ask(sandbox, channel('back-help'), ann, 'what causes back spasms?');
    told = sandbox.waitFor((e) => e.type === 'content', 'the reload');
    await writeFile(file, right);
    const good = await told;
    assert.equal(good.ok, true);
    assert.equal(good.generation, 2);
    told = sandbox.waitFor((e) => e.type === 'content', 'the reload on SIGHUP');
    sandbox.kill('SIGHUP');
    assert.equal((await told).generation, 3);
  } finally {
    await sandbox?.close();
    await rm(folder, { recursive: true });
  }
});

// ------------------------------------------------------------ the page's socket and the program

play('a page that comes later sees what was said', async (sandbox, { channel, ann }) => {
  await ask(sandbox, channel('back-help'), ann, 'what causes back spasms?');
  await sandbox.openPage();
  const said = sandbox.state.messages.filter((m) => m.channel === channel('back-help').id);
  assert.deepEqual(said.map((m) => m.author.bot), [false, true]);
});

play('another site\'s page is refused', async (sandbox) => {
  for (const origin of ['http://evil.example', 'null']) {
    const socket = new WebSocket(`${sandbox.origin.replace('http', 'ws')}/page`, { origin });
    const [error] = await once(socket, 'error');
    assert.match(error.message, /403/);
  }
  const response = await fetch(`${sandbox.origin}/page.js`);
  assert.equal(response.status, 200);
  assert.match(response.headers.get('content-security-policy'), /frame-ancestors 'none'/);
});

play('a port in use is said, and how to choose another', async (sandbox) => {
  const { port } = new URL(sandbox.origin);
  const { code, err } = await run(['sandbox', '--port', port]);
  assert.equal(code, 69);
  assert.match(err, /Address already in use/);
  assert.match(err, /--port 0/);
});

test('wrong options are refused', LIMIT, async () => {
  for (const args of [['--port', 'x'], ['--port', '65536'], ['--log', 'loud'], ['more'], ['--nothing']]) {
    assert.equal((await run(['sandbox', ...args])).code, 64);
  }
  assert.match((await run(['sandbox', '--help'])).out, /--no-bot/);
});

for (const signal of ['SIGTERM', 'SIGINT']) {
  play(`${signal} ends it`, async (sandbox) => {
    sandbox.kill(signal);
    assert.deepEqual(await sandbox.exited, [0, null]);
  });
}

async function run(args) {
  const child = spawn(PROGRAM, args);
  const output = { out: '', err: '' };
  child.stdout.on('data', (data) => { output.out += data; });
  child.stderr.on('data', (data) => { output.err += data; });
  const [code] = await once(child, 'close');
  return { code, ...output };
}
