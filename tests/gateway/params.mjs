// What the path of a request names.

import { apiError, formError } from './errors.mjs';
import { isSnowflake } from './snowflake.mjs';

// The id in the path under that name; 50035 when it is none.
export function idParam(params, name) {
  if (isSnowflake(params[name])) return params[name];
  throw formError(`${name}_id`, 'NUMBER_TYPE_COERCE', `Value "${params[name]}" is not snowflake.`);
}

// What the map holds under the path's id; the error of that code when it holds nothing.
export function found(map, params, name, code) {
  const value = map.get(idParam(params, name));
  if (!value) throw apiError(code);
  return value;
}

// The path's channel, if the bot can see it.
export function visibleChannel(model, { params }) {
  const channel = found(model.channels, params, 'channel', 10003);
  if (!model.may(model.bot, channel, 'VIEW_CHANNEL')) throw apiError(50001);
  return channel;
}
