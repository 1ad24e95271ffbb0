// How a gateway payload travels: as text, or compressed as the client asked in the URL.
// https://docs.discord.com/developers/events/gateway#encoding-and-compression

import zlib from 'node:zlib';

const WINDOW = 32 * 1024;
const ZLIB_HEADER = Buffer.from([0x78, 0x9c]);
const ZSTD_BLOCK_MAX = 128 * 1024;
// Magic number, then a frame header without content size: window of 2 MiB, no checksum.
const ZSTD_HEADER = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x58]);
const PAYLOAD_COMPRESSION_FROM = 1024; // bytes

// Each encoder turns one payload into {data, binary}; one of them lives as long as its connection.
const ENCODERS = {
  'zlib-stream': zlibStream,
  'zstd-stream': zstdStream,
};

// compress: the query's value; an unknown one is ignored, as by a server that does not have it.
// mistaken: {asked: used}, for a server that uses another than it was asked for.
export function createEncoder(compress, offered, mistaken = {}) {
  const make = offered.includes(compress) ? ENCODERS[mistaken[compress] ?? compress] : undefined;
  return make ? make() : plain();
}

function plain() {
  const encode = (text) => (encode.payloads && text.length >= PAYLOAD_COMPRESSION_FROM
    ? { data: zlib.deflateSync(text), binary: true }
    : { data: text, binary: false });
  encode.payloads = false; // set by `compress: true` in IDENTIFY
  return encode;
}

// One deflate stream a connection, flushed after every payload. The encoder is started anew each
// time with the last 32 KiB as its dictionary, which is what a decoder's window holds.
function zlibStream() {
  let history = Buffer.alloc(0);
  let started = false;
  return (text) => {
    const input = Buffer.from(text);
    const dictionary = history.length ? { dictionary: history } : {};
    const deflated = zlib.deflateRawSync(input, {
      finishFlush: zlib.constants.Z_SYNC_FLUSH, ...dictionary,
    });
    const data = started ? deflated : Buffer.concat([ZLIB_HEADER, deflated]);
    started = true;
    history = Buffer.concat([history, input]).subarray(-WINDOW);
    return { data, binary: true };
  };
}

// One zstd frame a connection that never ends, of stored blocks: Node has no zstd before 22.15.
function zstdStream() {
  let started = false;
  return (text) => {
    const input = Buffer.from(text);
    const parts = started ? [] : [ZSTD_HEADER];
    started = true;
    for (let at = 0; at < input.length; at += ZSTD_BLOCK_MAX) {
      const block = input.subarray(at, at + ZSTD_BLOCK_MAX);
      const header = Buffer.alloc(3);
      header.writeUIntLE(block.length << 3, 0, 3); // not the last block, type raw
      parts.push(header, block);
    }
    return { data: Buffer.concat(parts), binary: true };
  };
}

// Send through a WebSocket of `ws`. fragment: bytes a frame, 0 = one frame a message. split: bytes a
// WebSocket message for compressed data, 0 = one message a payload.
export function transmit(websocket, { data, binary }, { fragment = 0, split = 0 } = {}) {
  const bytes = Buffer.from(data);
  const messages = binary && split ? slices(bytes, split) : [bytes];
  for (const message of messages) {
    const frames = fragment ? slices(message, fragment) : [message];
    frames.forEach((frame, i) => {
      websocket.send(frame, { binary, fin: i === frames.length - 1 });
    });
  }
}

function slices(bytes, size) {
  const result = [];
  for (let at = 0; at < bytes.length; at += size) result.push(bytes.subarray(at, at + size));
  return result;
}
