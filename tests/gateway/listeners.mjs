// The double's three listeners on loopback: REST, the gateway, and the host to resume on. They are
// apart so that one of them can be out of order.

import { once } from 'node:events';
import http, { STATUS_CODES } from 'node:http';

import { WebSocketServer } from 'ws';

import { Connection } from './connection.mjs';

const MESSAGE_MAX = 1 << 20; // bytes; anything over 4096 gets close code 4002 first

export class Listeners {
  #servers = {};
  #ports = {};
  #sockets = new Set();
  #upgrades = new WebSocketServer({
    noServer: true, perMessageDeflate: false, maxPayload: MESSAGE_MAX,
  });

  async open(restListener, gateway) {
    const answerUpgrade = (request, response) => {
      response.writeHead(426, { Upgrade: 'websocket' }).end();
    };
    this.#servers = {
      rest: http.createServer(restListener),
      main: http.createServer(answerUpgrade),
      resume: http.createServer(answerUpgrade),
    };
    for (const [host, server] of Object.entries(this.#servers)) {
      server.on('connection', (socket) => this.#watch(socket));
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      this.#ports[host] = server.address().port;
      if (host === 'rest') continue;
      server.on('upgrade', (request, socket, head) => {
        this.#upgrade({ gateway, host, request, socket, head });
      });
    }
  }

  // 127.0.0.1:port of 'rest', 'main' or 'resume'
  address(name) {
    return `127.0.0.1:${this.#ports[name]}`;
  }

  // From now on connections to it are refused; those that are open stay.
  stop(name) {
    this.#servers[name].close();
  }

  async close() {
    const closed = Object.values(this.#servers).map(
      (server) => new Promise((resolve) => server.close(resolve)),
    );
    for (const socket of this.#sockets) socket.destroy();
    await Promise.all(closed);
  }

  #watch(socket) {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => {}); // 'close' follows
  }

  #upgrade({ gateway, host, request, socket, head }) {
    const url = new URL(request.url, 'http://127.0.0.1');
    const info = { host, path: url.pathname, query: url.searchParams, headers: request.headers };
    const plan = gateway.take('connection', host);
    gateway.saw('connection', { ...info, refused: plan.status ?? null });
    if (plan.hang) return;
    if (plan.status) {
      socket.end(`HTTP/1.1 ${plan.status} ${STATUS_CODES[plan.status]}\r\n`
        + 'Connection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    this.#upgrades.handleUpgrade(request, socket, head, (websocket) => {
      gateway.connections.push(new Connection(gateway, websocket, socket, info, plan));
    });
  }
}
