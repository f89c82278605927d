// DynamoDB's stand-in in a process of its own, which counts the calls that it answers; lib/dynamo.mjs starts it.
import dynalite from 'dynalite';

// It is only ever forked.
const tell = (message) => process.send?.(message);

let calls = {};
const server = dynalite({ createTableMs: 0 });
server.prependListener('request', (request) => {
  const operation = request.headers['x-amz-target']?.split('.')[1];
  calls[operation] = (calls[operation] ?? 0) + 1;
});
server.listen(0, '127.0.0.1', () => tell({ port: server.address().port }));

// The counts since the last time that they were asked for.
process.on('message', () => {
  tell(calls);
  calls = {};
});
process.on('disconnect', () => process.exit());
