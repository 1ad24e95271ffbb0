// A small world for tests: a server with the channels that a back-pain bot meets, and some people.

// Adds it to the double and returns its parts. The bot may read and write everywhere but in `hidden`,
// which it cannot see, and `readonly`, where it cannot write.
export function createWorld(discord) {
  const ann = discord.addUser({ username: 'ann', global_name: 'Ann' });
  const bob = discord.addUser({ username: 'bob', global_name: 'Bob' });
  const mod = discord.addUser({ username: 'mia', global_name: 'Mia (mod)' });
  const guild = discord.addGuild({ name: 'Back Pain Club' });
  const staff = discord.addRole(guild, { name: 'staff', permissions: 'MANAGE_MESSAGES MANAGE_GUILD' });
  const botRole = discord.addRole(guild, { name: 'lumbard', permissions: '' });
  discord.addMember(guild, ann);
  discord.addMember(guild, bob, { nick: 'Bobby' });
  discord.addMember(guild, mod, { roles: [staff] });
  discord.model.member(guild, discord.bot).roles.push(botRole.id);
  const everyone = guild.roles[0];

  const channels = {
    general: discord.addChannel({ guild, name: 'general' }), // ambient
    backs: discord.addChannel({ guild, name: 'backs' }), // faq
    off: discord.addChannel({ guild, name: 'no-bots' }), // off
    readonly: discord.addChannel({
      guild, name: 'rules', overwrites: [{ role: botRole, deny: 'SEND_MESSAGES' }],
    }),
    hidden: discord.addChannel({
      guild, name: 'secret', overwrites: [{ role: botRole, deny: 'VIEW_CHANNEL' }],
    }),
    nohistory: discord.addChannel({
      guild, name: 'no-history', overwrites: [{ role: botRole, deny: 'READ_MESSAGE_HISTORY' }],
    }),
    mods: discord.addChannel({
      guild,
      name: 'mods',
      overwrites: [
        { role: everyone, deny: 'VIEW_CHANNEL' },
        { role: staff, allow: 'VIEW_CHANNEL' },
        { role: botRole, allow: 'VIEW_CHANNEL' },
      ],
    }),
    forum: discord.addChannel({ guild, name: 'ask-backs', type: 'forum' }),
  };
  const thread = discord.addThread({ parent: channels.backs, name: 'Lifting', user: ann });
  const post = discord.addForumPost({
    forum: channels.forum, name: 'Which chair?', user: bob, content: 'Looking for a chair.',
  });
  return { guild, staff, botRole, users: { ann, bob, mod }, channels, thread, post, dm: discord.dm(ann) };
}
