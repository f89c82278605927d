// Has Z3 decide questions in SMT-LIB: one a line of standard input, as a JSON text; the answers, sat, unsat or unknown, are lines of standard output.
import { createInterface } from 'node:readline';
import { Z3_lbool, init } from 'z3-solver';

const answers = { [Z3_lbool.Z3_L_TRUE]: 'sat', [Z3_lbool.Z3_L_FALSE]: 'unsat' };
const { Z3 } = await init();
Z3.global_param_set('timeout', process.argv[2]);
for await (const line of createInterface({ input: process.stdin })) {
  const context = Z3.mk_context(Z3.mk_config());
  const solver = Z3.mk_solver(context);
  Z3.solver_inc_ref(context, solver);
  // Not by eval_smtlib2_string: another thread reads its text, which is freed by then now and again.
  Z3.solver_from_string(context, solver, JSON.parse(line));
  const answer = await Z3.solver_check(context, solver);
  Z3.solver_dec_ref(context, solver);
  Z3.del_context(context);
  process.stdout.write(`${answers[answer] ?? 'unknown'}\n`);
}
// Its threads would keep the process.
process.exit(0);
