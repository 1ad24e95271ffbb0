// Commands, buttons and menus on the page, with `lumbard sandbox` and a bot of discord.js in it.

import assert from 'node:assert/strict';
import { once } from 'node:events';

import {
  ActionRowBuilder,
  ButtonBuilder,
  Client,
  ContextMenuCommandBuilder,
  Events,
  GatewayIntentBits,
  MessageFlags,
  SlashCommandBuilder,
  StringSelectMenuBuilder,
} from 'discord.js';

import { startSandbox } from '../sandbox/sandbox.mjs';
import { PHONE, assertAccessible, assertNoSidewaysScroll, play, useBrowser } from './browser.mjs';

const HOSTILE = '<img src=x onerror=alert(1)>\u202E';

const COMMANDS = [
  new SlashCommandBuilder()
    .setName('back')
    .setDescription('Questions about backs')
    .addSubcommand((sub) =>
      sub
        .setName('ask')
        .setDescription('Ask a question')
        .addStringOption((option) =>
          option
            .setName('question')
            .setDescription('What you want to know')
            .setRequired(true)
            .setAutocomplete(true),
        )
        .addBooleanOption((option) => option.setName('private').setDescription(`For you alone ${HOSTILE}`))
        .addIntegerOption((option) => option.setName('number').setDescription('How many')),
    )
    .addSubcommand((sub) => sub.setName('topics').setDescription('Browse'))
    .addSubcommand((sub) => sub.setName('slow').setDescription('Is never answered')),
  new SlashCommandBuilder().setName('staff').setDescription('For staff').setDefaultMemberPermissions(32),
  new ContextMenuCommandBuilder().setName('Answer this').setType(3),
].map((command) => command.toJSON());

const row = (...parts) => new ActionRowBuilder().addComponents(...parts);
const click = (id, label, style = 2) => new ButtonBuilder().setCustomId(id).setLabel(label).setStyle(style);

const ANSWERED = [
  row(
    click('helpful', 'Helpful', 1),
    click('slow', 'Slow'),
    click('off', 'Off').setDisabled(true),
    click('hostile', HOSTILE, 4),
    new ButtonBuilder().setURL('https://example.org/').setLabel('Article').setStyle(5),
  ),
];
const option = (value) => ({ label: `About ${value}`, value, description: `All of ${value}` });
const TOPICS = [
  row(
    new StringSelectMenuBuilder()
      .setCustomId('one')
      .setPlaceholder('A topic')
      .addOptions(option('heat'), option('ice')),
  ),
  row(
    new StringSelectMenuBuilder()
      .setCustomId('some')
      .setPlaceholder('Some topics')
      .setMaxValues(2)
      .addOptions(option('rest'), option('sleep')),
  ),
];

// What the bot of these tests does.
async function answer(i) {
  if (i.isAutocomplete()) {
    const typed = i.options.getFocused();
    return i.respond(
      [`${typed}at or ice?`, `${typed}lp`, HOSTILE].map((name, k) => ({ name, value: `v${k}` })),
    );
  }
  if (i.isButton()) {
    if (i.customId === 'slow') return null;
    return i.reply({ content: `pressed ${i.customId} ${HOSTILE}`, flags: MessageFlags.Ephemeral });
  }
  if (i.isStringSelectMenu()) return i.update({ content: `chose ${i.values.join(' and ')}`, components: [] });
  if (i.isMessageContextMenuCommand()) return i.reply(`answer to ${i.targetMessage.content}`);
  if (i.commandName === 'staff') return i.reply('for staff');
  const part = i.options.getSubcommand();
  if (part === 'slow') return null;
  if (part === 'topics') return i.reply({ content: 'Which?', components: TOPICS });
  const said = JSON.stringify([
    i.options.getString('question'),
    i.options.getBoolean('private'),
    i.options.getInteger('number'),
  ]);
  await i.deferReply({ flags: i.options.getBoolean('private') ? MessageFlags.Ephemeral : undefined });
  return i.editReply({ content: `asked ${said.replaceAll('"', "'")}`, components: ANSWERED });
}

async function startWithBot() {
  const discord = await startSandbox(['--no-bot']);
  const client = new Client({ intents: [GatewayIntentBits.Guilds], rest: { api: discord.apiBase } });
  client.on(Events.Error, () => {});
  client.on(Events.InteractionCreate, (i) => answer(i).catch(() => {}));
  const ready = once(client, Events.ClientReady);
  await client.login(discord.token);
  await ready;
  await client.application.commands.set(COMMANDS);
  const close = discord.close.bind(discord);
  return Object.assign(discord, {
    close: async () => {
      await client.destroy();
      await close();
    },
  });
}

const REAL = { server: startWithBot };

useBrowser();

const slash = (page) => page.getByRole('listbox', { name: 'Commands' });
const entries = (page) => slash(page).getByRole('option');
const form = (page) => page.locator('#command');
const focus = (page) => page.evaluate(() => document.activeElement.id || document.activeElement.textContent);

play(
  '"/" lists the commands that one may use; the keyboard alone chooses and fills one',
  REAL,
  async ({ page, parts }) => {
    await page.keyboard.type('/');
    await slash(page).waitFor();
    assert.deepEqual(await entries(page).locator('strong').allTextContents(), [
      '/back ask',
      '/back topics',
      '/back slow',
    ]);
    await assertAccessible(page, 'the list of commands');
    await page.keyboard.press('ArrowDown');
    assert.equal(await parts.text.getAttribute('aria-activedescendant'), 'slash-1');
    await page.keyboard.press('Escape');
    assert.equal(await slash(page).isVisible(), false);
    assert.equal(await parts.text.inputValue(), '/');
    await page.keyboard.type('as');
    assert.equal(await entries(page).count(), 1);
    await page.keyboard.press('Enter');
    assert.equal(await focus(page), 'command-0');

    // proposals of the bot, as hostile as they like
    await page.keyboard.type('he');
    const proposals = page.getByRole('listbox', { name: 'Proposals for question' }).getByRole('option');
    await proposals.first().waitFor();
    assert.equal(await proposals.count(), 3);
    assert.match(await proposals.last().innerText(), /^<img src=x onerror=alert\(1\)>U\+202E$/);
    await assertAccessible(page, 'a command with proposals');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    assert.equal(await page.locator('#command-0').inputValue(), 'heat or ice?');
    await page.keyboard.press('Enter');
    await parts.message("asked ['v0',null,null]").waitFor();
    assert.match(await parts.message('asked').locator('.used-line').innerText(), /^Ann used \/back ask$/);
    assert.equal(await form(page).isVisible(), false);
    assert.equal(await focus(page), 'text');
    assert.equal(await page.locator('#command-state').textContent(), '');
  },
);

play(
  'a command typed whole takes what follows it; what is missing or wrong is said',
  REAL,
  async ({ page, parts }) => {
    await parts.text.fill('/back ask how do I lift?');
    await form(page).waitFor();
    assert.equal(await page.locator('#command-0').inputValue(), 'how do I lift?');
    await page.locator('#command-0').fill('');
    await page.keyboard.press('Enter');
    await form(page).getByRole('alert').getByText('Fill in "question" first.').waitFor();
    await page.locator('#command-0').fill('x');
    await page.getByLabel('number').fill('many');
    await page.getByRole('button', { name: 'Use command' }).click();
    await form(page).getByText('"number" has to be a number.').waitFor();
    await page.getByLabel('number').fill('1.5');
    await page.getByRole('button', { name: 'Use command' }).click();
    await form(page).getByText('an option wants a number').waitFor();
    await page.getByLabel('number').fill('2');
    await page.locator('#command-0').fill('x'.repeat(6001));
    await page.getByRole('button', { name: 'Use command' }).click();
    await form(page).getByText("an option's text is too long").waitFor();
    assert.equal(await page.locator('#command img').count(), 0);
    await page.locator('#command-0').fill(HOSTILE);
    await page.getByLabel('private').selectOption('Yes');
    await page.getByRole('button', { name: 'Use command' }).click();
    const whisper = page.locator('.message.whisper');
    await whisper.getByText('asked').waitFor();
    assert.match(await whisper.innerText(), /true,2\][^]*Only you can see this/);
    assert.match(await whisper.getAttribute('aria-label'), /only you can see this/);
    assert.equal(await page.locator('#log img').count(), 0);
    await assertAccessible(page, 'a private answer');

    // somebody else does not see it, and staff have more commands
    await parts.writeAs.selectOption({ label: 'Bob' });
    assert.equal(await whisper.count(), 0);
    await parts.writeAs.selectOption({ label: 'Mia (staff)' });
    await parts.text.fill('/st');
    await entries(page).getByText('/staff').click();
    await page.getByRole('button', { name: 'Use command' }).press('Enter');
    await parts.message('for staff').waitFor();
    await parts.writeAs.selectOption({ label: 'Ann' });
    await whisper.waitFor();
    await whisper.getByRole('button', { name: 'Dismiss' }).click();
    assert.equal(await whisper.count(), 0);
  },
);

play('buttons: pressed, pending, failed, disabled', REAL, async ({ page, parts, fake }) => {
  await fake.play('settings', { answer_ms: 700 });
  await parts.text.fill('/back ask x');
  await form(page).waitFor();
  await page.getByRole('button', { name: 'Use command' }).click();
  const asked = parts.message('asked');
  await asked.getByRole('button', { name: 'Helpful', exact: true }).click();
  await parts.message('pressed helpful').waitFor();
  assert.equal(await asked.getByRole('button', { name: 'Off' }).isDisabled(), true);
  assert.equal(
    await asked.getByRole('link', { name: 'Article' }).getAttribute('href'),
    'https://example.org/',
  );
  await asked.getByRole('button', { name: 'Slow' }).focus();
  await page.keyboard.press('Enter');
  await asked.getByText('Waiting for lumbard').waitFor();
  assert.equal(await asked.getByRole('button', { name: 'Helpful', exact: true }).isDisabled(), true);
  assert.equal(await asked.locator('.components').getAttribute('aria-busy'), 'true');
  await asked.getByText('This interaction failed.').waitFor();
  await assertAccessible(page, 'a failed button');
  await asked.getByRole('button', { name: '<img' }).click();
  await parts.message('pressed hostile').waitFor();
  assert.equal(await page.locator('#log img').count(), 0);
  assert.equal(await asked.getByText('This interaction failed.').count(), 0);

  // a command that nobody answers
  await parts.text.fill('/back slow ');
  await form(page).waitFor();
  await page.keyboard.press('Enter');
  const state = page.locator('#command-state');
  await state.getByText('/back slow: waiting for lumbard').waitFor();
  await state.getByText('This interaction failed.').waitFor();
  await state.getByRole('button', { name: 'Close' }).click();
  assert.equal(await state.textContent(), '');
});

for (const [where, options] of Object.entries({
  desktop: {},
  'phone, dark': { viewport: PHONE, colorScheme: 'dark' },
})) {
  play(
    `menus, reactions and a message's apps: ${where}`,
    { ...REAL, ...options },
    async ({ page, parts }) => {
      const check = async (what) => {
        await assertNoSidewaysScroll(page, `${where}, ${what}`);
        await assertAccessible(page, `${where}, ${what}`);
      };
      await parts.text.fill('/');
      await slash(page).waitFor();
      await check('the list');
      await parts.text.fill('/back topics ');
      await form(page).waitFor();
      await check('a command');
      await page.keyboard.press('Enter');
      const which = page.locator('.message').first();
      const opener = which.getByRole('button', { name: /^Some topics/ });
      await opener.click();
      await check('an open menu');
      assert.equal(await opener.getAttribute('aria-expanded'), 'true');
      await page.keyboard.press('Escape');
      assert.equal(await opener.evaluate((node) => node === document.activeElement), true);
      await page.keyboard.press('Enter');
      await which.getByLabel(/About rest/).check();
      await which.getByLabel(/About sleep/).check();
      await which.getByRole('button', { name: 'Choose these' }).click();
      await parts.message('chose rest and sleep').waitFor();
      assert.equal(await which.getByRole('button', { name: /topic/ }).count(), 0);

      await parts.text.fill('/back topics ');
      await form(page).waitFor();
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: /^A topic/ }).press('Enter');
      await page.getByRole('button', { name: /About ice/ }).press('Enter');
      await parts.message('chose ice').waitFor();

      await parts.say('my back');
      const mine = parts.message('my back').first();
      await mine.getByRole('button', { name: 'React' }).click();
      await check('reactions to choose from');
      await mine.getByRole('button', { name: 'thumbs up' }).click();
      const reaction = mine.getByRole('button', { name: /1 from Ann/ });
      await reaction.waitFor();
      assert.equal(await reaction.getAttribute('aria-pressed'), 'true');
      await mine.getByRole('button', { name: 'Apps' }).click();
      await mine.getByRole('button', { name: 'Answer this' }).click();
      await parts.message('answer to my back').waitFor();
      assert.match(
        await parts.message('answer to my back').locator('.used-line').innerText(),
        /^Ann used Answer this$/,
      );
      await check('all of it');
      await reaction.click();
      await reaction.waitFor({ state: 'detached' });
    },
  );
}
