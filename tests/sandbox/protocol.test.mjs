// The sandbox's gateway and REST on the wire, for what no library can be made to do.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { PROPERTIES, QUERY, RawClient, rawLogin, rawResume } from '../gateway/raw-client.mjs';
import { startSandbox } from './sandbox.mjs';

const LIMIT = { timeout: 60_000 };
const GENERAL = '/channels/1300000000000000022/messages';

function play(name, body) {
  test(name, LIMIT, async () => {
    const sandbox = await startSandbox(['--no-bot']);
    sandbox.gatewayUrl = `${sandbox.origin.replace('http', 'ws')}/gateway`;
    try {
      await body(sandbox, {
        general: sandbox.state.channels.find((c) => c.name === 'general'), ann: sandbox.state.users[0],
      });
    } finally {
      await sandbox.close();
    }
  });
}

play('misuse is closed with Discord\'s codes and words', async ({ gatewayUrl, token }) => {
  const identify = (d) => JSON.stringify({ op: 2, d: { token, intents: 1, properties: PROPERTIES, ...d } });
  const cases = [
    ['{', 4002], [JSON.stringify({ op: 77 }), 4001], [JSON.stringify({ op: 3, d: {} }), 4003],
    [identify({ token: 'wrong' }), 4004], [identify({ intents: 1 << 29 }), 4013],
    [identify({ intents: 1 << 1 }), 4014], [Buffer.from(identify()), 4002],
    [identify({ padding: 'x'.repeat(4096) }), 4002],
  ];
  for (const [data, code] of cases) {
    const client = new RawClient(gatewayUrl + QUERY);
    assert.equal((await client.next()).op, 10);
    client.raw(data);
    const closed = await client.closed();
    assert.equal(closed.code, code);
    assert.match(closed.reason, /\.$/);
  }
  const old = new RawClient(`${gatewayUrl}/?v=9&encoding=json`);
  assert.equal((await old.closed()).code, 4012);
});

play('who asks for members is answered by an event', async (sandbox) => {
  const client = await rawLogin(sandbox);
  client.send(8, { guild_id: '5', user_ids: ['1'] });
  assert.equal((await client.event('GUILD_MEMBERS_CHUNK')).d.guild_id, '5');
});

play('121 payloads in a minute are one too many', async ({ gatewayUrl }) => {
  const client = new RawClient(gatewayUrl + QUERY);
  await client.next();
  for (let i = 0; i < 121; i += 1) client.send(1, null);
  assert.equal((await client.closed()).code, 4008);
});

play('zlib-stream is one stream', async (sandbox, { general, ann }) => {
  const client = new RawClient(`${sandbox.gatewayUrl}${QUERY}&compress=zlib-stream`, 'zlib-stream');
  assert.equal((await client.next()).op, 10);
  client.send(2, { token: sandbox.token, intents: 37376, properties: PROPERTIES });
  assert.equal((await client.event('READY')).d.user.username, 'lumbard');
  for (const content of ['one', 'two', 'x'.repeat(3000)]) {
    await sandbox.say({ user: ann, channel: general, content });
    assert.equal((await client.event('MESSAGE_CREATE')).d.content, content);
  }
  assert.ok(client.frames.every(({ binary }) => binary));
});

play('zstd-stream comes in frames of zstd', async ({ gatewayUrl }) => {
  const client = new RawClient(`${gatewayUrl}${QUERY}&compress=zstd-stream`, 'binary');
  assert.equal((await client.next()).readUInt32LE(0), 0xfd2fb528);
});

play('a resume replays exactly what was missed, in order', async (sandbox, { general, ann }) => {
  const first = await rawLogin(sandbox);
  await sandbox.say({ user: ann, channel: general, content: 'heard' });
  const heard = await first.event('MESSAGE_CREATE');
  await first.close(4200);
  await sandbox.closed();
  for (const content of ['a', 'b', 'c']) await sandbox.say({ user: ann, channel: general, content });
  const second = await rawResume(first.ready, sandbox, heard.s);
  const missed = [await second.next(), await second.next(), await second.next()];
  assert.deepEqual(missed.map((p) => p.d.content), ['a', 'b', 'c']);
  assert.deepEqual(missed.map((p) => p.s), [heard.s + 1, heard.s + 2, heard.s + 3]);
  assert.equal((await second.next()).t, 'RESUMED');
});

play('REST refuses what Discord refuses', async (sandbox) => {
  const status = async (...args) => (await sandbox.request(...args)).status;
  assert.equal(await status('GET', '/users/@me', undefined, { 'User-Agent': 'curl/7' }), 403);
  assert.equal(await status('GET', '/users/@me', undefined, { Authorization: 'Bot no' }), 401);
  assert.equal(await status('GET', '/nothing'), 404);
  assert.equal(await status('DELETE', '/users/@me'), 405);
  assert.equal(await status('POST', GENERAL, '{'), 400);
  assert.equal(await status('POST', GENERAL, { content: 'x'.repeat(2 << 20) }), 413);
  assert.equal((await fetch(`${sandbox.origin}/api/v10/gateway`, { headers: { Origin: 'http://evil.example' } })).status, 403);
});

play('the sixth message in five seconds gets a 429 that says how long', async (sandbox) => {
  for (let left = 4; left >= 0; left -= 1) {
    const response = await sandbox.request('POST', GENERAL, { content: 'x' });
    assert.equal(response.headers.get('x-ratelimit-remaining'), String(left));
  }
  const response = await sandbox.request('POST', GENERAL, { content: 'x' });
  assert.equal(response.status, 429);
  assert.equal(response.headers.get('x-ratelimit-scope'), 'user');
  const { retry_after: wait, global } = await response.json();
  assert.ok(wait > 0 && wait <= 5);
  assert.equal(global, false);
});

// What no page would send: each gets an error, and the socket stays.
play('the page\'s socket survives anything', async (sandbox, { general, ann }) => {
  const wrong = ['', '{', 'null', '[]', '{"type":"send"}', '{"type":["send"],"ref":{}}',
    JSON.stringify({ type: 'send', ref: 'x'.repeat(1000), channel: general.id, user: ann.id, text: '\u0000' }),
    JSON.stringify({ type: 'send', channel: Number(general.id), user: ann.id, text: 'x' }),
    `${'['.repeat(20_000)}`];
  for (const text of wrong) {
    const error = sandbox.waitFor((e) => e.type === 'error', `an error for ${text.slice(0, 40)}`);
    sandbox.sendRaw(text);
    await error;
  }
  await sandbox.say({ user: ann, channel: general, content: 'still here' });
});
