import { addressOf, NODES, type Node } from './nodes.ts';

// What etcd, Patroni and HAProxy are told. The same lines stand in docs/failover.md; what is not said here is the default
// of Debian's packages.

/** The times by which Patroni decides, in seconds. */
export interface Settings {
  readonly ttl: number;
  readonly loopWait: number;
  readonly retryTimeout: number;
  /**
   * By which interface Patroni speaks with etcd: `etcd` is version 2, `etcd3` version 3. Patroni before 3.0.3 takes the
   * leader's key back by the latter even when another node has it by now.
   */
  readonly store: 'etcd' | 'etcd3';
  /** True: without a synchronous standby nothing is committed. */
  readonly strict: boolean;
}

export const SUPERUSER_PASSWORD = 'superuser-of-the-run';
const REPLICATION_PASSWORD = 'replication-of-the-run';

export function etcdArguments(node: Node, folder: string): readonly string[] {
  const peer = (other: Node) => `http://${addressOf(other)}:2380`;
  const client = `http://${addressOf(node)}:2379`;
  return [
    ...['--name', `n${node}`, '--data-dir', folder, '--initial-cluster-state', 'new'],
    ...['--listen-peer-urls', peer(node), '--initial-advertise-peer-urls', peer(node)],
    ...['--listen-client-urls', client, '--advertise-client-urls', client],
    ...['--initial-cluster', NODES.map((other) => `n${other}=${peer(other)}`).join(',')],
    ...['--enable-v2=true', '--logger', 'zap', '--log-level', 'warn'],
  ];
}

export function patroniFile(node: Node, folder: string, bin: string, settings: Settings): string {
  const address = addressOf(node);
  return `scope: zhubao
name: n${node}
restapi:
  listen: ${address}:8008
  connect_address: ${address}:8008
${settings.store}:
  hosts: [${NODES.map((other) => `'${addressOf(other)}:2379'`).join(', ')}]
bootstrap:
  dcs:
    ttl: ${settings.ttl}
    loop_wait: ${settings.loopWait}
    retry_timeout: ${settings.retryTimeout}
    maximum_lag_on_failover: 1048576
    primary_start_timeout: 30
    synchronous_mode: true
    synchronous_mode_strict: ${settings.strict}
    postgresql:
      use_pg_rewind: true
      use_slots: true
      parameters:
        synchronous_commit: 'on'
        max_connections: 100
        wal_keep_size: 512MB
        shared_buffers: 128MB
        tcp_keepalives_idle: 10
        tcp_keepalives_interval: 3
        tcp_keepalives_count: 3
        wal_receiver_timeout: 10s
        wal_sender_timeout: 10s
  initdb:
    - encoding: UTF8
    - locale: C.UTF-8
    - data-checksums
  pg_hba:
    - host replication replicator 10.231.7.0/24 scram-sha-256
    - host all all 10.231.7.0/24 scram-sha-256
    - local all all peer
postgresql:
  listen: ${address}:5432
  connect_address: ${address}:5432
  data_dir: ${folder}/data
  bin_dir: ${bin}
  pgpass: ${folder}/pgpass
  parameters:
    unix_socket_directories: '${folder}'
  authentication:
    superuser:
      username: postgres
      password: ${SUPERUSER_PASSWORD}
    replication:
      username: replicator
      password: ${REPLICATION_PASSWORD}
watchdog:
  mode: off
`;
}

export function proxyFile(port: number): string {
  const servers = NODES.map(
    (node) => `  server n${node} ${addressOf(node)}:5432 check port 8008 maxconn 100`,
  ).join('\n');
  return `global
  maxconn 400
defaults
  mode tcp
  timeout connect 1s
  timeout client 30m
  timeout server 30m
  timeout check 1s
listen primary
  bind 127.0.0.1:${port}
  option httpchk OPTIONS /primary
  http-check expect status 200
  default-server inter 1s fall 2 rise 1 on-marked-down shutdown-sessions
${servers}
`;
}
