// Every command, option, button and menu that lumbard itself has in the sandbox, by every kind of person and
// with everything that a person may put into it.  Nothing here knows the commands: they are those that the bot
// has registered.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { startSandbox } from './sandbox.mjs';

const [SUBCOMMAND, GROUP, STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER] =
  [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const STAFF_ROLE = '1300000000000000002';
const MARK = 'zqxjk'; // stands in every hostile text: it comes back in nothing that all can read

const HOSTILE = [
  MARK,
  `${MARK} @everyone @here <@&${STAFF_ROLE}> <@1300000000000000012>`,
  `<script>${MARK}</script> [${MARK}](javascript:alert(1)) **${MARK}** ||${MARK}|| \`\`\`${MARK}`,
  `\u202E${MARK}\u2066\u200F txt.exe`,
  `${MARK}\u200b\u200d\ufeff\u00ad`,
  `${MARK}\u0000${MARK}`,
  `${MARK}\r\n${MARK}\t\u0007\u001b[31m`,
  `${MARK}${'\u0301'.repeat(500)}`,
  `%s%n${MARK}'; DROP TABLE x; --`,
  `../../${MARK}`,
  `${MARK}${'\u{1F9B4}'.repeat(400)}`,
  `${MARK}${'x'.repeat(5000)}`,
];

let discord;
let people;

before(async () => {
  discord = await startSandbox();
  await discord.waitUntil(() => discord.state.bot.ready && discord.commands?.length > 0);
  people = Object.fromEntries(discord.state.users.map((user) => [user.name.split(' ')[0].toLowerCase(), user]));
  // what has buttons under it, before orders and the person's cooldown keep it from being said
  const ask = async (user, content, label) => {
    await discord.say({ user, channel: channel('back-help'), content });
    await discord.waitUntil(() => labels().includes(label));
  };
  await ask(people.ann, 'how do I lift safely?', 'Helpful');
  await ask(people.bob, 'my foot just drops when I walk since yesterday and my back hurts', 'False alarm');
  await ask(people.chidi, 'both my legs went numb and I cant pee', 'I take it');
});

// What is written on the buttons that were shown so far.
const labels = () => discord.said.flatMap((m) => (m.components ?? []).flatMap((row) => row.components)).map((part) => part.label);

after(() => discord.close());

const channel = (name) => discord.state.channels.find((c) => c.name === name);

// Each command, subcommands apart: {command, parts, options}.
function slash(command, parts = [], part = command) {
  const inner = (part.options ?? []).filter(({ type }) => type === SUBCOMMAND || type === GROUP);
  if (inner.length) return inner.flatMap((one) => slash(command, [...parts, one.name], one));
  return [{ command, parts, options: part.options ?? [] }];
}

const all = () => discord.commands.filter(({ type }) => type === 1).flatMap((command) => slash(command));
const labelOf = ({ command, parts }) => `/${[command.name, ...parts].join(' ')}`;
const wrap = (entry, options) => [...entry.parts].reverse().reduce((inner, name) => [{ name, options: inner }], options);

// A value that the option takes.
function ordinary(option) {
  if (option.choices?.length) return option.choices[0].value;
  switch (option.type) {
    case INTEGER:
    case NUMBER: return option.min_value ?? 1;
    case BOOLEAN: return true;
    case USER:
    case MENTIONABLE: return people.bob.id;
    case CHANNEL: return channel('general').id;
    case ROLE: return STAFF_ROLE;
    default: return 'heat or ice?'.slice(0, option.max_length ?? 100).padEnd(option.min_length ?? 0, '?');
  }
}

// Values that it may be given by somebody who means no good.
function hostile(option) {
  if (option.choices?.length) return option.choices.map(({ value }) => value);
  switch (option.type) {
    case STRING: return HOSTILE.map((text) => [...text].slice(0, option.max_length ?? 6000).join(''));
    case INTEGER:
    case NUMBER: return [option.min_value ?? -(2 ** 53), option.max_value ?? 2 ** 53 - 1, 0].filter((n) => (
      n >= (option.min_value ?? n) && n <= (option.max_value ?? n)));
    case BOOLEAN: return [true, false];
    case USER:
    case MENTIONABLE: return [people.bob.id, people.mia.id, discord.state.bot.id];
    case CHANNEL: return discord.state.channels.filter((c) => c.kind !== 'direct').map((c) => c.id);
    case ROLE: return [STAFF_ROLE];
    default: return [];
  }
}

// The options with that one set so, and those that have to be there.
function given(entry, option, value) {
  const rest = entry.options.filter((other) => other.required && other !== option);
  return [...rest.map((other) => ({ name: other.name, value: ordinary(other) })), ...(option ? [{ name: option.name, value }] : [])];
}

// Uses it, and says what it was that went wrong.
async function answered(fields, what, type = 'command') {
  const state = await discord.use(type, fields);
  assert.equal(state, 'answered', `${what} was not answered`);
}

// Nothing that more than one person reads holds what somebody put into a command, or calls anybody.
function assertDiscreet(messages) {
  for (const message of messages) {
    if (!message.only_for) assert.ok(!message.text.includes(MARK), `echoed to all: ${message.text.slice(0, 200)}`);
    assert.ok([...message.text].length <= 2000);
    assert.doesNotMatch(message.text, /[\u0000-\u0008\u000b-\u001f\u202a-\u202e\u2066-\u2069]/);
  }
}

test('each command answers everybody who may use it, with and without its options', async () => {
  for (const entry of all()) {
    for (const person of Object.values(people)) {
      for (const where of [channel('general'), channel('back-help')]) {
        const fields = { user: person.id, channel: where.id, command: entry.command.id, options: wrap(entry, given(entry)) };
        if (entry.command.barred.includes(person.id)) {
          await assert.rejects(discord.use('command', fields), /may not use that there/);
        } else {
          await answered(fields, `${labelOf(entry)} of ${person.name} in #${where.name}`);
        }
      }
    }
  }
  assertDiscreet(discord.said);
});

test('each command answers in a direct message, where it may be used there', async () => {
  for (const entry of all()) {
    const fields = { user: people.ann.id, channel: discord.dm(people.ann).id, command: entry.command.id, options: wrap(entry, given(entry)) };
    if (entry.command.direct) await answered(fields, `${labelOf(entry)} in a direct message`);
    else await assert.rejects(discord.use('command', fields), /may not use that there/);
  }
});

// Discord keeps people from using what needs a right, but in direct messages it knows no rights.
test('a command for staff refuses others in a direct message, each in the same words', async () => {
  const entries = all().filter(({ command }) => command.barred.includes(people.ann.id) && command.direct);
  assert.ok(entries.length > 0);
  const words = new Set();
  for (const entry of entries) {
    const fields = { channel: discord.dm(people.ann).id, command: entry.command.id, user: people.ann.id };
    await answered({ ...fields, options: wrap(entry, given(entry)) }, `${labelOf(entry)} of Ann`);
    const reply = discord.said.findLast((m) => m.used?.user === people.ann.id && m.channel === fields.channel);
    assert.equal(`/${reply.used.command}`, labelOf(entry));
    words.add(reply.text);
  }
  assert.equal(words.size, 1, [...words].join(' | '));
});

test('no option of any command can be given what kills, calls or echoes', async () => {
  for (const entry of all()) {
    for (const option of entry.options) {
      for (const value of hostile(option)) {
        for (const person of [people.ann, people.mia]) {
          if (entry.command.barred.includes(person.id)) continue;
          const fields = { user: person.id, channel: channel('general').id, command: entry.command.id, options: wrap(entry, given(entry, option, value)) };
          await answered(fields, `${labelOf(entry)} with ${option.name} ${JSON.stringify(value).slice(0, 60)}`);
        }
      }
      if (!option.autocomplete) continue;
      const user = entry.command.barred.includes(people.ann.id) ? people.mia.id : people.ann.id;
      for (const value of HOSTILE.map((text) => [...text].slice(0, 100).join(''))) {
        const options = given(entry, option, value).map((one) => (one.name === option.name ? { ...one, focused: true } : one));
        const fields = { user, channel: channel('general').id, command: entry.command.id, options: wrap(entry, options) };
        await answered(fields, `${labelOf(entry)}, completing ${option.name}`, 'complete');
      }
    }
  }
  assertDiscreet(discord.said);
  assert.ok(discord.state.bot.ready, 'the bot is still there');
});

test('each command of a message\'s menu answers about every kind of message', async () => {
  const menus = discord.commands.filter(({ type }) => type === 3);
  for (const text of ['heat or ice for a back spasm?', ...HOSTILE.map((one) => [...one].slice(0, 4000).join(''))]) {
    const target = await discord.say({ user: people.bob, channel: channel('quiet'), content: text });
    for (const command of menus) {
      await answered({ user: people.ann.id, channel: target.channel, command: command.id, message: target.id }, command.name);
    }
  }
  assertDiscreet(discord.said);
});

// Who is there: staff alone read #staff, and direct messages belong to one person.
function pressers(message) {
  if (message.only_for) return [{ id: message.only_for }];
  if (message.channel === channel('staff').id) return [people.mia];
  const owner = Object.values(people).find((person) => discord.dm(person)?.id === message.channel);
  return owner ? [owner] : [people.ann, people.bob]; // a false alarm is Bob's: then the button is gone
}

// Whatever has come up by then is pressed, by whom it is for and by somebody else.
test('every button and menu that was shown answers', async () => {
  // the latest ones: old messages are forgotten
  const shown = discord.said.filter((message) => message.components?.length).reverse();
  const seen = new Set(), answers = new Set();
  for (const message of shown) {
    for (const part of message.components.flatMap((row) => row.components)) {
      const kind = `${part.type} ${part.label ?? part.placeholder}`;
      if (part.disabled || !part.custom_id || seen.has(kind)) continue;
      seen.add(kind);
      for (const person of pressers(message)) {
        const values = part.options ? { values: [part.options[0].value] } : {};
        const now = discord.messageById(message.id);
        const there = now?.components?.flatMap((row) => row.components).find((one) => one.custom_id === part.custom_id);
        if (!there || there.disabled) continue;
        const press = { user: person.id, channel: message.channel, message: message.id, custom_id: part.custom_id, ...values };
        await answered(press, kind, 'press').then(() => answers.add(kind), (error) => {
          // a false alarm pressed just before takes the buttons of what belongs to it away
          if (!/there is no such button/.test(error.message)) throw error;
        });
      }
    }
  }
  assert.ok(answers.size >= seen.size - 1, `of ${[...seen].join(', ')} only ${[...answers].join(', ')} answered`);
  assertDiscreet(discord.said);
  assert.ok(discord.state.bot.ready);
});

test('what is no text at all reaches nobody', async () => {
  const [entry] = all();
  const bytes = Buffer.from(JSON.stringify({ type: 'command', ref: 'bad', user: people.ann.id, channel: channel('general').id, command: entry.command.id, options: [{ name: 'MARK', value: 1 }] }).replace('MARK', '\u00ff'), 'latin1');
  discord.sendRaw(bytes); // invalid UTF-8, in a text frame or a binary one
  await discord.openPage();
  assert.ok(discord.state.bot.ready);
  await answered({ user: people.ann.id, channel: channel('general').id, command: entry.command.id, options: wrap(entry, given(entry)) }, 'afterwards');
});
