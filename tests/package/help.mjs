// What the program's --help tells.

import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
export const PROGRAM = resolve(root, process.env.LUMBARD ?? 'build/lumbard');

// {commands, options} of lumbard ARGS --help.
export function helpOf(args) {
  const text = execFileSync(PROGRAM, [...args, '--help'], { encoding: 'utf8' });
  const words = (pattern) => [...text.matchAll(pattern)].map(([, word]) => word);
  return { commands: words(/^ {2}([a-z][a-z-]*) +\S/gm), options: words(/^ {2}(--[a-z-]+)/gm) };
}
