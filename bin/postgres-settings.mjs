import { availableParallelism, totalmem } from "node:os";

/** Settings for loading much and losing nothing: every commit still waits for the disk. */
export function serverSettings(port) {
  const megabytes = Math.floor(totalmem() / 1024 ** 2);
  const sharedBuffers = Math.max(128, Math.min(1024, Math.floor(megabytes / 16)));
  return {
    listen_addresses: "127.0.0.1",
    port,
    unix_socket_directories: "",
    max_connections: 60,
    // A question about a case locks table and indexes of each of its loads, five for flow records. By default one question about a thousand loads fits,
    // or ten at once about two hundred.
    max_locks_per_transaction: 1024,
    shared_buffers: `${sharedBuffers}MB`,
    effective_cache_size: `${Math.max(256, Math.floor(megabytes / 2))}MB`,
    work_mem: "32MB",
    // Two indexes of a load are built at once, each by a sort that is twice as fast when it fits.
    maintenance_work_mem: `${Math.max(64, Math.min(1024, Math.floor(megabytes / 24)))}MB`,
    autovacuum_work_mem: "64MB",
    max_parallel_workers_per_gather: Math.max(1, Math.min(4, availableParallelism())),
    max_parallel_maintenance_workers: Math.max(1, Math.min(4, availableParallelism())),
    max_wal_size: "4GB",
    checkpoint_timeout: "15min",
    wal_level: "minimal",
    max_wal_senders: 0,
    // After a checkpoint each page goes to the log whole once it changes, those of a new load by being read for the first time: packing
    // 160,000 of them (ten million records) takes 10 s of a core, writing them about one.
    wal_compression: "off",
    jit: "off",
    timezone: "UTC",
    log_timezone: "UTC",
    log_min_messages: "warning",
    // What a statement says may come from a log that an attacker wrote: it stays out of the server's own.
    log_min_error_statement: "panic",
    log_error_verbosity: "terse",
  };
}
