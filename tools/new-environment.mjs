// Writes the file of a new environment from that of another, and synthesizes it.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { build } from './build.mjs';
import { Problem, bold, dim, green, main, red, step, yellow } from './lib/console.mjs';
import { derive, questionsOf, sharedOf } from './lib/new-environment.mjs';
import { commandLine } from './lib/options.mjs';
import { inRoot } from './lib/run.mjs';
import { requireEnvironment, requireNoFindings, showWarnings, synthesize } from './lib/synthesize.mjs';

const command = commandLine({
  call: 'npm run new-environment --',
  about: `Writes cdk/environments/NAME.json from the file of another environment: asks what its apps and APIs are called there, shows what differs,
and synthesizes it. An existing file is never overwritten.`,
  takes: 'NAME',
  options: {
    from: { type: 'string', value: 'MODEL', default: 'staging', about: 'The environment whose file is the model' },
    set: { type: 'string', value: 'OLD=NEW', multiple: true, about: 'What an address of the model becomes, such as https://app.example.com=https://app.qa.example.com' },
    yes: { type: 'boolean', short: 'y', about: 'Ask nothing: take what is proposed where --set says nothing' },
    to: { type: 'string', value: 'FOLDER', default: 'cdk/environments', about: 'Where the file goes' },
  },
  sections: {
    Examples: [
      ['npm run new-environment -- qa', 'asks for what must differ from staging'],
      ['npm run new-environment -- qa --from prod --yes', 'takes what is proposed'],
    ],
  },
});

const schema = JSON.parse(readFileSync(inRoot('cdk/environments/environment.schema.json'), 'utf8'));

/** @param {string[]} words */
function requireName(words) {
  const [name, ...more] = words;
  const { pattern, patternErrorMessage } = schema.properties.name;
  if (!name || more.length) throw new Problem(name ? `There is one name, not also "${more.join('", "')}".` : 'The name of the new environment is needed.', command.hint);
  if (!new RegExp(pattern).test(name)) throw new Problem(`The name ${patternErrorMessage}, not "${name}".`, command.hint);
  return name;
}

/** What --set says, of addresses that the model has. */
function preset(set, questions) {
  const answers = new Map();
  for (const pair of set) {
    const [old, fresh, ...more] = pair.split('=');
    if (!old || !fresh || more.length) throw new Problem(`--set takes OLD=NEW, not "${pair}".`, command.hint);
    if (!questions.has(old))
      throw new Problem(`--set names ${old}, which the model has not.`, questions.size ? `It has ${[...questions.keys()].join(', ')}.` : 'It has no addresses to set.');
    answers.set(old, fresh);
  }
  return answers;
}

async function ask(questions, answers) {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    console.log(`What the apps and APIs are called there; ${bold('Enter')} takes what is proposed.\n`);
    for (const [old, proposed] of questions) if (!answers.has(old)) answers.set(old, (await terminal.question(`  ${dim(old)} → [${proposed}] `)).trim() || proposed);
    console.log();
  } catch (error) {
    if (error.code === 'ABORT_ERR') throw new Problem('Stopped; nothing was written.');
    throw error;
  } finally {
    terminal.close();
  }
}

async function showDifference(before, after) {
  const { diffLines } = await import('diff');
  for (const { added, removed, value } of diffLines(before, after))
    if (added || removed)
      console.log(
        value
          .replace(/\n$/, '')
          .split('\n')
          .map((line) => (added ? green(`+ ${line}`) : red(`- ${line}`)))
          .join('\n'),
      );
}

await main(command, async ({ from, set, yes, to }, words) => {
  const name = requireName(words);
  requireEnvironment(from);
  const path = join(inRoot(to), `${name}.json`);
  const shown = relative(inRoot(), path);
  if (existsSync(path)) throw new Problem(`${shown} is there already.`, 'Choose another name, or edit that file.');
  const text = readFileSync(inRoot('cdk/environments', `${from}.json`), 'utf8');
  const questions = questionsOf(text, from, name);
  const answers = preset(set, questions);
  if (!yes && questions.size > answers.size) {
    if (!process.stdin.isTTY) throw new Problem('There is no terminal to ask at.', `Say --yes, or --set for each of ${[...questions.keys()].join(', ')}.`);
    await ask(questions, answers);
  }
  for (const [old, proposed] of questions) if (!answers.has(old)) answers.set(old, proposed);
  const made = derive(text, from, name, answers);
  await build();
  // It never writes over a file, not even one that somebody has written meanwhile.
  writeFileSync(path, made, { flag: 'wx' });
  console.log(`\n${bold(shown)}, beside ${from}.json:`);
  await showDifference(text, made);

  const environment = to === 'cdk/environments' ? name : shown;
  console.log();
  const { code, warnings } = await step(`synthesizing ${name}`, `${name} synthesized`, () => synthesize(environment, inRoot('artifacts/new-environment')));
  requireNoFindings(environment, code);
  if (warnings.length) console.log(`\n${showWarnings(warnings)}`);
  const shared = sharedOf(made);
  if (shared.length)
    console.log(`\n${yellow('!')} Still as ${from} has it; look whether ${name} may share it:\n${shared.map(({ key, value }) => `  ${key}: ${value}`).join('\n')}`);
  const next = [
    [`npm start -- --environment ${environment}`, 'tries it on this machine'],
    [`npm run prove -- --environment ${environment}`, 'proves who may do what'],
    ...(to === 'cdk/environments' ? [['infra.tests/ShippedEnvironmentTests.cs', `takes "${name}" into its list; npm run snapshots puts its templates under test`]] : []),
    [`npx cdk deploy --all -c environment=${environment}`, 'deploys it'],
  ];
  const column = Math.max(...next.map(([call]) => call.length)) + 2;
  console.log(`\n${bold('Next')}\n${next.map(([call, what]) => `  ${call.padEnd(column)}${what}`).join('\n')}`);
});
