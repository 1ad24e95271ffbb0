// The bot's commands as a person meets them: one entry for each that can be used, subcommands apart.

const SLASH = 1;
const MESSAGE = 3;
const SUBCOMMAND = 1;
const GROUP = 2;
const FOUND_MAX = 50; // entries shown at a time

/** Whether the person whom the page writes as may use it in the channel on view. */
function usable(command, store) {
  const channel = store.channel();
  if (!channel) return false;
  return channel.kind === 'direct' ? Boolean(command.direct) : !(command.barred ?? []).includes(store.user);
}

function flatten(command, parts, part) {
  const nested = (part.options ?? []).filter(({ type }) => type === SUBCOMMAND || type === GROUP);
  if (nested.length) return nested.flatMap((inner) => flatten(command, [...parts, inner.name], inner));
  return [
    {
      command: command.id,
      parts,
      label: [command.name, ...parts].join(' '),
      about: part.description ?? '',
      options: part.options ?? [],
    },
  ];
}

/** @returns {{command: string, parts: string[], label: string, about: string, options: object[]}[]} */
export function slashEntries(store) {
  return store.commands
    .filter((command) => command.type === SLASH && usable(command, store))
    .flatMap((command) => flatten(command, [], command));
}

/** The commands of a message's menu. */
export function messageCommands(store) {
  return store.commands.filter((command) => command.type === MESSAGE && usable(command, store));
}

/** The entries that what was typed behind the slash may become; those that begin so come first. */
export function findEntries(entries, typed) {
  const wanted = typed.trim().toLowerCase();
  const begins = entries.filter(({ label }) => label.startsWith(wanted));
  const holds = entries.filter(
    (entry) => !begins.includes(entry) && `${entry.label} ${entry.about.toLowerCase()}`.includes(wanted),
  );
  return [...begins, ...holds].slice(0, FOUND_MAX);
}

/** The entry that a text names whole, with what follows it; null when there is none. */
export function namedEntry(entries, text) {
  const fitting = entries.filter(({ label }) => text.startsWith(`/${label} `));
  const entry = fitting.sort((a, b) => b.label.length - a.label.length)[0];
  return entry ? { entry, rest: text.slice(entry.label.length + 2).trimStart() } : null;
}

/** The options in the shape of the server: within the parts of the command. */
export function wrapOptions(entry, options) {
  return [...entry.parts].reverse().reduce((inner, part) => [{ name: part, options: inner }], options);
}
