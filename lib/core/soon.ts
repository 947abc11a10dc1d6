/** Whether something is there within so many milliseconds. What fails is not: whoever awaits it is told. */
export async function soon(work: Promise<unknown>, withinMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<boolean>((done) => {
    timer = setTimeout(done, withinMs, false);
  });
  const there = work.then(
    () => true,
    () => false,
  );
  return Promise.race([there, over]).finally(() => clearTimeout(timer));
}
