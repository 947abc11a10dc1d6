// Preloaded into a process that must not outlive the one that started it: a killed parent cannot say goodbye.
const parent = process.ppid;
setInterval(() => {
  if (process.ppid === parent) return;
  process.kill(process.pid, "SIGTERM");
  setTimeout(() => process.exit(1), 5_000).unref();
}, 500).unref();
