// `npm start -- --watch`: what is saved is deployed to the local AWS that is up, and a line says what changed or what is wrong.
// Call only after setup: the comparison of templates is a dependency.
import { watch as watchFolder } from 'node:fs';
import { basename, dirname, relative, resolve } from 'node:path';
import { fullDiff } from '@aws-cdk/cloudformation-diff';
import { readStacks } from './assembly.mjs';
import { Problem, red, step } from './console.mjs';
import { hashOf } from './hash.mjs';
import { redeploy } from './host.mjs';
import { keepApp } from './kept-app.mjs';
import { inRoot, root } from './run.mjs';
import { fileOf, requireNoFindings, showWarnings, synthesize } from './synthesize.mjs';

/** Editors save a file in several steps; so many milliseconds after the last one it is whole. */
const settled = 50;

/**
 * Watches an environment's file, and the brands and metadata of `cdk`. The app stays loaded: its first synthesis takes as long as ever, the
 * next a second or two. `warned` is what was said before.
 * @param {{ environment: string, assembly: string, host: { endpoint: string }, log: string, warned: string[] }} what
 */
export async function watch({ environment, assembly, host, log, warned }) {
  const file = resolve(root, fileOf(environment));
  const inputs = [relative(root, file), 'cdk'];
  const app = await keepApp();
  let [seen, deployed] = [hashOf(root, inputs), resourcesOf(assembly)];

  const deploy = async () => {
    const saved = hashOf(root, inputs);
    if (saved === seen) return;
    seen = saved;
    try {
      await step(`deploying ${basename(file)}`, `${basename(file)} deployed`, async () => {
        const { code, warnings } = await synthesize(environment, assembly, { app });
        requireNoFindings(environment, code);
        await redeploy(host, log);
        const [before, fresh] = [deployed, warnings.filter((line) => !warned.includes(line))];
        [deployed, warned] = [resourcesOf(assembly), warnings];
        return [changes(before, deployed), fresh.length ? `\n${showWarnings(fresh)}` : ''].join('');
      });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      console.log(`${red('error')} ${mistakes(error.message, basename(file))}`);
    }
  };

  let [waiting, atWork] = [setTimeout(() => {}), Promise.resolve()];
  const notice = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => (atWork = atWork.then(deploy)), settled);
  };
  const watchers = [watchFolder(dirname(file), notice), watchFolder(inRoot('cdk'), { recursive: true }, notice)];
  return {
    async end() {
      for (const watcher of watchers) watcher.close();
      clearTimeout(waiting);
      await atWork;
      await app.end();
    },
  };
}

/** The app's own lines, which name file and place; without what it warned of, and the words around them. */
function mistakes(message, file) {
  const own = message.split('\n').filter((line) => line.startsWith(file) && !line.includes(': warning: '));
  return own.join('\n') || message;
}

const resourcesOf = (assembly) =>
  Object.assign({}, ...readStacks(assembly).map(({ name, resources }) => Object.fromEntries(Object.entries(resources).map(([id, one]) => [`${name}/${id}`, one]))));

/** What a deployment changed, for one line: `ClientWeb: CallbackURLs; new RoleGuest`. */
export function changes(before, after) {
  const said = [];
  fullDiff({ Resources: before }, { Resources: after }).resources.forEachDifference((path, change) => {
    const id = path.split('/')[1];
    if (change.isAddition) said.push(`new ${id}`);
    else if (change.isRemoval) said.push(`without ${id}`);
    else said.push(`${id}: ${Object.keys(change.propertyUpdates).join(', ')}`);
  });
  const shown = said.slice(0, 6);
  return [...shown, ...(said.length > shown.length ? [`and ${said.length - shown.length} more`] : [])].join('; ') || 'no template changed';
}
