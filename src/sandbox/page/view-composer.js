// Where one writes: as whom, in reply to what, a new message, a new post, or another wording of an old one.
// What was typed is never lost: it stays with its channel, and comes back when the server refuses it.

import { button, fill, h, name, visible } from './dom.js';
import { snippet } from './view-markdown.js';

const TEXT_MAX = 4000; // characters
const TITLE_MAX = 100;
const COUNT_FROM = 3500; // characters from which on the count is shown

/** Characters as the server counts them. */
const length = (text) => [...text].length;

/** A lone half of a surrogate pair is no character and cannot travel. */
const whole = (text) => text.replace(/\p{Surrogate}/gu, '\ufffd');

export function createComposer(page) {
  const { store } = page;
  const [form, user, title, text, error, count, bar] = [
    'composer',
    'user',
    'title',
    'text',
    'composer-error',
    'text-count',
    'reply-bar',
  ].map((id) => document.getElementById(id));
  const drafts = new Map(); // channel id -> {text, title}
  let place = null; // the channel that the fields belong to
  let editing = null; // id of the message that the text is another wording of

  // ---------------------------------------------------------------- drafts

  const editKey = (id) => `edit ${id}`;

  function stow() {
    if (place) drafts.set(editing ? editKey(editing) : place, { text: text.value, title: title.value });
  }

  function enter() {
    stow();
    place = store.current;
    editing = null;
    setFields(drafts.get(place));
    renderFields();
    showError('');
  }

  function setFields(draft) {
    text.value = draft?.text ?? '';
    title.value = draft?.title ?? '';
    grow();
  }

  // ---------------------------------------------------------------- what is shown

  function renderFields() {
    const forum = store.channel()?.kind === 'forum';
    document.getElementById('title-field').hidden = !forum;
    document.getElementById('send').textContent = editing ? 'Save' : forum ? 'Post' : 'Send';
    document.getElementById('text-label').textContent = editing
      ? 'New wording'
      : forum
        ? 'Text of the new post'
        : 'Message';
    renderUsers();
    renderBar();
  }

  function renderUsers() {
    const channel = store.channel();
    const fixed = channel?.kind === 'direct' ? channel.user : null;
    const choices = store.users.filter((person) => !fixed || person.id === fixed);
    fill(
      user,
      choices.map((person) => h('option', { value: person.id }, whole(person.name))),
    );
    user.value = store.user ?? '';
    user.disabled = Boolean(fixed);
    fill(document.getElementById('user-about'), visible(store.person()?.about ?? ''));
  }

  function renderBar() {
    const message = store.editing ?? store.reply;
    bar.hidden = !message;
    if (!message) return;
    const what = store.editing ? 'Another wording for' : ['In reply to ', name(message.author.name)];
    fill(
      bar,
      h('span', {}, what, ': ', name(snippet(message.text, page))),
      ' ',
      button('Cancel', () => store.compose(null, null)),
    );
  }

  function grow() {
    text.rows = Math.min(8, Math.max(2, text.value.split('\n').length));
    const n = length(text.value);
    count.textContent =
      n >= COUNT_FROM ? `${n.toLocaleString('en')} of ${TEXT_MAX.toLocaleString('en')} characters` : '';
    count.classList.toggle('too-much', n > TEXT_MAX);
  }

  function showError(what, kept) {
    const put = () => {
      text.value = `${kept}\n${text.value}`;
      showError('');
      grow();
      text.focus();
    };
    fill(
      error,
      what ? h('p', {}, what) : null,
      kept ? [h('pre', { tabindex: 0 }, kept), button('Put it back into the box', put)] : null,
    );
  }

  // ---------------------------------------------------------------- editing

  function compose() {
    if (store.editing && store.editing.id !== editing) {
      stow();
      editing = store.editing.id;
      setFields(
        drafts.get(editKey(editing)) ?? {
          text: store.editing.text.replaceAll(`<@${store.bot.id}>`, '@lumbard'),
        },
      );
      drafts.delete(editKey(editing));
    } else if (!store.editing && editing) {
      editing = null;
      setFields(drafts.get(place));
    }
    renderFields();
    showError('');
  }

  // ---------------------------------------------------------------- sending

  function fault(forum) {
    if (text.value.trim() === '')
      return forum ? 'Write the text of the post first.' : 'Write something first.';
    if (length(text.value) > TEXT_MAX)
      return `This is ${length(text.value) - TEXT_MAX} characters too long. A message holds ${TEXT_MAX.toLocaleString('en')}.`;
    if (forum && title.value.trim() === '') return 'Give the post a title first.';
    if (forum && length(title.value.trim()) > TITLE_MAX)
      return `The title is too long. It holds ${TITLE_MAX} characters.`;
    return '';
  }

  function request(forum) {
    const common = { channel: place, user: store.user };
    const wording = whole(text.value);
    if (editing) return ['edit', { ...common, message: editing, text: wording }];
    if (forum) return ['post', { ...common, title: whole(title.value.trim()), text: wording }];
    return ['send', { ...common, text: wording, reply_to: store.reply?.id ?? null }];
  }

  async function submit(event) {
    event.preventDefault();
    const forum = store.channel()?.kind === 'forum';
    const wrong = store.loaded ? fault(forum) : 'The sandbox has not answered yet. Your text stays here.';
    if (wrong) return showError(wrong);
    const sent = { place, text: text.value, title: title.value, reply: store.reply, editing: store.editing };
    const [type, fields] = request(forum);
    setFields(null);
    if (!editing) drafts.delete(place);
    store.compose(null, null);
    try {
      const effect = await page.requests.ask(type, fields);
      if (type === 'post') page.open(effect.channel.id);
    } catch (problem) {
      restore(sent, problem);
    }
  }

  // Puts back what could not be sent, unless something new was typed there meanwhile.
  function restore(sent, problem) {
    const free = sent.place === place ? text.value === '' && !store.editing : !drafts.get(sent.place)?.text;
    const elsewhere =
      sent.place !== place
        ? ` It was for #${store.channel(sent.place)?.name ?? 'a channel that is gone'}.`
        : '';
    if (free && sent.place === place) {
      const still = (message) => message && store.find(message.id);
      if (still(sent.reply) || still(sent.editing)) store.compose(still(sent.reply), still(sent.editing));
      setFields(sent);
    } else if (free && store.channel(sent.place)) {
      drafts.set(sent.place, { text: sent.text, title: sent.title });
    }
    showError(problem.message + elsewhere, free && store.channel(sent.place) ? null : sent.text);
  }

  // ---------------------------------------------------------------- keys

  function key(event) {
    if (event.isComposing) return;
    if (event.key === 'Enter' && !event.shiftKey && event.target !== user) {
      event.preventDefault();
      form.requestSubmit();
    } else if (event.key === 'Escape' && (store.reply || store.editing)) {
      event.preventDefault();
      store.compose(null, null);
    } else if (event.key === 'ArrowUp' && event.target === text && text.value === '') {
      const own = store.list().findLast((message) => message.author.id === store.user);
      if (own) page.edit(own);
    }
  }

  form.addEventListener('submit', submit);
  for (const field of [text, title]) field.addEventListener('keydown', key);
  text.addEventListener('input', grow);
  user.addEventListener('change', () => store.writeAs(user.value));
  store.on('all current', () => (place === store.current ? renderFields() : enter()));
  store.on('user', renderUsers);
  store.on('composing', compose);

  return {
    focus: () => text.focus({ preventScroll: true }),
    showError,
  };
}
