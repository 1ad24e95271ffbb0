// The REST routes of messages.
// https://docs.discord.com/developers/resources/message

import { apiError, formError } from './errors.mjs';
import { readable, restForm } from './messages.mjs';
import { CHANNEL_TYPES, isThread } from './model.mjs';
import { idParam, visibleChannel } from './params.mjs';
import { compareIds, isSnowflake } from './snowflake.mjs';

const CONTENT_MAX = 2000; // code points
const NONCE_MAX = 25;
const POSTABLE = [CHANNEL_TYPES.text, CHANNEL_TYPES.dm, CHANNEL_TYPES.announcement, 10, 11, 12];
const SHOWN = ['embeds', 'attachments', 'components', 'sticker_ids', 'files', 'poll'];

// context: {model, account, nonces, post(channel, body, reply), repeated(message, body),
// edit(message, body), remove(message), typing(channel)}
export function addMessageRoutes(rest, context) {
  const base = '/channels/{channel}/messages';
  rest.route(`GET ${base}`, (call) => list(context, call));
  rest.route(`POST ${base}`, (call) => create(context, call));
  rest.route(`GET ${base}/{message}`, (call) => shown(context, readOne(context, call)));
  rest.route(`PATCH ${base}/{message}`, (call) => edit(context, call));
  rest.route(`DELETE ${base}/{message}`, (call) => remove(context, call));
  rest.route('POST /channels/{channel}/typing', (call) => {
    const channel = writableChannel(context.model, call);
    context.typing(channel);
    return { status: 204, body: undefined };
  });
}

// ------------------------------------------------------------ POST

function create(context, call) {
  const { model } = context;
  const channel = writableChannel(model, call);
  const body = checked(call.body);
  const reply = replyTarget(model, channel, body.message_reference);
  if (body.content === '' && !SHOWN.some((key) => body[key]?.length ?? body[key])) {
    throw apiError(50006);
  }
  const earlier = body.enforce_nonce && context.nonces.find(body.nonce);
  if (earlier) {
    context.repeated(earlier, body);
    return shown(context, earlier);
  }
  const message = context.post(channel, body, reply);
  if (body.nonce !== undefined) context.nonces.keep(body.nonce, message);
  return shown(context, message);
}

function writableChannel(model, call) {
  const channel = visibleChannel(model, call);
  if (!POSTABLE.includes(channel.type)) throw apiError(50008);
  const needed = isThread(channel) ? 'SEND_MESSAGES_IN_THREADS' : 'SEND_MESSAGES';
  if (!model.may(model.bot, channel, needed)) throw apiError(50013);
  if (channel.type === CHANNEL_TYPES.dm && model.closedDms.has(channel.recipients[0].id)) {
    throw apiError(50007);
  }
  if (channel.thread_metadata?.locked && channel.thread_metadata.archived) throw apiError(50083);
  return channel;
}

// The body with its content trimmed, or 50035.
function checked(body) {
  const content = body.content ?? '';
  if (typeof content !== 'string') {
    throw formError('content', 'BASE_TYPE_BAD_TYPE', 'Could not interpret value as string.');
  }
  if ([...content.trim()].length > CONTENT_MAX) {
    throw formError('content', 'BASE_TYPE_MAX_LENGTH', `Must be ${CONTENT_MAX} or fewer in length.`);
  }
  checkNonce(body.nonce);
  checkMentions(body.allowed_mentions);
  return { ...body, content: content.trim() };
}

function checkNonce(nonce) {
  if (nonce === undefined || nonce === null || Number.isInteger(nonce)) return;
  if (typeof nonce !== 'string') {
    throw formError('nonce', 'BASE_TYPE_BAD_TYPE', 'Could not interpret value as string.');
  }
  if (nonce.length > NONCE_MAX) {
    throw formError('nonce', 'BASE_TYPE_MAX_LENGTH', `Must be ${NONCE_MAX} or fewer in length.`);
  }
}

function checkMentions(allowed) {
  if (allowed === undefined || allowed === null) return;
  if (typeof allowed !== 'object' || Array.isArray(allowed)) {
    throw formError('allowed_mentions', 'MODEL_TYPE_CONVERT', 'Expected an object/dictionary.');
  }
  const { parse = [] } = allowed;
  const at = parse.findIndex((kind) => !['users', 'roles', 'everyone'].includes(kind));
  if (at >= 0) {
    throw formError(`allowed_mentions.parse.${at}`, 'BASE_TYPE_CHOICES',
      "Value must be one of ('users', 'everyone', 'roles').");
  }
  for (const kind of ['users', 'roles']) {
    checkMentioned(kind, allowed[kind], parse);
  }
}

function checkMentioned(kind, ids, parse) {
  if (ids === undefined) return;
  if (!Array.isArray(ids) || !ids.every(isSnowflake)) {
    throw formError(`allowed_mentions.${kind}`, 'NUMBER_TYPE_COERCE', 'Value is not snowflake.');
  }
  if (ids.length && parse.includes(kind)) {
    throw formError('allowed_mentions', 'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE',
      `parse:["${kind}"] and ${kind}: [ids...] are mutually exclusive.`);
  }
}

// The message that is answered, or null.
function replyTarget(model, channel, reference) {
  if (reference === undefined || reference === null) return null;
  if (typeof reference !== 'object' || Array.isArray(reference)) {
    throw formError('message_reference', 'MODEL_TYPE_CONVERT', 'Expected an object/dictionary.');
  }
  if (!isSnowflake(String(reference.message_id))) {
    throw formError('message_reference.message_id', 'NUMBER_TYPE_COERCE',
      `Value "${reference.message_id}" is not snowflake.`);
  }
  if (!model.may(model.bot, channel, 'READ_MESSAGE_HISTORY')) throw apiError(160002);
  const target = model.message(channel, String(reference.message_id));
  if (!target && reference.fail_if_not_exists !== false) {
    throw formError('message_reference', 'MESSAGE_REFERENCE_UNKNOWN_MESSAGE', 'Unknown message');
  }
  return target ?? null;
}

// ------------------------------------------------------------ GET, PATCH, DELETE

function list(context, call) {
  const { model } = context;
  const channel = visibleChannel(model, call);
  if (!model.may(model.bot, channel, 'READ_MESSAGE_HISTORY')) return [];
  const limit = Number(call.query.get('limit') ?? 50);
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) {
    throw formError('limit', 'NUMBER_TYPE_MAX', 'int value should be between 1 and 100.');
  }
  const all = [...model.messages.get(channel.id).values()].sort((a, b) => compareIds(a.id, b.id));
  return window(all, call.query, limit).reverse().map((message) => shown(context, message));
}

// The part that before, after or around names, oldest first.
function window(all, query, limit) {
  const after = query.get('after');
  const before = query.get('before');
  const around = query.get('around');
  if (after) return all.filter((m) => compareIds(m.id, after) > 0).slice(0, limit);
  if (before) return all.filter((m) => compareIds(m.id, before) < 0).slice(-limit);
  if (!around) return all.slice(-limit);
  const at = all.findIndex((m) => compareIds(m.id, around) >= 0);
  const middle = at < 0 ? all.length : at;
  return all.slice(Math.max(0, middle - Math.floor(limit / 2)), middle + Math.ceil(limit / 2));
}

function readOne({ model }, call) {
  const channel = visibleChannel(model, call);
  const id = idParam(call.params, 'message');
  if (!model.may(model.bot, channel, 'READ_MESSAGE_HISTORY')) throw apiError(50001);
  const message = model.message(channel, id);
  if (!message) throw apiError(10008);
  return message;
}

function edit(context, call) {
  const { model } = context;
  visibleChannel(model, call);
  const message = model.message(call.params.channel, idParam(call.params, 'message'));
  if (!message) throw apiError(10008);
  if (message.author.id !== model.bot.id) throw apiError(50005);
  const body = checked(call.body);
  if (call.body.content !== undefined && body.content === '' && !message.embeds.length) {
    throw apiError(50006);
  }
  return shown(context, context.edit(message, call.body.content === undefined ? {} : body));
}

function remove(context, call) {
  const { model } = context;
  const channel = visibleChannel(model, call);
  const message = model.message(channel, idParam(call.params, 'message'));
  if (!message) throw apiError(10008);
  const own = message.author.id === model.bot.id;
  if (!own && !model.may(model.bot, channel, 'MANAGE_MESSAGES')) throw apiError(50013);
  context.remove(message);
  return { status: 204, body: undefined };
}

// REST shows content by the portal's switch, whatever intents a session has.
function shown({ model, account }, message) {
  return restForm(model, message, (m) => readable(model, m, account.portal.messageContent));
}
