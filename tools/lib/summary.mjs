// What a synth would deploy, as text.
import { bold, dim, green, red, yellow } from './console.mjs';
import { addresses } from './addresses.mjs';
import { isFatal, readFindings, readStacks, resourceTypes } from './assembly.mjs';
import { showWarnings } from './synthesize.mjs';
import { table } from './table.mjs';

/**
 * { text, fatal } for the cloud assembly in `folder`, and what its synthesis warned of.
 * @param {string} folder
 * @param {{ warnings?: string[], width?: number }} [how]
 */
export async function summarize(folder, { warnings = [], ...options } = {}) {
  const stacks = readStacks(folder);
  const findings = readFindings(folder);
  const parts = [
    await stacksTable(stacks, options),
    ...stacks.map((stack) => `${bold(stack.name)}\n${resourceLines(stack)}`),
    ...addresses(stacks),
    findings.length ? findingLines(findings) : `${green('✓')} no findings${warnings.length ? `, ${warnings.length} ${warnings.length === 1 ? 'warning' : 'warnings'}` : ''}`,
    ...(warnings.length ? [showWarnings(warnings)] : []),
  ];
  return { text: parts.join('\n\n'), fatal: findings.some(isFatal), stacks, findings };
}

function stacksTable(stacks, options) {
  const short = shortNames(stacks);
  const rows = stacks.map((stack) => [
    stack.name,
    resourceTypes(stack).reduce((sum, [, count]) => sum + count, 0),
    stack.assets,
    stack.dependsOn.map((name) => short.get(name) ?? name).join(', ') || '–',
  ]);
  return table(['stack', 'resources', 'assets', 'after'], rows, { right: [1, 2], wide: 3, ...options });
}

/** CognitoStack-dev-Storage → Storage, where that is still one stack's name. */
function shortNames(stacks) {
  const last = (name) => name.split('-').pop();
  return new Map(stacks.map(({ name }) => [name, stacks.filter((other) => last(other.name) === last(name)).length === 1 ? last(name) : name]));
}

const resourceLines = (stack) =>
  resourceTypes(stack)
    .map(([type, count]) => `  ${String(count).padStart(3)}  ${type}`)
    .join('\n') || dim('  nothing');

function findingLines(findings) {
  const title = `${findings.length} finding${findings.length === 1 ? '' : 's'}`;
  const lines = findings.map((finding) => {
    const severity = (isFatal(finding) ? red : yellow)(finding.severity);
    return `  ${severity} ${finding.rule} ${dim(`(${finding.source})`)}\n    ${finding.construct || 'the whole app'}\n    ${finding.message}`;
  });
  return `${bold(title)}\n${lines.join('\n')}`;
}
