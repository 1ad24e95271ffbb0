// What the page calls things, in plain words.

const TIERS = {
  emergency: { label: 'Emergency', short: 'emergency', sent: 'sent the emergency reply' },
  urgent: { label: 'Urgent: get help today', short: 'urgent', sent: 'said to get help today' },
  'see-doctor': { label: 'See a doctor', short: 'see a doctor', sent: 'said to see a doctor' },
};

// short: in the list of channels; long: above the channel's messages
const MODES = {
  faq: {
    short: 'answers questions about backs',
    long: 'lumbard answers questions about backs here without being asked.',
  },
  ambient: {
    short: 'speaks only when clearly meant',
    long: 'lumbard speaks here only when it is clearly about a painful back.',
  },
  mention: {
    short: 'answers when mentioned',
    long: 'lumbard answers here only when you write @lumbard or reply to it.',
  },
  off: { short: 'never speaks', long: 'lumbard never speaks here, not even in an emergency.' },
  direct: { short: 'always answers', long: 'A direct message always counts as meant for lumbard.' },
};

const REGIONS = {
  uk: 'the United Kingdom',
  us: 'the United States',
  ca: 'Canada',
  ie: 'Ireland',
  eu: 'the European Union',
  au: 'Australia',
  nz: 'New Zealand',
};

export const NAME = 'lumbard';

/** The label of a red-flag reply or a staff alert; MESSAGE.flag of the protocol. */
export function flagLabel(flag) {
  return flag.label || tierLabel(flag.tier);
}

export function tierLabel(tier) {
  return TIERS[tier]?.label ?? 'Red flag';
}

/** 'emergency', 'urgent', 'see-doctor' or 'staff': which box and sign a flagged message gets. */
export function flagKind(flag) {
  if (/^staff/i.test(flag.label ?? '')) return 'staff';
  return TIERS[flag.tier] ? flag.tier : 'urgent';
}

export function modeShort(channel) {
  return channel.staff ? 'alerts for staff' : (MODES[channel.mode]?.short ?? String(channel.mode));
}

export function modeLong(channel) {
  return channel.staff ? `${NAME} tells staff of emergencies here.` : (MODES[channel.mode]?.long ?? '');
}

export function regionName(region) {
  return REGIONS[region] ?? (region ? String(region).toUpperCase() : '');
}

/** The few words beside a person's message that open the panel "Why". */
export function verdictShort(why) {
  if (why.action === 'escalate') return `Red flag: ${TIERS[why.tier]?.short ?? why.tier}`;
  if (why.action === 'answer') return 'Answered';
  if (why.action === 'fallback') return 'No answer found';
  return 'Stayed silent';
}

/** The sign beside them. */
export function verdictSign(why) {
  return why.action === 'escalate' && TIERS[why.tier] ? why.tier : why.action;
}

/** One or two sentences on what the bot did with a message. */
export function verdictSentence(why) {
  const answered = (why.intents ?? []).length > 0;
  if (why.action === 'escalate') {
    const sent = TIERS[why.tier]?.sent ?? 'said where to get help';
    const more = answered && why.tier !== 'emergency' ? ' It then answered the question.' : '';
    return `${NAME} read a red flag and ${sent}.${more}`;
  }
  if (why.action === 'answer') return `${NAME} understood a question and answered it.`;
  if (why.action === 'fallback') {
    const offered = answered ? ' It offered the nearest that it has.' : '';
    return `${NAME} was asked but found no answer, and said so.${offered}`;
  }
  return `${NAME} stayed silent${why.reason ? `: ${why.reason}` : ''}.`;
}

/** Why there is no verdict on a message. */
export function unreadSentence(channel) {
  if (channel?.mode === 'off') return `${NAME} does not read this channel.`;
  if (channel?.mode === 'mention')
    return `There is no verdict on this message. In this channel ${NAME} reads only messages that mention it or reply to it.`;
  return `There is no verdict on this message yet, or it was written before this page was opened.`;
}

/** "1 answer", "2 answers". */
export function count(n, one, many = `${one}s`) {
  return `${n} ${n === 1 ? one : many}`;
}
