// The double's REST API, request by request.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createDiscord } from './gateway.mjs';
import { compareIds, isSnowflake, snowflakeTime } from './snowflake.mjs';
import { createWorld } from './world.mjs';

const POST = 'POST /channels/{channel}/messages';
const AGENT = 'DiscordBot (https://example.invalid, 1.0)';

// A test with a double, its world and ask(method, path, body, headers).
function play(name, options, body) {
  test(name, async () => {
    const discord = await createDiscord(options);
    try {
      await body({ discord, ask: asker(discord), ...createWorld(discord) });
    } finally {
      await discord.close();
    }
  });
}

// Answers {status, headers, body}; body is parsed when it is JSON. A header that is null is left out.
function asker(discord) {
  return async (method, path, body, more = {}) => {
    const headers = {
      Authorization: `Bot ${discord.token}`,
      'User-Agent': AGENT,
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
      ...more,
    };
    const sent = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== null));
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    const response = await fetch(discord.apiUrl + path, { method, headers: sent, body: text });
    return { status: response.status, headers: response.headers, body: parsed(await response.text()) };
  };
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function messagesOf(channel) {
  return `/channels/${channel.id}/messages`;
}

function onlyError(answer, path) {
  const place = path.split('.').reduce((tree, key) => tree[key], answer.body.errors);
  return place._errors[0].code;
}

// ------------------------------------------------------------ admission

play('GET /gateway needs no token, everything else does', {}, async ({ discord, ask }) => {
  const open = await ask('GET', '/gateway', undefined, { Authorization: null });
  assert.deepEqual(open.body, { url: discord.gatewayUrl });
  for (const Authorization of [null, 'Bot wrong', discord.token, `Bearer ${discord.token}`]) {
    const refused = await ask('GET', '/users/@me', undefined, { Authorization });
    assert.equal(refused.status, 401);
    assert.deepEqual(refused.body, { message: '401: Unauthorized', code: 0 });
  }
  assert.equal(discord.invalidRequests, 4);
});

play('a changed token is refused from then on', {}, async ({ discord, ask }) => {
  const old = `Bot ${discord.token}`;
  discord.token = 'another';
  assert.equal((await ask('GET', '/users/@me', undefined, { Authorization: old })).status, 401);
  assert.equal((await ask('GET', '/users/@me')).status, 200);
});

play('a User-Agent that is no DiscordBot is blocked', {}, async ({ ask }) => {
  for (const agent of ['curl/8.0', 'DiscordBot', 'DiscordBot (https://x.invalid)']) {
    const refused = await ask('GET', '/users/@me', undefined, { 'User-Agent': agent });
    assert.equal(refused.status, 403);
    assert.equal(refused.body.code, 40333);
  }
});

play('unknown paths and methods have the API\'s own errors', {}, async ({ discord, ask }) => {
  const unknown = await ask('GET', '/nothing');
  assert.equal(unknown.status, 404);
  assert.deepEqual(unknown.body, { message: '404: Not Found', code: 0 });
  assert.equal((await ask('DELETE', '/gateway')).status, 405);
  const headers = { 'User-Agent': AGENT };
  assert.equal((await fetch(`${discord.apiBase}/gateway`, { headers })).status, 404);
  assert.equal((await fetch(`${discord.apiBase}/v6/gateway`, { headers })).status, 404);
});

play('a body must be a JSON object and say so', {}, async ({ ask, channels }) => {
  const path = messagesOf(channels.general);
  const untyped = await ask('POST', path, '{"content":"x"}', { 'Content-Type': 'text/plain' });
  assert.equal(untyped.body.code, 50035);
  assert.equal(untyped.body.errors._errors[0].code, 'CONTENT_TYPE_INVALID');
  assert.equal((await ask('POST', path, '{"content":')).body.code, 50109);
  assert.equal((await ask('POST', path, '[]')).body.code, 50035);
});

// ------------------------------------------------------------ reading

play('the bot learns who it is and where to connect', {}, async ({ discord, ask }) => {
  const gateway = (await ask('GET', '/gateway/bot')).body;
  assert.equal(gateway.url, discord.gatewayUrl);
  assert.deepEqual(gateway.session_start_limit, {
    total: 1000, remaining: 1000, reset_after: 86_400_000, max_concurrency: 1,
  });
  const me = (await ask('GET', '/users/@me')).body;
  assert.equal(me.id, discord.bot.id);
  assert.equal(me.bot, true);
  for (const path of ['/applications/@me', '/oauth2/applications/@me']) {
    assert.equal((await ask('GET', path)).body.flags, 1 << 19);
  }
  discord.portal.messageContent = false;
  assert.equal((await ask('GET', '/applications/@me')).body.flags, 0);
});

play('a channel tells its kind and its parent', {}, async ({ ask, channels, thread, post, dm }) => {
  const get = async (channel) => (await ask('GET', `/channels/${channel.id}`)).body;
  assert.equal((await get(channels.general)).type, 0);
  assert.equal((await get(channels.forum)).type, 15);
  const found = await get(thread);
  assert.equal(found.type, 11);
  assert.equal(found.parent_id, channels.backs.id);
  assert.equal((await get(post.thread)).name, 'Which chair?');
  assert.equal((await get(dm)).recipients[0].username, 'ann');
});

play('unknown and unseen channels differ', {}, async ({ ask, channels }) => {
  assert.equal((await ask('GET', '/channels/123')).body.code, 10003);
  assert.equal((await ask('GET', `/channels/${channels.hidden.id}`)).body.code, 50001);
  const bad = await ask('GET', '/channels/general');
  assert.equal(bad.status, 400);
  assert.equal(onlyError(bad, 'channel_id'), 'NUMBER_TYPE_COERCE');
});

play('a server tells its roles and the bot\'s own', {}, async ({ discord, ask, guild, botRole }) => {
  const found = (await ask('GET', `/guilds/${guild.id}`)).body;
  assert.equal(found.roles[0].id, guild.id); // @everyone
  assert.deepEqual((await ask('GET', `/guilds/${guild.id}/roles`)).body, found.roles);
  for (const user of ['@me', discord.bot.id]) {
    const member = (await ask('GET', `/guilds/${guild.id}/members/${user}`)).body;
    assert.deepEqual(member.roles, [botRole.id]);
    assert.equal(member.user.id, discord.bot.id);
  }
  assert.equal((await ask('GET', `/guilds/${guild.id}/members/123`)).body.code, 10013);
  const channels = (await ask('GET', `/guilds/${guild.id}/channels`)).body;
  assert.equal(channels.length, 8);
  assert.equal((await ask('GET', '/guilds/123')).body.code, 10004);
});

play('messages are listed newest first, around a point', {}, async ({ discord, ask, channels, users }) => {
  const ids = ['a', 'b', 'c', 'd', 'e'].map((content) => (
    discord.say({ user: users.ann, channel: channels.general, content }).id
  ));
  const list = async (query) => {
    const { body } = await ask('GET', `${messagesOf(channels.general)}${query}`);
    return body.map((message) => message.content).join('');
  };
  assert.equal(await list(''), 'edcba');
  assert.equal(await list('?limit=2'), 'ed');
  assert.equal(await list(`?after=${ids[1]}&limit=2`), 'dc');
  assert.equal(await list(`?before=${ids[3]}&limit=2`), 'cb');
  assert.equal(await list(`?around=${ids[2]}&limit=3`), 'dcb');
  discord.clock.advance(1000);
  assert.equal((await ask('GET', `${messagesOf(channels.general)}?limit=101`)).status, 400);
  assert.deepEqual((await ask('GET', messagesOf(channels.nohistory))).body, []);
});

play('one message is read by its id', {}, async ({ discord, ask, channels, users }) => {
  const message = discord.say({ user: users.ann, channel: channels.general, content: 'a' });
  const path = messagesOf(channels.general);
  assert.equal((await ask('GET', `${path}/${message.id}`)).body.content, 'a');
  assert.equal((await ask('GET', `${path}/123`)).body.code, 10008);
});

play('REST hides content while the portal switch is off', {
  portal: { messageContent: false },
}, async ({ discord, ask, channels, users }) => {
  discord.say({ user: users.ann, channel: channels.general, content: 'secret' });
  const [message] = (await ask('GET', messagesOf(channels.general))).body;
  assert.equal(message.content, '');
});

// ------------------------------------------------------------ posting

play('a posted message is a whole one and is observed', {}, async ({ discord, ask, channels }) => {
  const { status, body } = await ask('POST', messagesOf(channels.general), {
    content: '  an answer  ', nonce: '77', allowed_mentions: { parse: [] },
  });
  assert.equal(status, 200);
  assert.equal(body.content, 'an answer');
  assert.equal(body.nonce, '77');
  assert.equal(body.type, 0);
  assert.equal(body.author.id, discord.bot.id);
  assert.ok(isSnowflake(body.id));
  assert.equal(body.guild_id, undefined); // only on the gateway
  const seen = await discord.nextMessage({ channel: channels.general });
  assert.equal(seen.id, body.id);
  assert.deepEqual(seen.allowedMentions, { parse: [] });
});

const REFUSED = [
  ['without content', {}, 50006, 400],
  ['of spaces', { content: '  ' }, 50006, 400],
  ['over 2000 characters', { content: 'é'.repeat(2001) }, 50035, 400],
  ['whose content is a number', { content: 5 }, 50035, 400],
  ['with a nonce over 25 characters', { content: 'x', nonce: '1'.repeat(26) }, 50035, 400],
  ['with an unknown kind of mention', { content: 'x', allowed_mentions: { parse: ['all'] } }, 50035, 400],
  ['with a mention list that parse contradicts', {
    content: 'x', allowed_mentions: { parse: ['users'], users: ['1'] },
  }, 50035, 400],
  ['that answers nothing there is', { content: 'x', message_reference: { message_id: '1' } }, 50035, 400],
];
for (const [what, body, code, status] of REFUSED) {
  play(`a message ${what} gets ${code}`, {}, async ({ discord, ask, channels }) => {
    const answer = await ask('POST', messagesOf(channels.general), body);
    assert.equal(answer.status, status);
    assert.equal(answer.body.code, code);
    assert.equal(discord.all('message').length, 0);
  });
}

play('50035 names the field in a tree', {}, async ({ ask, channels }) => {
  const path = messagesOf(channels.general);
  const long = await ask('POST', path, { content: 'x'.repeat(2001) });
  assert.deepEqual(long.body, {
    message: 'Invalid Form Body',
    code: 50035,
    errors: {
      content: {
        _errors: [{ code: 'BASE_TYPE_MAX_LENGTH', message: 'Must be 2000 or fewer in length.' }],
      },
    },
  });
  const reply = await ask('POST', path, { content: 'x', message_reference: { message_id: '1' } });
  assert.equal(onlyError(reply, 'message_reference'), 'MESSAGE_REFERENCE_UNKNOWN_MESSAGE');
});

play('places where the bot may not write say why', {}, async ({ discord, ask, channels, dm, users }) => {
  const post = async (channel) => {
    const { status, body } = await ask('POST', messagesOf(channel), { content: 'x' });
    return [status, body.code];
  };
  assert.deepEqual(await post(channels.readonly), [403, 50013]);
  assert.deepEqual(await post(channels.hidden), [403, 50001]);
  assert.deepEqual(await post({ id: '123' }), [404, 10003]);
  assert.deepEqual(await post(channels.forum), [400, 50008]);
  discord.setDms(users.ann, false);
  assert.deepEqual(await post(dm), [403, 50007]);
  discord.setOverwrites(channels.general, [{ user: discord.bot, deny: 'SEND_MESSAGES' }]);
  assert.deepEqual(await post(channels.general), [403, 50013]);
  assert.equal(discord.all('message').length, 0);
});

play('threads have a permission of their own and their parent\'s rules', {}, async (scene) => {
  const { discord, ask, channels, thread } = scene;
  const post = async () => (await ask('POST', messagesOf(thread), { content: 'x' })).body.code;
  assert.equal(await post(), undefined);
  discord.setOverwrites(channels.backs, [{ user: discord.bot, deny: 'SEND_MESSAGES' }]);
  assert.equal(await post(), undefined);
  discord.setOverwrites(channels.backs, [{ user: discord.bot, deny: 'SEND_MESSAGES_IN_THREADS' }]);
  assert.equal(await post(), 50013);
  discord.setOverwrites(channels.backs, [{ user: discord.bot, deny: 'VIEW_CHANNEL' }]);
  assert.equal(await post(), 50001);
});

play('of two roles of the bot the one that allows wins', {}, async (scene) => {
  const { discord, ask, channels, guild, staff, botRole } = scene;
  discord.addMember(guild, discord.bot, { roles: [staff, botRole] });
  discord.setOverwrites(channels.general, [
    { role: botRole, allow: 'SEND_MESSAGES' }, { role: staff, deny: 'SEND_MESSAGES' },
  ]);
  assert.equal((await ask('POST', messagesOf(channels.general), { content: 'x' })).status, 200);
});

play('a reply needs the message history', {}, async ({ discord, ask, channels, users }) => {
  const asked = discord.say({ user: users.ann, channel: channels.nohistory, content: 'a?' });
  const body = { content: 'x', message_reference: { message_id: asked.id } };
  const refused = await ask('POST', messagesOf(channels.nohistory), body);
  assert.equal(refused.body.code, 160002);
  assert.equal((await ask('POST', messagesOf(channels.nohistory), { content: 'x' })).status, 200);
});

play('a reply may do without its message', {}, async ({ discord, ask, channels, users }) => {
  const asked = discord.say({ user: users.ann, channel: channels.general, content: 'a?' });
  const body = { content: 'x', message_reference: { message_id: asked.id, fail_if_not_exists: false } };
  const reply = (await ask('POST', messagesOf(channels.general), body)).body;
  assert.equal(reply.type, 19);
  assert.equal(reply.referenced_message.content, 'a?');
  discord.remove(asked);
  const plain = (await ask('POST', messagesOf(channels.general), body)).body;
  assert.equal(plain.type, 0);
  assert.equal(plain.message_reference, undefined);
});

play('allowed_mentions decides whom a message notifies', {}, async (scene) => {
  const { discord, ask, channels, users, staff } = scene;
  const asked = discord.say({ user: users.ann, channel: channels.general, content: 'a?' });
  const content = `<@${users.bob.id}> <@&${staff.id}> @everyone`;
  const reference = { message_id: asked.id };
  const pings = async (body) => {
    await ask('POST', messagesOf(channels.general), { content, message_reference: reference, ...body });
    return (await discord.nextMessage()).pings;
  };
  const { ann, bob } = users;
  assert.deepEqual(await pings({}), { users: [bob.id, ann.id], roles: [staff.id], everyone: false });
  assert.deepEqual(await pings({ allowed_mentions: { parse: [] } }), {
    users: [], roles: [], everyone: false,
  });
  assert.deepEqual(await pings({ allowed_mentions: { parse: [], replied_user: true } }), {
    users: [ann.id], roles: [], everyone: false,
  });
  assert.deepEqual(await pings({ allowed_mentions: { roles: [staff.id] } }), {
    users: [], roles: [staff.id], everyone: false,
  });
  discord.setOverwrites(channels.general, [{ user: discord.bot, allow: 'MENTION_EVERYONE' }]);
  assert.equal((await pings({})).everyone, true);
});

play('a nonce is repeated only with enforce_nonce and for some minutes', {
  nonceWindow: 60_000,
}, async ({ discord, ask, channels }) => {
  const post = async (channel, more) => (
    await ask('POST', messagesOf(channel), { content: 'x', nonce: '9', ...more })).body.id;
  const first = await post(channels.general, { enforce_nonce: true });
  assert.equal(await post(channels.general, { enforce_nonce: true, content: 'other' }), first);
  assert.equal(await post(channels.backs, { enforce_nonce: true }), first);
  const second = await post(channels.general, {});
  assert.notEqual(second, first);
  discord.clock.advance(60_001);
  assert.notEqual(await post(channels.general, { enforce_nonce: true }), second);
  assert.equal(discord.all('duplicate').length, 2);
  assert.equal(discord.all('message').length, 3);
});

play('a direct message is opened by the user\'s id', {}, async ({ discord, ask, users, dm }) => {
  const open = (id) => ask('POST', '/users/@me/channels', { recipient_id: id });
  assert.equal((await open(users.ann.id)).body.id, dm.id);
  const other = (await open(users.bob.id)).body;
  assert.equal(other.type, 1);
  assert.equal((await open(users.bob.id)).body.id, other.id);
  assert.equal((await open('123')).body.code, 50033);
  assert.equal((await open(discord.bot.id)).body.code, 50033);
  assert.equal((await open(undefined)).status, 400);
});

play('messages are edited and deleted by those who may', {}, async ({ discord, ask, channels, users }) => {
  const path = messagesOf(channels.general);
  const foreign = discord.say({ user: users.ann, channel: channels.general, content: 'a' });
  assert.equal((await ask('PATCH', `${path}/${foreign.id}`, { content: 'b' })).body.code, 50005);
  assert.equal((await ask('DELETE', `${path}/${foreign.id}`)).body.code, 50013);
  const own = (await ask('POST', path, { content: 'one' })).body;
  const edited = (await ask('PATCH', `${path}/${own.id}`, { content: 'two' })).body;
  assert.equal(edited.content, 'two');
  assert.notEqual(edited.edited_timestamp, null);
  assert.equal((await ask('DELETE', `${path}/${own.id}`)).status, 204);
  assert.equal((await ask('DELETE', `${path}/${own.id}`)).body.code, 10008);
});

play('typing is observed', {}, async ({ discord, ask, channels }) => {
  const { status } = await ask('POST', `/channels/${channels.general.id}/typing`, {});
  assert.equal(status, 204);
});

// ------------------------------------------------------------ limits and faults

play('answers carry the bucket, and the sixth message gets a 429', {}, async (scene) => {
  const { discord, ask, channels } = scene;
  const post = (channel) => ask('POST', messagesOf(channel), { content: 'x' });
  const first = await post(channels.general);
  assert.equal(first.headers.get('x-ratelimit-limit'), '5');
  assert.equal(first.headers.get('x-ratelimit-remaining'), '4');
  assert.match(first.headers.get('x-ratelimit-bucket'), /^[0-9a-f]{32}$/);
  assert.match(first.headers.get('x-ratelimit-reset-after'), /^[45]\.\d{3}$/);
  assert.match(first.headers.get('x-ratelimit-reset'), /^\d+\.\d{3}$/);
  for (let i = 0; i < 4; i += 1) await post(channels.general);
  const sixth = await post(channels.general);
  assert.equal(sixth.status, 429);
  assert.equal(sixth.body.global, false);
  assert.ok(sixth.body.retry_after > 0 && sixth.body.retry_after <= 5);
  assert.equal(sixth.headers.get('retry-after'), String(Math.ceil(sixth.body.retry_after)));
  assert.equal(sixth.headers.get('x-ratelimit-scope'), 'user');
  assert.equal(sixth.headers.get('x-ratelimit-remaining'), '0');
  const other = await post(channels.backs);
  assert.equal(other.status, 200);
  assert.equal(other.headers.get('x-ratelimit-bucket'), first.headers.get('x-ratelimit-bucket'));
  discord.clock.advance(5000);
  assert.equal((await post(channels.general)).status, 200);
});

play('the 51st request gets a global 429', {
  limits: { global: { limit: 50, per: 60_000 } }, // Discord's is a second
}, async ({ ask }) => {
  const answers = await Promise.all(Array.from({ length: 51 }, (_, i) => (
    ask('GET', i % 2 ? '/users/@me' : '/gateway/bot'))));
  const refused = answers.filter((answer) => answer.status === 429);
  assert.equal(refused.length, 1);
  assert.equal(refused[0].body.global, true);
  assert.equal(refused[0].headers.get('x-ratelimit-global'), 'true');
  assert.equal(refused[0].headers.get('x-ratelimit-scope'), 'global');
});

play('limits can be left off', { limits: false }, async ({ ask, channels }) => {
  for (let i = 0; i < 8; i += 1) {
    assert.equal((await ask('POST', messagesOf(channels.general), { content: 'x' })).status, 200);
  }
});

play('a scripted 429 is met once and counted', {}, async ({ discord, ask, channels }) => {
  discord.fault({ on: POST, status: 429, scope: 'shared', retryAfter: 1.337 });
  assert.equal((await ask('GET', '/users/@me')).status, 200); // another route
  const { status, headers, body } = await ask('POST', messagesOf(channels.general), { content: 'x' });
  assert.equal(status, 429);
  assert.equal(body.retry_after, 1.337);
  assert.equal(headers.get('retry-after'), '2');
  assert.equal(headers.get('x-ratelimit-scope'), 'shared');
  assert.equal(discord.invalidRequests, 0);
  assert.equal((await ask('POST', messagesOf(channels.general), { content: 'x' })).status, 200);
});

play('a Cloudflare ban is HTML without rate-limit headers', {}, async ({ discord, ask, channels }) => {
  discord.fault({ status: 429, html: true, times: 2 });
  for (let i = 0; i < 2; i += 1) {
    const { status, headers, body } = await ask('POST', messagesOf(channels.general), { content: 'x' });
    assert.equal(status, 429);
    assert.match(headers.get('content-type'), /^text\/html/);
    assert.match(body, /1015/);
    assert.equal(headers.get('x-ratelimit-scope'), null);
    assert.equal(headers.get('retry-after'), null);
  }
  assert.equal(discord.all('message').length, 0);
});

play('a 502 can be HTML and an error can have any body', {}, async ({ discord, ask }) => {
  discord.fault({ status: 502, html: true });
  assert.match((await ask('GET', '/users/@me')).body, /Bad Gateway/);
  discord.fault({ status: 403, json: { message: 'AutoMod', code: 200000 } });
  assert.equal((await ask('GET', '/users/@me')).body.code, 200000);
});

play('a connection can be reset before or after the message exists', {}, async (scene) => {
  const { discord, ask, channels } = scene;
  const post = () => ask('POST', messagesOf(channels.general), { content: 'x' });
  discord.fault({ on: POST, reset: 'before' });
  await assert.rejects(post());
  assert.equal(discord.messagesIn(channels.general).length, 0);
  discord.fault({ on: POST, reset: 'after' });
  await assert.rejects(post());
  assert.equal(discord.messagesIn(channels.general).length, 1);
});

play('an answer can hang until it is released', {}, async ({ discord, ask, channels }) => {
  const fault = discord.fault({ on: POST, hang: 'after' });
  const answer = ask('POST', messagesOf(channels.general), { content: 'x' });
  await fault.hit();
  await discord.nextMessage();
  fault.release();
  assert.equal((await answer).status, 200);
});

play('a body can be slow, or end too early', {}, async ({ discord, ask }) => {
  const slow = discord.fault({ slowBody: true });
  const answer = ask('GET', '/users/@me');
  await slow.hit();
  await discord.nextRequest();
  slow.release();
  assert.equal((await answer).body.id, discord.bot.id);
  discord.fault({ truncate: true });
  await assert.rejects(ask('GET', '/users/@me'));
});

play('a test can add a route', {}, async ({ discord, ask }) => {
  discord.route('POST /stages/{id}/{token}/seats', ({ params, body }) => ({
    status: 200, body: { ...params, type: body.type },
  }));
  const { body } = await ask('POST', '/stages/1/abc/seats', { type: 4 });
  assert.deepEqual(body, { id: '1', token: 'abc', type: 4 });
});

// ------------------------------------------------------------ ids

play('ids are snowflakes that grow', {}, async ({ discord }) => {
  const ids = Array.from({ length: 5000 }, () => discord.model.id());
  assert.equal(new Set(ids).size, 5000);
  assert.ok(ids.every(isSnowflake));
  assert.ok(ids.every((id, i) => i === 0 || compareIds(ids[i - 1], id) < 0));
  assert.equal(Math.round(snowflakeTime('175928847299117063')), 1462015105796); // from the documentation
});
