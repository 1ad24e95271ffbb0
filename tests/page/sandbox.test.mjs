// The page on `lumbard sandbox` itself: what a newcomer does first.

import assert from 'node:assert/strict';

import { startSandbox } from '../sandbox/sandbox.mjs';
import { PHONE, assertAccessible, play, useBrowser } from './browser.mjs';

const REAL = { server: startSandbox };
const HOSTILE = '<img src=x onerror=alert(1)> [x](javascript:alert(2)) @everyone \u202Etxt.exe \u0007';

useBrowser();

play('a question is answered with its sources', REAL, async ({ page, parts }) => {
  await page.getByText('lumbard is connected').waitFor();
  await parts.say('what causes back spasms?');
  const reply = parts.message('Back spasms have five main kinds of cause');
  await reply.waitFor();
  assert.match(await reply.innerText(), /From: .*Back Spasm/);
  assert.equal(await reply.locator('.flag').count(), 0);
});

play('an emergency gets the number first, and staff an alert', REAL, async ({ page, parts }) => {
  await page.getByText('lumbard is connected').waitFor();
  await parts.say('both my legs went numb and i cant pee');
  const box = parts.log.locator('.flag-emergency');
  await box.waitFor();
  assert.match(await box.innerText(), /^EMERGENCY\s+Call 999/i);
  await assertAccessible(page, 'with an emergency');
  await parts.channel('staff').click();
  await parts.log.locator('.flag').waitFor();
  assert.ok(!(await parts.log.innerText()).includes('cant pee'), 'the alert holds what was written');
});

play('what is said to the person alone is an emergency there, too, with its reason and its button', {
  ...REAL,
  viewport: PHONE,
}, async ({ page, parts }) => {
  const asked = 'my back hurts and i cant pee any more';
  await page.getByText('lumbard is connected').waitFor({ state: 'attached' });
  await parts.say(asked);
  await parts.log.locator('.flag-emergency').waitFor();
  await page.getByRole('button', { name: 'Channels' }).click();
  await page.locator('.channel', { hasText: 'Ann' }).last().click();
  const rest = parts.log.locator('.message', { hasText: 'peeing or pooing' });
  await rest.waitFor();
  assert.match(await rest.locator('.flag-emergency').innerText(), /^EMERGENCY\s+Call 999/i);
  const inView = (locator) => locator.evaluate((node) => {
    const log = document.getElementById('log').getBoundingClientRect();
    const { top, bottom } = node.getBoundingClientRect();
    return top >= log.top && bottom <= log.bottom;
  });
  // its first line is in view; its button is behind one tap
  assert.ok(await inView(rest.locator('.flag-label')));
  await page.getByRole('button', { name: 'More below' }).click();
  assert.ok(await inView(rest.getByRole('button', { name: 'False alarm' })));
  await assertAccessible(page, 'with an emergency of which more is below');
  await rest.getByRole('button', { name: 'Why this reply?' }).click();
  assert.equal(await page.locator('#why .asked').innerText(), asked);
});

play('hostile text is text', REAL, async ({ page, parts }) => {
  await page.getByText('lumbard is connected').waitFor();
  await parts.say(HOSTILE);
  await parts.message('onerror=alert').waitFor();
  assert.equal(await parts.log.locator('img').count(), 0);
  assert.equal(await parts.log.locator('a[href^="javascript"]').count(), 0);
  await parts.say(`my back hurts ${'x'.repeat(3000)} and both my legs are numb`);
  await parts.log.locator('.flag-emergency').waitFor();
});

play('every thing to try does what it says', REAL, async ({ page, parts }) => {
  await page.getByText('lumbard is connected').waitFor();
  for (const label of ['Ask on', 'Red flag, US', 'Ordinary chat', 'Call the bot', 'A direct message']) {
    await page
      .getByRole('button', { name: new RegExp(`^${label}`) })
      .first()
      .click();
    if (label === 'Ask on') await parts.message('To prevent').or(parts.message('prevent')).first().waitFor();
    if (label === 'Red flag, US') await parts.message('Call 911').waitFor();
    if (label === 'Ordinary chat')
      await page
        .getByRole('button', { name: /Stayed silent/ })
        .first()
        .waitFor();
    if (label === 'Call the bot') await parts.message('five main kinds of cause').waitFor();
    if (label === 'A direct message') await parts.message('how do I sleep').waitFor();
  }
});

// Fills in what a command wants, whatever that is, and uses it.
async function useCommand(page, label) {
  await page.locator('#text').fill(`/${label} `);
  const form = page.locator('#command');
  await form.waitFor();
  for (const field of await form.locator('[aria-required]').all()) {
    if (await field.evaluate((node) => node.tagName === 'SELECT')) await field.selectOption({ index: 1 });
    else await field.fill('1');
  }
  await form.getByRole('button', { name: 'Use command' }).click();
  await form.waitFor({ state: 'hidden' });
}

play(
  'every command that staff may use answers on the page, and the others get theirs',
  REAL,
  async ({ page, parts }) => {
    await page.getByText('lumbard is connected').waitFor();
    const list = page.getByRole('listbox', { name: 'Commands' });
    const labels = async () => {
      await parts.text.fill('/');
      await list.waitFor();
      return (await list.locator('strong').allTextContents()).map((text) => text.slice(1));
    };
    const own = await labels();
    assert.ok(own.includes('back about'));
    await parts.text.fill('');
    await parts.writeAs.selectOption({ label: 'Mia (staff)' });
    const all = await labels();
    for (const label of all) {
      const answers = parts.log.locator('.used-line', { hasText: `used /${label}` });
      const before = await answers.count();
      await useCommand(page, label);
      await answers.nth(before).waitFor();
      await page.locator('#command-state').getByText('waiting').waitFor({ state: 'detached' });
      assert.equal(await page.locator('#command-state').textContent(), '', `/${label}`);
    }
    await assertAccessible(page, 'all answers');
    assert.equal(await parts.log.locator('img').count(), 0);
    assert.deepEqual(
      own.filter((label) => !all.includes(label)),
      [],
    );
  },
);
