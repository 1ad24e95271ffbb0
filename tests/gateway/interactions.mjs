// Interactions: what people do with the bot's commands and buttons, and how it answers.
// https://docs.discord.com/developers/interactions/receiving-and-responding

import { apiError, formError } from './errors.mjs';
import { idOf, isThread } from './model.mjs';

const ANSWER_WITHIN = 3000; // ms
const TOKEN_LASTS = 15 * 60_000; // ms
const PRIVATE = 1 << 6;
const OPTION_TYPES = { string: 3, number: 4, boolean: 5 };
const TYPES = { command: 2, component: 3, complete: 4 };
const CALLBACKS = [4, 5, 6, 7, 8];

export class Interactions {
  commands = []; // as they are registered
  #known = new Map(); // token -> {id, at, answered, deferred, response, channel, message}
  #context;

  // context: {model, clock, events, dispatch(event, data), post(channel, body), edit(message, body)}
  constructor(context) {
    this.#context = context;
  }

  // Somebody does something. What: {command: 'back ask', options: {question: 'x'}, focused: 'question'},
  // {command: 'Answer this', target: message}, or {key, message, values}. permissions: of the person there.
  // Returns {id, token}.
  begin({ user, channel, permissions = '0', appPermissions = '0', age = 0, ...what }) {
    const { model, clock } = this.#context;
    const where = model.channel(channel ?? model.dm(user));
    const id = model.id();
    const token = `aW50ZXJhY3Rpb246${id}_${'x'.repeat(150)}`;
    const member = where.guild_id && model.member(where.guild_id, user);
    const person = model.users.get(idOf(user));
    this.#known.set(token, { id, at: clock.now() - age, channel: where, message: what.message, user: person });
    this.#context.dispatch('INTERACTION_CREATE', {
      id,
      application_id: model.bot.id,
      token,
      version: 1,
      channel_id: where.id,
      channel: { id: where.id, type: where.type, ...(isThread(where) && { parent_id: where.parent_id }) },
      ...(where.guild_id
        ? { guild_id: where.guild_id, member: { ...model.memberObject(member), permissions } }
        : { user: person }),
      app_permissions: appPermissions,
      locale: 'en-GB',
      entitlements: [],
      context: where.guild_id ? 0 : 1,
      ...this.#data(what, where),
    });
    return { id, token };
  }

  #data(what, where) {
    if (what.key !== undefined) {
      const { key, message, values } = what;
      return {
        type: TYPES.component,
        message: this.#context.model.message(where.id, idOf(message)) ?? message,
        data: { custom_id: key, component_type: values ? 3 : 2, ...(values && { values }) },
      };
    }
    if (what.target) {
      const { id } = what.target;
      return {
        type: TYPES.command,
        data: { id: '1', name: what.command, type: 3, target_id: id, resolved: { messages: { [id]: what.target } } },
      };
    }
    return { type: what.focused ? TYPES.complete : TYPES.command, data: typed(what) };
  }

  // ------------------------------------------------------------ routes

  addRoutes(rest) {
    const commands = '/applications/{application}/commands';
    rest.route(`GET ${commands}`, (call) => this.#mine(call, () => this.commands));
    rest.route(`PUT ${commands}`, (call) => this.#mine(call, () => this.#register(call)));
    rest.route('POST /interactions/{interaction}/{token}/callback', (call) => this.#answer(call), { open: true });
    const webhook = '/webhooks/{webhook}/{token}';
    rest.route(`POST ${webhook}`, (call) => this.#further(call), { open: true });
    rest.route(`PATCH ${webhook}/messages/@original`, (call) => this.#fill(call), { open: true });
  }

  #mine({ params }, act) {
    if (params.application !== this.#context.model.bot.id) throw apiError(50001);
    return act();
  }

  #register({ body }) {
    if (!Array.isArray(body)) throw formError('', 'LIST_TYPE_CONVERT', 'Expected a list.');
    body.forEach((command, i) => checkCommand(command, `${i}`));
    this.commands = body.map((command) => ({
      id: this.#context.model.id(), application_id: this.#context.model.bot.id, version: '1', nsfw: false, ...command,
    }));
    this.#context.events.push('commands', this.commands);
    return this.commands;
  }

  #find(params, lasts) {
    const known = this.#known.get(params.token);
    if (!known || this.#context.clock.now() - known.at > lasts) throw apiError(10062);
    return known;
  }

  #answer({ params, body }) {
    const known = this.#find(params, ANSWER_WITHIN);
    if (params.interaction !== known.id) throw apiError(10062);
    if (known.answered) throw apiError(40060);
    if (!CALLBACKS.includes(body.type)) throw formError('type', 'BASE_TYPE_CHOICES', 'Not a type.');
    const data = body.data ?? {};
    if (body.type === 4 || body.type === 7) checkMessage(data);
    known.answered = true;
    known.deferred = body.type === 5;
    known.private = Boolean(data.flags & PRIVATE);
    if (body.type === 4) known.response = this.#say(known, data, known.private);
    if (body.type === 7) this.#context.edit(known.message, data);
    this.#push(known, body.type, data);
    return { status: 204, body: undefined };
  }

  #further({ params, body }) {
    const known = this.#find(params, TOKEN_LASTS);
    if (!known.answered) throw apiError(10015);
    checkMessage(body);
    const message = this.#say(known, body, Boolean(body.flags & PRIVATE));
    this.#push(known, 'further', body);
    return message;
  }

  #fill({ params, body }) {
    const known = this.#find(params, TOKEN_LASTS);
    if (!known.deferred && !known.response) throw apiError(10008);
    checkMessage(body);
    this.#push(known, 'fill', body);
    return { id: known.response?.id ?? this.#context.model.id() };
  }

  // What is seen by one person alone stands in no channel.
  #say(known, data, isPrivate) {
    if (isPrivate) return { id: this.#context.model.id(), content: data.content, components: data.components ?? [] };
    return this.#context.post(known.channel, data);
  }

  #push(known, type, data) {
    this.#context.events.push('response', {
      id: known.id,
      type,
      content: data.content ?? '',
      private: Boolean(data.flags & PRIVATE) || (type === 'fill' && known.private),
      buttons: (data.components ?? []).flatMap((row) => row.components),
      choices: data.choices,
      allowedMentions: data.allowed_mentions,
      message: known.response ?? known.message,
      data,
    });
  }
}

function typed({ command, options = {}, focused }) {
  const [name, sub] = command.split(' ');
  const values = Object.entries(options).map(([key, value]) => ({
    name: key, type: OPTION_TYPES[typeof value], value, ...(key === focused && { focused: true }),
  }));
  return { id: '1', name, type: 1, options: sub ? [{ name: sub, type: 1, options: values }] : values };
}

// ------------------------------------------------------------ what Discord refuses

function refuse(path, words) {
  throw formError(path, 'BASE_TYPE_BAD_LENGTH', words);
}

function checkCommand({ name, description = '', options = [], type = 1 }, path) {
  const right = type === 1 ? /^[-_'\p{Ll}\p{N}]{1,32}$/u : /^.{1,32}$/u;
  if (!right.test(name)) refuse(`${path}.name`, 'Command name is invalid');
  if (type === 1 && !(description.length >= 1 && description.length <= 100)) refuse(`${path}.description`, 'Must be between 1 and 100 in length.');
  if (type !== 1 && (description || options.length)) refuse(`${path}.description`, 'Context menu commands have none.');
  if (options.length > 25) refuse(`${path}.options`, 'Must be 25 or fewer in length.');
  options.forEach((option, i) => checkOption(option, `${path}.options.${i}`));
}

function checkOption({ type, name, description, options = [] }, path) {
  if (!/^[-_'\p{Ll}\p{N}]{1,32}$/u.test(name)) refuse(`${path}.name`, 'Command name is invalid');
  if (!(description?.length >= 1 && description.length <= 100)) refuse(`${path}.description`, 'Must be between 1 and 100 in length.');
  if (!Number.isInteger(type) || type < 1 || type > 11) refuse(`${path}.type`, 'Not a type.');
  let optional = false;
  options.forEach((option, i) => {
    if (option.required && optional) refuse(`${path}.options.${i}`, 'Required options must be placed before non-required options');
    optional ||= !option.required;
    checkOption(option, `${path}.options.${i}`);
  });
}

export function checkMessage({ content, components = [] }) {
  if (typeof content !== 'string' || content === '') throw apiError(50006);
  if ([...content].length > 2000) refuse('content', 'Must be 2000 or fewer in length.');
  checkComponents(components);
}

// Rows of up to five buttons or one menu, and keys that are told apart.
export function checkComponents(components = []) {
  if (components.length > 5) refuse('components', 'Must be between 1 and 5 in length.');
  const keys = new Set();
  components.forEach(({ type, components: row }, i) => {
    const path = `components.${i}`;
    const menu = row?.some((one) => one.type === 3);
    if (type !== 1 || !row?.length || row.length > (menu ? 1 : 5)) refuse(path, 'Not a row.');
    for (const one of row) {
      if (!(one.custom_id?.length >= 1 && one.custom_id.length <= 100)) refuse(path, 'Must be between 1 and 100 in length.');
      if (keys.has(one.custom_id)) refuse(path, 'Component custom id cannot be duplicated');
      keys.add(one.custom_id);
      if (one.type === 2 && !(one.label?.length >= 1 && [...one.label].length <= 80)) refuse(path, 'Must be between 1 and 80 in length.');
      if (one.type === 3 && !(one.options.length >= 1 && one.options.length <= 25)) refuse(path, 'Must be between 1 and 25 in length.');
    }
  });
}
