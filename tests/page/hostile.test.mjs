// What people may write to break the page: it is shown as text, and nothing of it runs or leads anywhere.

import assert from 'node:assert/strict';

import { play, useBrowser } from './browser.mjs';
import { BOT, HELP, USERS } from './fake-world.mjs';

const MARKUP = [
  '<script>window.hacked = 1</script>',
  '<img src=x onerror="window.hacked = 1">',
  '"><svg/onload=window.hacked=1>',
  '<a href="javascript:window.hacked=1">click</a>',
  '[click](javascript:window.hacked=1)',
  '<javascript:window.hacked=1>',
  '[click](data:text/html,<script>window.hacked=1</script>)',
  '{{constructor.constructor("window.hacked=1")()}}',
  '<style>body{display:none}</style><base href="https://evil.example/">',
  '<iframe srcdoc="<script>parent.hacked=1</script>"></iframe><form action="https://evil.example/"><input name=q></form>',
];

useBrowser();

async function assertHarmless(page) {
  assert.equal(await page.evaluate(() => window.hacked), undefined);
  assert.equal(
    await page
      .locator('#log, #why, #channels')
      .locator('script, img, iframe, style, base, form, object')
      .count(),
    0,
  );
  const links = await page
    .locator('a[href]')
    .evaluateAll((nodes) => nodes.map((node) => node.getAttribute('href')));
  for (const href of links) assert.match(href, /^(https?:|tel:|#)/);
}

play('markup of people is text', {}, async ({ page, parts }) => {
  for (const text of MARKUP) {
    await parts.say(text);
    const message = page.locator('.message').last();
    await parts.message(text).waitFor();
    assert.equal(await message.locator('.text').textContent(), text);
    await parts.why.locator('.asked').getByText(text, { exact: true }).waitFor();
  }
  assert.equal(await parts.log.locator('a').count(), 0);
  await assertHarmless(page);
});

play(
  'markup in the texts of the bot, of content and of the wire is text',
  {},
  async ({ page, parts, fake }) => {
    const author = { id: BOT.id, name: '<b>lumbard</b>', bot: true };
    MARKUP.forEach((text, i) => {
      fake.broadcast({
        type: 'message',
        message: {
          id: `8${i}`,
          channel: HELP,
          author,
          text,
          at: 0,
          reply_to: null,
          edited: false,
          flag: { tier: 'urgent', label: text },
        },
      });
      fake.broadcast({ type: 'log', text });
      fake.broadcast({ type: 'bot', ready: false, note: text });
      fake.broadcast({
        type: 'content',
        ok: false,
        text: `a.yaml:1:1: error: ${text}\n  ${text}\n  ^`,
        generation: 1,
      });
      fake.broadcast({ type: 'error', text, ref: null });
      fake.broadcast({
        type: 'channel',
        channel: {
          id: `7${i}`,
          name: text,
          kind: 'text',
          mode: 'faq',
          region: text,
          parent: null,
          user: null,
          staff: false,
          topic: text,
        },
      });
    });
    await parts.channels.getByText(MARKUP.at(-1)).first().waitFor();
    await parts.channel('general').waitFor();
    await page.locator('.channel', { hasText: '<script>' }).first().click();
    await page.getByRole('heading', { name: '<script>' }).waitFor();
    await assertHarmless(page);
  },
);

play(
  'characters that hide or turn text are named, and turn nothing around them',
  {},
  async ({ page, parts }) => {
    await parts.say('pay \u202Eeerf\u202C now\u0000\u0007\u200b\u200b\u200b end \u2066x\u2069 \ufeff');
    const text = parts.message('eerf').locator('.text');
    await text.waitFor();
    assert.equal(
      await text.textContent(),
      'pay U+202Eeerf' + 'U+202C nowU+0000U+0007U+200B \u00d73 end U+2066xU+2069 U+FEFF',
    );
    assert.equal(await text.evaluate((node) => getComputedStyle(node).unicodeBidi), 'isolate');
    assert.equal(await text.getAttribute('dir'), 'auto');
    await parts.say('\u{1f468}\u200d\u{1f469}\u200d\u{1f467} family \u0645\u0631\u062d\u0628\u0627');
    assert.match(
      await parts.message('family').locator('.text').textContent(),
      /^\u{1f468}\u200d\u{1f469}\u200d\u{1f467} family/u,
    );
  },
);

play('4,000 characters fit, whatever they are', {}, async ({ page, parts, fake }) => {
  const texts = [
    'x'.repeat(4000),
    '\u202e\u0001'.repeat(2000),
    `${'['.repeat(2000)}${'*'.repeat(2000)}`,
    'a\n'.repeat(2000).trimEnd(),
    '\ud800'.repeat(4000),
  ];
  for (const [i, text] of texts.entries()) {
    await parts.say(text);
    await page.waitForFunction((n) => document.querySelectorAll('.message').length === n, i + 1);
  }
  assert.equal(fake.received[0].text, texts[0]);
  assert.equal(fake.received[4].text, '\ufffd'.repeat(4000));
  assert.ok(await page.evaluate(() => document.querySelectorAll('.hidden-char').length < 400));
  assert.ok(await parts.log.evaluate((node) => node.scrollWidth <= node.clientWidth));
});

play('a mention, a name or an id does not break out of its place', {}, async ({ page, parts, fake }) => {
  const author = { id: USERS[0].id, name: '\u202eanA <b>', bot: false };
  fake.broadcast({
    type: 'message',
    message: {
      id: '"><img src=x onerror=window.hacked=1>',
      channel: HELP,
      author,
      text: `<@${USERS[1].id}> <@1> <#${HELP}> <@&2>`,
      at: 0,
      reply_to: '5" onfocus="x',
      edited: false,
      flag: null,
    },
  });
  await page.locator('.message').waitFor();
  assert.equal(await page.locator('.text').textContent(), '@Ben <@1> #back-help @staff');
  assert.equal(await page.locator('.author').textContent(), 'U+202EanA <b>');
  await page.locator('.message').getByText('in reply to a message that is gone').waitFor();
  await assertHarmless(page);
});
