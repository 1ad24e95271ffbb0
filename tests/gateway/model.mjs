// The double's state: users, guilds, channels and messages, kept in the shapes of Discord's API.
// Every change is announced as the gateway event that the real service would send for it.

import { ORDINARY, bits, has, permissionsIn } from './permissions.mjs';

export const CHANNEL_TYPES = {
  text: 0, dm: 1, voice: 2, category: 4, announcement: 5, thread: 11, 'private-thread': 12, forum: 15,
};

const THREADS = [10, 11, 12];

export function isThread(channel) {
  return THREADS.includes(channel.type);
}

export class Model {
  users = new Map();
  guilds = new Map();
  members = new Map(); // guild id -> Map(user id -> member)
  channels = new Map();
  messages = new Map(); // channel id -> Map(message id -> message)
  closedDms = new Set(); // ids of users who take no direct messages

  #clock;
  #ids;
  #announce;

  // announce(event, data, channel): channel is undefined for what concerns no channel.
  constructor({ clock, ids, announce, bot }) {
    this.#clock = clock;
    this.#ids = ids;
    this.#announce = announce;
    this.bot = this.addUser({ username: 'lumbard', discriminator: '4242', ...bot, bot: true });
  }

  id() {
    return this.#ids.next();
  }

  now() {
    return this.#clock.timestamp();
  }

  addUser({ id = this.id(), username, global_name = null, bot = false, discriminator = '0' }) {
    const user = {
      id, username, global_name, discriminator, avatar: null, public_flags: 0, ...(bot && { bot }),
    };
    this.users.set(id, user);
    return user;
  }

  // A guild that the bot is a member of. owner: a user; a stranger unless given.
  addGuild({ id = this.id(), name, owner, permissions = ORDINARY }) {
    const guild = {
      id,
      name,
      icon: null,
      owner_id: (owner ?? this.addUser({ username: 'owner' })).id,
      features: [],
      roles: [],
      emojis: [],
      stickers: [],
      preferred_locale: 'en-US',
      verification_level: 1,
      default_message_notifications: 1,
      explicit_content_filter: 0,
      mfa_level: 0,
      nsfw_level: 0,
      premium_tier: 0,
      system_channel_id: null,
      afk_channel_id: null,
      afk_timeout: 300,
      joined_at: this.now(),
    };
    this.guilds.set(id, guild);
    this.members.set(id, new Map());
    this.addRole(guild, { id, name: '@everyone', permissions });
    this.addMember(guild, guild.owner_id);
    this.addMember(guild, this.bot);
    this.#announce('GUILD_CREATE', this.guildCreated(guild));
    return guild;
  }

  // mentionable: by everybody; the bot may need a permission otherwise.
  addRole(guild, { id = this.id(), name, permissions, mentionable = true }) {
    const role = {
      id,
      name,
      permissions: bits(permissions).toString(),
      position: guild.roles.length,
      color: 0,
      hoist: false,
      managed: false,
      mentionable,
      flags: 0,
    };
    guild.roles.push(role);
    return role;
  }

  // roles: role objects or ids.
  addMember(guild, user, { roles = [], nick = null } = {}) {
    const member = {
      user_id: idOf(user),
      roles: roles.map(idOf),
      nick,
      avatar: null,
      joined_at: this.now(),
      premium_since: null,
      pending: false,
      deaf: false,
      mute: false,
      flags: 0,
      communication_disabled_until: null,
    };
    this.members.get(idOf(guild)).set(member.user_id, member);
    return member;
  }

  // type: a name of CHANNEL_TYPES. overwrites: {role|user, allow, deny} with permission names.
  addChannel({ id = this.id(), guild, name, type = 'text', parent, overwrites = [], topic = null }) {
    const channel = {
      id,
      type: CHANNEL_TYPES[type],
      guild_id: idOf(guild),
      name,
      parent_id: parent ? idOf(parent) : null,
      position: this.channels.size,
      permission_overwrites: overwrites.map(overwriteOf),
      topic,
      nsfw: false,
      rate_limit_per_user: 0,
      last_message_id: null,
      flags: 0,
      ...(type === 'forum' && { available_tags: [], default_reaction_emoji: null }),
    };
    return this.#keepChannel(channel, 'CHANNEL_CREATE', channel);
  }

  // A thread under a channel, or a post of a forum: the message that starts a post has its id.
  addThread({ id = this.id(), parent, name, user, type = 'thread' }) {
    const thread = {
      id,
      type: CHANNEL_TYPES[type],
      guild_id: parent.guild_id,
      name,
      parent_id: parent.id,
      owner_id: idOf(user ?? this.bot),
      message_count: 0,
      member_count: 1,
      total_message_sent: 0,
      rate_limit_per_user: 0,
      last_message_id: null,
      flags: 0,
      thread_metadata: {
        archived: false,
        locked: false,
        auto_archive_duration: 4320,
        archive_timestamp: this.now(),
        create_timestamp: this.now(),
      },
      ...(parent.type === CHANNEL_TYPES.forum && { applied_tags: [] }),
    };
    return this.#keepChannel(thread, 'THREAD_CREATE', { ...thread, newly_created: true });
  }

  // The direct-message channel of the bot and that user; made when there is none.
  dm(user) {
    const id = idOf(user);
    for (const channel of this.channels.values()) {
      if (channel.type === CHANNEL_TYPES.dm && channel.recipients[0].id === id) return channel;
    }
    const channel = {
      id: this.id(),
      type: CHANNEL_TYPES.dm,
      recipients: [this.users.get(id)],
      last_message_id: null,
      flags: 0,
    };
    return this.#keepChannel(channel);
  }

  removeChannel(channel) {
    this.channels.delete(channel.id);
    this.#announce(isThread(channel) ? 'THREAD_DELETE' : 'CHANNEL_DELETE', channel, channel);
  }

  // Replace the channel's overwrites.
  setOverwrites(channel, overwrites) {
    channel.permission_overwrites = overwrites.map(overwriteOf);
    this.#announce('CHANNEL_UPDATE', channel, channel);
  }

  #keepChannel(channel, event, data) {
    this.channels.set(channel.id, channel);
    this.messages.set(channel.id, new Map());
    if (event) this.#announce(event, data, channel);
    return channel;
  }

  channel(ref) {
    return this.channels.get(idOf(ref));
  }

  message(channel, id) {
    return this.messages.get(idOf(channel))?.get(id);
  }

  // The message whatever its channel.
  findMessage(ref) {
    for (const messages of this.messages.values()) {
      if (messages.has(idOf(ref))) return messages.get(idOf(ref));
    }
    return undefined;
  }

  keepMessage(message) {
    const channel = this.channel(message.channel_id);
    this.messages.get(channel.id).set(message.id, message);
    channel.last_message_id = message.id;
    if (isThread(channel)) {
      channel.message_count += 1;
      channel.total_message_sent += 1;
    }
    return message;
  }

  dropMessage(message) {
    this.messages.get(message.channel_id).delete(message.id);
  }

  member(guild, user) {
    return this.members.get(idOf(guild))?.get(idOf(user));
  }

  // What the user may do there; everything in a direct message.
  permissions(user, channel) {
    if (!channel.guild_id) return bits('VIEW_CHANNEL SEND_MESSAGES READ_MESSAGE_HISTORY');
    const guild = this.guilds.get(channel.guild_id);
    const member = this.member(guild, user);
    if (!member) return 0n;
    const holder = isThread(channel) ? this.channel(channel.parent_id) : channel;
    return permissionsIn(guild, member, holder?.permission_overwrites);
  }

  may(user, channel, name) {
    return has(this.permissions(user, channel), name);
  }

  memberObject(member) {
    const { user_id, ...rest } = member;
    return { ...rest, user: this.users.get(user_id) };
  }

  // GUILD_CREATE's data.
  guildCreated(guild) {
    const channels = [...this.channels.values()].filter((c) => c.guild_id === guild.id);
    const members = [...this.members.get(guild.id).values()];
    return {
      ...guild,
      unavailable: false,
      large: false,
      member_count: members.length,
      members: members.map((member) => this.memberObject(member)),
      channels: channels.filter((c) => !isThread(c)),
      threads: channels.filter((c) => isThread(c) && !c.thread_metadata.archived),
      presences: [],
      voice_states: [],
      stage_instances: [],
      guild_scheduled_events: [],
      soundboard_sounds: [],
    };
  }
}

export function idOf(ref) {
  return typeof ref === 'object' && ref !== null ? ref.id : ref;
}

function overwriteOf({ role, user, allow, deny }) {
  return {
    id: idOf(role ?? user),
    type: role ? 0 : 1,
    allow: bits(allow).toString(),
    deny: bits(deny).toString(),
  };
}
