// What the REST routes do, apart from messages.
// https://docs.discord.com/developers/reference

import { apiError, formError } from './errors.mjs';
import { addMessageRoutes } from './message-routes.mjs';
import { isThread } from './model.mjs';
import { found, idParam, visibleChannel } from './params.mjs';
import { isSnowflake } from './snowflake.mjs';

// context: {model, account, gatewayUrl(), startLimit()} and what addMessageRoutes() wants
export function addRoutes(rest, context) {
  const { model } = context;
  rest.route('GET /gateway', () => ({ url: context.gatewayUrl() }), { open: true });
  rest.route('GET /gateway/bot', () => ({
    url: context.gatewayUrl(), shards: 1, session_start_limit: context.startLimit(),
  }));
  rest.route('GET /users/@me', () => ({
    ...model.bot, verified: true, mfa_enabled: true, email: null, flags: 0, locale: 'en-US',
  }));
  rest.route('GET /users/{user}', ({ params }) => found(model.users, params, 'user', 10013));
  rest.route('GET /applications/@me', () => application(context));
  rest.route('GET /oauth2/applications/@me', () => application(context));
  rest.route('GET /users/@me/guilds', () => [...model.guilds.values()].map(partialGuild));
  rest.route('POST /users/@me/channels', (call) => openDm(model, call));
  rest.route('GET /channels/{channel}', (call) => visibleChannel(model, call));
  rest.route('GET /guilds/{guild}', ({ params }) => found(model.guilds, params, 'guild', 10004));
  rest.route('GET /guilds/{guild}/roles', ({ params }) => (
    found(model.guilds, params, 'guild', 10004).roles
  ));
  rest.route('GET /guilds/{guild}/channels', ({ params }) => {
    const guild = found(model.guilds, params, 'guild', 10004);
    return [...model.channels.values()].filter((c) => c.guild_id === guild.id && !isThread(c));
  });
  rest.route('GET /guilds/{guild}/members/{user}', (call) => memberOf(model, call));
  addMessageRoutes(rest, context);
}

function partialGuild({ id, name, icon, features }) {
  return { id, name, icon, owner: false, permissions: '0', features };
}

function application({ model, account }) {
  const { id, username } = model.bot;
  return {
    id,
    name: username,
    icon: null,
    description: '',
    bot_public: true,
    bot_require_code_grant: false,
    flags: account.flags(),
    bot: model.bot,
    verify_key: '0'.repeat(64),
    interactions_endpoint_url: null,
    approximate_guild_count: model.guilds.size,
  };
}

function openDm(model, { body }) {
  const { recipient_id: recipient } = body;
  if (!isSnowflake(recipient)) {
    throw formError('recipient_id', 'NUMBER_TYPE_COERCE', `Value "${recipient}" is not snowflake.`);
  }
  const user = model.users.get(recipient);
  if (!user || user.id === model.bot.id) throw apiError(50033);
  return model.dm(user);
}

// @me is not documented for GET but works with a bot's token.
function memberOf(model, { params }) {
  const guild = found(model.guilds, params, 'guild', 10004);
  const user = params.user === '@me' ? model.bot.id : idParam(params, 'user');
  const member = model.member(guild, user);
  if (!member) throw apiError(model.users.has(user) ? 10007 : 10013);
  return model.memberObject(member);
}
