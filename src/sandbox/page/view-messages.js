// The messages of the channel on view, or the posts of a forum, kept up with what comes in.

import { button, fill, h, keepingFocus, name } from './dom.js';
import { visibleTo } from './state.js';
import { alertText, drawMessage, toolButtons, verdictButton } from './view-message.js';
import { count, flagKind } from './words.js';

const NEAR_END = 80; // px from the end at which new messages are followed
const QUIET = 150; // ms in which a screen reader has taken note of a redrawn log

export function createMessagesView(page) {
  const { store } = page;
  const log = document.getElementById('log');
  const alert = document.getElementById('alert');
  const more = button('', () => (cut ? toBottom() : toEnd()), { class: 'more', hidden: true });
  log.after(more);
  let quiet = 0;
  let following = true; // the reader is at the end and stays there
  let scrolled = 0; // where toEnd() put the log
  let cut = false; // the last message is longer than the view, and shown from its first line

  // ---------------------------------------------------------------- drawing

  // A channel that is drawn anew is no news, so the live region is switched off until a screen reader has
  // taken note, or until there is news.
  function render() {
    clearTimeout(quiet);
    log.setAttribute('aria-live', 'off');
    keepingFocus(log, draw);
    quiet = setTimeout(speak, QUIET);
    toEnd();
  }

  function speak() {
    clearTimeout(quiet);
    log.setAttribute('aria-live', 'polite');
  }

  function draw() {
    const channel = store.channel();
    log.setAttribute('aria-label', channel ? `Messages in ${channel.name}` : 'Messages');
    document
      .getElementById('main')
      .classList.toggle('is-empty', store.list().length === 0 && channel?.kind !== 'forum');
    if (!channel) fill(log, h('p', { class: 'empty' }, 'The messages come as soon as the sandbox answers.'));
    else if (channel.kind === 'forum') fill(log, drawPosts(channel));
    else if (store.list().length === 0) fill(log, h('p', { class: 'empty' }, 'No messages here yet.'));
    else
      fill(
        log,
        store.list().map((message) => drawMessage(message, page)),
      );
    activate(log.querySelector('.message:last-of-type'));
    markSelected();
  }

  function drawPosts(forum) {
    const posts = [...store.channels.values()].filter((channel) => channel.parent === forum.id);
    if (posts.length === 0) return h('p', { class: 'empty' }, 'No posts yet. Write the first one below.');
    return h(
      'ul',
      { class: 'posts' },
      posts.map((post) => h('li', {}, postButton(post))),
    );
  }

  function postButton(post) {
    const n = store.list(post.id).length;
    return button(
      [name(post.name), h('span', { class: 'quiet' }, count(n, 'message'))],
      () => page.open(post.id),
      { 'data-key': post.id },
    );
  }

  // Whoever is at the end stays there while what is above it grows.
  function staying(change) {
    const follow = following;
    change();
    if (follow) toEnd();
  }

  // ---------------------------------------------------------------- one message

  // Whoever wrote it, or used what it answers, wants to see it.
  const mine = (message) => [message.author.id, message.used?.user].includes(store.user);

  const nodeOf = (id) => document.getElementById(`m-${id}`);

  function add(message) {
    if (message.flag?.tier === 'emergency' && flagKind(message.flag) === 'emergency')
      alert.textContent = alertText(message, page);
    if (message.channel !== store.current || !visibleTo(message, store.user)) return;
    speak();
    if (!log.querySelector('.message')) return drawFirst();
    const follow = following || mine(message);
    const node = drawMessage(message, page);
    log.append(node);
    while (log.querySelectorAll('.message').length > store.list().length)
      log.querySelector('.message').remove();
    activate(log.contains(document.activeElement) ? null : node);
    if (follow) toEnd();
    else offer('New messages below', false);
  }

  // The first message of a channel is news, although the whole log is drawn for it.
  function drawFirst() {
    draw();
    toEnd();
  }

  function replace(message) {
    const node = nodeOf(message.id);
    if (!node || message.channel !== store.current) return;
    staying(() => keepingFocus(log, () => node.replaceWith(drawMessage(message, page))));
    activate(nodeOf(message.id));
    markSelected();
  }

  function remove(message) {
    const node = nodeOf(message.id);
    const next = node?.nextElementSibling ?? node?.previousElementSibling;
    const focused = node?.contains(document.activeElement);
    node?.remove();
    if (message.channel === store.current && store.list().length === 0) return render();
    if (next?.matches('.message')) activate(next);
    if (focused) next?.focus();
  }

  // Somebody else writes: other messages are one's own.
  function redrawTools() {
    if ((store.messages.get(store.current) ?? []).some((message) => message.only_for)) return render();
    for (const message of store.list()) if (message.reactions?.length) replace(message);
    for (const message of store.list()) redraw(message, (tools) => fill(tools, toolButtons(message, page)));
  }

  // A verdict came: the message and its replies tell of it. The other buttons stay, somebody may be pressing them.
  function redrawVerdict(id) {
    for (const message of store.list()) {
      if (message.id !== id && message.reply_to !== id && message.cause !== id) continue;
      redraw(message, (tools) => {
        tools.querySelector('.why-opener')?.remove();
        tools.prepend(verdictButton(message, page));
      });
    }
  }

  function redraw(message, draw) {
    const node = nodeOf(message.id);
    const tools = node?.querySelector('.tools');
    if (tools) staying(() => keepingFocus(tools, () => draw(tools)));
    if (node?.tabIndex === 0) activate(node);
  }

  function markSelected() {
    for (const node of log.querySelectorAll('.message'))
      node.classList.toggle('selected', node.dataset.key === store.selected);
  }

  // ---------------------------------------------------------------- the end of the log

  const nearEnd = () => log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_END;

  function offer(label, isCut) {
    cut = isCut;
    more.textContent = label;
    more.hidden = false;
  }

  function toBottom() {
    log.querySelector('.message:last-of-type')?.focus({ preventScroll: true });
    log.scrollTop = log.scrollHeight;
    more.hidden = true;
  }

  // The end; but a message longer than the view from its first line, where the number to call stands.
  function toEnd() {
    const last = log.querySelector('.message:last-of-type');
    log.scrollTop = log.scrollHeight;
    if (last && last.offsetHeight > log.clientHeight)
      log.scrollTop = (last.querySelector('.flag') ?? last).offsetTop - log.offsetTop;
    scrolled = log.scrollTop;
    following = true;
    more.hidden = true;
    // its buttons, "False alarm" among them, stand at its end
    if (!nearEnd()) offer('More below', true);
  }

  log.addEventListener('scroll', () => {
    if (nearEnd()) more.hidden = true;
    following = nearEnd() || log.scrollTop === scrolled;
  });

  // A notice or an opened box takes room from the log: what was in view stays in view.
  new ResizeObserver(() => following && toEnd()).observe(log);

  // ---------------------------------------------------------------- the keyboard

  // One message at a time can be reached with Tab, the others with the arrows.
  function activate(node) {
    if (!node) return;
    for (const other of log.querySelectorAll('.message[tabindex="0"]')) setReach(other, -1);
    setReach(node, 0);
  }

  function setReach(node, index) {
    node.tabIndex = index;
    for (const child of node.querySelectorAll('button')) child.tabIndex = index;
  }

  log.addEventListener('focusin', (event) => activate(event.target.closest('.message')));

  log.addEventListener('keydown', (event) => {
    const nodes = [...log.querySelectorAll('.message')];
    const at = nodes.indexOf(event.target.closest('.message'));
    const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: nodes.length - 1 }[event.key];
    if (at < 0 || to === undefined || !nodes[to]) return;
    event.preventDefault();
    nodes[to].focus();
  });

  // ---------------------------------------------------------------- what to follow

  store.on('all current', render);
  store.on('user commands', redrawTools);
  store.on('waiting', (id) => {
    const message = store.find(id);
    if (message) replace(message);
  });
  store.on('channels', () => store.channel()?.kind === 'forum' && render());
  store.on('message', add);
  store.on('edit', replace);
  store.on('delete', remove);
  store.on('why', (why) => why.channel === store.current && redrawVerdict(why.message));
  store.on('selected', markSelected);

  return {
    /** Brings a message of the channel on view into sight and gives it the focus. */
    show(id) {
      const node = nodeOf(id);
      node?.scrollIntoView({ block: 'center' });
      node?.focus({ preventScroll: true });
    },
  };
}
