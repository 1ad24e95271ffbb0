// Error answers of Discord's REST API.
// https://docs.discord.com/developers/topics/opcodes-and-status-codes#json

export class ApiError extends Error {
  constructor(status, body) {
    super(body.message);
    this.status = status;
    this.body = body;
  }
}

const KNOWN = {
  0: [401, '401: Unauthorized'],
  10003: [404, 'Unknown Channel'],
  10004: [404, 'Unknown Guild'],
  10007: [404, 'Unknown Member'],
  10008: [404, 'Unknown Message'],
  10013: [404, 'Unknown User'],
  10015: [404, 'Unknown Webhook'],
  10062: [404, 'Unknown interaction'],
  40060: [400, 'Interaction has already been acknowledged.'],
  40333: [403, 'internal network error'],
  50001: [403, 'Missing Access'],
  50005: [403, 'Cannot edit a message authored by another user'],
  50006: [400, 'Cannot send an empty message'],
  50007: [403, 'Cannot send messages to this user'],
  50008: [400, 'Cannot send messages in a non-text channel'],
  50013: [403, 'Missing Permissions'],
  50033: [400, 'Invalid Recipient(s)'],
  50083: [400, 'Thread is archived'],
  50109: [400, 'The request body contains invalid JSON.'],
  160002: [403, 'Cannot reply without permission to read message history'],
};

// The error with that JSON code.
export function apiError(code) {
  const [status, message] = KNOWN[code];
  return new ApiError(status, { message, code });
}

// 404 or 405 without an error of its own.
export function httpError(status, words) {
  return new ApiError(status, { message: `${status}: ${words}`, code: 0 });
}

// 50035. path: 'content', 'allowed_mentions.parse' or '' for the whole body.
export function formError(path, code, message) {
  const errors = path.split('.').filter(Boolean).reduceRight(
    (inner, key) => ({ [key]: inner }),
    { _errors: [{ code, message }] },
  );
  return new ApiError(400, { message: 'Invalid Form Body', code: 50035, errors });
}
