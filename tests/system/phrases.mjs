// What people write in these tests, and a mark of the answer. The articles' own tests are elsewhere:
// here it only matters that the right one came.

export const QUESTION = 'What causes back spasms?';
export const ANSWER = /five main kinds of cause/;

export const HEAT = 'is heat or ice better for a back spasm?';
export const HEAT_ANSWER = /either can help/;

// About backs only where the channel is.
export const SHORT = 'heat or ice?';

export const EMERGENCY = 'Both my legs went numb and I cannot move them';
export const URGENT = 'my back hurts and I have a fever';
export const SEE_DOCTOR = 'my back pain goes down my leg';
export const CRISIS = 'my back pain is so bad I want to die';

export const CALL = /^\*\*Call /; // how an emergency's reply begins

export const SMALL_TALK = [
  'anyone up for a game tonight?',
  'lol that was a great match',
  'my cat is asleep on the keyboard again',
  'does anybody know when the shop opens on sundays',
  'happy birthday to you both',
  'the new season starts on friday',
  'I am back from lunch',
  'the soup needs a bit more salt',
  'brb, somebody is at the door',
  'what a goal, did you see it?',
];

// Each with a mark of its answer.
export const QUESTIONS = [
  [QUESTION, ANSWER],
  [HEAT, HEAT_ANSWER],
  ['can dehydration cause back spasms?', /water|fluid|dehydrat/i],
  ['how long do back spasms last?', /last|days|weeks/i],
  ['do I need an MRI for back spasms?', /scan|MRI|imaging/i],
  ['how do I lift safely to avoid back spasms?', /lift/i],
  ['can stress cause back spasms?', /stress/i],
  ['what does a back spasm feel like?', /pain|tight/i],
  ['can bad posture cause back spasms?', /posture/i],
  ['which stretches help with a back spasm?', /stretch/i],
  ['should I see a chiropractor for back spasms?', /chiropract/i],
  ['can a herniated disc cause back spasms?', /disc/i],
  ['can I take ibuprofen for a back spasm?', /ibuprofen|pain reliever/i],
  ['do muscle relaxants help with back spasms?', /relaxant/i],
  ['how can I prevent back spasms?', /prevent/i],
];

// Where others read along, what these are about is said to the person alone.
export const PRIVATE = [
  'I cannot feel my bottom and I wet myself',
  'I lost control of my bladder and my back hurts',
];
export const EMERGENCIES = [
  EMERGENCY,
  ...PRIVATE,
  'chest pain and back pain since this morning',
  'I fell off a ladder and my back hurts badly',
];
