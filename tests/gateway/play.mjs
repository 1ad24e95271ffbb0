// A test with a double and a world of its own.

import { test } from 'node:test';

import { createDiscord } from './gateway.mjs';
import { createWorld } from './world.mjs';

// body(discord, world); options are createDiscord()'s. The double is closed at the end.
export function play(name, options, body) {
  test(name, async () => {
    const discord = await createDiscord(options);
    try {
      await body(discord, createWorld(discord));
    } finally {
      await discord.close();
    }
  });
}
