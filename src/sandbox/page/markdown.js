// Discord's Markdown, read into a tree of plain objects; view-markdown.js draws it. It knows neither the
// page nor HTML, so it cannot let any through. Source: https://support.discord.com/hc/articles/210298617
//
// A tree is a list of blocks {type, children?, ...}: paragraph, heading (level), small, quote, code-block
// (text), list (ordered, start; its children: item). markdown-inline.js tells what stands in them.

import { DEPTH_MAX, parseInline } from './markdown-inline.js';

/** @returns {Array<object>} the blocks of a text */
export function parse(text, depth = 0) {
  return parseBlocks(String(text).replace(/\r\n?/g, '\n').split('\n'), depth);
}

// Each takes the lines from `at` and gives [node, lines taken], or null where it does not apply.
const BLOCKS = [takeFence, takeQuote, takeHeading, takeList];

function parseBlocks(lines, depth) {
  const blocks = [];
  let paragraph = [];
  const end = () => {
    if (paragraph.length) blocks.push({ type: 'paragraph', children: inlineLines(paragraph) });
    paragraph = [];
  };
  for (let at = 0; at < lines.length;) {
    const block = depth < DEPTH_MAX ? firstBlock(lines, at, depth) : null;
    if (block) {
      end();
      blocks.push(block[0]);
      at += block[1];
    } else {
      if (lines[at].trim() === '') end();
      else paragraph.push(lines[at]);
      at += 1;
    }
  }
  end();
  return blocks;
}

function firstBlock(lines, at, depth) {
  for (const take of BLOCKS) {
    const block = take(lines, at, depth);
    if (block) return block;
  }
  return null;
}

function takeFence(lines, at) {
  if (!lines[at].startsWith('```')) return null;
  const close = lines.findIndex((line, i) => i > at && line.trimEnd() === '```');
  if (close < 0) return null;
  return [{ type: 'code-block', text: lines.slice(at + 1, close).join('\n') }, close - at + 1];
}

function takeQuote(lines, at, depth) {
  if (lines[at].startsWith('>>> ')) {
    const rest = [lines[at].slice(4), ...lines.slice(at + 1)];
    return [{ type: 'quote', children: parseBlocks(rest, depth + 1) }, lines.length - at];
  }
  let end = at;
  while (end < lines.length && /^>( |$)/.test(lines[end])) end += 1;
  if (end === at) return null;
  const inner = lines.slice(at, end).map((line) => line.slice(2));
  return [{ type: 'quote', children: parseBlocks(inner, depth + 1) }, end - at];
}

function takeHeading(lines, at) {
  const heading = /^(#{1,3}|-#) +(\S.*)$/.exec(lines[at]);
  if (!heading) return null;
  const children = parseInline(heading[2]);
  return [
    heading[1] === '-#'
      ? { type: 'small', children }
      : { type: 'heading', level: heading[1].length, children },
    1,
  ];
}

const ITEM = /^( *)([-*]|\d{1,9}\.) +(\S.*)$/;

function takeList(lines, at, depth) {
  const first = ITEM.exec(lines[at]);
  if (!first) return null;
  const ordered = /\d/.test(first[2]);
  const indent = first[1].length;
  const items = [];
  let i = at;
  for (; i < lines.length; i += 1) {
    const item = ITEM.exec(lines[i]);
    const sibling = item && item[1].length <= indent && /\d/.test(item[2]) === ordered;
    if (sibling) items.push([item[3]]);
    else if (lines[i].trim() !== '' && /^ +/.exec(lines[i])?.[0].length > indent)
      items.at(-1).push(lines[i].slice(indent + 1));
    else break;
  }
  const children = items.map((own) => ({ type: 'item', children: parseItem(own, depth) }));
  return [{ type: 'list', ordered, start: ordered ? parseInt(first[2], 10) : 1, children }, i - at];
}

// The first line of an item is never a block itself: "- # a" is text.
function parseItem(lines, depth) {
  const rest = parseBlocks(lines.slice(1), depth + 1);
  return [...parseInline(lines[0]), ...rest];
}

function inlineLines(lines) {
  return lines.flatMap((line, i) => (i ? [{ type: 'break' }, ...parseInline(line)] : parseInline(line)));
}
