// The page for everybody: by keyboard alone, on a phone, with large text, in the dark, for a screen reader.

import assert from 'node:assert/strict';

import { PHONE, assertAccessible, assertNoSidewaysScroll, play, useBrowser } from './browser.mjs';

const EMERGENCY = 'both my legs went numb and i cant pee';
const REFUSED = {
  type: 'content',
  ok: false,
  generation: 1,
  text: `responses/prevention/lifting.md:3:19: error: ${'a long line '.repeat(30)}\n  ${'x'.repeat(300)}\n  ^`,
};

useBrowser();

const focused = (page) =>
  page.evaluate(
    () =>
      (document.activeElement.matches('.message') ? '' : document.activeElement.id) ||
      document.activeElement.textContent,
  );

// Presses a key until what has the focus matches; a keyboard that is caught somewhere fails.
async function pressUntil(page, key, wanted, most = 60) {
  for (let i = 0; i < most; i += 1) {
    await page.keyboard.press(key);
    if (wanted.test(await focused(page))) return;
  }
  assert.fail(`${wanted} is not reached with ${key}; the focus is at ${await focused(page)}`);
}

async function assertFocusVisible(page) {
  const { style, width } = await page.evaluate(() => {
    const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
    return { style: outlineStyle, width: parseFloat(outlineWidth) };
  });
  assert.ok(style !== 'none' && width >= 2, `no visible focus at ${await focused(page)}`);
}

play('everything by keyboard', {}, async ({ page, parts }) => {
  assert.equal(await focused(page), 'text');
  await assertFocusVisible(page);
  await page.keyboard.type(EMERGENCY);
  await page.keyboard.press('Enter');
  await parts.log.locator('.flag-emergency').waitFor();

  // the skip links are the first stop
  await pressUntil(page, 'Shift+Tab', /^Skip to the message box$/);
  await assertFocusVisible(page);
  assert.ok((await page.getByText('Skip to the message box').boundingBox()).y >= 0);

  // channels: arrows move, Enter opens, and one can write at once
  await pressUntil(page, 'Tab', /^#back-help/);
  await pressUntil(page, 'ArrowDown', /general/, 1);
  await assertFocusVisible(page);
  await pressUntil(page, 'End', /@Staff/, 1);
  await pressUntil(page, 'Home', /back-help/, 1);
  await pressUntil(page, 'ArrowDown', /staff.*alerts/);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: '#staff' }).waitFor();
  assert.equal(await focused(page), 'text');
  await pressUntil(page, 'Shift+Tab', /^@Staff/);
  await pressUntil(page, 'ArrowUp', /back-help/);
  await page.keyboard.press('Enter');

  // messages: one stop, arrows between them, then their buttons
  await pressUntil(page, 'Shift+Tab', /^Reply/);
  await pressUntil(page, 'ArrowUp', /both my legs went numb/, 1);
  await assertFocusVisible(page);
  await pressUntil(page, 'Tab', /^Red flag: emergency\. Why\?$/, 1);
  await page.keyboard.press('Enter');
  await pressUntil(page, 'Tab', /^Edit/, 3);
  await page.keyboard.press('Enter');
  assert.equal(await focused(page), 'text');
  assert.equal(await parts.text.inputValue(), EMERGENCY);
  await page.keyboard.press('Escape');

  // things to try, and on to the panel
  await pressUntil(page, 'Shift+Tab', /^Small talk/);
  await page.keyboard.press('Enter');
  await parts.message('lol same').getByRole('button', { name: 'Stayed silent. Why?' }).waitFor();
  await pressUntil(page, 'Tab', /phrases recognised/);
  await assertFocusVisible(page);

  // a dialog keeps the focus, and Escape leaves it
  await pressUntil(page, 'Shift+Tab', /^Start a thread$/);
  await page.keyboard.press('Enter');
  assert.equal(await focused(page), 'dialog-input');
  await page.keyboard.press('Escape');
  assert.equal(await focused(page), 'Start a thread');
});

play(
  'on a phone by keyboard: the drawer and the sheet take and give back the focus',
  { viewport: PHONE },
  async ({ page, parts }) => {
    await parts.say(EMERGENCY);
    await parts.log.locator('.flag-emergency').waitFor();
    const opener = page.getByRole('button', { name: /^Channels/ });
    await opener.press('Enter');
    assert.match(await focused(page), /back-help/);
    assert.equal(await opener.getAttribute('aria-expanded'), 'true');
    assert.equal(await page.locator('#main').evaluate((node) => node.inert), true);
    await page.keyboard.press('Escape');
    assert.equal(await focused(page), 'channels-button');
    assert.equal(await page.locator('#main').evaluate((node) => node.inert), false);

    await parts
      .message(EMERGENCY)
      .getByRole('button', { name: /Why\?$/ })
      .press('Enter');
    assert.equal(await focused(page), 'why-title');
    await parts.why.getByText('sent the emergency reply').waitFor();
    await page.keyboard.press('Escape');
    assert.match(await focused(page), /Red flag: emergency/);
  },
);

for (const [state, options] of Object.entries({
  phone: { viewport: PHONE, hasTouch: true, isMobile: true },
  'phone, dark': { viewport: PHONE, colorScheme: 'dark' },
  tablet: { viewport: { width: 900, height: 800 } },
  'desktop at a zoom of 200 %': { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 },
  'desktop, dark': { colorScheme: 'dark' },
  'wide screen': { viewport: { width: 2560, height: 1300 } },
})) {
  play(`nothing is cut off, and axe finds nothing: ${state}`, options, async ({ page, parts, fake }) => {
    const check = async (what) => {
      await assertNoSidewaysScroll(page, `${state}, ${what}`);
      await assertAccessible(page, `${state}, ${what}`);
    };
    await check('first view');
    await parts.say(`${EMERGENCY} ${'w'.repeat(500)}`);
    await parts.log.locator('.flag-emergency').waitFor();
    for (const text of [
      'my back hurts and i have a fever',
      'the pain shoots down my leg',
      'how do i lift?',
      'lol same',
      'markdown',
    ]) {
      await parts.say(text);
      await parts
        .message(text)
        .getByRole('button', { name: /Why\?$/ })
        .waitFor();
    }
    fake.broadcast(REFUSED);
    await page.getByText('The changed content was refused.').waitFor();
    await check('messages, and refused content');
    if (await page.locator('#why-button').isVisible()) {
      await page.locator('#why-button').click();
      await check('why');
      await page.keyboard.press('Escape');
    }
    if (await page.locator('#channels-button').isVisible()) await page.locator('#channels-button').click();
    await page.getByText('Break the connection').click();
    await page.getByRole('button', { name: 'The line is cut' }).click();
    await page.getByText('played drop').waitFor();
    await check('channels');
    await parts.channel('staff').click();
    await parts.log.locator('.flag-staff').waitFor();
    await page.getByRole('button', { name: 'Start a thread' }).click();
    await check('staff alert, and a dialog');
    await page.keyboard.press('Escape');
    if (await page.locator('#channels-button').isVisible()) await page.locator('#channels-button').click();
    await parts.channel('ask-a-post').click();
    await page.getByLabel('Title of the new post').waitFor();
    fake.refuse = 'slow down, please';
    await parts.text.fill('a post');
    await page.getByLabel('Title of the new post').fill('a title');
    await parts.send.click();
    await parts.error.getByText('slow down, please').waitFor();
    await check('forum, and an error');
    await fake.close();
    await page.getByText('The page has no connection to the sandbox.').waitFor();
    await check('no connection');
    await fake.listen(fake.port);
  });
}

play('text twice as large', {}, async ({ page, parts }) => {
  await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));
  await parts.say(EMERGENCY);
  await parts.log.locator('.flag-emergency').waitFor();
  await assertNoSidewaysScroll(page, 'text at 200 %');
  const [send, text, label] = await Promise.all(
    [parts.send, parts.text, parts.log.locator('.flag-label')].map((part) => part.boundingBox()),
  );
  assert.ok(send.y + send.height <= 900, 'the button to send is in view');
  assert.ok(text.width >= 300, `room to write: ${text.width} px`);
  assert.ok(label.y + label.height <= send.y, 'the label of the emergency is in view');
});

play(
  'the first line of an emergency reply is in view, on a phone too',
  { viewport: PHONE },
  async ({ page, parts }) => {
    for (const text of ['how do i lift?', 'does heat help?', EMERGENCY]) await parts.say(text);
    const line = parts.log.getByText('Call 999 or 112 (elsewhere: your local emergency number) now');
    await line.waitFor();
    const [box, log] = [await line.boundingBox(), await parts.log.boundingBox()];
    assert.ok(box.y >= log.y && box.y + box.height <= log.y + log.height, JSON.stringify({ box, log }));
  },
);

play('no motion where people ask for none', { reducedMotion: 'reduce' }, async ({ page }) => {
  const moving = await page.evaluate(
    () =>
      [...document.querySelectorAll('*')].filter((node) => {
        const style = getComputedStyle(node);
        return (
          parseFloat(style.transitionDuration) > 0 ||
          style.animationName !== 'none' ||
          style.scrollBehavior === 'smooth'
        );
      }).length,
  );
  assert.equal(moving, 0);
});
