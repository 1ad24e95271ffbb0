// Charts, each with a table beside it that says the same. Chart.js is Debian's; without it there are the
// tables alone.

import { h } from './dom.js';

const COLOURS = 7;

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/**
 * A chart in its box. kind: 'line' or 'bar' (stacked); label: what a screen reader is told of it.
 * @returns {{node: Node|null, draw: (labels: string[], series: Array<{name: string, data: number[]}>) => void}}
 */
export function createChart({ kind, label, colours }) {
  if (!window.Chart) return { node: null, draw() {} };
  const canvas = h('canvas', { role: 'img', 'aria-label': label });
  const node = h('div', { class: 'chart-box' }, canvas);
  let chart = null;
  let last = null;

  function options() {
    const text = colour('--text');
    const line = colour('--line');
    const axis = { ticks: { color: text, maxRotation: 0, autoSkipPadding: 16 }, grid: { color: line }, stacked: kind === 'bar' };
    return {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      interaction: { mode: 'index', intersect: false },
      plugins: { legend: { position: 'bottom', labels: { color: text, boxWidth: 14 } } },
      scales: { x: axis, y: { ...axis, beginAtZero: true, ticks: { ...axis.ticks, precision: kind === 'bar' ? 0 : undefined } } },
    };
  }

  function dataset({ name, data }, i) {
    const own = colour(colours?.[i] ?? `--series-${(i % COLOURS) + 1}`);
    return {
      label: name,
      data,
      borderColor: own,
      backgroundColor: own,
      borderWidth: kind === 'line' ? 2 : 0,
      borderDash: kind === 'line' && i % 2 ? [6, 3] : [],
      pointRadius: 0,
    };
  }

  function draw(labels, series) {
    last = [labels, series];
    const data = { labels, datasets: series.map(dataset) };
    if (!chart) {
      chart = new window.Chart(canvas, { type: kind, data, options: options() });
      return;
    }
    chart.data = data;
    chart.options = options();
    chart.update('none');
  }

  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => last && draw(...last));
  return { node, draw };
}
