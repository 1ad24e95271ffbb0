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
