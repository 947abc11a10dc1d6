/** A mistake or a state that a person can mend: one line, and what to do next. */
export class StartError extends Error {
  constructor(problem, nextStep) {
    super(`${problem}\n  ${nextStep}`);
    this.name = "StartError";
  }
}
