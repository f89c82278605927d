// What has to be on the machine before anything else can work.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Problem } from './console.mjs';
import { inRoot, run } from './run.mjs';

/** Node releases past their end of life still work here, but get no security fixes. */
const oldestMaintainedNode = 22;

/** Throws for what is missing; returns remarks about what works, but not for long. */
export async function checkPrerequisites() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < 20) throw new Problem(`Node ${process.versions.node} is too old.`, 'Install Node 20 or newer (22 or 24 is better).');

  const wanted = JSON.parse(readFileSync(inRoot('global.json'), 'utf8')).sdk.version;
  const wayOut = `Install the .NET SDK ${wanted} (or a newer ${wanted.split('.').slice(0, 2).join('.')} one): https://dot.net/download`;
  const { code } = await run('dotnet', ['--version']).catch(() => {
    throw new Problem('The .NET SDK was not found: there is no `dotnet` on the PATH.', wayOut);
  });
  if (code !== 0) throw new Problem(`The .NET SDK that global.json asks for (${wanted}) is not installed; \`dotnet --list-sdks\` lists what is.`, wayOut);
  return major < oldestMaintainedNode ? [`Node ${process.versions.node} is past its end of life: it works, but Node ${oldestMaintainedNode} or newer gets fixes.`] : [];
}

/** Native AOT links with clang or gcc; only Linux x64 publishes functions without Docker. */
export function checkCompiler() {
  const works = (compiler) => spawnSync(compiler, ['--version'], { stdio: 'ignore' }).status === 0;
  if (works('clang') || works('gcc')) return;
  throw new Problem(
    'The Lambda functions are native programs, and there is no C compiler to link them.',
    'Debian and Ubuntu: sudo apt-get install clang\nFedora and Amazon Linux: sudo dnf install clang\nOr have CDK build them in Docker: set COGNITOSTACK_BUNDLING=docker',
  );
}
