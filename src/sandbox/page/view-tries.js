// Buttons for what a newcomer may want to see: each writes its texts one after the other, as somebody,
// somewhere, and says what to look for.

import { button, fill, h } from './dom.js';

const ROOM = 45; // rem of height from which on there is room beside messages
const VERDICT_WAIT = 1500; // ms for the bot to have read one text before the next is sent

export function createTriesView(page) {
  const { store } = page;
  const box = document.getElementById('tries');
  const note = document.getElementById('try-note');
  let busy = false; // texts of a button are being written
  let turn = 0; // of the button pressed last; an earlier one stops

  function render() {
    box.hidden = store.tries.length === 0;
    fill(document.getElementById('try-list'), store.tries.map(item));
    arrange();
  }

  function item(entry) {
    const label = [h('strong', {}, entry.label), ' ', h('span', { class: 'note' }, entry.note ?? '')];
    return h(
      'li',
      {},
      button(label, () => run(entry), { class: 'try' }),
    );
  }

  // Open where the channel is empty; else closed where the messages need the room.
  function arrange() {
    const main = document.getElementById('main');
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    if (main.classList.contains('is-empty')) box.open = true;
    else if (main.clientHeight < ROOM * rem) box.open = false;
  }

  async function run(entry) {
    turn += 1;
    const own = turn;
    busy = true;
    if (store.channel(entry.channel)) page.open(entry.channel, false);
    store.writeAs(entry.user);
    fill(note, h('strong', {}, `${entry.label}: `), entry.note ?? '');
    try {
      for (const text of entry.texts ?? []) {
        if (own === turn) await say(entry, text);
      }
    } catch (problem) {
      page.composer.showError(`\u201c${entry.label}\u201d was not sent. ${problem.message}`);
    }
    if (own === turn) busy = false;
  }

  async function say(entry, text) {
    const effect = await page.requests.ask('send', {
      channel: entry.channel,
      user: entry.user,
      text,
      reply_to: null,
    });
    await verdictOn(effect.message.id);
  }

  // The verdict comes after the message, or never where the bot does not read.
  function verdictOn(id) {
    return new Promise((resolve) => {
      if (store.whys.has(id)) return resolve();
      const timer = setTimeout(resolve, VERDICT_WAIT);
      const stop = store.on('why', (why) => {
        if (why.message !== id) return;
        clearTimeout(timer);
        stop();
        resolve();
      });
    });
  }

  store.on('all', render);
  store.on('message', (message) => {
    arrange();
    if (!busy && !message.author.bot) fill(note);
  });
  store.on('current', () => {
    arrange();
    fill(note);
  });
}
