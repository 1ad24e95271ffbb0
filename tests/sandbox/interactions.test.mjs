// Commands, interactions and components of the sandbox, by discord.js: it registers, is told what somebody
// does on the page, and answers.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';

import {
  ActionRowBuilder, ApplicationCommandType, ButtonBuilder, ButtonStyle, Client, ContextMenuCommandBuilder,
  DiscordAPIError, Events, GatewayIntentBits, MessageFlags, SlashCommandBuilder, StringSelectMenuBuilder,
} from 'discord.js';

import { startSandbox } from './sandbox.mjs';

const LIMIT = { timeout: 60_000 };
const GUILD = '1300000000000000001';

const BACK = new SlashCommandBuilder()
  .setName('back')
  .setDescription('Questions about backs')
  .addSubcommand((sub) => sub.setName('ask').setDescription('Ask a question')
    .addStringOption((option) => option.setName('question').setDescription('What you want to know')
      .setRequired(true).setAutocomplete(true))
    .addBooleanOption((option) => option.setName('private').setDescription('For you alone')))
  .addSubcommand((sub) => sub.setName('about').setDescription('What this is'));
const STAFF = new SlashCommandBuilder().setName('staff').setDescription('For staff').setDefaultMemberPermissions(32);
const ANSWER = new ContextMenuCommandBuilder().setName('Answer this').setType(ApplicationCommandType.Message);

const QUESTION = [{ name: 'ask', options: [{ name: 'question', value: 'heat or ice?' }] }];

// A test with a sandbox, and a discord.js that is logged in.
function play(name, body) {
  test(name, LIMIT, async () => {
    const discord = await startSandbox(['--no-bot']);
    const client = new Client({
      intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.GuildMessageReactions],
      rest: { api: discord.apiBase },
    });
    client.on(Events.Error, () => {});
    try {
      const ready = once(client, Events.ClientReady);
      await client.login(discord.token);
      await ready;
      await body(scene(discord, client));
    } finally {
      await client.destroy();
      await discord.close();
    }
  });
}

function scene(discord, client) {
  const { channels, users } = discord.state;
  const general = channels.find((channel) => channel.name === 'general');
  const [ann, bob] = users;
  const who = { channel: general.id, user: ann.id };
  return {
    discord,
    client,
    general,
    ann,
    bob,
    channel: client.channels.cache.get(general.id),
    // uses something on the page; resolves to what discord.js is told
    async use(type, fields) {
      const [[interaction]] = await Promise.all([
        once(client, Events.InteractionCreate),
        discord.ask(type, { ...who, ...fields }, (e) => e.type === 'interaction' && e.state === 'waiting'),
      ]);
      return interaction;
    },
    settled: (interaction) => discord.waitFor((e) => (
      e.type === 'interaction' && e.interaction === interaction.id && e.state !== 'waiting')),
    message: (text) => discord.waitFor((e) => e.type === 'message' && e.message.text === text),
    edited: (text) => discord.waitFor((e) => e.type === 'edit' && e.message.text === text),
  };
}

play('discord.js registers commands, and the page is told', async ({ discord, client }) => {
  const told = discord.waitFor((e) => e.type === 'commands');
  const put = await client.application.commands.set([BACK, ANSWER, STAFF]);
  assert.equal(put.size, 3);
  const { commands } = await told;
  assert.deepEqual(commands.map((c) => c.name), ['back', 'Answer this', 'staff']);
  assert.equal(commands[2].barred.length, 3); // all but staff
  const back = put.find((command) => command.name === 'back');
  assert.equal(back.options[0].options[0].autocomplete, true);
  const whole = { ...JSON.parse(JSON.stringify(BACK)), integration_types: [0] };
  assert.ok(back.equals(whole), 'discord.js finds nothing changed in it');
  assert.equal((await client.application.commands.fetch()).size, 3);

  const edited = await client.application.commands.edit(back.id, { description: 'Everything about backs' });
  assert.equal(edited.description, 'Everything about backs');
  assert.equal(edited.options.length, 2);
  const here = await client.application.commands.create({ name: 'here', description: 'In this server' }, GUILD);
  assert.equal(here.guildId, GUILD);
  await client.application.commands.delete(back.id);
  await assert.rejects(client.application.commands.fetch(back.id), { code: 10063, status: 404 });
  assert.equal((await client.application.commands.fetch()).size, 2);
});

play('discord.js prints the error tree of a wrong command', async ({ client }) => {
  const wrong = [
    { name: 'Wrong Name', description: 'd' },
    { name: 'ok', description: 'x'.repeat(101), options: [{ type: 3, name: 'B', description: '' }] },
  ];
  await assert.rejects(client.application.commands.set(wrong), (error) => {
    assert.ok(error instanceof DiscordAPIError);
    assert.equal(error.code, 50035);
    assert.equal(error.message, [
      'Invalid Form Body',
      '0.name[STRING_TYPE_REGEX]: String value did not match validation regex.',
      '0.name[APPLICATION_COMMAND_INVALID_NAME]: Command name is invalid',
      '1.description[BASE_TYPE_BAD_LENGTH]: Must be between 1 and 100 in length.',
      '1.options[0].name[STRING_TYPE_REGEX]: String value did not match validation regex.',
      '1.options[0].name[APPLICATION_COMMAND_INVALID_NAME]: Command name is invalid',
      '1.options[0].description[BASE_TYPE_BAD_LENGTH]: Must be between 1 and 100 in length.',
    ].join('\n'));
    return true;
  });
});

play('discord.js answers a command for all to see, edits it and says more', async (scene) => {
  const { client, ann, general, use, message, edited, settled } = scene;
  const command = (await client.application.commands.set([BACK])).first();
  const interaction = await use('command', { command: command.id, options: QUESTION });
  assert.ok(interaction.isChatInputCommand() && interaction.inGuild());
  assert.equal(interaction.options.getSubcommand(), 'ask');
  assert.equal(interaction.options.getString('question'), 'heat or ice?');
  assert.equal(interaction.options.getBoolean('private'), null);
  assert.equal(interaction.user.id, ann.id);
  assert.equal(interaction.channelId, general.id);
  assert.ok(interaction.memberPermissions.has('SendMessages') && interaction.appPermissions.has('SendMessages'));

  const shown = message('Either.');
  const done = settled(interaction);
  const { resource } = await interaction.reply({ content: 'Either.', withResponse: true });
  assert.equal((await done).state, 'answered');
  const { message: told } = await shown;
  assert.equal(told.id, resource.message.id);
  assert.equal(told.used.name, 'Ann');
  assert.equal(told.used.command, 'back ask');
  assert.equal(told.only_for, null);
  assert.equal(resource.message.interactionMetadata.user.id, ann.id);
  await assert.rejects(interaction.client.rest.post(
    `/interactions/${interaction.id}/${interaction.token}/callback`,
    { body: { type: 4, data: { content: 'again' } }, auth: false },
  ), { code: 40060, message: 'Interaction has already been acknowledged.' });

  const changed = edited('Both.');
  await interaction.editReply('Both.');
  await changed;
  const more = await interaction.followUp('And rest.');
  await more.edit('And move.');
  assert.equal((await interaction.fetchReply()).content, 'Both.');
  await interaction.deleteReply();
  await assert.rejects(interaction.fetchReply(), { code: 10008 });
});

play('an ephemeral answer is one person\'s, and in no history', async (scene) => {
  const { client, ann, channel, use, message, edited } = scene;
  const command = (await client.application.commands.set([BACK])).first();
  const interaction = await use('command', { command: command.id, options: [{ name: 'about' }] });
  const shown = message('psst');
  await interaction.reply({ content: 'psst', flags: MessageFlags.Ephemeral });
  const { message: told } = await shown;
  assert.equal(told.only_for, ann.id);
  assert.equal((await channel.messages.fetch({ cache: false })).size, 0);
  await assert.rejects(channel.messages.fetch({ message: told.id, force: true }), { code: 10008 });
  const changed = edited('psst!');
  await interaction.editReply('psst!');
  assert.equal((await changed).message.only_for, ann.id);
});

play('what is promised comes later', async ({ client, use, edited, discord }) => {
  const command = (await client.application.commands.set([BACK])).first();
  const interaction = await use('command', { command: command.id, options: QUESTION });
  const loading = discord.waitFor((e) => e.type === 'message' && e.message.loading);
  await interaction.deferReply({ flags: MessageFlags.Ephemeral });
  await loading;
  const changed = edited('here it is');
  await interaction.editReply('here it is');
  assert.equal((await changed).message.loading, false);
});

play('an interaction that nobody answers fails, and is unknown afterwards', async (scene) => {
  const { client, discord, use } = scene;
  await discord.play('settings', { answer_ms: 50 });
  const command = (await client.application.commands.set([BACK])).first();
  const failed = discord.waitFor((e) => e.type === 'interaction' && e.state === 'failed');
  const interaction = await use('command', { command: command.id, options: QUESTION });
  assert.equal((await failed).interaction, interaction.id);
  await assert.rejects(interaction.client.rest.post(
    `/interactions/${interaction.id}/${interaction.token}/callback`,
    { body: { type: 4, data: { content: 'late' } }, auth: false },
  ), { code: 10062, status: 404, message: 'Unknown interaction' });
});

play('discord.js completes an option', async ({ client, use, discord }) => {
  const command = (await client.application.commands.set([BACK])).first();
  const options = [{ name: 'ask', options: [{ name: 'question', value: 'he', focused: true }] }];
  const interaction = await use('complete', { command: command.id, options });
  assert.ok(interaction.isAutocomplete());
  assert.equal(interaction.options.getFocused(), 'he');
  const told = discord.waitFor((e) => e.type === 'choices');
  await interaction.respond([{ name: 'Heat or ice?', value: 'treatment.heat-ice' }]);
  const { choices, interaction: id } = await told;
  assert.equal(id, interaction.id);
  assert.deepEqual(choices, [{ name: 'Heat or ice?', value: 'treatment.heat-ice' }]);
});

play('a message\'s menu brings the message, with its words', async (scene) => {
  const { client, discord, bob, general, use } = scene;
  const command = (await client.application.commands.set([ANSWER])).first();
  const target = await discord.say({ user: bob, channel: general, content: 'my back hurts' });
  const interaction = await use('command', { command: command.id, message: target.id });
  assert.ok(interaction.isMessageContextMenuCommand());
  assert.equal(interaction.targetMessage.id, target.id);
  assert.equal(interaction.targetMessage.content, 'my back hurts');
  await interaction.reply('Rest.');
});

const rows = () => [
  new ActionRowBuilder().addComponents(
    new ButtonBuilder().setCustomId('yes').setLabel('Helpful').setEmoji('👍').setStyle(ButtonStyle.Success),
    new ButtonBuilder().setCustomId('off').setLabel('Not now').setStyle(ButtonStyle.Secondary).setDisabled(true),
    new ButtonBuilder().setURL('https://example.org/').setLabel('More').setStyle(ButtonStyle.Link),
  ),
  new ActionRowBuilder().addComponents(new StringSelectMenuBuilder().setCustomId('topic').setPlaceholder('Topics')
    .setMaxValues(2)
    .addOptions({ label: 'Heat', value: 'heat', description: 'Warm' }, { label: 'Ice', value: 'ice' })),
];

play('buttons and menus come back to discord.js', async (scene) => {
  const { client, channel, discord, use, edited } = scene;
  const sent = await channel.send({ content: 'Was that helpful?', components: rows() });
  assert.equal(sent.components.length, 2);
  assert.equal(sent.components[0].components[0].customId, 'yes');

  let interaction = await use('press', { message: sent.id, custom_id: 'yes' });
  assert.ok(interaction.isButton());
  assert.equal(interaction.message.id, sent.id);
  const changed = edited('Thank you.');
  await interaction.update({ content: 'Thank you.', components: [] });
  assert.deepEqual((await changed).message.components, []);
  assert.equal((await channel.messages.fetch({ message: sent.id, force: true })).components.length, 0);

  const again = await channel.send({ content: 'Which?', components: rows() });
  interaction = await use('press', { message: again.id, custom_id: 'topic', values: ['heat', 'ice'] });
  assert.ok(interaction.isStringSelectMenu());
  assert.deepEqual(interaction.values, ['heat', 'ice']);
  await interaction.deferUpdate();
  await interaction.editReply({ content: 'Both, then.', components: [] });
  assert.equal((await channel.messages.fetch({ message: again.id, force: true })).content, 'Both, then.');
  const more = await interaction.followUp({ content: 'psst', flags: MessageFlags.Ephemeral });
  assert.ok(more.flags.has(MessageFlags.Ephemeral));

  const third = await channel.send({ content: 'And?', components: rows() });
  await assert.rejects(use('press', { message: third.id, custom_id: 'off' }), /it is disabled/);
  await assert.rejects(use('press', { message: third.id, custom_id: 'topic', values: ['fire'] }), /none of its options/);
  assert.ok(client.isReady() && discord.state.bot.ready);
});

play('wrong components are refused field by field', async ({ channel, client }) => {
  const button = (id, more = {}) => ({ type: 2, style: 1, label: 'l', custom_id: id, ...more });
  const post = (components) => client.rest.post(`/channels/${channel.id}/messages`, {
    body: { content: 'x', components },
  });
  await assert.rejects(post([
    { type: 1, components: [button('a'), button('a')] },
    { type: 1, components: [button('x'.repeat(101)), { type: 2, style: 5, label: 'l' }] },
  ]), (error) => {
    assert.equal(error.message, [
      'Invalid Form Body',
      'components[0].components[1].custom_id[COMPONENT_CUSTOM_ID_DUPLICATED]: Component custom id cannot be duplicated',
      'components[1].components[0].custom_id[BASE_TYPE_BAD_LENGTH]: Must be between 1 and 100 in length.',
      'components[1].components[1].url[BASE_TYPE_REQUIRED]: This field is required',
    ].join('\n'));
    return true;
  });
  await assert.rejects(post(Array.from({ length: 6 }, (_, i) => ({ type: 1, components: [button(`${i}`)] }))), {
    message: 'Invalid Form Body\ncomponents[BASE_TYPE_MAX_LENGTH]: Must be 5 or fewer in length.',
  });
});

play('reactions are counted, and threads opened from messages', async ({ discord, channel, general, bob, client }) => {
  const message = await discord.say({ user: bob, channel: general, content: 'long story' });
  const ask = (fields) => discord.ask('react', { channel: general.id, user: bob.id, message: message.id, ...fields },
    (e) => e.type === 'edit' && e.message.id === message.id);
  const added = once(client, Events.MessageReactionAdd);
  assert.deepEqual((await ask({ emoji: '👍' })).message.reactions, [{ emoji: '👍', users: [bob.id] }]);
  assert.equal((await added)[0].emoji.name, '👍');
  const fetched = await channel.messages.fetch({ message: message.id, force: true });
  await fetched.react('👍');
  assert.equal((await fetched.fetch()).reactions.cache.get('👍').count, 2);
  const removed = once(client, Events.MessageReactionRemove);
  assert.equal((await ask({ emoji: '👍', remove: true })).message.reactions[0].users.length, 1);
  await removed;

  const opened = discord.waitFor((e) => e.type === 'channel' && e.channel.name === 'Story');
  const thread = await fetched.startThread({ name: 'Story' });
  assert.equal(thread.id, message.id);
  assert.equal((await opened).channel.parent, general.id);
  await thread.send('in here');
  await assert.rejects(client.rest.post(`/channels/${general.id}/messages/${message.id}/threads`, { body: { name: 'Again' } }),
    { code: 160004 });
});
