// What the bot has to say arrives, whatever the REST API does in between, and arrives once.

import assert from 'node:assert/strict';
import { describe } from 'node:test';

import { ANSWER, CALL, EMERGENCY, HEAT, QUESTION } from './phrases.mjs';
import { SAY, play } from './world.mjs';

const WAIT = 0.6; // seconds that a 429 asks for

// Somebody asks; the fault meets the answer, which comes in the end, once.
async function arrivesDespite(world, spec) {
  const { discord, users, replyTo, finish } = world;
  const fault = discord.fault({ on: SAY, ...spec });
  const message = discord.say({ user: users.ann, content: QUESTION });
  const { content } = await replyTo(message);
  assert.match(content, ANSWER);
  fault.release();
  const posted = await finish();
  assert.equal(posted.length, 1);
  assert.ok(fault.hits > 0);
  return discord.all('request').filter((request) => request.route === SAY);
}

describe('a client of the REST API', { concurrency: 3 }, () => {
  describe('an answer is not lost', { concurrency: 4 }, () => {
    const TROUBLES = {
      'a 500': { status: 500 },
      'three 502s with a page': { status: 502, html: true, times: 3 },
      'a 503': { status: 503 },
      'a connection that is reset before it is made': { reset: 'before' },
      'a connection that is reset after it was made': { reset: 'after' },
      'half an answer': { truncate: true },
      'an answer whose body is slow': { slowBody: true },
      'a 429 of the channel': { status: 429, retryAfter: 0.3 },
      'a shared 429': { status: 429, scope: 'shared', retryAfter: 0.3 },
      'a global 429': { status: 429, scope: 'global', retryAfter: 0.3 },
      'several 429s': { status: 429, retryAfter: 0.2, times: 3 },
    };
    for (const [name, spec] of Object.entries(TROUBLES)) {
      play(`by ${name}`, {}, (world) => arrivesDespite(world, spec));
    }

    play('by a request that hangs: an emergency is sent again soon', {}, async (world) => {
      const { discord, users, replyTo, finish } = world;
      const fault = discord.fault({ on: SAY, hang: 'before' });
      const message = discord.say({ user: users.ann, content: EMERGENCY });
      assert.match((await replyTo(message)).content, CALL);
      fault.remove();
      assert.equal((await finish()).filter(({ replyTo: id }) => id === message.id).length, 1);
    });

    play('and a repetition has the nonce of the first', {}, async (world) => {
      const requests = await arrivesDespite(world, { status: 500, times: 2 });
      assert.equal(requests.length, 3);
      const bodies = world.discord.all('fault').map(({ call }) => JSON.parse(call.text));
      assert.equal(new Set([...bodies, requests[2].body].map(({ nonce }) => nonce)).size, 1);
    });
  });

  describe('a 429 is obeyed', { concurrency: 4 }, () => {
    // The times, in seconds after the 429, of the requests that followed it.
    function followers(requests) {
      const [first, ...rest] = requests;
      assert.equal(first.status, 429);
      return rest.map(({ at }) => (at - first.at) / 1000);
    }

    for (const scope of ['user', 'shared', 'global']) {
      play(`with scope ${scope}`, {}, async (world) => {
        const requests = await arrivesDespite(world, { status: 429, scope, retryAfter: WAIT });
        const [again] = followers(requests);
        assert.ok(again >= WAIT, `it was sent again after ${again} s`);
      });
    }

    play('of one channel by that channel alone', {}, async (world) => {
      const { discord, users, channels, replyTo, ask } = world;
      const fault = discord.fault({ on: SAY, status: 429, retryAfter: 1 });
      const late = discord.say({ user: users.ann, channel: channels.backs, content: QUESTION });
      await fault.hit();
      await ask({ user: users.bob, channel: channels.general, content: HEAT });
      await replyTo(late);
      const order = discord.all('message').map(({ channel }) => channel);
      assert.deepEqual(order, [channels.general.id, channels.backs.id]);
    });

    play('of everything by everything', {}, async (world) => {
      const { discord, users, channels, replyTo } = world;
      const fault = discord.fault({ on: SAY, status: 429, scope: 'global', retryAfter: WAIT });
      const said = [discord.say({ user: users.ann, channel: channels.backs, content: QUESTION })];
      await fault.hit();
      said.push(discord.say({ user: users.bob, channel: channels.general, content: HEAT }));
      await Promise.all(said.map((message) => replyTo(message)));
      const posts = discord.all('request').filter((request) => request.route === SAY);
      for (const after of followers(posts)) assert.ok(after >= WAIT, `one was sent after ${after} s`);
    });

    play('before it comes: nobody is asked more often than the headers allow', {
      discord: { limits: { [SAY]: { limit: 3, per: 700 } } },
    }, async (world) => {
      const { discord, users, channels, replyTo } = world;
      const said = Array.from({ length: 9 }, () => (
        discord.say({ user: users.ann, channel: channels.backs, content: QUESTION })
      ));
      await Promise.all(said.map((message) => replyTo(message)));
      assert.equal(discord.invalidRequests, 0);
    });
  });

  describe('a refusal', { concurrency: 4 }, () => {
    play('is told and not repeated', {}, async (world) => {
      const { discord, users, channels, daemon, ask } = world;
      discord.say({ user: users.ann, channel: channels.readonly, content: QUESTION, mentionsBot: true });
      await daemon.line(/warn discord: an answer was refused: Missing Permissions/);
      await ask({ user: users.ann, content: QUESTION });
      await world.finish();
      const refused = discord.all('request').filter((request) => request.status === 403);
      assert.equal(refused.length, 1);
    });

    play('of direct messages is nobody else\'s affair', {}, async (world) => {
      const { discord, users, daemon, ask } = world;
      discord.setDms(users.ann, false);
      discord.say({ user: users.ann, content: EMERGENCY });
      await daemon.line(/error discord: a RED-FLAG reply was refused: Cannot send messages/);
      await ask({ user: users.bob, content: QUESTION });
    });

    play('by a proxy\'s page makes it wait', {}, async (world) => {
      const { discord, users, daemon } = world;
      discord.fault({ on: SAY, status: 429, html: true, times: 100 });
      discord.say({ user: users.ann, content: QUESTION });
      await daemon.line(/rate limited, 1 invalid requests of late/);
      await discord.roundTrip();
      assert.equal(await daemon.stop(), 0);
      await daemon.line(/not everything was sent in time/);
      assert.equal(discord.invalidRequests, 1);
      assert.equal(discord.all('message').length, 0);
    });
  });
});
