// Reads a cloud assembly, the folder that `cdk synth` writes: its stacks, and what validation found.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const readJson = (...parts) => JSON.parse(readFileSync(join(...parts), 'utf8'));

/** Stacks in the order of their deployment: { name, environment, template, assets, dependsOn }. */
export function readStacks(folder) {
  const { artifacts } = readJson(folder, 'manifest.json');
  const isStack = (id) => artifacts[id]?.type === 'aws:cloudformation:stack';
  const ordered = [];
  const visit = (id) => {
    if (ordered.includes(id)) return;
    for (const dependency of (artifacts[id].dependencies ?? []).filter(isStack)) visit(dependency);
    ordered.push(id);
  };
  Object.keys(artifacts).filter(isStack).forEach(visit);
  return ordered.map((id) => {
    const { properties, environment, dependencies = [], displayName } = artifacts[id];
    return {
      name: displayName ?? id,
      environment,
      templateFile: properties.templateFile,
      resources: readJson(folder, properties.templateFile).Resources ?? {},
      outputs: readJson(folder, properties.templateFile).Outputs ?? {},
      assets: dependencies
        .filter((one) => artifacts[one]?.type === 'cdk:asset-manifest')
        .reduce((sum, one) => sum + countAssets(readJson(folder, artifacts[one].properties.file), properties.templateFile), 0),
      dependsOn: dependencies.filter(isStack),
    };
  });
}

/** Files and images to upload; a stack's own template is one of its assets, but nobody's news. */
function countAssets({ files = {}, dockerImages = {} }, templateFile) {
  return Object.values(files).filter(({ source }) => source.path !== templateFile).length + Object.keys(dockerImages).length;
}

/** [[type, count]] in alphabetical order, without CDK's record of itself. */
export function resourceTypes({ resources }) {
  const counts = new Map();
  for (const { Type } of Object.values(resources)) if (Type !== 'AWS::CDK::Metadata') counts.set(Type, (counts.get(Type) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Findings of every validator, the gravest first: { severity, rule, message, construct, source }. */
export function readFindings(folder) {
  let report;
  try {
    report = readJson(folder, 'validation-report.json');
  } catch (error) {
    if (error.code === 'ENOENT') return [];
    throw error;
  }
  const rank = (severity) => ['fatal', 'error', 'warning'].indexOf(severity) + 1 || 4;
  return (report.pluginReports ?? [])
    .flatMap(({ pluginName, violations = [] }) =>
      violations.flatMap(({ ruleName, description, severity, violatingConstructs = [] }) =>
        (violatingConstructs.length ? violatingConstructs : [{}]).map(({ constructPath = '' }) => ({
          severity: severity ?? 'error',
          rule: ruleName,
          message: description,
          construct: constructPath,
          source: pluginName,
        })),
      ),
    )
    .sort((a, b) => rank(a.severity) - rank(b.severity));
}

/** Severities that keep a deployment from happening. */
export const isFatal = ({ severity }) => severity === 'fatal' || severity === 'error';
