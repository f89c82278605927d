// What every report says of the machine, and how its tables are written.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { inRoot } from '../../tools/lib/run.mjs';
import { at } from './quantile.mjs';

const dotnetSdkVersion = () => /"AWSSDK.DynamoDBv2" Version="([^"]+)"/.exec(readFileSync(inRoot('Directory.Packages.props'), 'utf8'))?.[1];
const sdkVersion = () => JSON.parse(readFileSync(inRoot('node_modules/@aws-sdk/client-dynamodb/package.json'), 'utf8')).version;

export function machine() {
  const dotnet = spawnSync('dotnet', ['--version'], { encoding: 'utf8' }).stdout.trim();
  return `${cpus().length} cores, ${cpus()[0].model.trim()}, ${(totalmem() / 1e9).toFixed(0)} GB, Linux ${release()}; .NET SDK ${dotnet}, Node.js ${process.version}, AWS SDK for JavaScript ${sdkVersion()}, for .NET ${dotnetSdkVersion()}`;
}

/** The least, the median and the most of many seconds, as cells of a table. */
export const spread = (seconds) => [0, 0.5, 1].map((q) => `${at(seconds, q).toFixed(1)} s`);

/** A table whose first column is of words, the others of numbers. */
export const markdown = ([first, ...rows]) => [first, first.map((_, i) => (i ? '---:' : '---')), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
