// The operator's whole day, and /lumbard: orders in chat, to the real program.

import assert from 'node:assert/strict';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe } from 'node:test';

import { ANSWER, EMERGENCY, QUESTION } from './phrases.mjs';
import { runToEnd } from './program.mjs';
import { TOKEN, UNLIMITED, play } from './world.mjs';

const UNCOVERED = 'does a magnet belt help a back spasm';
const SHAPE = 'uncovered-treatment + ask-treat';
const LIFTING = 'responses/prevention/lifting.md';

const DAY = {
  ownContent: true,
  start: false,
  args: ['--admin', '127.0.0.1:0'],
  discord: { limits: UNLIMITED },
  settings: (settings, world) => {
    settings.state = join(world.folder, 'state');
    settings.alerts = { after: '1h', repeats: 1 };
    settings.operators = [{ id: world.users.mod.id }];
  },
};

const tool = (world, ...args) => runToEnd(args, { DISCORD_TOKEN: TOKEN });
const audit = async (world) => (await tool(world, 'audit', '--config', world.configFile)).output
  .trim().split('\n').filter(Boolean).map((line) => JSON.parse(line));

// A command of somebody's, and what they alone are answered.
async function order({ discord, users, channels }, command, options = {}, user = users.mod, channel = channels.backs) {
  const { id } = discord.interact({ user, channel, command: `lumbard ${command}`, options });
  const response = await discord.nextResponse({ match: (answer) => answer.id === id && answer.content });
  assert.ok(response.private, 'others see it');
  return response.content;
}

// Waits until the program has done what was sent to it before, and shows that it says nothing to a message.
async function silentTo(world, message) {
  const sent = world.discord.say(message);
  await order(world, 'status');
  assert.ok(!world.discord.all('message').some(({ body }) => body.message_reference?.message_id === sent.id));
}

async function ready(world) {
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec((await world.daemon.line(/http:\/\/127\.0\.0\.1:\d+/)))[0];
  return async () => {
    const response = await fetch(`${url}/readyz`);
    return { status: response.status, text: await response.text() };
  };
}

describe("an operator's day", () => {
  play('from a bad edit to the audit log', DAY, async (world) => {
    const { discord, users, channels, ask } = world;
    await world.start();

    // a bad edit is refused at its line, and the old content stays
    const lifting = join(world.content, LIFTING);
    const text = await readFile(lifting, 'utf8');
    await writeFile(lifting, text.replace(/^reviewed: .*$/m, 'reviewd: 2026-11-22'));
    await world.daemon.line(/lifting\.md:\d+:1: error: an answer has no 'reviewd'/);
    await world.daemon.line(/not reloaded: the content that was there stays in use/);
    assert.match(await order(world, 'status'), /The last change was refused: .*lifting\.md:\d+:1: error/);
    assert.equal((await tool(world, 'check', world.content)).code, 1);

    // a good one is live
    await writeFile(lifting, text.replace(/^To lift safely/m, 'To lift without harm'));
    await world.daemon.line(/reloaded from /);
    const lift = 'how do i lift without hurting my back?';
    assert.match((await ask({ user: users.ann, channel: channels.backs, content: lift })).content, /To lift without harm/);

    // what went unanswered becomes an intent
    const unknown = { user: users.ann, channel: channels.backs, content: `<@${discord.bot.id}> ${UNCOVERED}`, mentions: [discord.bot] };
    await ask(unknown);
    assert.match(await order(world, 'unanswered'), new RegExp(`1 times: ${SHAPE.replace('+', '\\+')}`));
    await world.daemon.stop();
    const { output } = await tool(world, 'unanswered', '--config', world.configFile);
    assert.match(output, new RegExp(`1 {2}\\d{4}-\\d\\d-\\d\\d {2}${SHAPE.replace('+', '\\+')}`));
    const suggested = await tool(world, 'suggest', '--content', world.content, '--id', 'local.magnets', SHAPE);
    assert.equal(suggested.code, 0, suggested.log);
    const [, file] = /^# (intents\/\S+),/.exec(suggested.output);
    // the shape stands for other things as well: what it is made of is narrowed to what was meant
    const yaml = suggested.output.replace('examples: []', `examples: [${UNCOVERED}]`)
      .replace('ask: [', 'ask: [magnet + ')
      .replace('intents:', 'words:\n  magnet: magnets?|magnet belts?\nintents:');
    await world.spawn();
    await discord.resumed();
    await mkdir(join(world.content, 'responses/local'), { recursive: true });
    await writeFile(join(world.content, 'responses/local/magnets.md'),
      "---\ntitle: Magnets\nsources: ['001']\nreviewed: 2026-11-22\n---\nThe articles say nothing of magnets.\n");
    await writeFile(join(world.content, file), yaml.replace(/ *#.*\n.*\n *covered: false\n/, ''));
    await world.daemon.line(/reloaded from /);
    const checked = await tool(world, 'check', world.content);
    assert.equal(checked.code, 0, checked.log);
    assert.match((await ask(unknown)).content, /The articles say nothing of magnets/);
    const done = await tool(world, 'unanswered', '--config', world.configFile, '--done', SHAPE);
    assert.equal(done.code, 0, done.log);
    assert.match(await order(world, 'unanswered'), /Nothing went unanswered/);

    // an escalation is acknowledged
    const urgent = discord.say({ user: users.ann, channel: channels.backs, content: EMERGENCY });
    await discord.nextMessage({ match: ({ channel }) => channel === channels.mods.id });
    await world.replyTo(urgent);
    const [, number] = /`([0-9a-f]+-[0-9a-f]+)` emergency/.exec(await order(world, 'escalations'));
    assert.match(await order(world, 'ack', { number }), /Thank you/);
    assert.match((await discord.nextMessage({ match: ({ channel }) => channel === channels.mods.id })).content, new RegExp(users.mod.id));
    assert.match(await order(world, 'escalations'), /No alert is open/);

    // a pause holds over a restart, red flags pass it, and it ends
    assert.match(await order(world, 'pause'), /Answers are paused/);
    await world.daemon.stop();
    await world.spawn();
    await discord.resumed();
    await silentTo(world, { user: users.bob, channel: channels.backs, content: QUESTION });
    assert.ok(await ask({ user: users.bob, channel: channels.backs, content: EMERGENCY }));
    assert.match(await order(world, 'resume'), /Resumed/);
    assert.match((await ask({ user: users.bob, channel: channels.backs, content: QUESTION })).content, ANSWER);

    // all of it is in the record, by whom, and nothing that anybody wrote
    await world.daemon.stop();
    const lines = await audit(world);
    const steps = lines.filter(({ who }) => who === users.mod.id).map(({ step }) => step);
    for (const step of ['status', 'unanswered', 'escalations', 'acknowledged', 'ack', 'pause', 'resume']) {
      assert.ok(steps.includes(step), `${step} is not among ${steps}`);
    }
    assert.equal(lines.find(({ step }) => step === 'pause').path, `channel ${channels.backs.id}`);
    assert.ok(!JSON.stringify(lines).includes('magnet'));
  });
});

describe('/lumbard', { concurrency: 4 }, () => {
  play('is refused to others, and says so to them alone', { ...DAY, start: true }, async (world) => {
    const refusal = await order(world, 'pause', { where: 'everything', confirm: true }, world.users.ann);
    assert.match(refusal, /for operators of this bot/);
    assert.match((await world.ask({ user: world.users.ann, channel: world.channels.backs, content: QUESTION })).content, ANSWER);
    assert.deepEqual(await audit(world), []);
  });

  play('pauses everything once that is confirmed, which readiness tells', { ...DAY }, async (world) => {
    await world.spawn();
    const look = await ready(world);
    await world.discord.identified();
    await world.daemon.line(/connected: listening/);
    assert.match(await order(world, 'pause', { where: 'everything' }), /confirm:True/);
    assert.equal((await look()).status, 200);
    assert.match(await order(world, 'pause', { where: 'everything', confirm: true }), /emergencies neither/);
    const { status, text } = await look();
    assert.equal(status, 503);
    assert.match(text, /everything is paused by an operator/);
    await silentTo(world, { user: world.users.ann, channel: world.channels.backs, content: EMERGENCY });
    assert.match(await order(world, 'resume', { where: 'everything' }), /Resumed/);
    assert.equal((await look()).status, 200);
    assert.ok(await world.ask({ user: world.users.ann, channel: world.channels.backs, content: EMERGENCY }));
  });

  play('mutes somebody, whose emergencies are answered all the same', { ...DAY, start: true }, async (world) => {
    const { users, channels, ask } = world;
    assert.match(await order(world, 'mute', { user: users.ann.id }), /gets no answers/);
    await silentTo(world, { user: users.ann, channel: channels.backs, content: QUESTION });
    assert.ok(await ask({ user: users.ann, channel: channels.backs, content: EMERGENCY }));
    assert.ok(await ask({ user: users.bob, channel: channels.backs, content: QUESTION }));
    assert.equal((await tool(world, 'forget', '--config', world.configFile, '--user', users.ann.id)).code, 0);
  });

  play('changes a mode only where the portal allows it', {
    ...DAY,
    start: true,
    settings: (settings, world) => {
      DAY.settings(settings, world);
      settings.servers[0].channels = [];
    },
    discord: { limits: UNLIMITED, portal: { messageContent: false } },
  }, async (world) => {
    const { discord, users, channels } = world;
    const refusal = await order(world, 'mode', { mode: 'faq' });
    assert.match(refusal, /Message Content Intent.*discord\.com\/developers/);
    assert.equal(discord.all('identify').length, 1);
    assert.ok(users && channels);
  });

  play('listens from then on where it does', {
    ...DAY,
    start: true,
    settings: (settings, world) => {
      DAY.settings(settings, world);
      settings.servers[0].channels = [];
    },
  }, async (world) => {
    const { discord, users, channels, ask } = world;
    assert.match(await order(world, 'mode', { mode: 'faq' }), /faq mode/);
    await discord.identified();
    await world.daemon.line(/connected: listening/);
    assert.match((await ask({ user: users.ann, channel: channels.backs, content: QUESTION })).content, ANSWER);
  });

  play('counts a question without a reply once, though the next run gets it again', DAY, async (world) => {
    const { discord, users, channels } = world;
    await world.start();
    const asked = { user: users.ann, channel: channels.backs, content: 'anyone tried cupping for this' };
    const sent = discord.say(asked);
    assert.match(await order(world, 'unanswered'), /1 times: /);
    await world.daemon.stop();
    await world.spawn();
    await discord.resumed();
    discord.redeliver(sent);
    assert.match(await order(world, 'unanswered'), /1 times: /);
    discord.say(asked);
    assert.match(await order(world, 'unanswered'), /2 times: /);
    assert.ok(!discord.all('message').some(({ channel }) => channel === channels.backs.id));
  });

  play('says what it would say, and keeps the text nowhere', { ...DAY, start: true }, async (world) => {
    const tested = await order(world, 'test', { text: EMERGENCY });
    assert.match(tested, /\*\*escalate\*\* in a direct channel/);
    assert.match(tested, /Call 999/);
    assert.equal(world.discord.all('message').length, 0);
    assert.equal((await audit(world)).at(-1).step, 'test');
    assert.ok(!JSON.stringify(await audit(world)).includes('legs'));
  });

  play('lists no longer what is answered after a reload, and to a server what was asked there', { ...DAY }, async (world) => {
    const { discord, users, channels, ask, staff } = world;
    world.settings.servers[0].operators = [{ id: staff.id }];
    await world.start();
    const list = (user) => order(world, 'unanswered', {}, user);
    await ask({ user: users.ann, content: UNCOVERED });
    assert.match(await list(users.mod), new RegExp(`1 times: ${SHAPE.replace('+', '\\+')}`));
    await ask({ user: users.ann, channel: channels.backs, content: `<@${discord.bot.id}> ${UNCOVERED}`, mentions: [discord.bot] });
    assert.match(await list(users.mod), /2 times: /);
    const { output } = await tool(world, 'suggest', '--content', world.content, '--id', 'local.magnets', SHAPE);
    const [, file] = /^# (intents\/\S+),/.exec(output);
    await mkdir(join(world.content, 'responses/local'), { recursive: true });
    await writeFile(join(world.content, 'responses/local/magnets.md'),
      "---\ntitle: Magnets\nsources: ['001']\nreviewed: 2026-11-22\n---\nThe articles say nothing of magnets.\n");
    await writeFile(join(world.content, file), output.replace(/ *#.*\n.*\n *covered: false\n/, ''));
    await world.daemon.line(/reloaded from /);
    assert.match(await list(users.mod), /Nothing went unanswered/);
    assert.match((await tool(world, 'unanswered', '--config', world.configFile)).output, /Nothing went unanswered/);
  });

  play('tries every way of telling staff, and says what each did', {
    ...DAY,
    start: true,
    settings: (settings, world) => {
      DAY.settings(settings, world);
      settings.alerts.command = join(world.folder, 'page');
      settings.servers[0]['staff-next'] = [{ channel: world.channels.readonly.id }];
    },
  }, async (world) => {
    const { discord, channels, staff, folder } = world;
    await writeFile(join(folder, 'page'), `#!/bin/sh\necho "$LUMBARD_STEP $LUMBARD_TEXT" > ${folder}/paged\n`);
    await chmod(join(folder, 'page'), 0o700);
    assert.equal((await order(world, 'drill')).split('Look')[0], [
      `- <#${channels.mods.id}>: taken`,
      `- <#${channels.readonly.id}>: NOT taken: Missing Permissions (50013)`,
      '- command: taken',
      'The drill was taken by 2 of 3. ',
    ].join('\n'));
    const [{ content, pings }] = discord.all('message');
    assert.match(content, /DRILL: nobody is in danger/);
    assert.deepEqual(pings.roles, [staff.id]);
    assert.match(await readFile(join(folder, 'paged'), 'utf8'), /^drill DRILL: nobody is in danger/);
    const lines = (await audit(world)).filter(({ step }) => step === 'drill');
    assert.deepEqual(lines.map(({ path, detail, who }) => [path, detail, who]).sort(), [
      ['', 'begun', world.users.mod.id],
      ['command', 'taken', world.users.mod.id],
      [`channel ${channels.mods.id}`, 'taken', world.users.mod.id],
      [`channel ${channels.readonly.id}`, 'Missing Permissions (50013)', world.users.mod.id],
    ].sort());
  });

  play('looks at feedback on the disk, reloads, drills, unmutes', { ...DAY, start: true }, async (world) => {
    const { discord, users, channels } = world;
    assert.match(await order(world, 'feedback'), /Nobody has said anything of an answer/);
    assert.match(await order(world, 'reload'), /Reloaded: generation 2/);
    assert.match(await order(world, 'drill'), /taken by 1 of 1/);
    const { content } = await discord.nextMessage({ match: ({ channel }) => channel === channels.mods.id });
    assert.match(content, /DRILL: nobody is in danger/);
    assert.match(await order(world, 'mute', { user: users.ann.id }), /gets no answers/);
    assert.match(await order(world, 'unmute', { user: users.ann.id }), /is answered again/);
    assert.ok(await world.ask({ user: users.ann, channel: channels.backs, content: QUESTION }));
  });
});
