// Proof that the double is a Discord.

import { conformance } from './conformance.mjs';
import { createDiscord } from './gateway.mjs';
import { createWorld } from './world.mjs';

conformance(async (options) => {
  const discord = await createDiscord(options);
  return { discord, world: createWorld(discord) };
});
