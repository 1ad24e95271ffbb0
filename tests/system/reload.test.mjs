// The content is changed while lumbard runs: what is right is taken over, what is wrong is not.

import assert from 'node:assert/strict';
import { cp, open, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe } from 'node:test';

import { ANSWER, CALL, EMERGENCY, QUESTION } from './phrases.mjs';
import { UNLIMITED, play } from './world.mjs';

const OWN = { ownContent: true, discord: { limits: UNLIMITED } };
const ARTICLE = 'responses/causes/overview.md';
const REGIONS = 'responses/regions.yaml';
const NEW = 'The answer has been edited';

const RELOADED = /info content: reloaded from /;
const NOT_RELOADED = /error content: not reloaded: the content that was there stays in use/;

// The article with another first sentence.
async function edited(content, words = NEW) {
  const text = await readFile(join(content, ARTICLE), 'utf8');
  const changed = text.replace(/^(---\n[^]*?\n---\n\s*)[^]*?(?=\n\n|:\n)/, `$1${words}`);
  assert.notEqual(changed, text);
  return changed;
}

async function answers({ users, ask }, words) {
  assert.match((await ask({ user: users.ann, content: QUESTION })).content, words);
}

describe('a changed file', { concurrency: 4 }, () => {
  const WAYS = {
    'written in place': (file, text) => writeFile(file, text),
    'renamed into place, as editors do': async (file, text) => {
      await writeFile(`${file}~new`, text);
      await rename(`${file}~new`, file);
    },
    'moved away and written anew, as other editors do': async (file, text) => {
      await rename(file, `${file}~`);
      await writeFile(file, text);
      await rm(`${file}~`);
    },
  };
  for (const [name, change] of Object.entries(WAYS)) {
    play(`is noticed: ${name}`, OWN, async (world) => {
      await answers(world, ANSWER);
      await change(join(world.content, ARTICLE), await edited(world.content));
      await world.daemon.line(RELOADED);
      await answers(world, new RegExp(NEW));
    });
  }

  play('is read once it is whole', OWN, async (world) => {
    const text = await edited(world.content);
    const half = Math.floor(text.length / 2);
    const file = await open(join(world.content, ARTICLE), 'r+');
    await file.truncate(0);
    await file.write(text.slice(0, half));
    await world.discord.roundTrip();
    await answers(world, ANSWER);
    await file.write(text.slice(half));
    await file.close();
    await world.daemon.line(RELOADED);
    await answers(world, new RegExp(NEW));
    assert.doesNotMatch(world.daemon.lines.join('\n'), /error content/);
  });

  play('is read on SIGHUP too', OWN, async (world) => {
    world.daemon.signal('SIGHUP');
    await world.daemon.line(/reloaded from .* \(generation 2\)/);
    await answers(world, ANSWER);
  });

  play('of a folder that is replaced is noticed', {
    ...OWN, start: false,
  }, async (world) => {
    // what a deployment does: a link that is made to lead to another copy
    await world.spawn();
    await world.discord.identified();
    const old = join(world.folder, 'old');
    const next = join(world.folder, 'next');
    await cp(world.content, next, { recursive: true });
    await writeFile(join(next, ARTICLE), await edited(next));
    await rename(world.content, old);
    await symlink(next, world.content);
    await world.daemon.line(RELOADED);
    await answers(world, new RegExp(NEW));
  });
});

describe('a mistake', { concurrency: 4 }, () => {
  play('keeps what was there, until it is mended', OWN, async (world) => {
    const { content, daemon } = world;
    const file = join(content, 'intents/zz-new.yaml');
    const bad = 'intents:\n  - id: causes.overview\n    patterns: [\n';
    for (let round = 0; round < 2; round += 1) {
      await writeFile(file, bad);
      assert.match(await daemon.line(/error content: \S+zz-new\.yaml/), /zz-new\.yaml:\d+:\d+: error: /);
      await daemon.line(NOT_RELOADED);
      await answers(world, ANSWER);
      await rm(file);
      await daemon.line(RELOADED);
      await answers(world, ANSWER);
    }
  });

  play('beside a right change keeps both from being taken', OWN, async (world) => {
    const { content, daemon, folder } = world;
    const file = join(content, ARTICLE);
    const before = await readFile(file);
    await writeFile(join(folder, 'bad.yaml'), 'regions: 5\n');
    await rename(join(content, REGIONS), join(folder, 'regions.yaml'));
    await rename(join(folder, 'bad.yaml'), join(content, REGIONS));
    await writeFile(file, await edited(content));
    await daemon.line(NOT_RELOADED);
    await answers(world, ANSWER);
    await rename(join(folder, 'regions.yaml'), join(content, REGIONS));
    await daemon.line(RELOADED);
    await answers(world, new RegExp(NEW));
    await writeFile(file, before);
    await daemon.line(RELOADED);
    await answers(world, ANSWER);
  });

  for (const lost of ['responses/flags/bladder-bowel.md', 'intents/lexicon.yaml', REGIONS]) {
    play(`such as the loss of ${lost} is refused`, OWN, async (world) => {
      const { content, daemon, users, ask } = world;
      await rm(join(content, lost));
      await daemon.line(NOT_RELOADED);
      assert.match((await ask({ user: users.ann, content: EMERGENCY })).content, CALL);
    });
  }

  play('in bytes is refused', OWN, async (world) => {
    const { content, daemon } = world;
    const junk = Buffer.from('\xff\xfe\x00%YAML\n\t- ?\t', 'latin1');
    for (const file of [ARTICLE, 'intents/causes.yaml']) {
      const before = await readFile(join(content, file));
      await writeFile(join(content, file), junk);
      await daemon.line(NOT_RELOADED);
      await writeFile(join(content, file), before);
      await daemon.line(RELOADED);
    }
    await answers(world, ANSWER);
  });
});

describe('while people write', { concurrency: 2 }, () => {
  // Two versions of the content: the text and the number in a reply have to be of the same one.
  async function makeVersions(world) {
    const versions = [];
    for (const n of [1, 2]) {
      const folder = join(world.folder, `version${n}`);
      await cp(world.content, folder, { recursive: true });
      const message = join(folder, 'responses/flags/leg-paralysis.md');
      const regions = join(folder, REGIONS);
      const text = await readFile(message, 'utf8');
      await writeFile(message, `${text.trimEnd()} This is version ${n}.\n`);
      const numbers = await readFile(regions, 'utf8');
      await writeFile(regions, numbers.replace('"999 or 112"', `"99${n} or 112"`));
      versions.push(folder);
    }
    return versions;
  }

  play('no reply is of two versions, and none is missing', OWN, async (world) => {
    const { discord, users, channels, content, daemon, folder, replyTo } = world;
    const versions = await makeVersions(world);
    const seen = new Set();
    await rename(content, join(folder, 'first'));
    for (const version of [...versions, ...versions]) {
      await symlink(version, join(folder, 'link'));
      await rename(join(folder, 'link'), content);
      const reloaded = daemon.line(RELOADED);
      let over = false;
      reloaded.finally(() => { over = true; });
      while (!over) {
        const message = discord.say({
          user: users.ann, channel: channels.backs, content: EMERGENCY,
        });
        const reply = (await replyTo(message)).content;
        const number = /99(\d) or 112/.exec(reply)[1];
        const said = /This is version (\d)/.exec(reply)?.[1] ?? '9';
        assert.equal(said, number);
        seen.add(number);
      }
      await reloaded;
      await discord.roundTrip();
    }
    assert.ok(seen.has('1') && seen.has('2'), `only versions ${[...seen]} were seen`);
  });

  play('many signals at once do no harm', OWN, async (world) => {
    const { daemon, users, ask } = world;
    for (let i = 0; i < 20; i += 1) {
      daemon.signal('SIGHUP');
      await ask({ user: users.ann, content: QUESTION });
    }
    await daemon.line(RELOADED);
    await answers(world, ANSWER);
  });
});
