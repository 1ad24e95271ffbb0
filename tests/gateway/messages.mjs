// Message objects: how they are made, whom they mention, and what of them a bot may see.
// https://docs.discord.com/developers/resources/message

import { idOf, isThread } from './model.mjs';
import { snowflakeTime } from './snowflake.mjs';

export const MESSAGE_TYPES = { default: 0, join: 7, 'thread-created': 18, reply: 19, command: 20 };

const MESSAGE_CONTENT = 1 << 15;

// A message of `author` in `channel`, not yet kept. allowed: allowed_mentions as the API takes it;
// undefined lets every mention through, as it does there.
export function compose(model, options) {
  const { author, channel, content = '', reply, allowed, member = null } = options;
  const { nonce, flags = 0, embeds = [], attachments = [], components = [], webhook, tts = false } = options;
  const id = options.id ?? model.id();
  const pings = pingsOf(model, { content, reply, allowed, author, channel, ping: options.ping });
  return {
    id,
    type: options.type ?? (reply ? MESSAGE_TYPES.reply : MESSAGE_TYPES.default),
    channel_id: channel.id,
    author,
    content,
    timestamp: timestampOf(id),
    edited_timestamp: null,
    tts,
    mention_everyone: pings.everyone,
    mentions: pings.users.map((user) => model.users.get(user)),
    mention_roles: pings.roles,
    attachments,
    embeds,
    components,
    pinned: false,
    flags,
    ...(nonce !== undefined && { nonce }),
    ...(webhook && { webhook_id: author.id }),
    ...(isThread(channel) && { position: channel.total_message_sent }),
    ...(reply && { message_reference: referenceTo(channel, reply) }),
    ...(member && { member }),
  };
}

function referenceTo(channel, reply) {
  return {
    type: 0,
    message_id: reply.id,
    channel_id: channel.id,
    ...(channel.guild_id && { guild_id: channel.guild_id }),
  };
}

function timestampOf(id) {
  return new Date(snowflakeTime(id)).toISOString().replace('Z', '000+00:00');
}

// Whom the text notifies: {users, roles, everyone}; users and roles are ids.
export function pingsOf(model, { content, reply, allowed, author, channel, ping = true }) {
  const lets = (kind, id) => !allowed || Boolean(
    allowed.parse?.includes(kind) || allowed[kind]?.includes?.(id),
  );
  const users = found(content, /<@!?(\d+)>/g)
    .filter((id) => model.users.has(id) && lets('users', id));
  const replied = allowed ? allowed.replied_user === true : ping;
  if (reply && replied && !users.includes(reply.author.id)) users.push(reply.author.id);
  const guild = model.guilds.get(channel.guild_id);
  const mayMention = ({ mentionable }) => mentionable || model.may(author, channel, 'MENTION_EVERYONE');
  const roles = found(content, /<@&(\d+)>/g)
    .filter((id) => guild?.roles.some((role) => role.id === id && mayMention(role)) && lets('roles', id));
  const everyone = /@(everyone|here)\b/.test(content) && lets('everyone')
    && Boolean(guild) && model.may(author, channel, 'MENTION_EVERYONE');
  return { users, roles, everyone };
}

function found(content, pattern) {
  return [...new Set([...content.matchAll(pattern)].map((match) => match[1]))];
}

// The object that REST answers with.
export function restForm(model, message, canRead = () => true) {
  const { member, ...object } = message;
  const shown = canRead(message) ? object : withoutContent(object);
  if (!message.message_reference) return shown;
  const target = model.message(message.channel_id, message.message_reference.message_id);
  return { ...shown, referenced_message: target ? bare(model, target, canRead) : null };
}

// A referenced message is one level deep: what it answers itself is not in it.
function bare(model, message, canRead) {
  const { member, ...object } = message;
  return canRead(message) ? object : withoutContent(object);
}

// The data of MESSAGE_CREATE and MESSAGE_UPDATE for a session with those intents.
export function gatewayForm(model, message, intents, { channelType = true } = {}) {
  const channel = model.channel(message.channel_id);
  const canRead = (m) => readable(model, m, Boolean(intents & MESSAGE_CONTENT));
  const data = restForm(model, message, canRead);
  if (channelType) data.channel_type = channel.type;
  if (!channel.guild_id) return data;
  data.guild_id = channel.guild_id;
  const member = message.member ?? partialMember(model, channel, message.author);
  if (member && !message.webhook_id) data.member = member;
  data.mentions = message.mentions.map((user) => {
    const partial = partialMember(model, channel, user);
    return partial ? { ...user, member: partial } : user;
  });
  return data;
}

// Whether a bot is shown the content: with the intent, and else in direct messages, in its own
// messages and in those that mention it.
export function readable(model, message, hasIntent) {
  const channel = model.channel(message.channel_id);
  return hasIntent || !channel?.guild_id || message.author.id === model.bot.id
    || message.mentions.some((user) => user.id === model.bot.id);
}

function withoutContent(object) {
  return { ...object, content: '', embeds: [], attachments: [], components: [] };
}

function partialMember(model, channel, user) {
  const member = model.member(channel.guild_id, idOf(user));
  if (!member) return null;
  const { user_id, ...partial } = member;
  return partial;
}
