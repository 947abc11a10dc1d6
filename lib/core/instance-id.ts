const INSTANCE_ID = /^i-(?:[0-9a-zA-Z]{8}|[0-9a-zA-Z]{17})$/;

/** True for `i-` and 8 or 17 letters or digits, compared exactly. */
export function isInstanceId(text: string): boolean {
  return INSTANCE_ID.test(text);
}
