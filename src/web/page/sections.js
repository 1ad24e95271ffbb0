// The dashboard's parts. Each has draw functions for what it shows: of the state, the history or the record.
// What has not changed is not drawn again, and what has keeps the place of the keyboard and of scrolling.

import { createChart } from './charts.js';
import { button, fill, h, keepingFocus, visible } from './dom.js';
import { act } from './link.js';
import { ago, at, clock, mark, none, number, rate, scrolling, table } from './tables.js';
import { createTry } from './try.js';

const REGIONS = ['uk', 'us', 'ca', 'ie', 'eu', 'au', 'nz'];
const TIERS = ['emergency', 'urgent', 'see-doctor', 'none'];
const TIER_WORDS = { emergency: 'Emergency', urgent: 'Urgent', 'see-doctor': 'See a doctor', none: 'No red flag' };
const TIER_COLOURS = ['--series-6', '--series-2', '--series-4', '--series-7'];
const ANSWERS_SHOWN = 6; // in the chart, the others together; the table has all

const body = (id) => document.getElementById(`${id}-body`);

// A function that draws a part when what it shows has changed.
function part(id, draw) {
  const node = body(id);
  let shown = null;
  return (value) => {
    const text = JSON.stringify(value ?? null);
    if (text === shown) return;
    shown = text;
    const tops = [...node.querySelectorAll('.scroll, .findings')].map((box) => [box.scrollTop, box.scrollLeft]);
    keepingFocus(node, () => fill(node, draw(value)));
    [...node.querySelectorAll('.scroll, .findings')].forEach((box, i) => {
      if (tops[i]) [box.scrollTop, box.scrollLeft] = tops[i];
    });
  };
}

// ---------------------------------------------------------------- open alerts

function createEscalations() {
  const said = document.getElementById('escalations-said');
  const card = document.querySelector('.card-alerts');

  async function pickUp(number) {
    try {
      await act('acknowledge', { number });
      said.textContent = `${number} is picked up. Its channel is told so.`;
    } catch (problem) {
      said.textContent = problem.message;
    }
    document.getElementById('escalations').focus();
  }

  // a link is Discord's own, or none at all
  const link = (url) => (/^https:\/\//.test(url) ? h('a', { href: url, rel: 'noreferrer', target: '_blank' }, 'the message') : 'in private');

  return part('escalations', ({ list, older }) => {
    card.classList.toggle('is-open', list.length > 0);
    if (!list.length) return none('None. Everything that staff were told of has been picked up or closed.');
    const shown = table({
      stack: true,
      columns: [{ name: 'Alert' }, { name: 'Urgency' }, { name: 'Red flags' }, { name: 'Since' }, { name: 'State' }, { name: 'Where' }, { name: 'Pick it up' }],
      rows: list.map((one) => [
        one.number,
        mark(one.tier, TIER_WORDS[one.tier] ?? one.tier),
        one.flags,
        ago(one.age_s),
        `${one.state}${one.repeats ? `, ${one.repeats} times repeated` : ''}`,
        link(one.link),
        button('I have it', () => pickUp(one.number), { 'data-key': one.number, 'aria-label': `I have it: alert ${one.number}` }),
      ]),
    });
    if (!older) return shown;
    return [shown, h('p', { class: 'hint' }, `And ${number(older)} more, which are older. They come up here as these are picked up; `, h('code', {}, 'lumbard audit'), ' lists them all.')];
  });
}

// ---------------------------------------------------------------- health, accounts

const CHECK_WORDS = { ok: 'well', warn: 'look at it', fail: 'failing' };

const drawChecks = (checks) =>
  table({
    stack: true,
    columns: [{ name: 'What' }, { name: 'How' }, { name: 'Why' }],
    rows: checks.map((check) => [check.name, mark(check.status, CHECK_WORDS[check.status] ?? check.status), check.reason]),
  });

// Which part of the servers an account's connection has, as the platform told it.
function shardOf({ name, shard, shards, shards_advised: advised }) {
  if (!shards) return name;
  return `${name}, ${shard + 1} of ${shards}${advised > shards ? ` (Discord advises ${advised})` : ''}`;
}

const drawAccounts = (accounts) =>
  accounts.length
    ? table({
        stack: true,
        columns: [
          { name: 'Account, shard' },
          { name: 'State' },
          { name: 'Last heard', n: true },
          { name: 'Last event', n: true },
          { name: 'Heartbeat', n: true },
          { name: 'Lost', n: true },
        ],
        rows: accounts.map((account) => [
          shardOf(account),
          mark(
            account.ready && !account.trouble ? 'ok' : account.ready ? 'warn' : 'fail',
            `${account.ready ? 'connected' : account.state}${account.trouble ? `: ${account.trouble}` : ''}`,
          ),
          ago(account.heard_s),
          ago(account.event_s),
          account.heartbeat_ms === null ? '' : `${number(account.heartbeat_ms)} ms`,
          number(account.losses),
        ]),
      })
    : none('lumbard is starting.');

// ---------------------------------------------------------------- charts

// The labels of a ring's steps, the present one last.
function labelsOf(ring, n) {
  const now = Date.now() - ring.since_s * 1000;
  return Array.from({ length: n }, (_, i) => clock(now - (n - 1 - i) * ring.step_s * 1000));
}

const seriesOf = (ring, group) => new Map(ring.series.filter((one) => one.group === group).map((one) => [one.name, one.n]));

function createFlow() {
  const chart = createChart({ kind: 'line', label: 'Events and replies a second, of the last 15 minutes; the table says the same' });
  const place = h('div');
  fill(body('flow'), h('div', { class: 'chart' }, chart.node, place));
  const NAMES = { events: 'Events', read: 'Messages read', replies: 'Replies' };
  return (history) => {
    const ring = history.fine;
    const series = seriesOf(ring, 'flow');
    const n = Math.max(0, ...[...series.values()].map((list) => list.length));
    const steps = Math.max(n - 1, 0); // the present one is not whole
    const data = Object.entries(NAMES).map(([id, name]) => ({
      name,
      data: (series.get(id) ?? Array(n).fill(0)).slice(0, steps).map((count) => count / ring.step_s),
    }));
    chart.draw(labelsOf(ring, n).slice(0, steps), data);
    const mean = (list, last) => {
      const part = list.slice(-last);
      return part.length ? part.reduce((sum, value) => sum + value, 0) / part.length : 0;
    };
    fill(
      place,
      table({
        caption: 'A second, on average',
        columns: [{ name: 'What' }, { name: '10 seconds', n: true }, { name: '1 minute', n: true }, { name: '15 minutes', n: true }],
        rows: data.map(({ name, data: list }) => [name, rate(mean(list, 1)), rate(mean(list, 6)), rate(mean(list, 90))]),
      }),
    );
  };
}

// Steps of a quarter of an hour, joined to hours.
function hoursOf(ring, lists) {
  const n = lists[0]?.length ?? 0;
  const per = Math.max(1, Math.round(3600 / ring.step_s));
  const labels = labelsOf(ring, n);
  const joined = lists.map(() => []);
  const names = [];
  for (let end = n; end > 0; end -= per) {
    const from = Math.max(0, end - per);
    names.unshift(labels[from]);
    lists.forEach((list, k) => joined[k].unshift(list.slice(from, end).reduce((sum, value) => sum + value, 0)));
  }
  return { labels: names, lists: joined };
}

function createTiers() {
  const chart = createChart({
    kind: 'bar',
    label: 'Messages read in each hour of the last day, by urgency; the table says the same',
    colours: TIER_COLOURS,
  });
  const place = h('div');
  fill(body('tiers'), h('div', { class: 'chart' }, chart.node, place));
  return (history) => {
    const series = seriesOf(history.coarse, 'tier');
    if (!series.size) return fill(place, none('Nothing has been read so far.'));
    const n = [...series.values()][0].length;
    const { labels, lists } = hoursOf(history.coarse, TIERS.map((tier) => series.get(tier) ?? Array(n).fill(0)));
    chart.draw(labels, TIERS.map((tier, k) => ({ name: TIER_WORDS[tier], data: lists[k] })));
    const rows = labels
      .map((label, i) => [label, ...lists.map((list) => number(list[i]))])
      .filter((row) => row.slice(1).some((cell) => cell !== '0'))
      .reverse();
    return fill(
      place,
      scrolling(
        'Messages by hour and urgency',
        table({
          caption: 'In the hour from then; hours without any are left out',
          columns: [{ name: 'From' }, ...TIERS.map((tier) => ({ name: TIER_WORDS[tier], n: true }))],
          rows,
        }),
      ),
    );
  };
}

function createAnswers() {
  const chart = createChart({ kind: 'bar', label: 'Answers given in each hour of the last day, the most frequent by name; the table says the same' });
  const place = h('div');
  fill(body('answers'), h('div', { class: 'beside' }, chart.node, place));
  const sum = (list) => list.reduce((total, value) => total + value, 0);
  return (history) => {
    const ring = history.coarse;
    const all = [...seriesOf(ring, 'answer')].sort((a, b) => sum(b[1]) - sum(a[1]));
    if (!all.length) return fill(place, none('Nothing has been answered so far.'));
    const others = all.slice(ANSWERS_SHOWN);
    const lists = all.slice(0, ANSWERS_SHOWN).map(([, list]) => list);
    const names = all.slice(0, ANSWERS_SHOWN).map(([name]) => name);
    if (others.length) {
      names.push('others');
      lists.push(others[0][1].map((_, i) => sum(others.map(([, list]) => list[i]))));
    }
    const hours = hoursOf(ring, lists);
    chart.draw(hours.labels, names.map((name, k) => ({ name, data: hours.lists[k] })));
    const perHour = Math.round(3600 / ring.step_s);
    return fill(
      place,
      scrolling(
        'Answers by name',
        table({
          columns: [{ name: 'Answer' }, { name: 'Last hour', n: true }, { name: 'Last day', n: true }],
          rows: all.map(([name, list]) => [name, number(sum(list.slice(-perHour))), number(sum(list))]),
        }),
      ),
    );
  };
}

// ---------------------------------------------------------------- what is kept on disk

const NO_STORE = 'Nothing is kept on disk, so this is not known: the configuration names no folder (state).';

function drawShapes(shapes) {
  if (!shapes) return none(NO_STORE);
  if (!shapes.length) return none('None. A message in which nothing was recognised is not counted.');
  return [
    h('p', { class: 'hint' }, 'What was recognised in them, not what was written. ', h('code', {}, 'lumbard suggest'), ' makes an intent of one; what a new word has mended, ', h('code', {}, 'lumbard unanswered --done'), ' takes away.'),
    scrolling(
      'Unanswered questions',
      table({
        stack: true,
        columns: [{ name: 'Recognised' }, { name: 'Times', n: true }, { name: 'Last' }],
        rows: shapes.map((one) => [one.shape, number(one.n), at(one.at)]),
      }),
    ),
  ];
}

function drawFeedback(feedback) {
  if (!feedback) return none(NO_STORE);
  if (!feedback.length) return none('Nobody has said so far.');
  return scrolling(
    'Feedback by answer',
    table({
      columns: [{ name: 'Answer' }, { name: 'Helpful', n: true }, { name: 'Not helpful', n: true }, { name: 'Share', n: true }],
      rows: feedback.map(({ answer, yes, no }) => [
        answer,
        number(yes),
        number(no),
        yes + no ? `${Math.round((100 * yes) / (yes + no))} %` : '',
      ]),
    }),
  );
}

function drawAudit(audit) {
  if (!audit) return none(NO_STORE);
  if (!audit.length) return none('Nothing has been recorded so far.');
  return scrolling(
    'Record',
    table({
      stack: true,
      columns: [{ name: 'When' }, { name: 'Step' }, { name: 'Alert' }, { name: 'Urgency' }, { name: 'Red flags' }, { name: 'Path' }, { name: 'Who' }, { name: 'Detail' }],
      rows: audit.map((line) => [at(line.at), line.step, line.number, line.tier, line.flags, line.path, line.who, line.detail]),
    }),
  );
}

// ---------------------------------------------------------------- content

function createContent() {
  const said = h('p', { class: 'hint', role: 'status' });
  const place = h('div');

  async function reload() {
    said.textContent = 'Reading the content again …';
    try {
      const { ok } = await act('reload');
      said.textContent = ok ? 'The content was read again and is in use.' : 'The content has errors: what was there before stays in use.';
    } catch (problem) {
      said.textContent = problem.message;
    }
  }

  fill(body('content'), place, h('div', { class: 'buttons' }, button('Read it again', reload), said));
  let shown = null;
  return (content) => {
    const text = JSON.stringify(content);
    if (text === shown) return;
    shown = text;
    const pair = (name, value) => [h('dt', {}, name), h('dd', {}, value)];
    fill(
      place,
      h(
        'dl',
        { class: 'pairs' },
        pair('Version', `generation ${content.generation}, in use since ${new Date(content.loaded_at).toLocaleString()}`),
        pair('Holds', `${number(content.intents)} intents, ${number(content.flags)} red flags, ${number(content.answers)} answers`),
        pair(
          'Last reload',
          content.packaged
            ? mark('fail', 'the configured content cannot be used: the packaged one is')
            : content.last_refused
              ? mark('fail', 'refused: what was there before is in use')
              : content.reloads
                ? mark('ok', 'accepted')
                : 'none since the start',
        ),
        pair('Reloads', `${number(content.reloads)}, of which ${number(content.refused)} were refused`),
      ),
      content.findings
        ? h(
            'div',
            { class: `findings${content.last_refused ? '' : ' only-warnings'}`, tabindex: 0, role: 'group', 'aria-label': 'What there is to say about it' },
            h('pre', {}, visible(content.findings)),
          )
        : null,
    );
  };
}

// ---------------------------------------------------------------- all of them

export function createSections() {
  const escalations = createEscalations();
  const checks = part('checks', drawChecks);
  const accounts = part('accounts', drawAccounts);
  const content = createContent();
  const charts = [createFlow(), createTiers(), createAnswers()];
  const shapes = part('unanswered', drawShapes);
  const feedback = part('feedback', drawFeedback);
  const audit = part('audit', drawAudit);
  createTry(body('try'), REGIONS);
  return {
    state(state) {
      escalations({ list: state.escalations, older: state.older ?? 0 });
      checks(state.health.checks);
      accounts(state.accounts);
      content(state.content);
    },
    history: (history) => charts.forEach((draw) => draw(history)),
    record(record) {
      shapes(record.shapes);
      feedback(record.feedback);
      audit(record.audit);
    },
  };
}
