// Permission bits and how roles and overwrites make them.
// https://docs.discord.com/developers/topics/permissions

export const PERMISSIONS = {
  KICK_MEMBERS: 1n << 1n,
  ADMINISTRATOR: 1n << 3n,
  MANAGE_CHANNELS: 1n << 4n,
  MANAGE_GUILD: 1n << 5n,
  ADD_REACTIONS: 1n << 6n,
  VIEW_CHANNEL: 1n << 10n,
  SEND_MESSAGES: 1n << 11n,
  MANAGE_MESSAGES: 1n << 13n,
  EMBED_LINKS: 1n << 14n,
  ATTACH_FILES: 1n << 15n,
  READ_MESSAGE_HISTORY: 1n << 16n,
  MENTION_EVERYONE: 1n << 17n,
  MANAGE_ROLES: 1n << 28n,
  MANAGE_THREADS: 1n << 34n,
  CREATE_PUBLIC_THREADS: 1n << 35n,
  SEND_MESSAGES_IN_THREADS: 1n << 38n,
};

const ALL = Object.values(PERMISSIONS).reduce((sum, bit) => sum | bit, 0n);

// What @everyone may do in a new guild.
export const ORDINARY = bits('VIEW_CHANNEL SEND_MESSAGES READ_MESSAGE_HISTORY ADD_REACTIONS '
  + 'EMBED_LINKS CREATE_PUBLIC_THREADS SEND_MESSAGES_IN_THREADS');

// "VIEW_CHANNEL SEND_MESSAGES", a bigint, a decimal string or nothing -> bigint
export function bits(names) {
  if (typeof names === 'bigint') return names;
  if (names === undefined || names === '') return 0n;
  if (/^\d+$/.test(names)) return BigInt(names);
  return names.trim().split(/\s+/).reduce((sum, name) => {
    if (!(name in PERMISSIONS)) throw new Error(`no permission is called ${name}`);
    return sum | PERMISSIONS[name];
  }, 0n);
}

export function has(permissions, name) {
  return (permissions & PERMISSIONS[name]) !== 0n;
}

// What the member may do in a channel of the guild; overwrites are those of the channel, or of a
// thread's parent.
export function permissionsIn(guild, member, overwrites = []) {
  if (guild.owner_id === member.user_id) return ALL;
  const base = guild.roles
    .filter((role) => role.id === guild.id || member.roles.includes(role.id))
    .reduce((sum, role) => sum | BigInt(role.permissions), 0n);
  if (base & PERMISSIONS.ADMINISTRATOR) return ALL;
  const everyone = overwrites.filter((o) => o.type === 0 && o.id === guild.id);
  const roles = overwrites.filter((o) => o.type === 0 && member.roles.includes(o.id));
  const own = overwrites.filter((o) => o.type === 1 && o.id === member.user_id);
  const result = [everyone, roles, own].reduce(overwrite, base);
  return result & PERMISSIONS.VIEW_CHANNEL ? result : 0n;
}

function overwrite(permissions, overwrites) {
  const deny = overwrites.reduce((sum, o) => sum | BigInt(o.deny), 0n);
  const allow = overwrites.reduce((sum, o) => sum | BigInt(o.allow), 0n);
  return (permissions & ~deny) | allow;
}
