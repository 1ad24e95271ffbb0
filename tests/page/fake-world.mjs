// Who and what is in the fake sandbox.

export const BOT = { id: '1300000000000000001', name: 'lumbard' };

export const USERS = [
  { id: '1300000000000000101', name: 'Ana', about: 'lifts boxes for a living' },
  { id: '1300000000000000102', name: 'Ben', about: 'sits at a desk' },
  { id: '1300000000000000103', name: 'Staff', about: 'looks after the server' },
];

const [ANA, BEN] = USERS.map((user) => user.id);

const CHANNELS = [
  {
    id: '1300000000000000201',
    name: 'back-help',
    kind: 'text',
    mode: 'faq',
    topic: 'Ask anything about back spasms.',
  },
  {
    id: '1300000000000000202',
    name: 'general',
    kind: 'text',
    mode: 'ambient',
    topic: 'People talk about everything here.',
  },
  {
    id: '1300000000000000203',
    name: 'lounge',
    kind: 'text',
    mode: 'mention',
    topic: 'Write @lumbard to ask it.',
  },
  {
    id: '1300000000000000204',
    name: 'us-clinic',
    kind: 'text',
    mode: 'faq',
    region: 'us',
    topic: 'The same in another country.',
  },
  {
    id: '1300000000000000205',
    name: 'quiet',
    kind: 'text',
    mode: 'off',
    topic: 'lumbard is switched off here.',
  },
  {
    id: '1300000000000000206',
    name: 'staff',
    kind: 'text',
    mode: 'mention',
    staff: true,
    topic: 'Alerts arrive here.',
  },
  {
    id: '1300000000000000207',
    name: 'ask-a-post',
    kind: 'forum',
    mode: 'faq',
    topic: 'Every post is a conversation.',
  },
];

export const HELP = CHANNELS[0].id;
export const LOUNGE = CHANNELS[2].id;
export const STAFF = CHANNELS[5].id;
export const FORUM = CHANNELS[6].id;

export function createChannels() {
  const whole = (channel) => ({ region: 'uk', parent: null, user: null, staff: false, ...channel });
  return new Map(CHANNELS.map((channel) => [channel.id, whole(channel)]));
}

export const TRIES = [
  {
    label: 'Ask a question',
    channel: HELP,
    user: ANA,
    texts: ['how do i lift without hurting my back?'],
    note: 'A short answer that names its articles.',
  },
  {
    label: 'An emergency',
    channel: HELP,
    user: BEN,
    texts: ['both my legs went numb and i cant pee'],
    note: 'The number to call comes first, and staff are alerted.',
  },
  {
    label: 'A follow-up',
    channel: HELP,
    user: ANA,
    texts: ['does heat help a back spasm?', 'and ice?'],
    note: 'The second question is understood from the first.',
  },
  {
    label: 'Pain down the leg',
    channel: HELP,
    user: BEN,
    texts: ['the pain shoots down my leg'],
    note: 'Says to see a doctor.',
  },
  {
    label: 'Fever as well',
    channel: HELP,
    user: ANA,
    texts: ['my back hurts and i have a fever'],
    note: 'Urgent: help today.',
  },
  { label: 'Small talk', channel: HELP, user: BEN, texts: ['lol same'], note: 'lumbard stays silent.' },
];

export const PLAYS = [
  { what: 'reconnect', label: 'Discord asks to reconnect', note: 'The session is resumed; nothing is lost.' },
  { what: 'drop', label: 'The line is cut', note: 'lumbard comes back by itself.' },
  { what: 'rate-limit', label: 'Too many requests', note: 'The reply comes a little later.' },
];
