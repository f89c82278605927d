// Test results: Visual Studio's TRX from `dotnet test`, TAP from `node --test`.

const entities = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
const decode = (text) =>
  text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (all, hex, decimal, name) =>
    hex ? String.fromCodePoint(parseInt(hex, 16)) : decimal ? String.fromCodePoint(Number(decimal)) : (entities[name] ?? all),
  );
const attribute = (tag, name) => decode(new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? '');
const inner = (xml, tag) => decode(new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(xml)?.[1] ?? '');

/** One row per test assembly: { project, passed, failed, skipped, seconds, failures: [{ name, message, stack }] }. */
export function readTrx(xml) {
  const projectOf = new Map();
  for (const [, id, definition] of xml.matchAll(/<UnitTest\s[^>]*?\bid="([^"]+)"[^>]*>([\s\S]*?)<\/UnitTest>/g)) {
    projectOf.set(
      id,
      attribute(definition, 'codeBase')
        .split(/[\\/]/)
        .pop()
        .replace(/\.dll$/, ''),
    );
  }
  const projects = new Map();
  for (const [, tag, , body = ''] of xml.matchAll(/<UnitTestResult(\s[^>]*?)(\/>|>([\s\S]*?)<\/UnitTestResult>)/g)) {
    const project = projectOf.get(attribute(tag, 'testId')) ?? '';
    if (!projects.has(project)) projects.set(project, { project, passed: 0, failed: 0, skipped: 0, seconds: 0, failures: [] });
    const row = projects.get(project);
    const outcome = attribute(tag, 'outcome');
    row.seconds += toSeconds(attribute(tag, 'duration'));
    if (outcome === 'Passed') row.passed++;
    else if (outcome === 'NotExecuted') row.skipped++;
    else {
      row.failed++;
      row.failures.push({ name: attribute(tag, 'testName'), message: inner(body, 'Message'), stack: inner(body, 'StackTrace') });
    }
  }
  return [...projects.values()].sort((a, b) => (a.project < b.project ? -1 : 1));
}

function toSeconds(duration) {
  const [hours = 0, minutes = 0, rest = 0] = duration.split(':').map(Number);
  return hours * 3600 + minutes * 60 + rest;
}

/** The counts that `node --test` ends its TAP stream with. */
export function readTap(tap, project) {
  const count = (name) => Number(new RegExp(`^# ${name} ([\\d.]+)$`, 'm').exec(tap)?.[1] ?? 0);
  return {
    project,
    passed: count('pass'),
    failed: count('fail') + count('cancelled'),
    skipped: count('skipped') + count('todo'),
    seconds: count('duration_ms') / 1000,
    failures: [],
  };
}

export function total(rows) {
  const sum = (key) => rows.reduce((all, row) => all + row[key], 0);
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
}

export const totalLine = ({ passed, failed, skipped }) => `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`;

/** Only frames with a source line: the rest of a stack is the test framework's. */
export const ownFrames = (stack) =>
  stack
    .split(/\r?\n/)
    .filter((line) => /:line \d+\s*$/.test(line))
    .slice(0, 3);
