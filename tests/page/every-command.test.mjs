// Each command that lumbard has registered, and each kind of button that it offers, used in the page.

import assert from 'node:assert/strict';

import { startSandbox } from '../sandbox/sandbox.mjs';
import { play, useBrowser } from './browser.mjs';

async function startReady() {
  const discord = await startSandbox();
  await discord.waitUntil(() => discord.state.bot.ready && discord.commands?.length > 0);
  return discord;
}

const REAL = { server: startReady };
const PLACES = [1, 2]; // types of options that are commands of a command

// The labels of the typed commands: "back ask", "lumbard mode".
function labels(command, path = [command.name]) {
  const nested = (command.options ?? []).filter(({ type }) => PLACES.includes(type));
  if (!nested.length) return [path.join(' ')];
  return nested.flatMap((one) => labels(one, [...path, one.name]));
}

useBrowser();

// Fills in what is required: a text, or the first that can be chosen.
async function fillIn(page, form) {
  for (const field of await form.locator('[aria-required=true]').all()) {
    if (await field.evaluate((node) => node.tagName === 'SELECT')) await field.selectOption({ index: 1 });
    else await field.fill('heat or ice?');
  }
  await form.getByRole('button', { name: 'Use command' }).click();
}

play('each command is used in the page, and answers', REAL, async ({ page, parts, fake }) => {
  await parts.writeAs.selectOption({ label: 'Mia (staff)' });
  await parts.say('how do i lift safely'); // so that a message is there
  await parts.message('bend your knees').first().waitFor();
  const typed = fake.commands.filter(({ type }) => type === 1).flatMap((command) => labels(command));
  assert.ok(typed.length >= 18, typed.join());
  const used = page.locator('.used-line');
  for (const label of typed) {
    const before = await used.count();
    await parts.text.fill(`/${label} `);
    const form = page.locator('#command');
    await form.waitFor();
    await fillIn(page, form);
    await form.waitFor({ state: 'hidden' }).catch(async () => assert.fail(`/${label}: ${await form.innerText()}`));
    await page.waitForFunction((n) => document.querySelectorAll('.used-line').length > n, before);
    assert.equal(await used.last().innerText(), `Mia (staff) used /${label}`);
    // what was promised comes
    const answer = page.locator('.message', { has: used.last() });
    await page.waitForFunction(() => {
      const last = [...document.querySelectorAll('.message')].findLast((node) => node.querySelector('.used-line'));
      return (last.querySelector('.text')?.textContent ?? '').length > 3 && !last.textContent.includes('is thinking');
    });
    assert.doesNotMatch(await answer.last().innerText(), /interaction failed|earlier version/, label);
  }
});

play('the menu of a message, and each kind of button, answer in the page', REAL, async ({ page, parts, fake }) => {
  // two readings tie: both are offered
  await parts.say('@lumbard posture?');
  const tied = page.locator('.message', { has: page.locator('.components button') }).last();
  await tied.waitFor();
  const choices = tied.locator('.components button');
  const [first] = await choices.allTextContents();
  assert.ok((await choices.count()) >= 2, 'both readings are offered');
  await choices.first().click();
  await parts.message('From:').last().getByText('Only you can see this').waitFor();
  assert.match(first, /posture/i);

  await parts.say('how do i lift safely');
  const answer = parts.message('bend your knees').first();
  await answer.getByRole('button', { name: 'Not helpful' }).click();
  await parts.message('Try it in other words').waitFor();

  // somebody else has a message answered that nobody answers by itself
  const [channel] = ['off-topic'];
  await parts.channel(channel).click();
  await parts.say('heat or ice for a back spasm?');
  const asked = parts.message('heat or ice for a back spasm').first();
  await parts.writeAs.selectOption({ label: 'Bob' });
  await asked.getByRole('button', { name: 'Apps' }).click();
  await page.getByText('Answer this').click();
  await parts.message('I am answering it there').waitFor();

  // staff mark a false alarm: what the person was told says so as well
  await parts.writeAs.selectOption({ label: 'Ann' });
  await parts.channel('back-help').click();
  await parts.say('i cant move my legs, my back hurts');
  const flag = parts.message('Call 999').first();
  await flag.waitFor();
  await parts.channel('staff').click();
  await parts.writeAs.selectOption({ label: 'Mia (staff)' });
  const alert = parts.message('Red flag').first();
  await alert.getByRole('button', { name: 'False alarm' }).click();
  await alert.getByText('Marked as a false alarm').waitFor();
  await parts.channel('back-help').click();
  await flag.getByText('The staff here have marked this as a false alarm').waitFor();
  assert.equal(await flag.getByRole('button', { name: 'False alarm' }).count(), 0);
  assert.ok(fake.state.bot.ready);
});
