// A Chromium for the page's tests. Every page is watched: a script error, a breach of the
// Content-Security-Policy or a request to anywhere but the sandbox fails its test.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';

import { chromium } from 'playwright-core';

import { createFake } from './fake.mjs';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const DESKTOP = { width: 1440, height: 900 };
export const PHONE = { width: 360, height: 740 };

let browser = null;

/** Starts the browser for a file's tests, and ends it. */
export function useBrowser() {
  before(async () => {
    browser = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-dev-shm-usage'],
    });
  });
  after(() => browser?.close());
}

/**
 * A test with a fake sandbox and a page that has loaded it.
 * @param {object} options of the browser's context; {fake: (fake) => void} prepares the sandbox,
 *   {server: () => Promise<{url, close}>} takes another in its place; {landmark: selector} is there once the
 *   page has loaded it, {before: (page) => Promise} is called before that;
 *   {expected: RegExp} is what the browser may say on its console
 * @param {(t: {page: object, fake: object, parts: object}) => Promise<void>} body
 */
export function play(name, options, body) {
  test(name, async () => {
    const { fake: prepare, server = createFake, landmark = '.channel', before, expected, ...contextOptions } = options;
    const fake = await server();
    prepare?.(fake);
    const context = await browser.newContext({ viewport: DESKTOP, locale: 'en-GB', ...contextOptions });
    context.setDefaultTimeout(30_000);
    await context.addInitScript({ path: AXE });
    const page = await context.newPage();
    const wrong = watch(page, fake, expected);
    await before?.(page);
    try {
      await page.goto(fake.url);
      await page.locator(landmark).first().waitFor({ state: 'attached' });
      await body({ page, fake, parts: partsOf(page) });
      assert.deepEqual(wrong, []);
    } finally {
      await context.close();
      await fake.close();
    }
  });
}

function watch(page, fake, expected) {
  const wrong = [];
  page.on('pageerror', (error) => wrong.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => {
    wrong.push(`dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  page.on('request', (request) => {
    const { origin } = new URL(request.url());
    if (origin !== new URL(fake.url).origin && !request.url().startsWith('data:'))
      wrong.push(`request: ${request.url()}`);
  });
  page.on('console', (message) => {
    // a lost connection is told on the console by the browser itself
    if (message.type() === 'error' && !/WebSocket connection/.test(message.text()) && !expected?.test(message.text()))
      wrong.push(`console: ${message.text()}`);
  });
  return wrong;
}

// The parts of the page by what a person would call them.
function partsOf(page) {
  return {
    text: page.getByRole('textbox', { name: /^(Message|New wording|Text of the new post)$/ }),
    log: page.getByRole('log'),
    why: page.locator('#why'),
    channels: page.locator('#sidebar'),
    send: page.getByRole('button', { name: /^(Send|Save|Post)$/ }),
    writeAs: page.getByLabel('Write as'),
    error: page.locator('#composer-error'),
    async say(text) {
      await this.text.fill(text);
      await this.text.press('Enter');
    },
    message: (text) => page.locator('.message').filter({ has: page.locator('.text', { hasText: text }) }),
    channel: (name) =>
      page
        .locator('.channel')
        .filter({ has: page.locator('.channel-name', { hasText: new RegExp(`^${name}$`) }) }),
  };
}

/** No finding of axe in the state the page is in; the red-flag boxes with the contrast of level AAA. */
export async function assertAccessible(page, state) {
  const findings = await page.evaluate(async () => {
    const told = ({ violations }) =>
      violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target} ${n.failureSummary}`));
    // while a sheet lies over the page, the page's own landmarks are inert on purpose
    const page = document.querySelector('.open')
      ? { 'landmark-one-main': { enabled: false }, 'page-has-heading-one': { enabled: false } }
      : {};
    const all = told(await window.axe.run(document, { resultTypes: ['violations'], rules: page }));
    if (!document.querySelector('.flag')) return all;
    const flags = {
      runOnly: ['color-contrast-enhanced'],
      rules: { 'color-contrast-enhanced': { enabled: true } },
    };
    return [...all, ...told(await window.axe.run('.flag', flags))];
  });
  assert.deepEqual(findings, [], `axe, ${state}`);
}

/** Nothing of the page lies beside the window. */
export async function assertNoSidewaysScroll(page, state) {
  const { inner, outer, wide } = await page.evaluate(() => {
    const limit = document.documentElement.clientWidth;
    const scrolled = (node) =>
      node &&
      node !== document.body &&
      (['auto', 'scroll', 'hidden'].includes(getComputedStyle(node).overflowX) ||
        scrolled(node.parentElement));
    const beside = [...document.querySelectorAll('body *')].filter(
      (node) =>
        node.getClientRects().length > 0 &&
        node.getBoundingClientRect().right > limit + 1 &&
        !scrolled(node.parentElement),
    );
    const scrollers = [...document.querySelectorAll('.log, .main, .sidebar, .why, .tries')].filter(
      (node) => node.scrollWidth > node.clientWidth + 1,
    );
    return {
      inner: limit,
      outer: document.documentElement.scrollWidth,
      wide: [...beside, ...scrollers].slice(0, 5).map((node) => node.outerHTML.slice(0, 120)),
    };
  });
  assert.deepEqual(wide, [], `beside the window, ${state}`);
  assert.ok(outer <= inner, `${state}: ${outer} px in ${inner}`);
}
