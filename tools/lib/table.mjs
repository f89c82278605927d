// Tables that fit where they are shown: the widest column wraps on a narrow terminal, and a pipe or log gets no colours.
// Call only after setup: the table library is a dependency.
import { bold, dim } from './console.mjs';

const noBorder = Object.fromEntries(
  ['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right', 'left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid', 'middle'].map(
    (name) => [name, ''],
  ),
);

/** Breaks lines between words; the library breaks a word that is longer than its column. */
const wrap = (text, width) =>
  text
    .split('\n')
    .map((line) => line.split(' ').reduce((done, word) => (`${done.slice(done.lastIndexOf('\n') + 1)} ${word}`.length > width ? `${done}\n${word}` : `${done} ${word}`)))
    .join('\n');

/**
 * `right`: the columns of numbers; `wide`: the column that gives way when they do not fit.
 * @param {string[]} head
 * @param {(string | number)[][]} rows
 * @param {{ right?: number[], wide?: number, width?: number }} [how]
 */
export async function table(head, rows, { right = [], wide = 0, width = process.stdout.isTTY ? process.stdout.columns : 120 } = {}) {
  const { default: Table } = await import('cli-table3');
  const longest = head.map((title, column) => Math.max(title.length, ...rows.map((row) => String(row[column]).length)));
  const gap = 2;
  const others = longest.reduce((sum, length, column) => sum + (column === wide ? 0 : length + gap), 0);
  const colWidths = longest.map((length, column) => (column === wide ? Math.max(12, Math.min(length + gap, width - others)) : length + gap));
  const made = new Table({
    head,
    colWidths,
    wordWrap: true,
    wrapOnWordBoundary: false,
    colAligns: head.map((_, column) => (right.includes(column) ? 'right' : 'left')),
    chars: noBorder,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': gap },
  });
  made.push(...rows.map((row) => row.map((cell, column) => (column === wide ? wrap(String(cell), colWidths[wide] - gap) : cell))));
  const lines = made
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
  // Painted afterwards: the library counts colour codes as text where it wraps.
  return [bold(lines[0]), dim('─'.repeat(Math.min(width, colWidths.reduce((a, b) => a + b) - gap))), ...lines.slice(1)].join('\n');
}
