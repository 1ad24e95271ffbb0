// node tests/system/rival.mjs ws|discord.js PORT
//
// What the bench shows beside lumbard: a client of a gateway on that port which looks at the text of each
// message and does no more. It asks for no compression.

import process from 'node:process';

const TOKEN = process.env.DISCORD_TOKEN;
const [kind, port] = process.argv.slice(2);
let length = 0; // of all texts, so that nothing is left out

async function bareWs() {
  const { WebSocket } = await import('ws');
  const socket = new WebSocket(`ws://127.0.0.1:${port}/?v=10&encoding=json`, { perMessageDeflate: false });
  let seq = null;
  const handlers = {
    0: ({ t, d }) => { if (t === 'MESSAGE_CREATE') length += d.content.length; },
    1: () => socket.send(JSON.stringify({ op: 1, d: seq })),
    10: ({ d }) => {
      setInterval(() => socket.send(JSON.stringify({ op: 1, d: seq })), d.heartbeat_interval);
      socket.send(JSON.stringify({ op: 2, d: { token: TOKEN, intents: 37377, properties: {} } }));
    },
  };
  socket.on('message', (data) => {
    const payload = JSON.parse(data);
    if (payload.s) seq = payload.s;
    handlers[payload.op]?.(payload);
  });
  socket.on('close', () => process.exit(0));
}

async function discordJs() {
  const { Client, GatewayIntentBits } = await import('discord.js');
  const { Guilds, GuildMessages, DirectMessages, MessageContent } = GatewayIntentBits;
  const client = new Client({
    intents: [Guilds, GuildMessages, DirectMessages, MessageContent],
    rest: { api: `http://127.0.0.1:${port}/api` },
  });
  client.on('messageCreate', (message) => { length += message.content.length; });
  await client.login(TOKEN);
}

process.on('SIGTERM', () => process.exit(0));
await (kind === 'ws' ? bareWs() : discordJs());
