// What members and staff are offered, with lumbard itself behind the page: each command and button as somebody
// finds it there, at both widths and in both colours.

import assert from 'node:assert/strict';

import { startSandbox } from '../sandbox/sandbox.mjs';
import { PHONE, assertAccessible, assertNoSidewaysScroll, play, useBrowser } from './browser.mjs';

async function startReady() {
  const discord = await startSandbox();
  await discord.waitUntil(() => discord.state.bot.ready && discord.commands?.length > 0);
  return discord;
}

const REAL = { server: startReady };
const HOSTILE = '<img src=x onerror=alert(1)> @everyone [x](javascript:alert(2)) \u202Etxt.exe';

useBrowser();

// The channel of that name, by the list of channels or, on a phone, by what opens it.
async function goTo(page, parts, name) {
  const opener = page.getByRole('button', { name: /^Channels/ });
  if (await opener.isVisible()) await opener.click();
  await parts.channel(name).click();
  await page.locator('.channel-head').getByText(new RegExp(`^[#@]?${name}$`)).first().waitFor();
}

async function useCommand(page, parts, typed) {
  await parts.text.fill(`${typed} `);
  await page.locator('#command').waitFor();
}

const submit = (page) => page.getByRole('button', { name: 'Use command' }).click();

for (const [where, options] of Object.entries({
  'desktop, light': {},
  'phone, dark': { viewport: PHONE, colorScheme: 'dark' },
})) {
  const check = async (page, what) => {
    await assertNoSidewaysScroll(page, `${where}, ${what}`);
    await assertAccessible(page, `${where}, ${what}`);
  };

  play(`asking and browsing: ${where}`, { ...REAL, ...options }, async ({ page, parts }) => {
    // the button is where it was when it is pressed, although the proposals above it go
    await useCommand(page, parts, '/back ask');
    await page.locator('#command-0').fill('lift');
    await page.getByRole('option', { name: 'How to lift safely' }).waitFor();
    await check(page, 'proposals');
    const below = await page.evaluate(() => innerHeight - document.getElementById('composer').getBoundingClientRect().bottom);
    assert.ok(Math.abs(below) <= 1, `the composer ends ${below} px above the end of the page`);
    await page.locator('#command-0').fill('how do i lift safely');
    await page.getByText(/proposals?\b/i).first().waitFor();
    await submit(page);
    const answer = parts.message('bend your knees').first();
    await answer.waitFor();
    await check(page, 'an answer');
    await answer.getByRole('button', { name: 'Helpful', exact: true }).click();
    await parts.message('Thank you, good to know').waitFor();
    await answer.getByRole('button', { name: 'Warming up' }).click();
    await parts.message('Warm').last().getByText('Only you can see this').waitFor();

    await useCommand(page, parts, '/back topics');
    await submit(page);
    const menu = parts.message('What would you like to know').last();
    await menu.getByRole('button', { name: /^Choose a part/ }).click();
    await menu.getByRole('button', { name: 'Prevention' }).click();
    await menu.getByRole('button', { name: /^Choose a question/ }).click();
    const first = menu.locator('.menu-options:not([hidden]) button').first();
    await first.waitFor();
    await check(page, 'an open menu');
    const log = await parts.log.boundingBox();
    const box = await menu.locator('.menu-options:not([hidden])').boundingBox();
    assert.ok(box.y + box.height <= log.y + log.height + 1, 'what a menu opens is in sight');
    await first.click();
    await parts.message('From:').last().waitFor();

    await useCommand(page, parts, '/back ask');
    await page.locator('#command-0').fill(HOSTILE);
    await page.getByLabel('private').selectOption('Yes');
    await submit(page);
    await page.locator('#command').waitFor({ state: 'hidden' });
    assert.equal(await page.locator('#log img, #log a[href^="javascript"]').count(), 0);
    await check(page, 'all of it');
  });

  play(`red flags, and staff: ${where}`, { ...REAL, ...options }, async ({ page, parts }) => {
    await parts.say('my foot just drops when I walk since yesterday and my back hurts');
    const urgent = parts.message('Get help today').first();
    await urgent.getByRole('button', { name: 'False alarm' }).click();
    await urgent.getByText('Taken back as a false alarm').waitFor();
    assert.equal(await urgent.getByRole('button', { name: 'False alarm' }).count(), 0);

    // before others no word of what it is; the rest in private
    await parts.say('both my legs went numb and I cant pee');
    const open = parts.message('I am saying the rest in private');
    await open.waitFor();
    assert.doesNotMatch(await open.locator('.text').innerText(), /\bnumb\b|pee|bladder/i);
    await check(page, 'a red flag before others');
    await goTo(page, parts, 'Ann');
    const whole = parts.message('bad back can mean');
    await whole.getByRole('button', { name: 'False alarm' }).waitFor();
    await check(page, 'the rest of it');

    await parts.writeAs.selectOption({ label: 'Mia (staff)' }).catch(() => {});
    await goTo(page, parts, 'staff');
    if (!(await parts.writeAs.inputValue()).endsWith('13')) await parts.writeAs.selectOption({ label: 'Mia (staff)' });
    const alert = parts.message('Red flag').first();
    await alert.getByRole('button', { name: 'I take it' }).waitFor();
    await check(page, 'an alert');
    await alert.getByRole('button', { name: 'I take it' }).click();
    const taken = parts.message('Picked up by');
    await taken.waitFor();
    assert.match(await taken.locator('.reply-line').innerText(), /@staff Red flag/, 'a role by its name');
    assert.equal(await alert.getByRole('button', { name: 'I take it' }).count(), 0);
    await check(page, 'an alert that was picked up');
  });
}
