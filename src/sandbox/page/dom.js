// Building the page's nodes. Whatever comes from outside becomes text, never markup: nothing here or in
// any other module parses HTML.

const SVG = 'http://www.w3.org/2000/svg';

// Characters that show nothing or turn the text around: controls save tab and newline, marks of
// direction, and blanks without width. The joiners of emoji and scripts (200C, 200D) stay.
const HIDDEN =
  /([\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb])\1*/g;
const HIDDEN_MAX = 100; // runs of them shown in one text

/**
 * An element with attributes and children. `class` and `on` ({event: listener}) have their own meaning;
 * attributes that are null or false are left out, true is written as an empty one.
 * @returns {HTMLElement}
 */
export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name === 'on') {
      for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
    } else if (value !== null && value !== undefined && value !== false) {
      node.setAttribute(name, value === true ? '' : String(value));
    }
  }
  append(node, children);
  return node;
}

/** Adds children: nodes as they are, lists one by one, anything else as text; null and false: nothing. */
export function append(node, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    node.append(child);
  }
  return node;
}

/** Empties a node and gives it new children. */
export function fill(node, ...children) {
  node.replaceChildren();
  return append(node, children);
}

/** A button that is no submit button. */
export function button(label, onClick, props = {}) {
  return h('button', { type: 'button', ...props, on: { click: onClick, ...props.on } }, label);
}

/** Foreign text as nodes, with the characters one cannot see named in little boxes. */
export function visible(text) {
  const out = document.createDocumentFragment();
  const clean = String(text).replace(/\r\n?/g, '\n');
  let at = 0;
  let runs = 0;
  for (const match of clean.matchAll(HIDDEN)) {
    out.append(clean.slice(at, match.index));
    at = match.index + match[0].length;
    runs += 1;
    out.append(runs > HIDDEN_MAX ? '\ufffd' : hiddenBox(match[1], match[0].length));
  }
  out.append(clean.slice(at));
  return out;
}

function hiddenBox(char, times) {
  const code = char.codePointAt(0).toString(16).toUpperCase().padStart(4, '0');
  const label = `U+${code}${times > 1 ? ` \u00d7${times}` : ''}`;
  return h('span', { class: 'hidden-char', title: 'a character that cannot be seen' }, label);
}

/** A name that somebody chose: kept from turning the text around it. */
export function name(text) {
  return h('bdi', {}, visible(text));
}

// Each sign differs in outline, so that it is known without its colour.
const SIGNS = {
  emergency: ['M8 2h8l6 6v8l-6 6H8l-6-6V8z', 'M12 6.5v7', 'M12 17v.4'],
  urgent: ['M12 2.5 22.5 21h-21z', 'M12 9v6', 'M12 18v.3'],
  'see-doctor': ['M3 3h18v18H3z', 'M12 7v10M7 12h10'],
  staff: ['M5 17V11a7 7 0 0 1 14 0v6l2 2H3z', 'M10 22h4'],
  private: ['M2 12s4-7 10-7 10 7 10 7-4 7-10 7S2 12 2 12z', 'M12 9a3 3 0 1 0 .1 0', 'M4 20 20 4'],
  answer: ['M2.5 12a9.5 9.5 0 1 0 19 0 9.5 9.5 0 1 0-19 0z', 'M7.5 12.5l3 3 6-7'],
  fallback: [
    'M2.5 12a9.5 9.5 0 1 0 19 0 9.5 9.5 0 1 0-19 0z',
    'M9 9.5a3 3 0 1 1 4 2.8c-.8.3-1 .9-1 1.7',
    'M12 17.3v.3',
  ],
  ignore: ['M2.5 12a9.5 9.5 0 1 0 19 0 9.5 9.5 0 1 0-19 0z', 'M7 12h10'],
};

/** The small drawing that stands beside a label; it says nothing to a screen reader, the label does. */
export function sign(kind) {
  const svg = document.createElementNS(SVG, 'svg');
  const attributes = { viewBox: '0 0 24 24', class: 'sign', 'aria-hidden': 'true', focusable: 'false' };
  for (const [key, value] of Object.entries(attributes)) svg.setAttribute(key, value);
  for (const d of SIGNS[kind] ?? SIGNS.ignore) {
    const path = document.createElementNS(SVG, 'path');
    path.setAttribute('d', d);
    svg.append(path);
  }
  return svg;
}

/**
 * Rebuilds a part of the page without losing the place of the keyboard: what had the focus is found
 * again by its data-key.
 */
export function keepingFocus(node, rebuild) {
  const active = document.activeElement;
  const key = node.contains(active) ? active.getAttribute('data-key') : null;
  rebuild();
  if (key === null) return;
  for (const candidate of node.querySelectorAll('[data-key]')) {
    if (candidate.getAttribute('data-key') === key) return candidate.focus({ preventScroll: true });
  }
}
