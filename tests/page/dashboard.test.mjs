// The dashboard in Chromium, on a sandbox that runs: what an operator does with it, and what nobody may.

import assert from 'node:assert/strict';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { WebSocket } from 'ws';

import { CONTENT, DEADLINE, Program } from '../system/program.mjs';
import { assertAccessible, assertNoSidewaysScroll, PHONE, play, useBrowser } from './browser.mjs';

const EMERGENCY = 'both my legs went numb and i cant pee';
const HOSTILE = '<img src=x onerror=window.hacked=1></script><script>window.hacked=1</script>\u202Etxt.exe';

useBrowser();

// Somebody who writes in the sandbox, through its page's socket.
class Writer {
  #socket;
  #state;
  #waits = new Set();

  static async open(url) {
    const writer = new Writer();
    writer.#socket = new WebSocket(`${url.replace('http', 'ws')}/page`, { origin: url });
    const state = writer.event('the state', (event) => event.type === 'state');
    const ready = writer.event('the bot', (event) => (event.type === 'state' ? event.bot.ready : event.type === 'bot' && event.ready));
    writer.#socket.on('message', (data) => {
      const event = JSON.parse(data);
      for (const wait of writer.#waits) wait(event);
    });
    writer.#state = await state;
    await ready;
    return writer;
  }

  event(what, fits) {
    return new Promise((settle, fail) => {
      const deadline = setTimeout(() => fail(new Error(`waited for ${what}`)), DEADLINE);
      const wait = (event) => {
        if (!fits(event)) return;
        clearTimeout(deadline);
        this.#waits.delete(wait);
        settle(event);
      };
      this.#waits.add(wait);
    });
  }

  /** Writes in a channel, and waits until it was read. */
  async say(text, channel = 'back-help') {
    const { id } = this.#state.channels.find((one) => one.name === channel);
    const read = this.event('a verdict', (event) => event.type === 'why' && event.channel === id);
    this.#socket.send(JSON.stringify({ type: 'send', channel: id, user: this.#state.users[0].id, text }));
    await read;
  }

  /** The next message in the staff's channel that the pattern fits. */
  told(pattern) {
    const { id } = this.#state.channels.find((one) => one.staff);
    return this.event('staff to be told', (event) => event.type === 'message' && event.message.channel === id && pattern.test(event.message.text));
  }

  close() {
    this.#socket.close();
  }
}

// A sandbox with a copy of the content; url is the dashboard's, with its token behind '#'.
async function startDashboard() {
  const content = await mkdtemp(join(tmpdir(), 'lumbard-'));
  for (const part of ['intents', 'responses']) await cp(join(CONTENT, part), join(content, part), { recursive: true });
  const program = new Program(['sandbox', '--port', '0', '--admin', '127.0.0.1:0', '--content', content]);
  const [, chat] = /Open (\S+) in/.exec(await program.printed(/^Open /));
  const [, url] = /^Dashboard: (\S+)$/.exec(await program.printed(/^Dashboard: /));
  const writer = await Writer.open(chat);
  return {
    url,
    writer,
    content,
    token: url.split('token=')[1],
    async close() {
      writer.close();
      await program.stop();
      await rm(content, { recursive: true, force: true });
    },
  };
}

const REAL = { server: startDashboard, landmark: '#main:not([hidden]) #accounts-body table' };
const section = (page, name) => page.getByRole('region', { name });

play('the link logs in, and everything is told', REAL, async ({ page, fake }) => {
  assert.equal(new URL(page.url()).hash, '');
  assert.equal(await page.evaluate(() => document.cookie), '');
  await page.getByText('All is well').waitFor();
  await section(page, 'Open alerts').getByText('None.').waitFor();
  await section(page, 'Accounts and shards').getByText('connected').waitFor();
  await section(page, 'Unanswered questions').getByText('None.').waitFor();
  await section(page, 'Record of alerts').getByText('Nothing is kept on disk').waitFor();
  await fake.writer.say('what causes back spasms?');
  await fake.writer.say(EMERGENCY);
  await page.getByText('1 open alert').waitFor();
  await page.reload(); // charts are drawn anew every ten seconds, or at once
  await section(page, 'Answers given').getByText('causes.overview').waitFor();
  await section(page, 'Messages by urgency').getByRole('columnheader', { name: 'Emergency' }).waitFor();
  await page.getByText('1 open alert').waitFor();
  assert.ok(!(await page.content()).includes('cant pee'), 'the page holds what was written');
});

play('an alert is picked up by keyboard, and its channel is told', REAL, async ({ page, fake }) => {
  await fake.writer.say(EMERGENCY);
  const button = page.getByRole('button', { name: /^I have it/ });
  await button.waitFor();
  await page.locator('.skip').focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab'); // the link to the message
  await page.keyboard.press('Tab');
  assert.match(await page.evaluate(() => document.activeElement.getAttribute('aria-label')), /^I have it/);
  // what is drawn again meanwhile does not take the place of the keyboard away
  await page.waitForFunction(() => /^[3-9] s$/.test(document.querySelector('#escalations-body td:nth-child(4)').innerText));
  assert.match(await page.evaluate(() => document.activeElement.getAttribute('aria-label')), /^I have it/);
  const told = fake.writer.told(/Picked up by somebody in lumbard's dashboard/);
  await page.keyboard.press('Enter');
  await told;
  await section(page, 'Open alerts').getByText('None.').waitFor();
  await page.getByText(/is picked up/).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.id), 'escalations');
});

play('a message is tried, and nobody is told', REAL, async ({ page }) => {
  const text = page.getByRole('textbox', { name: 'Message' });
  await text.fill(`${EMERGENCY} ${HOSTILE}`);
  await page.getByLabel('Region').selectOption('us');
  await text.press('Enter');
  const result = page.locator('#try-result');
  await result.getByText('Call 911').first().waitFor();
  await result.getByText('lumbard read a red flag').waitFor();
  await assertAccessible(page, 'a message was tried');
  await text.fill('lol same');
  await page.getByLabel('Where').selectOption('ambient');
  await text.press('Enter');
  await result.getByText('Nothing.').waitFor();
  await section(page, 'Open alerts').getByText('None.').waitFor();
  assert.equal(await page.evaluate(() => window.hacked), undefined);
});

play('a bad edit is shown where it is, and a good one ends that', REAL, async ({ page, fake }) => {
  const content = section(page, 'Content');
  const file = join(fake.content, 'intents', 'zz.yaml');
  await writeFile(file, `words:\n  x: ['(']\n  ${JSON.stringify(HOSTILE)}: [a]\n`);
  await content.getByText('refused: what was there before is in use').waitFor();
  await content.getByText('zz.yaml:').first().waitFor();
  await assertAccessible(page, 'with findings');
  await assertNoSidewaysScroll(page, 'with findings');
  await page.getByText('look at the findings').waitFor();
  assert.equal(await content.locator('img').count(), 0);
  await rm(file);
  await content.getByText('accepted').waitFor();
  await content.getByRole('button', { name: 'Read it again' }).click();
  await content.getByText('The content was read again and is in use.').waitFor();
  assert.equal(await page.evaluate(() => window.hacked), undefined);
});

play('logging out, a wrong token, and in again', { ...REAL, expected: /status of 401/ }, async ({ page, fake }) => {
  await page.getByRole('button', { name: 'Log out' }).click();
  const token = page.getByLabel('Token');
  await token.waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.id), 'token');
  await assertAccessible(page, 'logging in');
  assert.equal(await page.evaluate(() => fetch('session').then((r) => r.status)), 401);
  assert.equal(await page.evaluate(() => fetch('events').then((r) => r.status)), 401);
  await token.fill(HOSTILE);
  await token.press('Enter');
  await page.getByText('that is not the token').waitFor();
  await token.fill(fake.token);
  await page.getByLabel('Your name').fill('Ann');
  await token.press('Enter');
  await page.getByText('All is well').waitFor();
  assert.equal(await token.inputValue(), '');
});

// What a bad day looks like, in place of what the sandbox tells: as many alerts as are told, and more.
async function tellBadDay(page, fake) {
  const alerts = Array.from({ length: 100 }, (_, i) => ({
    number: `19ab2c3d4e5-${i.toString(16)}`, account: 'main', tier: ['emergency', 'urgent'][i % 2], flags: 'saddle, bladder',
    link: `https://chat.example/${i}`, state: i % 3 ? 'alerted' : 'repeated', repeats: i % 3 ? 0 : 2, age_s: 40 * i,
  }));
  const account = { platform: 'discord', ready: true, state: 'ready', trouble: null, heard_s: 1, event_s: 2, heartbeat_ms: 3, losses: 4 };
  const state = {
    version: '0.1.0',
    uptime_s: 100,
    health: { status: 'warn', checks: [{ name: 'store', status: 'warn', reason: 'the disk is full' }] },
    accounts: [
      { ...account, name: 'main', shard: 1, shards: 4, shards_advised: 4 },
      { ...account, name: 'second', shard: 0, shards: 1, shards_advised: 3 },
      { ...account, name: 'third', shard: 0, shards: 0, shards_advised: 0, ready: false, state: 'waiting' },
    ],
    older: 924,
    escalations: alerts,
    content: { generation: 1, loaded_at: 1, intents: 1, flags: 1, answers: 1, reloads: 1, refused: 0, last_refused: false, packaged: false, findings: '' },
  };
  const line = { at: 1, account: 'main', number: 'a-1', step: 'acknowledged', tier: 'emergency', flags: 'saddle', path: '', who: 'dashboard', detail: 'session 3, Ann' };
  const record = { shapes: [{ shape: 'tea + ask-dose', n: 1, at: 1 }], feedback: [], audit: [line] };
  const event = (name, value) => `event: ${name}\ndata: ${JSON.stringify(value)}\n\n`;
  await page.route('**/events', (route) =>
    route.fulfill({ contentType: 'text/event-stream', body: `${event('state', state)}${event('record', record)}` }));
  await page.goto(fake.url.split('#')[0]);
}

for (const [screen, options] of Object.entries({ desktop: {}, phone: { viewport: PHONE, hasTouch: true, isMobile: true } })) {
  play(`a thousand alerts, several shards, and who picked up: ${screen}`, { ...REAL, ...options }, async ({ page, fake }) => {
    await tellBadDay(page, fake);
    await page.getByText('And 924 more, which are older.').waitFor();
    await page.getByText('1,024 open alerts').or(page.getByText('1024 open alerts')).first().waitFor();
    assert.equal(await page.getByRole('button', { name: /^I have it/ }).count(), 100);
    const accounts = section(page, 'Accounts and shards');
    await accounts.getByText('main, 2 of 4').waitFor();
    await accounts.getByText('second, 1 of 1 (Discord advises 3)').waitFor();
    await accounts.getByText('third', { exact: true }).waitFor();
    await section(page, 'Record of alerts').getByText('session 3, Ann').waitFor();
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      await assertNoSidewaysScroll(page, `a bad day, ${screen}, ${colorScheme}`);
      await assertAccessible(page, `a bad day, ${screen}, ${colorScheme}`);
    }
  });
}

// Every text that lumbard tells, hostile: none of it is markup.
play('hostile text in every field is text', REAL, async ({ page, fake }) => {
  const x = HOSTILE;
  const state = {
    version: x,
    uptime_s: x,
    health: { status: 'fail', checks: [{ name: x, status: x, reason: x }] },
    accounts: [{ name: x, platform: x, shard: 0, shards: 1, ready: false, state: x, trouble: x, heard_s: 1, event_s: 2, heartbeat_ms: 3, losses: 4 }],
    escalations: [
      { number: x, account: x, tier: x, flags: x, link: 'javascript:window.hacked=1', state: x, repeats: 2, age_s: 5 },
      { number: 'b', account: x, tier: 'urgent', flags: 'w'.repeat(500), link: 'https://chat.example/1', state: x, repeats: 0, age_s: 5 },
    ],
    content: { generation: 1, loaded_at: 1, intents: 1, flags: 1, answers: 1, reloads: 1, refused: 1, last_refused: true, packaged: false, findings: x },
  };
  const series = (group, name) => ({ group, name, n: Array(90).fill(3) });
  const history = Object.fromEntries(
    ['fine', 'coarse'].map((ring) => [
      ring,
      { step_s: 900, since_s: 0, series: [series('flow', 'events'), series('tier', 'urgent'), series('answer', x)] },
    ]),
  );
  const line = { at: 1, account: x, number: x, step: x, tier: x, flags: x, path: x, who: x, detail: x };
  const record = { shapes: [{ shape: x, n: 1, at: 1 }], feedback: [{ answer: x, yes: 1, no: 2 }], audit: [line] };
  const event = (name, value) => `event: ${name}\ndata: ${JSON.stringify(value)}\n\n`;
  await page.route('**/events', (route) =>
    route.fulfill({
      contentType: 'text/event-stream',
      body: `${event('state', state)}${event('history', history)}${event('record', record)}`,
    }),
  );
  await page.goto(fake.url.split('#')[0]);
  await section(page, 'Record of alerts').getByText('onerror').first().waitFor();
  await assertNoSidewaysScroll(page, 'hostile text');
  assert.equal(await page.locator('main img, main script').count(), 0);
  assert.equal(await page.locator('a[href^="javascript"]').count(), 0);
  assert.equal(await page.evaluate(() => window.hacked), undefined);
  await page.setViewportSize(PHONE);
  await assertNoSidewaysScroll(page, 'hostile text on a phone');
});

play('without charts the tables say everything', { ...REAL, before: (page) => page.route('**/chart.js', (route) => route.fulfill({ body: '' })) }, async ({ page, fake }) => {
  await fake.writer.say('what causes back spasms?');
  await page.reload();
  await section(page, 'Answers given').getByText('causes.overview').waitFor();
  assert.equal(await page.locator('canvas').count(), 0);
  await section(page, 'Events and replies').getByRole('cell').first().waitFor();
});

for (const [state, options] of Object.entries({
  desktop: {},
  phone: { viewport: PHONE, hasTouch: true, isMobile: true },
})) {
  play(`nothing is cut off, and axe finds nothing: ${state}`, { ...REAL, ...options }, async ({ page, fake }) => {
    await fake.writer.say('what causes back spasms?');
    await fake.writer.say(EMERGENCY);
    await fake.writer.say('how do i cook rice');
    await page.reload();
    await page.getByText('1 open alert').waitFor();
    await section(page, 'Answers given').getByText('causes.overview').waitFor();
    await page.getByRole('textbox', { name: 'Message' }).fill('heat or ice?');
    await page.getByRole('button', { name: 'What would it say?' }).click();
    await page.locator('#try-result').getByText('How it was read').waitFor();
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      await assertNoSidewaysScroll(page, `${state}, ${colorScheme}`);
      await assertAccessible(page, `${state}, ${colorScheme}`);
    }
  });
}
