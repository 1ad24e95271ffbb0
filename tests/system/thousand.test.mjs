// A thousand messages, and trouble while they come: the content is reloaded, the connection breaks, a
// request is refused for a while. Every question is answered exactly once, and nothing else is.

import assert from 'node:assert/strict';

import { CALL, EMERGENCIES, PRIVATE, QUESTIONS, SMALL_TALK } from './phrases.mjs';
import { SAY, UNLIMITED, play } from './world.mjs';

const MESSAGES = 1000;
const OPEN_MAX = 40; // answers that are awaited at a time
const PEOPLE = 100;

// What the n-th message says: {content, wanted}; wanted is a mark of its answer, null for none.
function phrase(n) {
  const pick = (list) => list[n % list.length];
  if (n % 33 === 7) return { content: pick(EMERGENCIES), wanted: CALL };
  if (n % 4 === 0) {
    const [content, wanted] = pick(QUESTIONS);
    return { content, wanted };
  }
  return { content: pick(SMALL_TALK), wanted: null };
}

// Says them all, and does what is planned before the n-th.
async function sayAll({ discord, channels, thread, replyTo }, people, plan) {
  const places = [channels.general, channels.backs, thread, channels.general];
  const said = [];
  const open = new Set();
  for (let n = 0; n < MESSAGES; n += 1) {
    await plan[n]?.();
    const { content, wanted } = phrase(n);
    const [user, channel] = [people[n % PEOPLE], places[n % places.length]];
    const message = discord.say({ user, channel, content });
    said.push({ message, wanted });
    if (!wanted) continue;
    const answer = replyTo(message).finally(() => open.delete(answer));
    open.add(answer);
    if (open.size === OPEN_MAX) await Promise.race(open);
  }
  await Promise.all(open);
  return said;
}

play('a thousand messages', { discord: { limits: UNLIMITED } }, async (world) => {
  const { discord, guild, channels, daemon, finish } = world;
  const people = Array.from({ length: PEOPLE }, (_, i) => {
    const user = discord.addUser({ username: `person${i}` });
    discord.addMember(guild, user);
    return user;
  });
  let limited;
  const said = await sayAll(world, people, {
    200: () => daemon.signal('SIGHUP'),
    400: () => discord.dropConnections('reset'),
    420: () => discord.onNextResume({ rewind: 5 }),
    600: () => {
      limited = discord.fault({ on: SAY, status: 429, scope: 'global', retryAfter: 0.3 });
    },
    800: () => { discord.reconnect(); },
  });
  const posted = await finish();

  await daemon.line(/content: reloaded/);
  assert.equal(limited.hits, 1);
  assert.equal(discord.all('resumed').length, 2);
  assert.ok(discord.all('resumed')[0].replayed > 0, 'nothing was replayed');
  assert.equal(discord.all('identify').length, 1);

  const alerts = posted.filter((message) => message.channel === channels.mods.id);
  for (const { message, wanted } of said) {
    const got = posted.filter(({ replyTo }) => replyTo === message.id);
    assert.equal(got.length, wanted ? 1 : 0, `replies to "${message.content}"`);
    if (wanted) assert.match(got[0].content, wanted);
  }
  const escalated = said.filter(({ wanted }) => wanted === CALL).length;
  assert.equal(alerts.length, escalated);
  const alone = said.filter(({ message }) => PRIVATE.includes(message.content)).length;
  assert.ok(alone > 0);
  assert.equal(posted.length, said.filter(({ wanted }) => wanted).length + escalated + alone);
  assert.equal(discord.all('duplicate').length, 0);
});
