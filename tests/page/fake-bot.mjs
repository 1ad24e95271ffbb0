// The fake sandbox's bot: verdicts and replies in the shape of the real ones, by a few words.

import { BOT } from './fake-world.mjs';

const LABELS = { emergency: 'Emergency', urgent: 'Urgent: get help today', 'see-doctor': 'See a doctor' };

const EMERGENCY = `**Call 999 or 112 (elsewhere: your local emergency number) now**, or go to an emergency department (A&E). Do not wait to see if it passes.

Trouble with peeing or pooing along with a bad back can mean that nerves need help fast. There may be another reason, but it has to be checked at once.

Do not drive yourself. Ask someone to stay and come along. **Tell the staff plainly** what has changed and since when.`;

const LIFTING = `To lift safely, **bend your knees** and keep the load close to your body. This puts less stress on the lower back.

- Avoid heavy lifting if you can.
- Do not bend or twist in a wrong way.
- Warm up before hard work.

-# From: Lower Back Spasms; What Causes Back Spasms? Find Relief; Muscle spasms in lower back`;

const HEAT = `**Heat or ice**: either can help. Put a hot or cold pack on the sore part. It can help to relax the muscles and ease pain.

-# From: Lower Back Spasms; Muscle spasms in lower back`;

const SENTENCES = [
  {
    when: /numb|cant pee/,
    tier: 'emergency',
    flags: ['bladder-bowel', 'leg-paralysis'],
    reply: EMERGENCY,
    lines: [
      "flag:      bladder-bowel (emergency) reported, by the rule 'cant-hard then pee-do unless laughing': cant pee",
    ],
  },
  {
    when: /fever/,
    tier: 'urgent',
    flags: ['fever'],
    reply:
      '**Get help today from NHS 111.** Say that you have a fever and that your back hurts.\n\n**Call 999 or 112** if both legs turn weak or numb.',
    lines: ["flag:      fever (urgent) reported, by the rule 'fever with back': fever"],
  },
  {
    when: /down my leg/,
    tier: 'see-doctor',
    flags: ['radiating-pain'],
    intents: ['symptoms.radiating'],
    reply:
      '**See a doctor (GP) in the next few days** about the pain down the leg.\n\nPain from a back spasm can spread to the buttocks, the thighs or the legs.',
    lines: [
      "flag:      radiating-pain (see-doctor) reported, by the rule 'shoot near down-leg unless other-way': shoots down my leg",
    ],
  },
  {
    when: /lift/,
    intents: ['prevention.lifting'],
    reply: LIFTING,
    lines: [
      "question:  prevention.lifting, 12 points by the rule 'lift + ask-prevent': how do i lift without hurting my back",
    ],
  },
  {
    when: /heat|ice/,
    intents: ['treatment.heat-ice'],
    reply: HEAT,
    lines: ["question:  treatment.heat-ice, 10 points by the rule 'heat-ice': heat"],
  },
  {
    when: /markdown/,
    intents: ['meta.markdown'],
    reply:
      '1. one\n2. two\n\n> quoted\n`code` *soft* [the page](https://example.org/a) <https://example.org/b> <@1300000000000000101> [bad](javascript:alert(1)) \\*plain\\*',
    lines: [],
  },
];

/** What the bot makes of a text in a channel; null where it does not read it. */
export function verdictOn(text, channel) {
  const addressed = channel.mode === 'direct' || text.includes(`<@${BOT.id}>`);
  if (channel.mode === 'off' || (channel.mode === 'mention' && !addressed)) return null;
  const found = SENTENCES.find((sentence) => sentence.when.test(text));
  const { tier = 'none', flags = [], intents = [], reply = null, lines = [] } = found ?? {};
  const action = found ? (tier === 'none' ? 'answer' : 'escalate') : addressed ? 'fallback' : 'ignore';
  const reason = {
    answer: 'a question was understood',
    escalate: 'a red flag is reported',
    fallback: 'nothing was understood',
    ignore: 'not clearly meant for the bot',
  }[action];
  return {
    why: {
      action,
      tier,
      intents,
      flags,
      reason,
      explain: explain({ action, reason, tier, flags, text, lines }),
    },
    reply:
      reply ??
      (action === 'fallback' ? 'I did not find that in the articles. Ask me about back spasms.' : null),
    flag: tier === 'none' ? null : { tier, label: LABELS[tier] },
  };
}

function explain({ action, reason, tier, flags, text, lines }) {
  const head = [`verdict:   ${action} in a faq channel, because ${reason}`];
  if (flags.length) head.push(`tier:      ${tier}, for ${flags.join(' ')}`);
  head.push(`read as:   ${text.slice(0, 200)}`);
  return [
    ...head,
    ...lines,
    'frames:    something is asked, a painful back is spoken of, 0 content words unexplained',
    'terms:',
    '  back-trouble           my back',
    '  trouble                hurting',
    '',
  ].join('\n');
}
