// `lumbard run --check` and `--check --online`: what an operator is told before anything is connected.

import assert from 'node:assert/strict';
import { describe } from 'node:test';

import { runToEnd } from './program.mjs';
import { TOKEN, play } from './world.mjs';

const BY_HAND = { start: false };
const NO_CHANNELS = { start: false, settings: (settings) => { settings.servers = undefined; } };

// Writes the configuration and checks it: {code, output, log}.
async function check(world, { online = false, env = { DISCORD_TOKEN: TOKEN } } = {}) {
  await world.configure();
  const args = [...world.arguments, '--check', ...(online ? ['--online'] : [])];
  const result = await runToEnd(args, env);
  assert.ok(!`${result.output}${result.log}`.includes(TOKEN), 'the token is told');
  return result;
}

function checkOnline(world, env) {
  return check(world, { online: true, env });
}

// The findings of a level, "ok", "warning" or "PROBLEM".
function findings({ output }, level) {
  return output.split('\n').filter((line) => line.startsWith(`${level} `));
}

describe('--check', { concurrency: 4 }, () => {
  play('prints what the configuration comes to, and connects to nothing', BY_HAND, async (world) => {
    const { guild, channels, discord } = world;
    const { code, output, log } = await check(world);
    assert.equal(code, 0, log);
    assert.equal(log, '');
    assert.match(output, /^ {2}- id: "\d+"\n {4}region: uk$/m);
    assert.match(output, new RegExp(`id: "${channels.backs.id}"\n +mode: faq`));
    assert.ok(output.includes(`"${guild.id}"`));
    assert.equal(discord.all('connection').length + discord.all('request').length, 0);
  });

  play('prints a configuration that comes to the same', BY_HAND, async (world) => {
    const first = await check(world);
    await world.configure(first.output);
    const second = await runToEnd([...world.arguments, '--check'], { DISCORD_TOKEN: TOKEN });
    assert.equal(second.output, first.output);
  });

  play('hides a token that stands in the file', BY_HAND, async (world) => {
    const [account] = world.settings.accounts;
    account.token = TOKEN;
    const { code, log } = await check(world);
    assert.equal(code, 78, log);
    assert.match(log, /token.*\*{8}/s);
  });

  play('hides the password in an address', BY_HAND, async (world) => {
    const [account] = world.settings.accounts;
    account.api = 'https://someone:s3cretword@example.org/api/v10';
    const { log } = await check(world);
    assert.ok(!log.includes('s3cretword'), log);
  });

  play('only warns of a missing token', BY_HAND, async (world) => {
    const { code, log } = await check(world, { env: {} });
    assert.equal(code, 0, log);
    assert.match(log, /there is no token: set DISCORD_TOKEN/);
    assert.match(log, /warn config: `lumbard run` would not start without every token/);
  });

  play('finds what is wrong', BY_HAND, async (world) => {
    world.settings.servers[0].region = 'atlantis';
    const { code, log } = await check(world);
    assert.equal(code, 78, log);
    assert.match(log, /atlantis/);
  });

  play('is what --online belongs to', BY_HAND, async (world) => {
    await world.configure();
    const { code, log } = await runToEnd([...world.arguments, '--online'], { DISCORD_TOKEN: TOKEN });
    assert.equal(code, 64, log);
    assert.match(log, /--online belongs to --check/);
  });
});

describe('--check --online', { concurrency: 4 }, () => {
  // The world's server, where everything is as it should be.
  const GOOD = {
    start: false,
    settings: ({ servers: [server] }, { channels }) => {
      const broken = [channels.hidden.id, channels.nohistory.id];
      server.channels = server.channels.filter(({ id }) => !broken.includes(id));
    },
  };

  play('finds nothing where nothing is wrong', GOOD, async (world) => {
    const { discord } = world;
    const result = await checkOnline(world);
    assert.equal(result.code, 0, result.output);
    assert.deepEqual(findings(result, 'PROBLEM'), []);
    const ok = findings(result, 'ok').join('\n');
    assert.match(ok, new RegExp(`the token is right: it is that of lumbard \\(${discord.bot.id}\\)`));
    assert.match(ok, /Message Content Intent is on/);
    assert.match(ok, /1000 of 1000 session starts are left/);
    assert.match(ok, /channel #backs \(\d+\) in Back Pain Club: the bot has the permissions/);
    assert.match(ok, /staff channel #mods \(\d+\) in Back Pain Club: the bot has the permissions/);
    assert.match(ok, /forum #ask-backs \(\d+\) in Back Pain Club: the bot has the permissions/);
  });

  play('gives the link that invites the bot', NO_CHANNELS, async (world) => {
    const { discord } = world;
    const { output } = await checkOnline(world);
    const link = new URL(/https:\/\/discord\.com\/oauth2\/authorize\S+/.exec(output)[0]);
    assert.equal(link.searchParams.get('client_id'), discord.bot.id);
    assert.equal(link.searchParams.get('scope'), 'bot');
    const needs = BigInt(link.searchParams.get('permissions'));
    const VIEW_SEND_HISTORY_THREADS = 1n << 10n | 1n << 11n | 1n << 16n | 1n << 38n;
    assert.equal(needs, VIEW_SEND_HISTORY_THREADS);
  });

  play('begins no session', GOOD, async (world) => {
    await checkOnline(world);
    assert.equal(world.discord.all('connection').length, 0);
    assert.equal(world.discord.all('message').length, 0);
    const asked = world.discord.all('request');
    assert.ok(asked.every(({ method }) => method === 'GET'));
  });

  play('finds a token that is not right', GOOD, async (world) => {
    const result = await checkOnline(world, { DISCORD_TOKEN: `${TOKEN}x` });
    assert.equal(result.code, 78, result.output);
    const [problem, ...rest] = findings(result, 'PROBLEM');
    assert.match(problem, /refuses the bot token \(401\).*Reset Token/);
    assert.deepEqual(rest, []);
    assert.equal(world.discord.all('request').length, 1);
  });

  play('finds a token that is not there', GOOD, async (world) => {
    const { code, log } = await checkOnline(world, {});
    assert.equal(code, 78, log);
    assert.match(log, /there is no token/);
  });

  play('finds the switch that is off', {
    ...GOOD, discord: { portal: { messageContent: false } },
  }, async (world) => {
    const result = await checkOnline(world);
    assert.equal(result.code, 78, result.output);
    const problems = findings(result, 'PROBLEM');
    assert.equal(problems.length, 1);
    assert.match(problems[0], /Message Content Intent is off.*turn it on at https:\/\/discord\.com/);
    assert.ok(problems[0].includes(world.discord.bot.id));
  });

  play('does not ask for a switch that is not needed', {
    ...NO_CHANNELS, discord: { portal: { messageContent: false } },
  }, async (world) => {
    const result = await checkOnline(world);
    assert.equal(result.code, 0, result.output);
    assert.match(result.output, /Message Content Intent is off, and not needed/);
    assert.match(result.output, /no channels are configured/);
  });

  play('finds permissions that are missing', {
    start: false,
    settings: ({ servers: [server] }, { channels, thread }) => {
      server['staff-channel'] = channels.readonly.id;
      server.channels = [
        { id: channels.hidden.id, mode: 'faq' },
        { id: channels.nohistory.id, mode: 'ambient' },
        { id: thread.id, mode: 'faq' },
      ];
    },
  }, async (world) => {
    const { channels } = world;
    const result = await checkOnline(world);
    assert.equal(result.code, 78, result.output);
    const problems = findings(result, 'PROBLEM').join('\n');
    const lacks = (label, what) => (
      new RegExp(`${label} \\(\\d+\\) in Back Pain Club: the bot lacks ${what}`)
    );
    assert.match(problems, new RegExp(`channel ${channels.hidden.id} is hidden from the bot`));
    assert.match(problems, lacks('staff channel #rules', 'Send Messages'));
    assert.match(problems, lacks('channel #no-history', 'Read Message History'));
    assert.match(result.output, /^ok +thread Lifting \(\d+\) in Back Pain Club/m);
    assert.equal(findings(result, 'PROBLEM').length, 3);
  });

  play('finds a staff role that the bot may not mention', {
    ...GOOD, settings: (settings, world) => {
      GOOD.settings(settings, world);
      world.staff.mentionable = false;
    },
  }, async (world) => {
    const { discord, channels, staff, botRole } = world;
    const result = await checkOnline(world);
    assert.equal(result.code, 78, result.output);
    const [problem, ...rest] = findings(result, 'PROBLEM');
    assert.match(problem, new RegExp(`does not let the bot mention role ${staff.id}.*#mods.*Allow anyone`));
    assert.deepEqual(rest, []);
    const { permission_overwrites: rules } = discord.model.channel(channels.mods);
    rules.find(({ id }) => id === botRole.id).allow = String(1n << 10n | 1n << 17n);
    const mended = await checkOnline(world);
    assert.equal(mended.code, 0, mended.output);
  });

  play('finds a staff role that there is not', {
    ...GOOD, settings: (settings, world) => {
      GOOD.settings(settings, world);
      settings.servers[0]['staff-role'] = '1300000000000000097';
    },
  }, async (world) => {
    const result = await checkOnline(world);
    assert.equal(result.code, 78, result.output);
    assert.match(findings(result, 'PROBLEM').join('\n'), /has no role 1300000000000000097.*staff-role/);
  });

  play('finds ids that are those of nothing, or of something else', {
    start: false,
    settings: (settings, { discord, guild, channels }) => {
      const other = discord.addGuild({ name: 'Another server' });
      const far = discord.addChannel({ guild: other, name: 'lobby' });
      const listen = (...ids) => ids.map((id) => ({ id, mode: 'faq' }));
      settings.servers = [
        { id: guild.id, channels: listen('1300000000000000099', far.id) },
        { id: '1300000000000000098', channels: listen(channels.backs.id) },
      ];
    },
  }, async (world) => {
    const result = await checkOnline(world);
    assert.equal(result.code, 78, result.output);
    const problems = findings(result, 'PROBLEM').join('\n');
    assert.match(problems, /channel 1300000000000000099 does not exist \(404\)/);
    const belongs = 'belongs to server \\d+, but is configured under server';
    assert.match(problems, new RegExp(`#lobby \\(\\d+\\) ${belongs} \\d+`));
    assert.match(problems, new RegExp(`#backs \\(\\d+\\) ${belongs} 1300000000000000098`));
  });

  play('sees what a channel denies that is not named', {
    start: false,
    settings: (settings, { guild }) => { settings.servers = [{ id: guild.id, region: 'uk', threads: 'yes' }]; },
  }, async (world) => {
    const { discord, guild, botRole } = world;
    discord.addChannel({ guild, name: 'no-threads', overwrites: [{ role: botRole, deny: 'CREATE_PUBLIC_THREADS' }] });
    const result = await checkOnline(world);
    assert.equal(result.code, 0, result.output);
    const warnings = findings(result, 'warning').join('\n');
    assert.match(warnings, /channel #no-threads \(\d+\) in Back Pain Club, which is not named: the bot lacks Create Public Threads/);
    assert.doesNotMatch(warnings, /#general|#rules|#secret/);
  });

  play('says when there is no answer', {
    start: false,
    settings: ({ accounts: [account] }) => { account.api = 'http://127.0.0.1:9/api/v10'; },
  }, async (world) => {
    const result = await checkOnline(world);
    assert.notEqual(result.code, 0);
    assert.match(findings(result, 'PROBLEM').join('\n'), /no answer from http:\/\/127\.0\.0\.1:9/);
  });

  play('says when the answer is none of Discord\'s', GOOD, async (world) => {
    world.discord.fault({ status: 200, html: '<html>Welcome to nginx!</html>', times: 99 });
    const result = await checkOnline(world);
    assert.equal(result.code, 78, result.output);
    assert.match(findings(result, 'PROBLEM').join('\n'), /Is that Discord's API\?/);
  });
});
