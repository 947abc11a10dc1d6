/** Ends a check: prints every problem in a line of its own and sets the exit status. */
export function failWith(problems, allWell) {
  for (const problem of problems) console.error(problem);
  if (problems.length === 0) console.log(allWell);
  else process.exitCode = 1;
}
