// One process of a function, from its start to its end.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import { Problem } from '../../tools/lib/console.mjs';
import { startRuntimeApi } from './runtime-api.mjs';

/** Starts a function, hands it `1 + warm` events, reads what it took of the machine, and then has it prove that it worked. */
export async function measure({ command, args }, { environment, template, operation, calls, proof }, dynamo, warm) {
  const api = await startRuntimeApi();
  const eventOf = () => ({ ...template, userName: crypto.randomUUID() });
  const handOver = async (event) => {
    const { asked, answered, kind, body } = await api.invoke(event);
    if (kind !== 'response') throw new Problem(`A function failed: ${body}`);
    return { asked, answered };
  };
  await dynamo.takeCounts();
  const start = performance.now();
  const child = spawn(command, args, {
    // Nothing of this machine's settings but what starts dotnet.
    env: {
      PATH: process.env.PATH,
      DOTNET_ROOT: process.env.DOTNET_ROOT ?? '',
      NODE_NO_WARNINGS: '1',
      AWS_LAMBDA_RUNTIME_API: api.address,
      AWS_LAMBDA_FUNCTION_NAME: 'bench',
      AWS_ENDPOINT_URL: dynamo.endpoint,
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      ...environment,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  try {
    const event = eventOf();
    const first = await handOver(event);
    const cold = { init: first.asked - start, firstResponse: first.answered - start, cpu: cpuOf(child.pid), ...countsOf(child.pid) };
    const times = [];
    for (let i = 0; i < warm; i++) {
      const { asked, answered } = await handOver(eventOf());
      times.push(answered - asked);
    }
    const run = { ...cold, times, warmCpu: warm ? (cpuOf(child.pid) - cold.cpu) / warm : NaN, memory: peakMemory(child.pid) };
    const count = (await dynamo.takeCounts())[operation] ?? 0;
    const wrong = count < calls * (1 + warm) ? `It called ${operation} ${count} times for ${1 + warm} events.` : await proof({ invoke: api.invoke, event, dynamo });
    if (wrong) throw new Problem(`${[command, ...args].join(' ')}: ${wrong}`);
    return run;
  } finally {
    child.kill('SIGKILL');
    await once(child, 'exit');
    api.close();
  }
}

/** Milliseconds of processor time of every thread; the kernel counts them in nanoseconds here, in hundredths of a second elsewhere. */
const cpuOf = (pid) => readdirSync(`/proc/${pid}/task`).reduce((sum, task) => sum + Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ')[0]), 0) / 1e6;

/** What a start takes of the kernel, which depends on the program alone and not on the machine's speed. */
function countsOf(pid) {
  const file = (name) => readFileSync(`/proc/${pid}/${name}`, 'utf8');
  const stat = file('stat').split(') ')[1].split(' ');
  const io = Object.fromEntries(
    file('io')
      .trim()
      .split('\n')
      .map((line) => line.split(': '))
      .map(([name, value]) => [name, Number(value)]),
  );
  return {
    faults: Number(stat[7]) + Number(stat[9]),
    read: io.rchar / 1e6,
    reads: io.syscr,
    threads: readdirSync(`/proc/${pid}/task`).length,
    libraries: new Set(file('maps').match(/\/\S+\.(?:so|dll|node)\b\S*/g)).size,
  };
}

/** Megabytes. */
const peakMemory = (pid) => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
