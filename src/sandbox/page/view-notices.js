// What stands above everything: the page's own connection, and what became of changed content.

import { button, fill, h, visible } from './dom.js';
import { readFindings } from './explain.js';

const FINDINGS_MAX = 30; // shown of one reload
const AGAIN_SHOWN = 5000; // ms that "connected again" stays

export function createNotices(page) {
  const root = document.getElementById('notices');
  const connection = h('div', { role: 'status', class: 'connection' });
  const content = h('div', { role: 'status' });
  root.append(connection, content);
  let before = 'new'; // then 'open' or 'lost'
  let timer = 0; // that counts the seconds
  let again = 0; // that ends "connected again"

  // ---------------------------------------------------------------- the page's connection

  function showConnection({ open, wait }) {
    clearInterval(timer);
    clearTimeout(again);
    if (open) {
      if (before === 'lost') sayAgain();
      else fill(connection);
      before = 'open';
      return;
    }
    if (before === 'open') before = 'lost';
    if (wait) sayLost(wait);
  }

  function sayAgain() {
    fill(connection, h('p', { class: 'notice' }, 'The page is connected to the sandbox again.'));
    again = setTimeout(() => fill(connection), AGAIN_SHOWN);
  }

  // The sentence is said once; the seconds are for the eye only.
  function sayLost(wait) {
    const until = Date.now() + wait;
    const seconds = h('span', { 'aria-hidden': 'true', class: 'quiet' });
    const show = () =>
      fill(seconds, ` Next try in ${Math.max(1, Math.ceil((until - Date.now()) / 1000))} s. `);
    show();
    timer = setInterval(show, 500);
    if (connection.querySelector('.lost'))
      return connection.querySelector('.lost [aria-hidden]').replaceWith(seconds);
    fill(
      connection,
      h(
        'div',
        { class: 'notice lost' },
        h(
          'p',
          {},
          h('strong', {}, 'The page has no connection to the sandbox. '),
          'It keeps trying by itself. If you stopped the sandbox, start it again with ',
          h('code', {}, 'make run'),
          '.',
          seconds,
        ),
        button('Try now', () => page.retry()),
      ),
    );
  }

  // ---------------------------------------------------------------- content

  function showContent(event) {
    content.setAttribute('role', event.ok ? 'status' : 'alert');
    const dismiss = button('Dismiss', () => {
      fill(content);
      page.composer.focus();
    });
    fill(content, event.ok ? reloaded(event, dismiss) : refused(event, dismiss));
  }

  function reloaded(event, dismiss) {
    return h(
      'div',
      { class: 'notice notice-ok' },
      h('p', {}, h('strong', {}, 'Content reloaded. '), visible(event.text ?? '')),
      dismiss,
    );
  }

  function refused(event, dismiss) {
    const findings = readFindings(event.text);
    const rest = findings.length - FINDINGS_MAX;
    return h(
      'div',
      { class: 'notice notice-bad' },
      h(
        'div',
        { class: 'notice-head' },
        h(
          'p',
          {},
          h('strong', {}, 'The changed content was refused. '),
          'lumbard goes on with what it had before.',
        ),
        dismiss,
      ),
      h(
        'div',
        { class: 'findings', tabindex: 0, role: 'group', 'aria-label': 'What is wrong' },
        findings.slice(0, FINDINGS_MAX).map(finding),
        rest > 0 ? h('p', {}, `and ${rest} more`) : null,
      ),
    );
  }

  function finding({ place, kind, text, source }) {
    const head = h(
      'p',
      {},
      place ? h('code', {}, visible(place)) : null,
      place ? ' ' : null,
      kind ? h('strong', {}, `${kind}: `) : null,
      visible(text),
    );
    return h('div', { class: 'finding' }, head, source ? h('pre', {}, visible(source)) : null);
  }

  page.store.on('content', showContent);
  return { showConnection };
}
