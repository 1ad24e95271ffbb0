// Commands and buttons, as members use them.

import assert from 'node:assert/strict';
import { describe } from 'node:test';

import { play } from './world.mjs';

// Somebody does something, and the bot answers.
async function answer(discord, what) {
  const { id } = discord.interact(what);
  return discord.nextResponse({ match: (response) => response.id === id });
}

describe('commands', () => {
  play('are registered once, and again only when they changed', { start: false }, async (world) => {
    const { discord } = world;
    world.settings.state = world.folder;
    await world.start();
    const registered = await discord.nextCommands();
    assert.ok(registered.some(({ name }) => name === 'back'));
    assert.equal(await world.daemon.stop(), 0);
    discord.forgetSessions(); // so that a new one begins
    await world.start();
    await answer(discord, { user: world.users.ann, channel: world.channels.general, command: 'back about' });
    assert.equal(discord.all('commands').length, 1);
    assert.equal(discord.all('request').filter(({ route }) => route.includes('/commands')).length, 2);
  });

  play('are compared with what Discord has where no state is kept', {}, async (world) => {
    const { discord } = world;
    await discord.nextCommands();
    assert.equal(await world.daemon.stop(), 0);
    await world.start();
    await discord.nextRequest({ on: 'GET /applications/{application}/commands' });
    await discord.nextRequest({ on: 'GET /applications/{application}/commands' });
    await answer(discord, { user: world.users.ann, channel: world.channels.general, command: 'back about' });
    assert.equal(discord.all('commands').length, 1);
  });

  play('tell what the bot is, to whoever asks alone', {}, async ({ discord, users, channels }) => {
    const about = await answer(discord, { user: users.ann, channel: channels.general, command: 'back about' });
    assert.equal(about.type, 4);
    assert.ok(about.private);
    assert.match(about.content, /not a doctor/);
    const unknown = await answer(discord, { user: users.ann, channel: channels.general, command: 'back gone' });
    assert.ok(unknown.private);
    assert.match(unknown.content, /earlier version/);
    assert.equal(discord.all('message').length, 0);
  });
});

const ASK = 'back ask';
const HEAT = 'does heat help a back spasm?';
const BLADDER = 'my back hurts and i cant pee any more';
const LEGS = 'my back hurts and i cant move my legs';
const labels = (buttons) => buttons.map(({ label }) => label);

describe('/back ask', () => {
  play('answers everybody, or the person alone', {}, async ({ discord, users, channels }) => {
    const open = await answer(discord, { user: users.ann, channel: channels.general, command: ASK, options: { question: HEAT } });
    assert.equal(open.type, 4);
    assert.ok(!open.private);
    assert.match(open.content, /heat/i);
    assert.deepEqual(open.allowedMentions.parse, []);
    assert.deepEqual(labels(open.buttons).slice(0, 2), ['Helpful', 'Not helpful']);
    const alone = await answer(discord, { user: users.bob, command: ASK, channel: channels.backs, options: { question: HEAT, private: true } });
    assert.ok(alone.private);
    const off = await answer(discord, { user: users.ann, channel: channels.off, command: ASK, options: { question: HEAT } });
    assert.ok(off.private);
    assert.match(off.content, /switched off/);
  });

  play('suggests titles, and answers those', {}, async ({ discord, users, channels }) => {
    const where = { user: users.ann, channel: channels.general, command: ASK };
    const { choices } = await answer(discord, { ...where, options: { question: 'pOsture' }, focused: 'question' });
    assert.ok(choices.length >= 2 && choices.every(({ name }) => /posture/i.test(name)));
    const chosen = await answer(discord, { ...where, options: { question: choices[0].value } });
    assert.match(chosen.content, /posture/i);
    const all = await answer(discord, { ...where, options: { question: '' }, focused: 'question' });
    assert.equal(all.choices.length, 25);
    const none = await answer(discord, { ...where, options: { question: 'zzz "\\' }, focused: 'question' });
    assert.deepEqual(none.choices, []);
  });

  play('reports an emergency to staff, and says to everybody no more than they need', {}, async ({ discord, users, channels }) => {
    const reply = await answer(discord, { user: users.ann, channel: channels.general, command: ASK, options: { question: BLADDER } });
    assert.ok(reply.private);
    assert.match(reply.content, /999/);
    assert.match(reply.content, /peeing/);
    const line = await discord.nextMessage({ channel: channels.general });
    assert.match(line.content, /999/);
    assert.doesNotMatch(line.content, /pee|bladder|nerve/i);
    assert.deepEqual(line.pings.users, []);
    const alert = await discord.nextMessage({ channel: channels.mods });
    assert.match(alert.content, new RegExp(`by <@${users.ann.id}>`));
    assert.deepEqual(labels(alert.message.components[0].components), ['I take it', 'False alarm']);
  });

  play('reaches the person when the callback is refused', {}, async ({ discord, users, channels }) => {
    discord.fault({ on: 'POST /interactions/{interaction}/{token}/callback', status: 404, body: { code: 10062, message: 'Unknown interaction' }, times: 2 });
    discord.interact({ user: users.ann, channel: channels.general, command: ASK, options: { question: LEGS } });
    const there = await discord.nextMessage({ channel: channels.general });
    assert.match(there.content, new RegExp(`^<@${users.ann.id}> .*999`));
    discord.interact({ user: users.bob, channel: channels.general, command: ASK, options: { question: LEGS, private: true } });
    const alone = await discord.nextMessage({ channel: discord.dm(users.bob) });
    assert.match(alone.content, /999/);
  });

  play('survives a callback whose answer is lost', {}, async ({ discord, users, channels }) => {
    const fault = discord.fault({ on: 'POST /interactions/{interaction}/{token}/callback', reset: 'after', times: 1 });
    const reply = await answer(discord, { user: users.ann, channel: channels.general, command: ASK, options: { question: LEGS } });
    assert.match(reply.content, /999/);
    await fault.hit();
    await discord.nextRequest({ match: ({ status, route }) => status === 400 && route.endsWith('/callback') });
    await discord.nextMessage({ channel: channels.mods });
    assert.equal(discord.messagesIn(channels.general).length, 1); // the answer itself
  });
});

describe('what is nothing to be named before others', () => {
  play('is said to the person, and to everybody what to do', {}, async ({ discord, users, channels, ask }) => {
    const line = await ask({ user: users.ann, channel: channels.backs, content: BLADDER });
    assert.match(line.content, /999/);
    assert.doesNotMatch(line.content, /pee|bladder|nerve/i);
    const rest = await discord.nextMessage({ channel: discord.dm(users.ann) });
    assert.match(rest.content, /peeing/);
  });

  play('is said there where the person takes no direct messages', {}, async ({ discord, users, channels, ask }) => {
    discord.setDms(users.ann, false);
    const message = { user: users.ann, channel: channels.backs, content: BLADDER };
    const line = await ask(message);
    assert.doesNotMatch(line.content, /pee/i);
    const rest = await discord.nextMessage({ channel: channels.backs });
    assert.match(rest.content, /peeing/);
  });
});

describe('buttons', () => {
  play('work after a restart, and count without people', { start: false }, async (world) => {
    const { discord, users, channels } = world;
    world.settings.state = world.folder;
    await world.start();
    const said = await world.ask({ user: users.ann, channel: channels.backs, content: HEAT });
    assert.equal(await world.daemon.stop(), 0);
    discord.forgetSessions(); // so that a new one begins
    await world.start();
    const press = async (label, user) => {
      const { id } = discord.press({ label, message: said.message, user, channel: channels.backs });
      return discord.nextResponse({ match: (response) => response.id === id });
    };
    assert.match((await press('Helpful', users.bob)).content, /Thank you/);
    assert.ok((await press('Helpful', users.bob)).private);
    const further = said.message.components[1].components[0].label;
    const next = await press(further, users.bob);
    assert.ok(next.private);
    assert.ok(next.content.length > 50);
    const old = await answer(discord, { key: '0 what', message: said.message, user: users.bob, channel: channels.backs });
    assert.match(old.content, /earlier version/);
    for (const hostile of ['1 ask ../../etc', '1 yes %s%n', '1 oops', '1 oops 1', '1 take', '1 false x', '1 open', '1 topics']) {
      const { content, type } = await answer(discord, { key: hostile, message: said.message, user: users.bob, channel: channels.backs });
      assert.ok(type === 6 || content.length > 0, hostile);
    }
  });

  play('let choose by topics', {}, async ({ discord, users, channels }) => {
    const begun = await answer(discord, { user: users.ann, channel: channels.general, command: 'back topics' });
    assert.ok(begun.private);
    const parts = begun.buttons[0].options.map(({ value }) => value);
    assert.ok(parts.includes('causes') && parts.length <= 25);
    const message = { ...discord.say({ user: users.ann, channel: channels.general, content: 'x', silent: true }), author: discord.bot };
    const { id } = discord.interact({ key: begun.buttons[0].custom_id, values: ['causes'], message, user: users.ann, channel: channels.general });
    const changed = await discord.nextResponse({ match: (response) => response.id === id });
    assert.equal(changed.type, 7);
    const [topic] = changed.buttons[1].options;
    const opened = await answer(discord, { key: changed.buttons[1].custom_id, values: [topic.value], message, user: users.ann, channel: channels.general });
    assert.ok(opened.private);
  });

  play('take a false alarm back, by the person and by staff alone', {}, async ({ discord, users, channels, ask }) => {
    const reply = await ask({ user: users.ann, channel: channels.backs, content: LEGS });
    const alert = await discord.nextMessage({ channel: channels.mods });
    const press = (user) => answer(discord, { key: reply.message.components[0].components[0].custom_id, message: reply.message, user, channel: channels.backs });
    const refused = await press(users.bob);
    assert.match(refused.content, /Only the person/);
    const taken = await press(users.ann);
    assert.equal(taken.type, 7);
    assert.match(taken.content, /999/);
    assert.match(taken.content, /false alarm/);
    assert.deepEqual(taken.buttons, []);
    const told = await discord.nextMessage({ channel: channels.mods });
    assert.equal(told.replyTo, alert.id);
    assert.match(told.content, /false alarm/);
  });

  play('mark by staff what was said to a command', {}, async ({ discord, users, channels }) => {
    const { id } = discord.interact({ user: users.ann, channel: channels.general, command: ASK, options: { question: LEGS, private: true } });
    const ofIt = { match: (response) => response.id === id };
    assert.match((await discord.nextResponse(ofIt)).content, /999/);
    const alert = await discord.nextMessage({ channel: channels.mods });
    const { id: pressed } = discord.press({ label: 'False alarm', message: alert.message, user: users.mod, channel: channels.mods });
    assert.equal((await discord.nextResponse({ match: (response) => response.id === pressed })).type, 7);
    const marked = await discord.nextResponse(ofIt);
    assert.equal(marked.type, 'fill');
    assert.match(marked.content, /999/);
    assert.match(marked.content, /The staff here have marked this as a false alarm/);
    assert.deepEqual(marked.buttons, []);
    const told = await discord.nextMessage({ channel: discord.dm(users.ann) });
    assert.match(told.content, /marked this as a false alarm/);
  });

  play('change a message whose interaction is over', {}, async ({ discord, users, channels, ask }) => {
    const reply = await ask({ user: users.ann, channel: channels.backs, content: LEGS });
    discord.fault({ on: 'POST /interactions/{interaction}/{token}/callback', status: 404, body: { code: 10062, message: 'Unknown interaction' }, times: 1 });
    discord.press({ label: 'False alarm', message: reply.message, user: users.ann, channel: channels.backs });
    const { content } = await discord.nextEdit({ match: ({ id }) => id === reply.message.id });
    assert.match(content, /Taken back as a false alarm/);
  });

  play('pick an alert up', {}, async ({ discord, users, channels, ask }) => {
    await ask({ user: users.ann, channel: channels.backs, content: LEGS });
    const alert = await discord.nextMessage({ channel: channels.mods });
    const press = (label, user) => {
      const { id } = discord.press({ label, message: alert.message, user, channel: channels.mods });
      return discord.nextResponse({ match: (response) => response.id === id });
    };
    const own = await press('I take it', users.ann);
    assert.match(own.content, /somebody else/);
    const taken = await press('I take it', users.mod);
    assert.equal(taken.type, 7);
    const told = await discord.nextMessage({ channel: channels.mods });
    assert.match(told.content, new RegExp(`Picked up by <@${users.mod.id}>`));
    const late = await answer(discord, { key: '1 take nothing', message: alert.message, user: users.mod, channel: channels.mods });
    assert.match(late.content, /not open any more/);
  });
});

describe('what people decide for themselves', () => {
  play('quiet holds over a restart, and not for red flags', { start: false }, async (world) => {
    const { discord, users, channels } = world;
    world.settings.state = world.folder;
    await world.start();
    const quiet = (state) => answer(discord, { user: users.ann, channel: channels.backs, command: 'back quiet', options: { state } });
    assert.match((await quiet('on')).content, /will not answer/);
    assert.equal(await world.daemon.stop(), 0);
    discord.forgetSessions(); // so that a new one begins
    await world.start();
    discord.say({ user: users.ann, channel: channels.backs, content: HEAT });
    const flag = await world.ask({ user: users.ann, channel: channels.backs, content: LEGS });
    assert.match(flag.content, /999/);
    const asked = await answer(discord, { user: users.ann, channel: channels.backs, command: ASK, options: { question: HEAT, private: true } });
    assert.match(asked.content, /heat/i);
    assert.match((await quiet('off')).content, /again/);
    await world.ask({ user: users.ann, channel: channels.backs, content: HEAT });
    assert.equal(discord.messagesIn(channels.backs).length, 2);
  });

  play('forget erases, and says so when it is done', { start: false }, async (world) => {
    const { discord, users, channels } = world;
    world.settings.state = world.folder;
    await world.start();
    await world.ask({ user: users.ann, channel: channels.backs, content: HEAT });
    const { id } = discord.interact({ user: users.ann, channel: channels.backs, command: 'back forget' });
    const later = await discord.nextResponse({ match: (response) => response.id === id });
    assert.equal(later.type, 5);
    const done = await discord.nextResponse({ match: (response) => response.id === id });
    assert.equal(done.type, 'fill');
    assert.match(done.content, /is erased/);
  });

  play('a message is answered where it stands', {}, async ({ discord, users, channels, replyTo }) => {
    const target = discord.say({ user: users.ann, channel: channels.general, content: 'heat or ice for a spasm?', silent: true });
    const { id } = discord.interact({ user: users.bob, channel: channels.general, command: 'Answer this', target });
    const reply = await replyTo(target);
    assert.match(reply.content, /heat/i);
    const told = await discord.nextResponse({ match: (response) => response.id === id });
    assert.ok(told.private);
    const again = await answer(discord, { user: users.bob, channel: channels.general, command: 'Answer this', target });
    assert.match(again.content, /already/);
  });
});
