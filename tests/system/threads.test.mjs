// Long answers in threads: the daemon against the sandbox's Discord, which opens threads.

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { startSandbox } from '../sandbox/sandbox.mjs';
import { CONTENT, Program } from './program.mjs';

test('a long answer goes into a thread, a red flag never', async () => {
  const discord = await startSandbox(['--no-bot']);
  const folder = await mkdtemp(join(tmpdir(), 'lumbard-'));
  const channel = (name) => discord.state.channels.find((c) => c.name === name);
  const file = join(folder, 'lumbard.yaml');
  await writeFile(file, JSON.stringify({
    accounts: [{ name: 'discord', platform: 'discord', token: { env: 'DISCORD_TOKEN' }, api: `${discord.apiBase}/v10` }],
    servers: [{ id: '1300000000000000001', region: 'uk', threads: 'yes' }],
  }));
  const lumbard = new Program(['run', '--config', file, '--content', CONTENT], { DISCORD_TOKEN: discord.token });
  try {
    await discord.waitUntil(() => discord.state.bot.ready);
    const [user] = discord.state.users;
    const threads = [];
    const said = async (content) => {
      const heard = discord.waitFor((e) => e.type === 'message' && e.message.author.bot, 'a reply');
      const opened = discord.waitFor((e) => e.type === 'channel', 'a thread').then((e) => threads.push(e.channel), () => {});
      const { id } = await discord.say({ user, channel: channel('off-topic'), content, mentionsBot: true });
      return { id, opened, reply: (await heard).message };
    };
    const short = await said('how do I lift safely?');
    assert.equal(short.reply.channel, channel('off-topic').id);
    assert.equal(short.reply.reply_to, short.id);
    const flag = await said('my foot just drops when I walk since yesterday and my back hurts');
    assert.equal(flag.reply.channel, channel('off-topic').id);
    assert.equal(threads.length, 0);
    const long = await said('what causes back spasms?');
    await long.opened;
    assert.equal(threads[0].name, 'Causes of back spasms');
    assert.equal(long.reply.channel, threads[0].id);
    assert.match(long.reply.text, /five main kinds of cause/);
  } finally {
    await lumbard.kill();
    await discord.close();
    await rm(folder, { recursive: true });
  }
});
