// Reads what /metrics says, by the grammar of Prometheus' text format, and by the habits that `promtool check
// metrics` looks at; throws at whatever is not so.
// Source: prometheus.io/docs/instrumenting/exposition_formats, "Text format details".

import assert from 'node:assert/strict';

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const LABEL = '[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\\\\n]|\\\\["\\\\n])*"';
const VALUE = '[+-]?(?:Inf|NaN|(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?)';
const SAMPLE = new RegExp(`^(${NAME})(?:\\{((?:${LABEL})(?:,(?:${LABEL}))*)\\})? (${VALUE})$`);
const META = new RegExp(`^# (HELP|TYPE) (${NAME}) (.+)$`);
const UNITS = /_(milliseconds|microseconds|minutes|hours|kilobytes|megabytes|percent)(_|$)/;

function labelsOf(text) {
  const labels = {};
  for (const [, name, value] of (text ?? '').matchAll(/([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g)) {
    assert.ok(!(name in labels), `the label ${name} twice`);
    labels[name] = value.replace(/\\(.)/g, (_, c) => (c === 'n' ? '\n' : c));
  }
  return labels;
}

const keyOf = (labels) => JSON.stringify(Object.entries(labels).sort());

// The samples of one histogram with the same labels but le.
function checkHistogram(name, samples) {
  const groups = new Map();
  for (const sample of samples) {
    const { le, ...labels } = sample.labels;
    const key = keyOf(labels);
    if (!groups.has(key)) groups.set(key, { buckets: [] });
    const group = groups.get(key);
    const part = sample.name.slice(name.length + 1);
    if (part === 'bucket') group.buckets.push([le === '+Inf' ? Infinity : Number(le), sample.value]);
    else group[part] = sample.value;
  }
  for (const { buckets, sum, count } of groups.values()) {
    assert.ok(Number.isFinite(sum) && Number.isFinite(count), `${name} has no sum or count`);
    for (let i = 1; i < buckets.length; i++) {
      assert.ok(buckets[i][0] > buckets[i - 1][0], `the bounds of ${name} do not rise`);
      assert.ok(buckets[i][1] >= buckets[i - 1][1], `the buckets of ${name} are not cumulative`);
    }
    assert.equal(buckets.at(-1)[0], Infinity, `${name} has no +Inf`);
    assert.equal(buckets.at(-1)[1], count, `the last bucket of ${name} is not its count`);
  }
}

function checkFamily({ name, help, type, samples }) {
  assert.match(name, /^lumbard_[a-z0-9_]+$/, name);
  assert.ok(help, `${name} has no help`);
  assert.match(type, /^(counter|gauge|histogram)$/, name);
  assert.ok(!UNITS.test(name), `${name}: base units only`);
  assert.equal(type === 'counter', name.endsWith('_total'), `${name} is a ${type}`);
  const seen = new Set();
  for (const sample of samples) {
    const suffix = sample.name.slice(name.length);
    assert.match(suffix, type === 'histogram' ? /^_(bucket|sum|count)$/ : /^$/, sample.name);
    const key = sample.name + keyOf(sample.labels);
    assert.ok(!seen.has(key), `${key} twice`);
    seen.add(key);
    if (type === 'counter') assert.ok(sample.value >= 0, `${name} is negative`);
  }
  if (type === 'histogram') checkHistogram(name, samples);
}

// The families by name: {name, help, type, samples: [{name, labels, value}]}.
export function readExposition(text) {
  assert.ok(text.endsWith('\n'), 'the last line does not end');
  const families = new Map();
  let family;
  for (const line of text.slice(0, -1).split('\n')) {
    const [, what, name, rest] = META.exec(line) ?? [];
    if (what) {
      if (what === 'HELP') {
        assert.ok(!families.has(name), `${name} twice`);
        family = { name, help: rest, samples: [] };
        families.set(name, family);
      } else {
        assert.equal(name, family.name);
        assert.ok(!family.type && !family.samples.length, `${name}: TYPE comes once, before samples`);
        family.type = rest;
      }
      continue;
    }
    const sample = SAMPLE.exec(line);
    assert.ok(sample, `no line of the format: ${line}`);
    assert.ok(family && sample[1].startsWith(family.name), `${line} is no part of ${family?.name}`);
    const value = Number(sample[3].replace('Inf', 'Infinity'));
    family.samples.push({ name: sample[1], labels: labelsOf(sample[2]), value });
  }
  for (const one of families.values()) checkFamily(one);
  return families;
}

// The value of a sample: of that family, whose labels hold those; undefined when there is none.
export function valueOf(families, name, labels = {}, part = name) {
  return families.get(name)?.samples.find((sample) => (
    sample.name === part && Object.entries(labels).every(([key, value]) => sample.labels[key] === value)
  ))?.value;
}
