import { totalmem } from "node:os";

const mebibyte = 2 ** 20;

/**
 * The settings of the embedded server: durable, on a local socket only, sized for a machine that
 * it shares with Meldpunt, and silent about the data (neither statements nor key values in its log).
 */
export function toServerSettings(
  socketFolder: string,
  memoryBytes: number = Math.min(process.constrainedMemory() || Infinity, totalmem()),
): string {
  const memory = memoryBytes / mebibyte;
  const buffers = Math.round(Math.min(1024, Math.max(64, memory / 16)));
  return `# Written by Meldpunt at each start; own settings belong into local.conf beside this file.
listen_addresses = ''
unix_socket_directories = ${quote(socketFolder)}
unix_socket_permissions = 0700
max_connections = 200

shared_buffers = ${buffers}MB
effective_cache_size = ${Math.max(128, Math.round(memory / 2))}MB
work_mem = ${memory < 4096 ? 8 : 32}MB
maintenance_work_mem = ${memory < 4096 ? 64 : 256}MB
random_page_cost = 1.1
jit = off

fsync = on
synchronous_commit = on
full_page_writes = on
wal_level = minimal
max_wal_senders = 0
wal_buffers = 16MB
min_wal_size = 256MB
max_wal_size = 4GB
checkpoint_timeout = 15min

timezone = 'UTC'
log_timezone = 'UTC'
datestyle = 'iso, ymd'
default_text_search_config = 'pg_catalog.simple'

log_line_prefix = '%m [%p] '
log_min_messages = warning
log_checkpoints = off
log_min_error_statement = panic
log_error_verbosity = terse

include_if_exists = 'local.conf'
`;
}

function quote(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
}
