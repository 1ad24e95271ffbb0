// One message as an article: who, when, what, and what can be done with it.

import { messageCommands } from './commands.js';
import { button, fill, h, name, sign, visible } from './dom.js';
import { drawComponents, drawReactions, feelings } from './view-components.js';
import { drawMarkdown, drawPlain, snippet } from './view-markdown.js';
import { NAME, flagKind, flagLabel, tierLabel, verdictShort, verdictSign } from './words.js';

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });

/** @param {object} page store, drawing functions and actions; see page.js */
export function drawMessage(message, page) {
  const { author } = message;
  const at = new Date(message.at);
  const label = [
    author.name,
    message.flag ? flagLabel(message.flag) : null,
    message.only_for ? 'only you can see this' : null,
    clock.format(at),
  ]
    .filter(Boolean)
    .join(', ');
  return h(
    'article',
    {
      class: classes(message),
      id: `m-${message.id}`,
      'data-key': message.id,
      tabindex: -1,
      'aria-label': label,
    },
    h(
      'span',
      { class: `avatar avatar-${shade(author)}`, 'aria-hidden': 'true' },
      [...String(author.name)][0] ?? '?',
    ),
    h(
      'p',
      { class: 'meta' },
      h('span', { class: 'author' }, name(author.name)),
      author.bot ? h('span', { class: 'tag' }, 'bot') : null,
      h('time', { datetime: at.toISOString() }, clock.format(at)),
      message.edited ? h('span', { class: 'quiet' }, '(edited)') : null,
    ),
    usedLine(message),
    replyLine(message, page),
    message.loading ? h('p', { class: 'loading' }, `${NAME} is thinking\u2026`) : body(message, page),
    drawComponents(message, page),
    drawReactions(message, page),
    whisperLine(message, page),
    tools(message, page),
  );
}

function classes(message) {
  return `message ${message.author.bot ? 'from-bot' : 'from-person'}${message.flag ? ' flagged' : ''}${message.only_for ? ' whisper' : ''}`;
}

// One of five shades by the name, so that people are told apart at a glance; the bot has its own.
function shade(author) {
  if (author.bot) return 'bot';
  return [...String(author.id)].reduce((sum, c) => sum + c.charCodeAt(0), 0) % 5;
}

// What a message answers that nobody wrote: a command, or a button of another message.
function usedLine(message) {
  const { used } = message;
  if (!used?.first || !used.command) return null;
  const command = h('strong', {}, used.menu ? name(used.command) : visible(`/${used.command}`));
  return h('p', { class: 'reply-line used-line' }, name(used.name), ' used ', command);
}

function whisperLine(message, page) {
  if (!message.only_for) return null;
  const dismiss = button('Dismiss', () => page.store.dismiss(message), {
    class: 'plain',
    tabindex: -1,
    'data-key': `${message.id}-dismiss`,
  });
  return h('p', { class: 'whisper-line' }, sign('private'), ' Only you can see this. ', dismiss);
}

function replyLine(message, page) {
  if (!message.reply_to) return null;
  const to = page.store.find(message.reply_to);
  if (!to) return h('p', { class: 'reply-line' }, 'in reply to a message that is gone');
  const jump = button('', () => page.jump(to.channel, to.id), { class: 'plain', tabindex: -1 });
  return h(
    'p',
    { class: 'reply-line' },
    fill(jump, 'in reply to ', name(to.author.name), ': ', name(snippet(to.text, page, 60))),
  );
}

function body(message, page) {
  const text = h(
    'div',
    { class: 'text', dir: 'auto' },
    message.author.bot ? drawMarkdown(message.text, page) : drawPlain(message.text, page),
  );
  if (!message.flag) return text;
  const kind = flagKind(message.flag);
  const label =
    kind === 'staff'
      ? `${flagLabel(message.flag)}: ${tierLabel(message.flag.tier)}`
      : flagLabel(message.flag);
  return h(
    'div',
    { class: `flag flag-${kind}` },
    h('p', { class: 'flag-label' }, sign(kind), h('strong', {}, label)),
    text,
  );
}

// The tools are quiet to a live region: "Reply, Edit, Delete" is not news.
function tools(message, page) {
  return h('div', { class: 'tools', 'aria-live': 'off' }, toolButtons(message, page));
}

/** The buttons below a message; drawn anew when the page writes as somebody else. */
export function toolButtons(message, page) {
  const { store } = page;
  const own = !message.author.bot && message.author.id === store.user;
  const what = ` \u2013 ${snippet(message.text, page, 30)}`;
  const tool = (label, click) =>
    button([label, h('span', { class: 'hidden-visually' }, what)], click, {
      class: 'tool',
      tabindex: -1,
      'data-key': `${message.id}-${label}`,
    });
  if (message.only_for) return [];
  return [
    verdictButton(message, page),
    tool('Reply', () => page.reply(message)),
    menuTool('React', feelings(message, page), message, what),
    menuTool('Apps', appItems(message, page), message, what),
    own ? tool('Edit', () => page.edit(message)) : null,
    own ? tool('Delete', () => page.remove(message)) : null,
  ];
}

function appItems(message, page) {
  return messageCommands(page.store).map((command) => [
    name(command.name),
    () => page.useOn(message, command),
  ]);
}

// A tool that opens further ones beside it.
function menuTool(label, items, message, what) {
  if (items.length === 0) return null;
  const id = `more-${label}-${message.id}`;
  const box = h('span', { class: 'tool-menu', id, role: 'group', 'aria-label': label, hidden: true });
  const set = (open) => {
    box.hidden = !open;
    opener.setAttribute('aria-expanded', String(open));
  };
  const opener = button(
    [label, h('span', { class: 'hidden-visually' }, what)],
    () => {
      set(box.hidden);
      if (!box.hidden) box.querySelector('button').focus();
    },
    {
      class: 'tool',
      tabindex: -1,
      'aria-expanded': 'false',
      'aria-controls': id,
      'data-key': `${message.id}-${label}`,
    },
  );
  fill(
    box,
    items.map(([text, run]) =>
      button(
        text,
        () => {
          set(false);
          opener.focus();
          run();
        },
        { class: 'tool-item' },
      ),
    ),
  );
  box.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    set(false);
    opener.focus();
  });
  return h('span', { class: 'tool-group' }, opener, box);
}

/** The first of them. On a person's message: what the bot made of it; on a reply: why it was given. */
export function verdictButton(message, page) {
  const about = message.author.bot ? (message.cause ?? message.reply_to) : message.id;
  const why = about && page.store.whys.get(about);
  if (!why) return message.author.bot ? null : whyButton('Why?', message, message.id, page, 'tool');
  if (message.author.bot) return whyButton('Why this reply?', message, about, page, 'tool');
  return whyButton(
    [sign(verdictSign(why)), `${verdictShort(why)}. Why?`],
    message,
    about,
    page,
    `verdict verdict-${why.action}`,
  );
}

function whyButton(label, message, about, page, look) {
  const props = {
    class: `why-opener ${look}`,
    tabindex: -1,
    'data-key': `${message.id}-why`,
    'aria-controls': 'why',
  };
  return button(label, (event) => page.showWhy(about, event.currentTarget), props);
}

/** What is said at once when an emergency reply comes. */
export function alertText(message, page) {
  return `${flagLabel(message.flag)} reply from ${NAME}. ${snippet(message.text.split('\n')[0], page, 200)}`;
}
