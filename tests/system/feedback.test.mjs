// Whether an answer helped, where no buttons can say it: by a sign, or by a reply.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe } from 'node:test';

import { ANSWER, QUESTION } from './phrases.mjs';
import { runToEnd } from './program.mjs';
import { SAY, TOKEN, play } from './world.mjs';

const REACTIONS = 1 << 10;
const DIRECT_REACTIONS = 1 << 13;

// Without buttons, if not otherwise, and with somebody who may look at the feedback.
const world = (buttons) => ({
  settings: (settings, it) => {
    if (buttons) settings.accounts[0].buttons = buttons;
    settings.state = join(it.folder, 'state');
    settings.operators = [{ id: it.users.mod.id }];
  },
});

const withoutStaff = {
  settings: (settings, it) => {
    world().settings(settings, it);
    delete settings.servers[0]['staff-channel'];
    delete settings.servers[0]['staff-role'];
  },
};

// What operators are told of feedback.
async function feedback({ discord, users, channels }) {
  const { id } = discord.interact({ user: users.mod, channel: channels.general, command: 'lumbard feedback' });
  const told = await discord.nextResponse({ match: (response) => response.id === id && response.content });
  return told.content;
}

describe('an answer without buttons', { concurrency: 4 }, () => {
  play('is judged by signs and replies', world('no'), async (it) => {
    const { discord, users, channels } = it;
    const { intents } = discord.all('identify')[0].data;
    assert.ok(intents & REACTIONS && intents & DIRECT_REACTIONS);
    const answer = await it.ask({ user: users.ann, channel: channels.backs, content: QUESTION });
    assert.match(answer.content, ANSWER);
    assert.equal(answer.body.components, undefined);
    discord.react({ user: users.ann, message: answer.message, emoji: '👍' });
    discord.react({ user: users.ann, message: answer.message, emoji: '👍' });
    discord.react({ user: users.ann, message: answer.message, emoji: '🎉' });
    const thanks = await it.ask({
      user: users.bob, channel: channels.backs, content: 'that didn\'t help', replyTo: answer.message,
    });
    assert.match(thanks.content, /other words/);
    assert.match(await feedback(it), /1 .*1/s);
    discord.interact({ user: users.ann, channel: channels.general, command: 'back topics' });
    const topics = await discord.nextResponse({ match: ({ content }) => /Causes: /.test(content) });
    assert.deepEqual(topics.buttons, []);
    const alone = await it.ask({ user: users.bob, content: QUESTION });
    discord.react({ user: users.bob, message: alone.message, emoji: '👎🏿' });
    await discord.roundTrip();
  });

  play('is judged after a restart as well, and by nobody once it is erased', world('no'), async (it) => {
    const { discord, users, channels } = it;
    const answer = await it.ask({ user: users.ann, channel: channels.backs, content: QUESTION });
    await discord.roundTrip();
    await it.ask({ user: users.bob, content: QUESTION });
    await it.daemon.kill();
    const again = async () => {
      await it.spawn();
      await discord.resumed();
    };
    await again();
    discord.react({ user: users.ann, message: answer.message, emoji: '👍' });
    assert.doesNotMatch(await feedback(it), /Nobody has said anything/);
    const before = await feedback(it);
    await it.daemon.stop();
    const { code } = await runToEnd(['forget', '--config', it.configFile, '--user', users.ann.id], { DISCORD_TOKEN: TOKEN });
    assert.equal(code, 0);
    await again();
    discord.react({ user: users.bob, message: answer.message, emoji: '👍' });
    assert.equal(await feedback(it), before);
  });

  play('is none where buttons are: nobody asks for signs in direct messages', world(), async (it) => {
    const { discord, users, channels } = it;
    assert.ok(!(discord.all('identify')[0].data.intents & DIRECT_REACTIONS));
    const answer = await it.ask({ user: users.ann, channel: channels.backs, content: QUESTION });
    discord.react({ user: users.ann, message: answer.message, emoji: '👍' });
    await discord.roundTrip();
    assert.match(await feedback(it), /Nobody has said anything/);
  });

  play('is one whose buttons were refused', world(), async (it) => {
    const { discord, users, channels } = it;
    discord.fault({
      on: ({ route, text }) => route === SAY && text.includes('"components"'),
      status: 400,
      json: { code: 50035, message: 'Invalid Form Body', errors: { components: {} } },
    });
    const answer = await it.ask({ user: users.ann, channel: channels.backs, content: QUESTION });
    assert.equal(answer.body.components, undefined);
    await discord.identified(); // of direct messages signs were not asked for
    await it.daemon.line(/connected: listening/);
    discord.react({ user: users.ann, message: answer.message, emoji: '👍' });
    await discord.roundTrip();
    assert.doesNotMatch(await feedback(it), /Nobody has said anything/);
  });

  play('is one whose buttons were refused where no staff are: signs are asked for then, and by the next run', withoutStaff, async (it) => {
    const { discord, users, channels } = it;
    const { data: first } = await discord.identifyTried();
    assert.ok(!(first.intents & (REACTIONS | DIRECT_REACTIONS)));
    discord.fault({
      on: ({ route, text }) => route === SAY && text.includes('"components"'),
      status: 400,
      json: { code: 50035, message: 'Invalid Form Body', errors: { components: {} } },
    });
    const answer = await it.ask({ user: users.ann, channel: channels.backs, content: QUESTION });
    const signs = REACTIONS | DIRECT_REACTIONS;
    const { data } = await discord.identifyTried();
    assert.equal(data.intents & signs, signs);
    await it.daemon.line(/connected: listening/);
    discord.react({ user: users.ann, message: answer.message, emoji: '👍' });
    await discord.roundTrip();
    const before = await feedback(it);
    assert.doesNotMatch(before, /Nobody has said anything/);
    assert.equal(await it.daemon.stop(), 0);
    await it.spawn();
    await discord.resumed(); // with the same intents
    discord.react({ user: users.bob, message: answer.message, emoji: '👍' });
    await discord.roundTrip();
    assert.notEqual(await feedback(it), before);
  });
});
