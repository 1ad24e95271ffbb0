// The double's gateway, seen by a client that does what libraries do not.

import assert from 'node:assert/strict';
import zlib from 'node:zlib';

import { play } from './play.mjs';
import { PROPERTIES, QUERY, RawClient, rawLogin, rawResume } from './raw-client.mjs';

// Connected and HELLO read.
async function hello(discord, query = QUERY) {
  const client = new RawClient(discord.gatewayUrl + query);
  client.hello = await client.next();
  return client;
}

function identify(discord, more = {}) {
  return { token: discord.token, intents: 37376, properties: PROPERTIES, ...more };
}

play('HELLO comes first and tells the interval', { heartbeatInterval: 12345 }, async (discord) => {
  const client = await hello(discord);
  assert.equal(client.hello.op, 10);
  assert.equal(client.hello.d.heartbeat_interval, 12345);
  assert.equal(client.hello.s, null);
  assert.equal(client.hello.t, null);
  const connected = await discord.connected();
  assert.equal(connected.host, 'main');
  assert.match(connected.headers['user-agent'], /^DiscordBot/);
});

play('op 7 can come instead of HELLO', {}, async (discord) => {
  discord.onNextConnection({ reconnect: true });
  const client = await hello(discord);
  assert.deepEqual(client.hello, { t: null, s: null, op: 7, d: null });
});

play('HELLO can stay away', {}, async (discord) => {
  discord.onNextConnection({ hello: false });
  const client = new RawClient(discord.gatewayUrl + QUERY);
  await discord.connected();
  discord.onNextConnection({});
  await hello(discord); // a later connection has had its HELLO by now
  assert.equal(client.frames.length, 0);
});

play('an upgrade can be refused with a status', {}, async (discord) => {
  discord.onNextConnection({ host: 'resume', status: 503 });
  await hello(discord); // the main host is not meant
  const client = new RawClient(discord.resumeUrl + QUERY);
  assert.equal(await client.refused, 503);
  assert.equal((await discord.connected()).refused, null);
  assert.equal((await discord.connected()).refused, 503);
});

play('a connection can be left hanging, reset or closed at once', {}, async (discord) => {
  discord.onNextConnection({ hang: true });
  const hanging = new RawClient(discord.gatewayUrl + QUERY);
  await discord.connected();
  discord.onNextConnection({ reset: true });
  const reset = new RawClient(discord.gatewayUrl + QUERY);
  assert.equal((await reset.closed()).code, 1006);
  discord.onNextConnection({ close: 4000 });
  const closed = new RawClient(discord.gatewayUrl + QUERY);
  assert.equal((await closed.closed()).code, 4000);
  assert.equal(hanging.frames.length, 0);
});

play('a plan can be meant for several connections', {}, async (discord) => {
  discord.onNextConnection({ status: 500, times: 2 });
  for (let i = 0; i < 2; i += 1) {
    assert.equal(await new RawClient(discord.gatewayUrl + QUERY).refused, 500);
  }
  await hello(discord);
});

play('a host that stops listening refuses connections', {}, async (discord) => {
  discord.stopListening('resume');
  const client = new RawClient(discord.resumeUrl + QUERY);
  assert.equal((await client.closed()).code, 1006);
  await hello(discord);
});

const WRONG_QUERIES = [
  ['without a version', '/?encoding=json', 4012],
  ['of another version', '/?v=6&encoding=json', 4012],
  ['without an encoding', '/?v=10', 4002],
];
for (const [what, query, code] of WRONG_QUERIES) {
  play(`a connection ${what} is closed with ${code}`, {}, async (discord) => {
    const client = new RawClient(discord.gatewayUrl + query);
    assert.equal((await client.closed()).code, code);
  });
}

const WRONG_IDENTIFIES = [
  ['a wrong token', { token: 'wrong' }, 4004],
  ['"Bot " before the token', { token: 'Bot test-token' }, 4004],
  ['no token', { token: undefined }, 4002],
  ['no properties', { properties: undefined }, 4002],
  ['no intents', { intents: undefined }, 4013],
  ['an unknown intent', { intents: 1 << 18 }, 4013],
  ['a shard beyond the count', { shard: [2, 2] }, 4010],
  ['a privileged intent that the portal does not allow', { intents: 2 }, 4014],
];
for (const [what, fields, code] of WRONG_IDENTIFIES) {
  play(`IDENTIFY with ${what} is closed with ${code}`, {}, async (discord) => {
    const client = await hello(discord);
    client.send(2, identify(discord, fields));
    assert.equal((await client.closed()).code, code);
    assert.equal((await discord.identifyTried()).refused, code);
    const closed = await discord.closed({ by: 'server' });
    assert.equal(closed.code, code);
  });
}

play('MESSAGE_CONTENT is closed with 4014 while the portal switch is off', {
  portal: { messageContent: false },
}, async (discord) => {
  const refused = await hello(discord);
  refused.send(2, identify(discord));
  assert.equal((await refused.closed()).code, 4014);
  const client = await rawLogin(discord, { intents: 4608 });
  assert.equal(client.ready.d.application.flags, 0);
});

play('READY says what is needed to resume', {}, async (discord, world) => {
  const { ready } = await rawLogin(discord);
  assert.equal(ready.s, 1);
  assert.equal(ready.d.resume_gateway_url, discord.resumeUrl);
  assert.match(ready.d.session_id, /^[0-9a-f]{32}$/);
  assert.deepEqual(ready.d.guilds, [{ id: world.guild.id, unavailable: true }]);
  assert.equal(ready.d.application.flags & (1 << 19), 1 << 19);
  assert.equal((await discord.identified()).intents, 37376);
});

const WRONG_PAYLOADS = [
  ['no JSON', 'hello', 4002],
  ['JSON without op', '{"d":1}', 4002],
  ['a binary frame', Buffer.from('{"op":1,"d":null}'), 4002],
  ['an unknown op', '{"op":99,"d":null}', 4001],
  ['a presence before IDENTIFY', '{"op":3,"d":{}}', 4003],
  ['a heartbeat of the wrong type', '{"op":1,"d":"x"}', 4002],
];
for (const [what, data, code] of WRONG_PAYLOADS) {
  play(`${what} is closed with ${code}`, {}, async (discord) => {
    const client = await hello(discord);
    client.raw(data);
    assert.equal((await client.closed()).code, code);
  });
}

play('who asks for members is sent them as an event', {}, async (discord, world) => {
  const client = await rawLogin(discord);
  client.send(8, { guild_id: world.guild.id, user_ids: [discord.bot.id, '1'] });
  const { t, s, d } = await client.next();
  assert.equal(t, 'GUILD_MEMBERS_CHUNK');
  assert.ok(s > 1);
  assert.equal(d.guild_id, world.guild.id);
  assert.deepEqual(d.members.map(({ user }) => user.id), [discord.bot.id]);
  assert.deepEqual(d.not_found, ['1']);
});

play('a payload may have 4096 bytes and not one more', {}, async (discord) => {
  const client = await rawLogin(discord);
  const sized = (bytes) => {
    const text = JSON.stringify({ op: 3, d: { x: '' } });
    return text.replace('""', `"${'x'.repeat(bytes - text.length)}"`);
  };
  client.raw(sized(4096));
  client.send(1, 1);
  assert.equal((await client.next()).op, 11);
  client.raw(sized(4097));
  assert.equal((await client.closed()).code, 4002);
});

play('the 121st payload in a minute is closed with 4008', {}, async (discord) => {
  const client = await hello(discord);
  for (let i = 0; i < 120; i += 1) client.send(1, null);
  for (let i = 0; i < 120; i += 1) assert.equal((await client.next()).op, 11);
  client.send(1, null);
  assert.equal((await client.closed()).code, 4008);
});

play('after a minute 120 more payloads are let in', {}, async (discord) => {
  const client = await hello(discord);
  for (let i = 0; i < 120; i += 1) client.send(1, null);
  for (let i = 0; i < 120; i += 1) assert.equal((await client.next()).op, 11);
  discord.clock.advance(60_001);
  client.send(1, null);
  assert.equal((await client.next()).op, 11);
});

play('the next IDENTIFY can be refused', {}, async (discord) => {
  discord.onNextIdentify({ invalid: false });
  discord.onNextIdentify({ close: 4003 });
  const client = await hello(discord);
  client.send(2, identify(discord));
  assert.equal((await client.next()).op, 9);
  client.send(2, identify(discord));
  assert.equal((await client.closed()).code, 4003);
  await rawLogin(discord);
  assert.equal(discord.all('identify').length, 3);
});

play('a second IDENTIFY is closed with 4005', {}, async (discord) => {
  const client = await rawLogin(discord);
  client.send(2, identify(discord));
  assert.equal((await client.closed()).code, 4005);
});

play('acknowledgements can be withheld', {}, async (discord) => {
  const client = await rawLogin(discord);
  discord.acks = false;
  client.send(1, 1);
  assert.equal((await discord.heartbeat()).seq, 1);
  discord.acks = true;
  client.send(1, 1);
  await discord.heartbeat();
  assert.equal((await client.next()).op, 11);
  assert.equal(client.frames.length, 3); // HELLO, READY, one acknowledgement
});

play('a round trip waits for the answers to two server heartbeats', {}, async (discord) => {
  const client = await rawLogin(discord);
  const trip = discord.roundTrip();
  for (let i = 0; i < 2; i += 1) {
    assert.equal((await client.next()).op, 1);
    client.send(1, 1);
    assert.equal((await client.next()).op, 11);
  }
  await trip;
});

play('a client without heartbeats is closed with 4009 and its session is gone', {
  heartbeatInterval: 20, heartbeatPatience: 60,
}, async (discord) => {
  const client = await rawLogin(discord);
  assert.equal((await client.closed()).code, 4009);
  const next = await rawResume(client.ready, discord);
  assert.equal((await next.next()).op, 9);
});

play('IDENTIFY too soon after another gets op 9', { identifyInterval: 5000 }, async (discord) => {
  await rawLogin(discord);
  const client = await hello(discord);
  client.send(2, identify(discord));
  assert.deepEqual(await client.next(), { t: null, s: null, op: 9, d: false });
  discord.clock.advance(5000);
  client.send(2, identify(discord)); // the connection is still good for it
  await client.event('READY');
});

play('IDENTIFY beyond the day\'s limit ends all sessions and the token', {}, async (discord) => {
  discord.startLimit.remaining = 1;
  const first = await rawLogin(discord);
  assert.equal(discord.startLimit.remaining, 0);
  const second = await hello(discord);
  second.send(2, identify(discord));
  assert.equal((await second.closed()).code, 4004);
  assert.equal((await first.closed()).code, 4004);
  assert.equal(discord.token, null);
});

// ------------------------------------------------------------ resuming

play('a resume replays what was missed, then says RESUMED', {}, async (discord, world) => {
  const { channels, users } = world;
  const client = await rawLogin(discord);
  discord.say({ user: users.ann, channel: channels.general, content: 'one' });
  const one = await client.event('MESSAGE_CREATE');
  discord.dropConnections('reset');
  assert.equal((await client.closed()).code, 1006);
  await discord.closed();
  const written = discord.say({ user: users.ann, channel: channels.general, content: 'two' });
  discord.edit(written, { content: 'changed later' });
  const data = { state: 'then' };
  discord.dispatch('SOMETHING', data);
  data.state = 'now';
  const next = await rawResume(client.ready, discord, one.s);
  const missed = [];
  for (let i = 1; i <= 4; i += 1) {
    missed.push(await next.next());
    assert.equal(missed.at(-1).s, one.s + i);
  }
  const events = ['MESSAGE_CREATE', 'MESSAGE_UPDATE', 'SOMETHING', 'RESUMED'];
  assert.deepEqual(missed.map((payload) => payload.t), events);
  assert.equal(missed[0].d.content, 'two'); // as it was then
  assert.equal(missed[2].d.state, 'then');
  const resumed = await discord.resumed();
  assert.equal(resumed.replayed, 3);
  assert.equal(resumed.host, 'resume');
});

play('a resume works on the main host too', {}, async (discord) => {
  const client = await rawLogin(discord);
  await client.close(4200);
  const next = await rawResume(client.ready, discord, 1, discord.gatewayUrl);
  assert.equal((await next.next()).t, 'RESUMED');
  assert.equal((await discord.resumed()).host, 'main');
});

play('a resume can replay too much', {}, async (discord, world) => {
  const client = await rawLogin(discord);
  discord.say({ user: world.users.ann, channel: world.channels.general, content: 'again' });
  const seen = await client.event('MESSAGE_CREATE');
  await client.close(4200);
  discord.onNextResume({ rewind: 1 });
  const next = await rawResume(client.ready, discord, seen.s);
  const again = await next.next();
  assert.equal(again.s, seen.s);
  assert.equal(again.d.id, seen.d.id);
});

for (const code of [1000, 1001]) {
  play(`a client that closes with ${code} gives its session up`, {}, async (discord) => {
    const client = await rawLogin(discord);
    await client.close(code);
    const closed = await discord.closed();
    assert.equal(closed.code, code);
    assert.equal(closed.by, 'client');
    const next = await rawResume(client.ready, discord);
    assert.deepEqual(await next.next(), { t: null, s: null, op: 9, d: false });
    next.send(2, identify(discord)); // on the same connection
    await next.event('READY');
  });
}

play('a resume with a sequence number of the future is closed with 4007', {}, async (discord) => {
  const client = await rawLogin(discord);
  await client.close(4200);
  const next = await rawResume(client.ready, discord, 99);
  assert.equal((await next.closed()).code, 4007);
});

play('a resume takes the session from a connection that still has it', {}, async (discord) => {
  const client = await rawLogin(discord);
  discord.dropConnections('halfopen');
  const next = await rawResume(client.ready, discord);
  assert.equal((await next.next()).t, 'RESUMED');
  assert.equal(discord.connections.length, 1);
});

play('the next RESUME can be refused, once or for good', {}, async (discord) => {
  const client = await rawLogin(discord);
  await client.close(4200);
  discord.onNextResume({ invalid: true });
  const first = await rawResume(client.ready, discord);
  assert.equal((await first.next()).d, true);
  await first.close(4200);
  const second = await rawResume(client.ready, discord);
  assert.equal((await second.next()).t, 'RESUMED');
  await second.close(4200);
  discord.onNextResume({ invalid: false });
  for (let i = 0; i < 2; i += 1) {
    const later = await rawResume(client.ready, discord, 2);
    assert.equal((await later.next()).d, false);
  }
});

play('a forgotten session gets op 9', {}, async (discord) => {
  const client = await rawLogin(discord);
  discord.forgetSessions();
  discord.closeConnections(4000);
  assert.equal((await client.closed()).code, 4000);
  const next = await rawResume(client.ready, discord);
  assert.deepEqual(await next.next(), { t: null, s: null, op: 9, d: false });
});

play('op 9 true leaves the session to be resumed', {}, async (discord) => {
  const client = await rawLogin(discord);
  discord.invalidate({ resumable: true });
  assert.deepEqual(await client.next(), { t: null, s: null, op: 9, d: true });
  client.send(6, { token: discord.token, session_id: client.ready.d.session_id, seq: 1 });
  assert.equal((await client.next()).t, 'RESUMED');
});

play('READY can be held back', {}, async (discord) => {
  let release;
  discord.onNextIdentify({ hold: (go) => { release = go; } });
  const client = await hello(discord);
  client.send(2, identify(discord));
  await discord.identifyTried();
  client.send(1, null);
  assert.equal((await client.next()).op, 11); // nothing but the acknowledgement
  release();
  assert.equal((await client.next()).t, 'READY');
});

// ------------------------------------------------------------ wire

play('a FIN without a close frame is 1006 to the client', {}, async (discord) => {
  const client = await rawLogin(discord);
  discord.dropConnections('fin');
  assert.equal((await client.closed()).code, 1006);
});

play('a megabyte of READY can come in many frames', { readyPadding: 1 << 20 }, async (discord) => {
  discord.wire.fragment = 1000;
  const { ready } = await rawLogin(discord);
  assert.equal(ready.d.padding.length, 1 << 20);
});

play('zlib-stream is one stream a connection, each payload flushed', {}, async (discord, world) => {
  const client = new RawClient(`${discord.gatewayUrl}${QUERY}&compress=zlib-stream`, 'zlib-stream');
  assert.equal((await client.next()).op, 10);
  client.send(2, identify(discord));
  assert.equal((await client.next()).t, 'READY');
  for (const content of ['the same words', 'the same words', 'ünïcode 🦴']) {
    discord.say({ user: world.users.ann, channel: world.channels.general, content });
    assert.equal((await client.event('MESSAGE_CREATE')).d.content, content);
  }
  for (const { data, binary } of client.frames) {
    assert.ok(binary);
    assert.equal(data.subarray(-4).toString('hex'), '0000ffff');
  }
  assert.equal(client.frames[0].data[0], 0x78);
  assert.ok(client.frames[3].data.length < client.frames[2].data.length / 2); // history is used
});

play('a zlib-stream payload can be split over messages', {}, async (discord) => {
  discord.wire.split = 7;
  const client = new RawClient(`${discord.gatewayUrl}${QUERY}&compress=zlib-stream`, 'zlib-stream');
  assert.equal((await client.next()).op, 10);
  assert.ok(client.frames.length > 5);
});

play('zstd-stream is one frame that never ends', {}, async (discord) => {
  const client = new RawClient(`${discord.gatewayUrl}${QUERY}&compress=zstd-stream`, 'binary');
  const start = await client.next();
  assert.equal(start.readUInt32LE(0), 0xfd2fb528); // the magic number
  client.send(1, null);
  const ack = await client.next();
  assert.notEqual(ack.readUInt32LE(0), 0xfd2fb528); // a block of the same frame
  assert.equal(ack[0] & 1, 0); // not the last one
  if (!zlib.createZstdDecompress) return; // Node has it from 22.15 on
  const decoder = zlib.createZstdDecompress();
  let text = '';
  decoder.on('data', (chunk) => { text += chunk; });
  decoder.write(start);
  await new Promise((resolve) => decoder.write(ack, resolve));
  assert.match(text, /"op":10.*"op":11/);
});

play('a gateway can use another compression than it was asked for', {
  mistaken: { 'zstd-stream': 'zlib-stream' },
}, async (discord) => {
  const client = new RawClient(`${discord.gatewayUrl}${QUERY}&compress=zstd-stream`, 'zlib-stream');
  assert.equal((await client.next()).op, 10);
});

play('bytes can be sent that belong to no compression', {}, async (discord) => {
  const client = new RawClient(`${discord.gatewayUrl}${QUERY}&compress=zstd-stream`, 'binary');
  await client.next();
  discord.sendBytes(Buffer.from('zzzz'));
  assert.equal((await client.next()).toString(), 'zzzz');
});

play('an unknown compression is ignored', {}, async (discord) => {
  const client = await hello(discord, `${QUERY}&compress=lzma-stream`);
  assert.equal(client.hello.op, 10);
});

play('a gateway without a compression answers in text', { compression: [] }, async (discord) => {
  const client = await hello(discord, `${QUERY}&compress=zstd-stream`);
  assert.equal(client.frames[0].binary, false);
});

play('the keys of a frame can come in any order and be absent', {
  serialize: ({ t, s, op, d }) => JSON.stringify(op === 0 ? { d, op, s, t } : { d, op }),
}, async (discord) => {
  const client = await hello(discord);
  assert.deepEqual(Object.keys(client.hello), ['d', 'op']);
});

play('anything at all can be sent', {}, async (discord) => {
  const client = await rawLogin(discord);
  discord.sendRaw('{"op":42,"d":null,"new":true}');
  assert.equal((await client.next()).op, 42);
  discord.dispatch('SOMETHING_NEW', { id: '1' });
  const { t, s, d } = await client.next();
  assert.deepEqual({ t, s, d }, { t: 'SOMETHING_NEW', s: 2, d: { id: '1' } });
});
