// Options of npm start that make no sense, alone or together.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { Problem } from './console.mjs';
import { root } from './run.mjs';

/** Noticed before minutes of building, rather than after. */
export function refuseNonsense({ bare, stay, once, watch, port: httpPort, 'https-port': httpsPort, issuer, risk, secrets, state }, hint) {
  if (bare && once) throw new Problem('--bare and --once exclude each other: nothing is checked.', hint);
  if (watch && (bare || once)) throw new Problem(`--watch and --${bare ? 'bare' : 'once'} exclude each other.`, hint);
  if (stay && once) throw new Problem('--stay and --once exclude each other.', hint);
  if (httpsPort && httpsPort === httpPort) throw new Problem('--https-port must be another than --port.', hint);
  if (issuer && !['aws', 'local'].includes(issuer)) throw new Problem(`--issuer must be aws or local, not "${issuer}".`, hint);
  if (risk && !['none', 'low', 'medium', 'high'].includes(risk)) throw new Problem(`--risk must be none, low, medium or high, not "${risk}".`, hint);
  if (statSync(resolve(root, state), { throwIfNoEntry: false })?.isDirectory() === false) throw new Problem(`--state ${state} is a file, not a folder.`, hint);
  if (secrets && !existsSync(secrets)) throw new Problem(`${secrets}, which --secrets names, is not there.`, hint);
  if (secrets) requireJson(secrets);
}

function requireJson(path) {
  try {
    JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Problem(
      `${path}, which --secrets names, is not JSON: ${error.message}`,
      'Values of secrets stand in it by their names: { "team/api": { "key": "…" }, "team/plain": "…" }',
    );
  }
}
