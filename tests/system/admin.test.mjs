// The admin server: whether /healthz, /readyz and /metrics tell the truth, and to whom.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import http from 'node:http';
import net from 'node:net';
import { join } from 'node:path';
import { describe } from 'node:test';

import { readExposition, valueOf } from './exposition.mjs';
import { EMERGENCY, QUESTION } from './phrases.mjs';
import { ROOT, runToEnd } from './program.mjs';
import { TOKEN, play } from './world.mjs';

const PROMTOOL = join(ROOT, 'build', 'tools', 'promtool'); // deploy/setup.sh puts it there
const ADMIN = { args: ['--admin', '127.0.0.1:0'] };

// A function that asks the world's admin server: {status, headers, text}.
async function askerOf({ daemon }) {
  const line = await daemon.line(/admin: health and metrics: http:/);
  const port = Number(/:(\d+)$/.exec(line)[1]);
  const ask = (path, { method = 'GET', headers = {} } = {}) => new Promise((settle, fail) => {
    const request = http.request({ host: '127.0.0.1', port, path, method, headers, agent: false });
    request.on('error', fail).on('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part) => { text += part; });
      response.on('end', () => settle({ status: response.statusCode, headers: response.headers, text }));
    });
    request.end();
  });
  ask.port = port;
  ask.health = async (path) => {
    const { status, text } = await ask(path);
    const { status: word, checks } = JSON.parse(text);
    const reasons = Object.fromEntries(checks.map((check) => [check.name, check]));
    assert.equal(status, word === 'fail' ? 503 : 200);
    return { status, word, reasons };
  };
  return ask;
}

describe('health', { concurrency: 4 }, () => {
  play('ready while connected, and not while Discord is away', ADMIN, async (world) => {
    const { discord, daemon } = world;
    const ask = await askerOf(world);
    const ready = await ask.health('/readyz');
    assert.equal(ready.status, 200, JSON.stringify(ready));
    assert.match(ready.reasons['account discord'].reason, /^connected, heard \d+ s ago$/);
    discord.onNextConnection({ hang: true }); // until a later one is tried
    discord.dropConnections('reset');
    await daemon.line(/not connected: trying again/);
    const away = await ask.health('/readyz');
    assert.equal(away.status, 503);
    assert.equal(away.reasons['account discord'].status, 'fail');
    assert.match(away.reasons['account discord'].reason, /^not connected: /);
    assert.equal((await ask.health('/healthz')).status, 200); // a new start would mend nothing
  });

  play('ready again once it is connected again', ADMIN, async (world) => {
    const ask = await askerOf(world);
    world.discord.dropConnections('reset');
    await world.daemon.line(/not connected: trying again/);
    await world.daemon.line(/connected: listening/);
    assert.equal((await ask.health('/readyz')).status, 200);
    const metrics = readExposition((await ask('/metrics')).text);
    assert.equal(valueOf(metrics, 'lumbard_gateway_losses_total'), 1);
    assert.equal(valueOf(metrics, 'lumbard_gateway_resumes_total'), 1);
  });

  play('not ready before there is a session', { ...ADMIN, start: false }, async (world) => {
    const fault = world.discord.fault({ on: 'GET /gateway/bot', hang: 'before' });
    delete world.settings.accounts[0].gateway;
    await world.spawn();
    const ask = await askerOf(world);
    await fault.hit();
    assert.equal((await ask.health('/readyz')).status, 503);
    assert.equal((await ask.health('/healthz')).status, 200);
    fault.release();
    await world.daemon.line(/connected: listening/);
    assert.equal((await ask.health('/readyz')).status, 200);
  });

  play('not ready where nothing can be kept', {
    ...ADMIN,
    settings: (settings, world) => { settings.state = join(world.folder, 'file', 'state'); },
    start: false,
  }, async (world) => {
    await writeFile(join(world.folder, 'file'), 'no folder');
    await world.start();
    const ask = await askerOf(world);
    const { status, reasons } = await ask.health('/readyz');
    assert.equal(status, 503);
    assert.match(reasons.store.reason, /^nothing can be kept on disk: /);
  });

  play('a change that is refused is told, with its place', { ...ADMIN, ownContent: true }, async (world) => {
    const ask = await askerOf(world);
    await writeFile(join(world.content, 'intents', 'bad.yaml'), 'words: [\n');
    await world.daemon.line(/not reloaded/);
    const { word, reasons } = await ask.health('/readyz');
    assert.equal(word, 'warn');
    assert.match(reasons.content.reason, /bad\.yaml:\d+:\d+: error/);
  });
});

describe('metrics', { concurrency: 4 }, () => {
  play('of what was read and said, in the format', {
    ...ADMIN, settings: (settings, world) => { settings.state = join(world.folder, 'state'); },
  }, async (world) => {
    const { discord, users, channels, ask: say } = world;
    const ask = await askerOf(world);
    await say({ user: users.ann, channel: channels.backs, content: QUESTION });
    await say({ user: users.ann, channel: channels.backs, content: EMERGENCY });
    await world.daemon.line(/tier emergency/);
    const { headers, text } = await ask('/metrics');
    assert.equal(headers['content-type'], 'text/plain; version=0.0.4; charset=utf-8');
    const metrics = readExposition(text);
    assert.equal(valueOf(metrics, 'lumbard_ready'), 1);
    assert.equal(valueOf(metrics, 'lumbard_messages_read_total', { tier: 'emergency' }), 1);
    assert.equal(valueOf(metrics, 'lumbard_verdicts_total', { action: 'answer' }), 1);
    assert.equal(valueOf(metrics, 'lumbard_account_ready', { account: 'discord' }), 1);
    assert.equal(valueOf(metrics, 'lumbard_gateway_sessions_total', { account: 'discord' }), 1);
    assert.equal(valueOf(metrics, 'lumbard_account_identifies_left', { account: 'discord' }), 899);
    assert.ok(valueOf(metrics, 'lumbard_gateway_events_total') >= 3);
    assert.ok(valueOf(metrics, 'lumbard_read_seconds', {}, 'lumbard_read_seconds_count') >= 2);
    assert.ok(Math.abs(valueOf(metrics, 'lumbard_start_time_seconds') - Date.now() / 1000) < 600);
    assert.ok(valueOf(metrics, 'lumbard_resident_memory_bytes') > 1e6);
    for (const [family, { samples }] of metrics) {
      for (const { labels } of samples) {
        for (const value of Object.values(labels)) assert.ok(!/\d{15}/.test(value), `an id in ${family}`);
      }
    }
    for (const secret of [TOKEN, users.ann.id, channels.backs.id, QUESTION]) {
      assert.ok(!text.includes(secret), `${secret} is in the metrics`);
    }
    // what the rules for alerts look at is there, with those labels
    const rules = await readFile(join(ROOT, 'deploy', 'alerts.yaml'), 'utf8');
    const used = [...rules.matchAll(/(lumbard_\w+)(?:\{(\w+)=~?"([^"|]+))?/g)];
    assert.ok(used.length > 10);
    for (const [, name, label, value] of used) {
      const family = name.replace(/_bucket$/, '');
      assert.ok(metrics.has(family), `a rule looks at ${name}`);
      const found = metrics.get(family).samples.some(({ labels }) => !label || labels[label] === value);
      assert.ok(found, `a rule looks at ${name} with ${label}=${value}`);
    }
    // so is what Grafana shows
    const grafana = JSON.parse(await readFile(join(ROOT, 'deploy', 'grafana.json'), 'utf8'));
    const shown = grafana.panels.flatMap(({ targets }) => targets.flatMap(({ expr }) => expr.match(/lumbard_\w+/g)));
    assert.ok(shown.length > 20);
    for (const name of shown) assert.ok(metrics.has(name.replace(/_bucket$/, '')), `Grafana shows ${name}`);
    // the second opinion, where it can be had
    const tool = existsSync(PROMTOOL) ? PROMTOOL : 'promtool';
    const promtool = spawnSync(tool, ['check', 'metrics'], { input: text, encoding: 'utf8' });
    assert.ok(promtool.error || promtool.stderr + promtool.stdout === '', promtool.stderr + promtool.stdout);
    const checked = spawnSync(tool, ['check', 'rules', join(ROOT, 'deploy', 'alerts.yaml')], { encoding: 'utf8' });
    assert.ok(checked.error || checked.status === 0, checked.stderr + checked.stdout);
    assert.equal(discord.all('message').length, 3);
  });
});

describe('whom it serves', { concurrency: 4 }, () => {
  play('only who asks, and asks it', ADMIN, async (world) => {
    const ask = await askerOf(world);
    for (const path of ['/', '/healthz', '/readyz', '/metrics']) {
      for (const method of ['POST', 'PUT', 'DELETE', 'PATCH']) {
        assert.equal((await ask(path, { method })).status, 405, `${method} ${path}`);
      }
      assert.equal((await ask(path, { method: 'HEAD' })).text, '');
      assert.equal((await ask(path, { headers: { host: 'evil.example' } })).status, 403);
      assert.equal((await ask(path, { headers: { host: `evil.example:${ask.port}` } })).status, 403);
      assert.equal((await ask(path, { headers: { origin: 'http://evil.example' } })).status, 403);
    }
    assert.equal((await ask('/config')).status, 404);
  });

  play('a crowd does not keep it from its work', ADMIN, async (world) => {
    const { users, ask: say } = world;
    const ask = await askerOf(world);
    const crowd = [];
    for (let i = 0; i < 60; i++) {
      const socket = net.connect(ask.port, '127.0.0.1');
      socket.on('error', () => {});
      if (i % 2) socket.write('GET /metr');
      crowd.push(socket);
    }
    // those for whom there is no room are sent away
    await Promise.all(crowd.slice(20).map((socket) => new Promise((settle) => {
      if (socket.closed) settle();
      else socket.on('close', settle);
      socket.resume();
    })));
    await say({ user: users.ann, mentionsBot: true, content: QUESTION });
    for (const socket of crowd) socket.destroy();
  });

  play('nobody else than this machine', { start: false }, async (world) => {
    await world.configure();
    for (const at of ['0.0.0.0:9464', '[::]:9464', '192.0.2.1:9464', 'example.org:9464', ':9464']) {
      const { code, log } = await runToEnd([...world.arguments, '--admin', at], { DISCORD_TOKEN: TOKEN });
      assert.equal(code, 64, at);
      assert.match(log, /loopback address/);
    }
    world.settings.admin = '0.0.0.0:9464';
    await world.configure();
    const { code, log } = await runToEnd(world.arguments, { DISCORD_TOKEN: TOKEN });
    assert.equal(code, 78);
    assert.match(log, /'admin' must be a loopback address/);
  });

  play('a port that somebody has is refused at the start', { start: false }, async (world) => {
    const other = net.createServer().listen(0, '127.0.0.1');
    await new Promise((settle) => { other.on('listening', settle); });
    world.settings.admin = `127.0.0.1:${other.address().port}`;
    await world.configure();
    const { code, log } = await runToEnd(world.arguments, { DISCORD_TOKEN: TOKEN });
    other.close();
    assert.equal(code, 69);
    assert.match(log, /cannot listen on 127\.0\.0\.1:\d+: Address already in use/);
    assert.match(log, /give it another address/);
  });
});

describe('the dashboard', { concurrency: 4 }, () => {
  const DASHBOARD_TOKEN = 'a-token-for-the-dashboard';
  const WITH = {
    ...ADMIN,
    env: { DASHBOARD_TOKEN },
    settings: (settings, { folder }) => {
      settings.dashboard = { token: { env: 'DASHBOARD_TOKEN' } };
      settings.state = join(folder, 'state');
    },
  };

  // As the page: fetch with a cookie and an origin.
  async function logIn(ask) {
    const url = `http://127.0.0.1:${ask.port}`;
    const post = (path, body, headers = {}) => fetch(`${url}/dashboard/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: url, ...headers },
      body: JSON.stringify(body),
    });
    const response = await post('login', { token: DASHBOARD_TOKEN, name: 'Ann' });
    assert.equal(response.status, 204);
    const [cookie] = response.headers.get('set-cookie').split(';');
    const get = (path) => fetch(`${url}/dashboard/${path}`, { headers: { cookie } });
    const { key } = await (await get('session')).json();
    return { get, act: (body) => post('act', { key, ...body }, { cookie }), post };
  }

  // The data of events, as they come.
  async function* eventsOf(response) {
    let text = '';
    for await (const part of response.body.pipeThrough(new TextDecoderStream())) {
      text += part;
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        const [, name, data] = /^event: (\w+)\ndata: (.*)$/s.exec(text.slice(0, end));
        text = text.slice(end + 2);
        yield { name, value: JSON.parse(data) };
      }
    }
  }

  const nextOf = async (events, name, fits) => {
    for (;;) {
      const { value: event, done } = await events.next();
      assert.ok(!done, 'the events have ended');
      if (event.name === name && fits(event.value)) return event.value;
    }
  };

  play('an alert is picked up, and the record says so', WITH, async (world) => {
    const ask = await askerOf(world);
    await world.daemon.line(/admin: dashboard: http:.*\/dashboard\/$/);
    const { get, act, post } = await logIn(ask);
    const events = eventsOf(await get('events'));
    await world.ask({ user: world.users.ann, channel: world.channels.backs, content: EMERGENCY });
    const { escalations } = await nextOf(events, 'state', (state) => state.escalations.length === 1 && state.escalations[0].state === 'alerted');
    assert.equal(escalations[0].tier, 'emergency');
    const { accounts } = await nextOf(events, 'state', (state) => state.accounts[0].ready);
    assert.deepEqual([accounts[0].shard, accounts[0].shards], [0, 1]);
    const told = world.discord.nextMessage({ match: ({ body }) => /Picked up by somebody in lumbard's dashboard/.test(body.content) });
    assert.equal((await act({ do: 'acknowledge', number: escalations[0].number })).status, 200);
    await told;
    const { audit } = await nextOf(events, 'record', (record) => record.audit?.[0]?.step === 'acknowledged');
    assert.equal(audit[0].detail, 'session 1, Ann');
    assert.equal(audit[0].who, 'dashboard');
    await nextOf(events, 'state', (state) => !state.escalations.length);
    assert.equal((await act({ do: 'acknowledge', number: escalations[0].number })).status, 400);
    assert.equal((await post('act', { do: 'reload' })).status, 401);
    await events.return();
    for (const line of world.daemon.lines) assert.ok(!line.includes(DASHBOARD_TOKEN), line);
  });

  play('is off without a token, and says how to turn it on', ADMIN, async (world) => {
    const ask = await askerOf(world);
    const { status, text } = await ask('/dashboard/');
    assert.equal(status, 404);
    assert.match(text, /dashboard: \{token: \{env: DASHBOARD_TOKEN\}\}/);
  });
});
