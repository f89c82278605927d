// What the CDK's CLI runs in the place of the app while one stays: asks it at its pipe, for what the CLI tells an app.
import { connect } from 'node:net';

const told = Object.fromEntries(Object.entries(process.env).filter(([name]) => name.startsWith('CDK_')));
const socket = connect(/** @type {string} */ (process.env.APP_PIPE)).setEncoding('utf8');
socket.write(`${JSON.stringify(told)}\n`);
let answer = '';
for await (const part of socket) answer += part;
const { code, said } = JSON.parse(answer);
process.stderr.write(said);
process.exitCode = code;
