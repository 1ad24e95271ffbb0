// lumbard as a process: started with arguments, its lines as they come, its end.
//
// LUMBARD names the program (build/lumbard unless set), LUMBARD_CONTENT the folder of its content (the
// project's), LUMBARD_UNDER a command that runs it, such as "valgrind --error-exitcode=99", and
// LUMBARD_SLOW how many times longer everything may take then.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import readline from 'node:readline';
import { fileURLToPath } from 'node:url';

import { Events } from '../gateway/events.mjs';

export const SLOW = Number(process.env.LUMBARD_SLOW ?? 1);
export const DEADLINE = 15_000 * SLOW; // ms after which a wait fails
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export const CONTENT = process.env.LUMBARD_CONTENT ? resolve(process.env.LUMBARD_CONTENT) : ROOT;
export const PROGRAM = process.env.LUMBARD ? resolve(process.env.LUMBARD) : `${ROOT}build/lumbard`;
const UNDER = (process.env.LUMBARD_UNDER ?? '').split(/\s+/).filter(Boolean);
const KEPT = ['PATH', 'HOME', 'TMPDIR', 'ASAN_OPTIONS', 'LSAN_OPTIONS', 'UBSAN_OPTIONS'];

export class Program {
  lines = []; // of standard error
  output = ''; // standard output
  ended; // promise of {code, signal}
  leaving = false; // its end is expected
  #child;
  #events = new Events(DEADLINE);

  // env: variables, beside the few that every program needs.
  constructor(args, env = {}, program = PROGRAM) {
    const [command, ...rest] = [...UNDER, program, ...args];
    const kept = KEPT.filter((key) => key in process.env).map((key) => [key, process.env[key]]);
    this.#child = spawn(command, rest, {
      cwd: ROOT,
      env: { ...Object.fromEntries(kept), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child.stdout.setEncoding('utf8').on('data', (text) => { this.output += text; });
    readline.createInterface({ input: this.#child.stdout }).on('line', (line) => this.#events.push('output', line));
    readline.createInterface({ input: this.#child.stderr }).on('line', (line) => {
      this.lines.push(line);
      this.#events.push('line', line);
    });
    this.ended = new Promise((settle, fail) => {
      this.#child.on('error', fail);
      this.#child.on('close', (code, signal) => settle({ code, signal }));
    });
    this.ended.catch(() => {});
  }

  get pid() {
    return this.#child.pid;
  }

  // The next line of the log that no call has handed out and that the pattern fits.
  line(pattern, options) {
    return this.#events.next('line', {
      match: (line) => pattern.test(line), what: `a line ${pattern}`, ...options,
    });
  }

  // The same of standard output.
  printed(pattern, options) {
    return this.#events.next('output', {
      match: (line) => pattern.test(line), what: `a line ${pattern} of output`, ...options,
    });
  }

  // What to show where a test fails: the end of the log, and what sanitizers and valgrind have said.
  get lastWords() {
    const found = this.lines.slice(0, -40).filter((line) => /^==|^ {4}#|runtime error/.test(line));
    return [...found.slice(0, 60), ...this.lines.slice(-40)].join('\n');
  }

  signal(name) {
    this.#child.kill(name);
  }

  // Its exit status once it ends; fails when it does not, or dies of a signal.
  async exit() {
    this.leaving = true;
    let timer;
    const late = new Promise((_, fail) => {
      timer = setTimeout(() => fail(new Error(`it did not end in ${DEADLINE} ms`)), DEADLINE);
    });
    try {
      const { code, signal } = await Promise.race([this.ended, late]);
      assert.equal(signal, null, 'it died of a signal');
      return code;
    } finally {
      clearTimeout(timer);
    }
  }

  // Ends it as an operator would; its exit status.
  stop(signal = 'SIGTERM') {
    this.leaving = true;
    this.signal(signal);
    return this.exit();
  }

  // Whatever it does, it is gone afterwards.
  async kill() {
    this.leaving = true;
    this.signal('SIGKILL');
    await this.ended.catch(() => {});
    this.#events.close();
  }
}

// Runs it to its end: {code, output, log}; the log as one text.
export async function runToEnd(args, env, file) {
  const program = new Program(args, env, file);
  try {
    const code = await program.exit();
    return { code, output: program.output, log: program.lines.join('\n') };
  } finally {
    await program.kill();
  }
}

// What the system shows of a process in /proc/PID/FILE; null where it shows that to root alone, as the
// environment of a lumbard that runs under a user of its own.
export async function shown(pid, file) {
  try {
    return await readFile(`/proc/${pid}/${file}`);
  } catch (error) {
    if (error.code === 'EACCES' || error.code === 'EPERM') return null;
    throw error;
  }
}
