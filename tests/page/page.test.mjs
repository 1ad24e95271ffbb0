// The page in a browser: what a person sees and does.

import assert from 'node:assert/strict';

import { play, useBrowser } from './browser.mjs';
import { BOT, FORUM, HELP, USERS } from './fake-world.mjs';

const [ANA, BEN] = USERS;
const EMERGENCY = 'both my legs went numb and i cant pee';
const FINDINGS = `responses/prevention/lifting.md:3:19: error: article "009" is not known
  sources: ["000", "009"]
                   ^
intents/causes.yaml:12:5: error: unknown name 'pstr'
  ask: [pstr + ask-prevent]
        ^`;

useBrowser();

play('a newcomer sees what this is, what to try, and can type at once', {}, async ({ page, parts }) => {
  await page.getByText('This is a sandbox on your machine: nothing leaves it.').waitFor();
  await page.getByText('lumbard is connected').waitFor();
  for (const label of ['Ask a question', 'An emergency', 'Small talk'])
    await page.getByRole('button', { name: label }).waitFor();
  await page.getByText('The number to call comes first, and staff are alerted.').waitFor();
  assert.equal(await parts.text.evaluate((node) => node === document.activeElement), true);
  assert.match(await parts.channel('lounge').innerText(), /answers when mentioned/);
  assert.match(await parts.channel('quiet').innerText(), /never speaks/);
  assert.match(await parts.channel('staff').innerText(), /alerts for staff/);
  await page.getByText('Emergency numbers: the United Kingdom.').waitFor();
});

play('a question is written as somebody and answered', {}, async ({ page, parts, fake }) => {
  await parts.writeAs.selectOption({ label: 'Ben' });
  await parts.text.fill('how do i lift');
  await parts.text.press('Shift+Enter');
  await parts.text.pressSequentially('safely?');
  await parts.text.press('Enter');
  const reply = parts.message('bend your knees');
  await reply.waitFor();
  assert.deepEqual(fake.received, [
    {
      type: 'send',
      ref: fake.received[0].ref,
      channel: HELP,
      user: BEN.id,
      text: 'how do i lift\nsafely?',
      reply_to: null,
    },
  ]);
  assert.equal(await parts.text.inputValue(), '');
  assert.equal(await reply.locator('strong', { hasText: 'bend your knees' }).count(), 1);
  assert.equal(await reply.locator('ul > li').count(), 3);
  assert.match(await reply.locator('.meta').innerText(), /lumbard\s*bot/);
  assert.equal(await reply.locator('.flag').count(), 0);
  assert.equal(await parts.message('how do i lift').locator('.author').innerText(), 'Ben');
});

play('a mention is typed as @lumbard and shown as a name', {}, async ({ page, parts }) => {
  await parts.channel('lounge').click();
  await parts.say('@lumbard how do i lift safely?');
  await parts.message('bend your knees').waitFor();
  assert.match(await parts.message('how do i lift').locator('.text').innerText(), /^@lumbard how do i lift/);
});

for (const [text, kind, label] of [
  [EMERGENCY, 'emergency', 'Emergency'],
  ['my back hurts and i have a fever', 'urgent', 'Urgent: get help today'],
  ['the pain shoots down my leg', 'see-doctor', 'See a doctor'],
]) {
  play(`a red flag is marked by words and shape: ${label}`, {}, async ({ page, parts }) => {
    await parts.say(text);
    const box = parts.log.locator(`.flag-${kind}`);
    await box.waitFor();
    assert.equal(await box.locator('.flag-label strong').textContent(), label);
    assert.equal((await box.locator('.flag-label svg.sign path').count()) >= 2, true);
    assert.ok((await box.evaluate((node) => parseFloat(getComputedStyle(node).borderTopWidth))) >= 4);
    assert.match(await page.locator('.message.flagged').getAttribute('aria-label'), new RegExp(label));
  });
}

play('an emergency reply interrupts a screen reader, other replies do not', {}, async ({ page, parts }) => {
  const alert = page.locator('#alert');
  await parts.say('how do i lift safely?');
  await parts.message('bend your knees').waitFor();
  assert.equal(await parts.log.getAttribute('aria-live'), 'polite');
  assert.equal(await alert.textContent(), '');
  await parts.say(EMERGENCY);
  await parts.log.locator('.flag-emergency').waitFor();
  assert.match(await alert.textContent(), /^Emergency reply from lumbard\. Call 999 or 112/);
  assert.equal(await alert.getAttribute('role'), 'alert');
});

play('staff are alerted, and the alert leads to the message', {}, async ({ page, parts }) => {
  await parts.say(EMERGENCY);
  const staff = parts.channel('staff');
  await staff.locator('.badge').waitFor();
  assert.match(await staff.innerText(), /1 new/);
  await staff.click();
  const alert = parts.log.locator('.flag-staff');
  assert.equal(await alert.locator('.flag-label strong').textContent(), 'Staff alert: Emergency');
  assert.equal(await staff.locator('.badge').count(), 0);
  assert.match(await alert.innerText(), /@staff Red flag/);
  await alert.getByRole('link', { name: 'the message in #back-help' }).click();
  await parts.message(EMERGENCY).waitFor();
  assert.match(await page.evaluate(() => document.activeElement.innerText), /both my legs/);
});

play('why: the verdict in plain words, then the detail', {}, async ({ page, parts }) => {
  await parts.say(EMERGENCY);
  await parts.why.getByText('lumbard read a red flag and sent the emergency reply.').waitFor();
  const shown = await parts.why.innerText();
  for (const what of [
    'a red flag is reported',
    'Emergency',
    'bladder-bowel',
    'leg-paralysis',
    'How it was read',
    'cant-hard then pee-do unless laughing',
  ])
    assert.ok(shown.includes(what), what);
  await parts.why.getByText('2 phrases recognised').click();
  await parts.why.getByRole('row', { name: /trouble hurting/ }).waitFor();

  await parts.say('lol same');
  await parts.why.getByText('lumbard stayed silent: not clearly meant for the bot.').waitFor();
  await parts.message('lol same').getByRole('button', { name: 'Stayed silent. Why?' }).waitFor();
  await parts.log.getByRole('button', { name: 'Why this reply?' }).click();
  await parts.why.getByText('lumbard read a red flag').waitFor();
});

play('why: a message that the bot does not see', {}, async ({ parts }) => {
  await parts.channel('lounge').click();
  await parts.say('how do i lift?');
  await parts.message('how do i lift').getByRole('button', { name: 'Why?' }).click();
  await parts.why.getByText('reads only messages that mention it').waitFor();
});

play('a thing to try is written for you, one text after the other', {}, async ({ page, parts, fake }) => {
  await parts.channel('general').click();
  await page.getByRole('button', { name: 'A follow-up' }).click();
  await parts
    .message('and ice?')
    .getByRole('button', { name: /Answered/ })
    .waitFor();
  assert.deepEqual(
    fake.received.map(({ channel, user, text }) => [channel, user, text]),
    [
      [HELP, ANA.id, 'does heat help a back spasm?'],
      [HELP, ANA.id, 'and ice?'],
    ],
  );
  assert.match(
    await page.locator('#try-note').innerText(),
    /The second question is understood from the first/,
  );
  assert.equal(await parts.channel('back-help').getAttribute('aria-current'), 'true');
});

play(
  'refused content is shown with its place and line until it is dismissed',
  {},
  async ({ page, parts, fake }) => {
    fake.broadcast({ type: 'content', ok: false, text: FINDINGS, generation: 1 });
    const notice = page.getByRole('alert').filter({ hasText: 'The changed content was refused.' });
    await notice.waitFor();
    assert.equal(await notice.locator('.finding').count(), 2);
    assert.match(
      await notice.locator('.finding').first().innerText(),
      /responses\/prevention\/lifting\.md:3:19 error: article "009" is not known/,
    );
    const source = notice.locator('pre').first();
    assert.equal(await source.textContent(), '  sources: ["000", "009"]\n                   ^');
    assert.match(await source.evaluate((node) => getComputedStyle(node).fontFamily), /mono/i);
    await parts.say('how do i lift?');
    await parts.message('bend your knees').waitFor();
    assert.equal(await notice.count(), 1);
    await notice.getByRole('button', { name: 'Dismiss' }).click();
    assert.equal(await notice.count(), 0);

    fake.broadcast({ type: 'content', ok: true, text: 'responses/prevention/lifting.md', generation: 2 });
    await page.getByRole('status').filter({ hasText: 'Content reloaded.' }).waitFor();
    await page.getByText('content number 2').waitFor();
  },
);

play('the page comes back by itself, and nothing typed is lost', {}, async ({ page, parts, fake }) => {
  await parts.say('how do i lift?');
  await parts.message('bend your knees').waitFor();
  await fake.close();
  await page.getByText('The page has no connection to the sandbox.').waitFor();
  await parts.say('does heat help?');
  await parts.error.getByText('There is no connection to the sandbox').waitFor();
  assert.equal(await parts.text.inputValue(), 'does heat help?');
  await fake.listen(fake.port);
  await page.getByText('The page is connected to the sandbox again.').waitFor();
  assert.equal(await parts.message('bend your knees').count(), 1);
  assert.equal(await parts.text.inputValue(), 'does heat help?');
  await parts.text.press('Enter');
  await parts.message('Heat or ice').waitFor();
  await parts.message('bend your knees').getByRole('button', { name: 'Why this reply?' }).waitFor();
});

play('a text whose fate is unknown comes back to the box', {}, async ({ page, parts, fake }) => {
  fake.ignore = true;
  await parts.say('does heat help?');
  await page.waitForFunction(() => document.querySelector('#text').value === '');
  await fake.close();
  await parts.error.getByText('broke before the sandbox confirmed this').waitFor();
  assert.equal(await parts.text.inputValue(), 'does heat help?');
  fake.ignore = false;
  await fake.listen(fake.port);
  await page.getByText('connected to the sandbox again').waitFor();
});

play('an error of the server stands at the box, with the text', {}, async ({ page, parts, fake }) => {
  fake.refuse = 'slow down, please';
  await parts.say('does heat help?');
  await parts.error.getByText('slow down, please').waitFor();
  assert.equal(await parts.text.inputValue(), 'does heat help?');
  await parts.text.press('Enter');
  await parts.message('Heat or ice').waitFor();
  assert.equal(await parts.error.innerText(), '');

  fake.broadcast({ type: 'error', text: 'the page sent no JSON', ref: null });
  await parts.error.getByText('the page sent no JSON').waitFor();
  fake.broadcast({ type: 'error', text: 'gone', ref: 'p999' });
  await parts.error.getByText('gone').waitFor();
});

play('what was typed stays with its channel', {}, async ({ parts }) => {
  await parts.text.fill('half a sentence');
  await parts.channel('general').click();
  assert.equal(await parts.text.inputValue(), '');
  await parts.text.fill('another');
  await parts.channel('back-help').click();
  assert.equal(await parts.text.inputValue(), 'half a sentence');
});

play('empty and overlong texts are not sent', {}, async ({ parts, fake }) => {
  await parts.say('   ');
  await parts.error.getByText('Write something first.').waitFor();
  await parts.say('\u{1f600}'.repeat(4003));
  await parts.error.getByText('3 characters too long').waitFor();
  assert.equal((await parts.text.inputValue()).length, 8006);
  assert.deepEqual(fake.received, []);
  await parts.say('\u{1f600}'.repeat(4000));
  await parts.message('\u{1f600}').waitFor();
});

play('one can reply', {}, async ({ page, parts, fake }) => {
  await parts.say('how do i lift?');
  await parts
    .message('bend your knees')
    .getByRole('button', { name: /^Reply/ })
    .click();
  await page.locator('#reply-bar').getByText('In reply to lumbard').waitFor();
  await parts.text.press('Escape');
  assert.equal(await page.locator('#reply-bar').isVisible(), false);
  await parts
    .message('bend your knees')
    .getByRole('button', { name: /^Reply/ })
    .click();
  await parts.say('and heat?');
  await parts
    .message('and heat?')
    .getByText('in reply to lumbard: To lift safely, bend your knees')
    .waitFor();
  assert.equal(fake.received[1].reply_to, fake.messages[1].id);
});

play('one can edit and delete what one wrote, and only that', {}, async ({ page, parts, fake }) => {
  await parts.say('how do i lift @lumbard');
  await parts.message('bend your knees').waitFor();
  await parts.text.fill('something half written');
  await parts.message('how do i lift').getByRole('button', { name: /^Edit/ }).click();
  assert.equal(await parts.text.inputValue(), 'how do i lift @lumbard');
  await parts.say('how do i lift a box');
  await parts.message('how do i lift a box').getByText('(edited)').waitFor();
  assert.equal(await parts.text.inputValue(), 'something half written');

  await parts.writeAs.selectOption({ label: 'Ben' });
  assert.equal(await parts.log.getByRole('button', { name: /^(Edit|Delete)/ }).count(), 0);
  await parts.writeAs.selectOption({ label: 'Ana' });
  await parts
    .message('how do i lift a box')
    .getByRole('button', { name: /^Delete/ })
    .click();
  await page
    .getByRole('dialog', { name: 'Delete this message?' })
    .getByRole('button', { name: 'Delete' })
    .click();
  await parts.message('how do i lift a box').waitFor({ state: 'detached' });
  assert.equal(await parts.message('bend your knees').count(), 1);
  assert.deepEqual(
    fake.received.map(({ type }) => type),
    ['send', 'edit', 'delete'],
  );
});

play('threads, posts and direct messages are opened', {}, async ({ page, parts, fake }) => {
  await page.getByRole('button', { name: 'Start a thread' }).click();
  const dialog = page.getByRole('dialog', { name: 'Start a thread in #back-help' });
  fake.refuse = 'there is a thread of that name';
  await dialog.getByLabel('Name of the thread').fill('my back');
  await dialog.getByRole('button', { name: 'Start' }).click();
  await dialog.getByText('there is a thread of that name').waitFor();
  await dialog.getByRole('button', { name: 'Start' }).click();
  await page.getByRole('heading', { name: '#back-help \u203a my back' }).waitFor();
  await parts.say('how do i lift?');
  await parts.message('bend your knees').waitFor();

  await parts.channel('ask-a-post').click();
  await page.getByLabel('Title of the new post').fill('lifting');
  await parts.say('how do i lift?');
  await page.getByRole('heading', { name: '#ask-a-post \u203a lifting' }).waitFor();
  await parts.message('bend your knees').waitFor();
  assert.deepEqual(
    { ...fake.received.at(-1), ref: 0 },
    { type: 'post', ref: 0, channel: FORUM, user: ANA.id, title: 'lifting', text: 'how do i lift?' },
  );
  await parts.channel('ask-a-post').click();
  await parts.log.getByRole('button', { name: /lifting.*2 messages/ }).click();
  await page.getByRole('heading', { name: '#ask-a-post \u203a lifting' }).waitFor();

  await parts.channel('Ben').click();
  await page.getByRole('heading', { name: 'Direct messages of Ben' }).waitFor();
  assert.equal(await parts.writeAs.isDisabled(), true);
  await parts.say('how do i lift?');
  await parts.message('bend your knees').waitFor();
  assert.equal(fake.received.at(-1).user, BEN.id);
});

play('a fault of the connection is played and told', {}, async ({ page, parts, fake }) => {
  await page.getByText('Break the connection').click();
  await page.getByRole('button', { name: 'The line is cut' }).click();
  await page.getByText('played drop: RESUME accepted, 2 events replayed').waitFor();
  assert.deepEqual({ ...fake.received[0], ref: 0 }, { type: 'play', ref: 0, what: 'drop' });
  await page.getByText('lumbard is connected').waitFor();
  fake.broadcast({ type: 'bot', ready: false, note: 'connection lost: resuming ...' });
  await page.getByText('lumbard is not connected: connection lost: resuming ...').waitFor();
  fake.refuse = 'another fault is being played';
  await page.getByRole('button', { name: 'Too many requests' }).click();
  await parts.channels.getByText('another fault is being played').waitFor();
});

play('a channel shows at most 200 messages', {}, async ({ page, parts, fake }) => {
  const author = { id: ANA.id, name: ANA.name, bot: false };
  for (let i = 0; i < 260; i += 1) {
    fake.broadcast({
      type: 'message',
      message: {
        id: `9${String(i).padStart(6, '0')}`,
        channel: HELP,
        author,
        text: `number ${i}.`,
        at: 0,
        reply_to: null,
        edited: false,
        flag: null,
      },
    });
  }
  await parts.message('number 259.').waitFor();
  assert.equal(await page.locator('.message').count(), 200);
  assert.equal(await parts.message('number 59.').count(), 0);
  await parts.channel('general').click();
  await parts.channel('back-help').click();
  assert.equal(await page.locator('.message').count(), 200);
});

play('what the server sends amiss is passed over', {}, async ({ page, parts, fake }) => {
  for (const text of [
    'no json',
    '[]',
    'null',
    '{"type":7}',
    '{"type":"__proto__"}',
    '{"type":"toString"}',
    '{"type":"news"}',
  ])
    fake.babble(text);
  fake.broadcast({ type: 'why', channel: HELP, message: '404', action: 'answer', explain: '' });
  fake.broadcast({ type: 'delete', channel: '404', message: '404' });
  fake.broadcast({
    type: 'edit',
    message: { id: '404', channel: HELP, author: { id: BOT.id, name: 'x', bot: true }, text: '', at: 0 },
  });
  await parts.say('how do i lift?');
  await parts.message('bend your knees').waitFor();
  fake.broadcast({ type: 'message', message: fake.messages[1] }); // once more
  await parts.say('lol same');
  await parts.message('lol same').waitFor();
  assert.equal(await page.locator('.message').count(), 3);
});

play('a sandbox that was started anew is shown as it is', {}, async ({ page, parts, fake }) => {
  await parts.channel('lounge').click();
  await parts.say('hello there');
  await parts.message('hello there').waitFor();
  await fake.close();
  fake.messages = [];
  fake.channels = new Map(
    [...fake.channels.values()].map((channel) => [`7${channel.id}`, { ...channel, id: `7${channel.id}` }]),
  );
  await page.getByRole('button', { name: 'Try now' }).waitFor();
  await fake.listen(fake.port);
  await parts.log.getByText('No messages here yet.').waitFor();
  assert.equal(await parts.channel('lounge').getAttribute('aria-current'), 'true');
});

play('what was typed meanwhile is not overwritten by what comes back', {}, async ({ page, parts, fake }) => {
  fake.ignore = true;
  await parts.say('first');
  await parts.text.fill('second');
  await page.waitForFunction(() => document.querySelector('#text').value === 'second');
  while (fake.received.length === 0) await new Promise(setImmediate);
  fake.broadcast({ type: 'error', text: 'slow down, please', ref: fake.received[0].ref });
  await parts.error.getByText('slow down, please').waitFor();
  assert.equal(await parts.text.inputValue(), 'second');
  assert.equal(await parts.error.locator('pre').innerText(), 'first');
  await parts.error.getByRole('button', { name: 'Put it back into the box' }).click();
  assert.equal(await parts.text.inputValue(), 'first\nsecond');
});

play('who is at the end stays there when a message grows', {}, async ({ page, parts, fake }) => {
  const author = { id: BEN.id, name: BEN.name, bot: false };
  const message = (i, text) => ({ id: `9${i}`, channel: HELP, author, text, at: 0, reply_to: null, edited: false, flag: null });
  for (let i = 0; i < 40; i += 1) fake.broadcast({ type: 'message', message: message(i, `number ${i}.`) });
  await parts.message('number 39.').waitFor();
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
  fake.broadcast({ type: 'edit', message: message(39, `grown. ${'More of it. '.repeat(60)}`) });
  await parts.message('grown.').waitFor();
  await page.waitForFunction(() => {
    const log = document.querySelector('#log');
    return log.scrollHeight - log.scrollTop - log.clientHeight < 2;
  });
});

play('the answer to a command of one\'s own is shown, wherever one was reading', {}, async ({ page, parts, fake }) => {
  const rest = { channel: HELP, at: 0, reply_to: null, edited: false, flag: null };
  const author = { id: BEN.id, name: BEN.name, bot: false };
  for (let i = 0; i < 40; i += 1)
    fake.broadcast({ type: 'message', message: { ...rest, id: `9${i}`, author, text: `number ${i}.` } });
  await parts.message('number 39.').waitFor();
  const up = async () => {
    await parts.log.evaluate((node) => node.scrollTo(0, 0));
    await page.waitForFunction(() => document.querySelector('#log').scrollTop === 0);
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
  };
  const answerTo = (user, id) => {
    const used = { user: user.id, name: user.name, command: 'back about', menu: false, first: true };
    const bot = { id: BOT.id, name: BOT.name, bot: true };
    fake.broadcast({ type: 'message', message: { ...rest, id, author: bot, text: `for ${user.name}.`, used } });
  };
  await up();
  answerTo(ANA, '950');
  await page.waitForFunction(() => {
    const log = document.querySelector('#log');
    return log.scrollHeight - log.scrollTop - log.clientHeight < 2;
  });
  await up();
  answerTo(BEN, '951');
  await page.getByRole('button', { name: 'New messages below' }).waitFor();
});

play('who reads further up is not pulled down by new messages', {}, async ({ page, parts, fake }) => {
  const author = { id: BEN.id, name: BEN.name, bot: false };
  const tell = (i) => {
    const rest = { reply_to: null, edited: false, flag: null };
    const message = { id: `9${i}`, channel: HELP, author, text: `number ${i}.`, at: 0, ...rest };
    fake.broadcast({ type: 'message', message });
  };
  for (let i = 0; i < 40; i += 1) tell(i);
  await parts.message('number 39.').waitFor();
  await parts.log.evaluate((node) => node.scrollTo(0, 0));
  await page.waitForFunction(() => document.querySelector('#log').scrollTop === 0);
  // the page has taken note of the scrolling when a frame has passed
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
  tell(40);
  await page.getByRole('button', { name: 'New messages below' }).click();
  const [last, log] = [await parts.message('number 40.').boundingBox(), await parts.log.boundingBox()];
  assert.ok(last.y + last.height <= log.y + log.height + 1);
  assert.equal(await page.getByRole('button', { name: 'New messages below' }).count(), 0);
});
