// The loop of a Lambda runtime in Node.js, as small as ours in C#: AWS's own does more, and so takes longer.
import { request, Agent } from 'node:http';

const agent = new Agent({ keepAlive: true });
const [host, port] = (process.env.AWS_LAMBDA_RUNTIME_API ?? '').split(':');

function call(method, path, body) {
  return new Promise((done, fail) => {
    const sent = request({ agent, host, port, method, path: `/2018-06-01/runtime/${path}` }, (answer) => {
      const chunks = [];
      answer.on('data', (chunk) => chunks.push(chunk)).on('end', () => done({ headers: answer.headers, body: Buffer.concat(chunks) }));
    });
    sent.on('error', fail).end(body);
  });
}

/** Answers event after event; what the handler throws reaches the user. */
export async function run(handler) {
  for (;;) {
    const { headers, body } = await call('GET', 'invocation/next');
    const id = headers['lambda-runtime-aws-request-id'];
    try {
      await handler(JSON.parse(body), id);
      await call('POST', `invocation/${id}/response`, body);
    } catch (error) {
      await call('POST', `invocation/${id}/error`, JSON.stringify({ errorMessage: error.message, errorType: 'Function.Refused' }));
    }
  }
}

export function log(fields) {
  process.stdout.write(`${JSON.stringify({ timestamp: new Date().toISOString(), ...fields })}\n`);
}
