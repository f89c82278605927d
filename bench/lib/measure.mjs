// One process of a function, from its start to its end.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import { startRuntimeApi } from './runtime-api.mjs';

/** Starts a function, hands it `1 + warm` events and reads what it took of the machine. */
export async function measure({ command, args }, environment, eventOf, warm) {
  const api = await startRuntimeApi();
  const start = performance.now();
  const child = spawn(command, args, {
    // Nothing of this machine's settings but what starts dotnet.
    env: { PATH: process.env.PATH, DOTNET_ROOT: process.env.DOTNET_ROOT ?? '', AWS_LAMBDA_RUNTIME_API: api.address, AWS_LAMBDA_FUNCTION_NAME: 'bench', NODE_NO_WARNINGS: '1', ...environment },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  try {
    const first = await api.invoke(eventOf());
    const cold = { init: first.asked - start, firstResponse: first.answered - start, cpu: cpuOf(child.pid) };
    const times = [];
    for (let i = 0; i < warm; i++) {
      const { asked, answered } = await api.invoke(eventOf());
      times.push(answered - asked);
    }
    return { ...cold, times, warmCpu: warm ? (cpuOf(child.pid) - cold.cpu) / warm : NaN, memory: peakMemory(child.pid) };
  } finally {
    child.kill('SIGKILL');
    await once(child, 'exit');
    api.close();
  }
}

/** Milliseconds of processor time of every thread; the kernel counts them in nanoseconds here, in hundredths of a second elsewhere. */
const cpuOf = (pid) => readdirSync(`/proc/${pid}/task`)
  .reduce((sum, task) => sum + Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ')[0]), 0) / 1e6;

/** Megabytes. */
const peakMemory = (pid) => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;
