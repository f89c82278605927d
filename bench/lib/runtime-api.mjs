// The Lambda Runtime API on a port of this machine, with a stopwatch.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { portOf } from '../../tools/lib/run.mjs';

export async function startRuntimeApi() {
  let hand; // to the function that waits for an event
  let waiting = new Promise((done) => {
    hand = done;
  });
  const pending = new Map();
  const server = createServer((request, response) => {
    if (request.method === 'GET') {
      hand(response);
      return;
    }
    const chunks = [];
    request
      .on('data', (chunk) => chunks.push(chunk))
      .on('end', () => {
        const at = performance.now();
        const [id, kind] = (request.url ?? '').split('/').slice(-2);
        response.writeHead(202).end();
        pending.get(id)?.({ at, kind, body: Buffer.concat(chunks).toString() });
      });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');

  /**
   * Hands an event over as soon as the function asks for one: its answer's kind (response or error) and
   * body, and `asked` and `answered` in milliseconds of performance.now().
   */
  async function invoke(event) {
    const response = await waiting;
    const asked = performance.now();
    waiting = new Promise((done) => {
      hand = done;
    });
    const id = crypto.randomUUID();
    const answer = new Promise((done) => pending.set(id, done));
    response
      .writeHead(200, {
        'lambda-runtime-aws-request-id': id,
        'lambda-runtime-deadline-ms': Date.now() + 5000,
        'content-type': 'application/json',
      })
      .end(JSON.stringify(event));
    const { at, kind, body } = await answer;
    pending.delete(id);
    return { asked, answered: at, kind, body };
  }

  return {
    address: `127.0.0.1:${portOf(server)}`,
    invoke,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
