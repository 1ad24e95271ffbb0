// The lines of `lumbard ask --explain`, read into something that can be laid out.

const LABELS = {
  'read as': 'Read as',
  'left out': 'Left out',
  flag: 'Red flag',
  question: 'Question',
  'runner-up': 'Runner-up',
  outside: 'Outside the articles',
  frames: 'Sentence',
  scope: 'Not taken as said',
  offered: 'Offered to choose from',
  limit: 'Limit',
};
const SHOWN_ELSEWHERE = ['verdict', 'tier', 'answered'];
const LINES_MAX = 300;

/**
 * @param {string} text
 * @returns {{lines: Array<{label: string, text: string, rule: string|null, words: string|null}>,
 *   terms: Array<{name: string, words: string}>}} rule and words: of "... by the rule 'rule': words"
 */
export function readExplain(text) {
  const lines = [];
  const terms = [];
  let inTerms = false;
  for (const line of String(text ?? '')
    .split('\n')
    .slice(0, LINES_MAX)) {
    const term = /^ {2}(\S+)\s+(.*)$/.exec(line);
    const labelled = /^([a-z][a-z -]*?):\s*(.*)$/.exec(line);
    if (line.trim() === '') continue;
    if (line === 'terms:') inTerms = true;
    else if (inTerms && term) terms.push({ name: term[1], words: term[2] });
    else if (labelled) takeLine(lines, labelled[1], labelled[2]);
    else takeLine(lines, '', line);
  }
  return { lines, terms };
}

function takeLine(lines, label, text) {
  if (SHOWN_ELSEWHERE.includes(label) || text === '') return;
  const ruled = /^(.*?),? by the rule '(.*)': (.*)$/.exec(text);
  lines.push({
    label: LABELS[label] ?? label.charAt(0).toUpperCase() + label.slice(1),
    text: ruled ? ruled[1] : text,
    rule: ruled ? ruled[2] : null,
    words: ruled ? ruled[3] : null,
  });
}

/**
 * Findings of a content check: "file:line:col: error: text", the source line and a caret below it.
 * @returns {Array<{place: string, kind: string, text: string, source: string}>} place is '' for other lines
 */
export function readFindings(text) {
  const findings = [];
  for (const line of String(text ?? '').split('\n')) {
    const head = /^(\S[^:]*:\d+(?::\d+)?): (?:(error|warning|note): )?(.*)$/.exec(line);
    if (head) findings.push({ place: head[1], kind: head[2] ?? '', text: head[3], source: '' });
    else if (/^\s/.test(line) && findings.length) append(findings.at(-1), line);
    else if (line.trim() !== '') findings.push({ place: '', kind: '', text: line, source: '' });
  }
  return findings;
}

function append(finding, line) {
  finding.source += (finding.source ? '\n' : '') + line;
}
