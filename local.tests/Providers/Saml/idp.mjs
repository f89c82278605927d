// Reads what the provider is to do as JSON, and writes one line of JSON.
import { readFileSync } from 'node:fs';
import { signIn, signOut } from './samlify.mjs';

const { requestName, ...what } = JSON.parse(readFileSync(0, 'utf8'));
console.log(JSON.stringify(await (requestName === 'logout' ? signOut : signIn)(what)));
