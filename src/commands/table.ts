import type { Exit } from './command.ts';

/** A command: what its help says, and the rest of it, which is loaded only when it runs. */
export interface Command {
  /** What is typed after `zhubao`, with its options. */
  readonly usage: string;
  /** One line each, for the list of commands. */
  readonly zh: string;
  readonly en: string;
  /** The rest of the help: options, what is printed, how it ends. */
  readonly help: string;
  /** `usage` is what a wrong command line is answered with. Null: it goes on running after this. */
  load(): Promise<(args: readonly string[], usage: string) => Promise<Exit | null>>;
}

const ENVIRONMENT = `ZHUBAO_URL is the address of the product (this machine's HOST and PORT unless set), ZHUBAO_TOKEN an access token.`;

export const COMMANDS: Readonly<Record<string, Command>> = {
  serve: {
    usage: 'serve [--workers <n>]',
    zh: '启动服务（不写命令时即为此项）。',
    en: 'Starts the service; so does no command at all.',
    help: `Everything that may differ is an environment variable; a wrong one is named, and nothing starts.
The database is brought up to date first. SIGTERM ends it: not ready at once, running requests finish.
  --workers   so many processes on the one port, as WORKERS says it; about one for each core`,
    load: async () => (await import('./serve.ts')).run,
  },
  migrate: {
    usage: 'migrate [--check]',
    zh: '将数据库升级到本程序的版本，并核对应用登录角色。',
    en: 'Brings the database up to date, and checks the login of the application.',
    help: `Needs DATABASE_URL, the owner's connection. Prints the names of the migrations that were made, one a line.
All of them are made in one transaction: after a failure, or a kill, none is.
  --check   makes none, and prints the pending ones
Ends with 0 when the database is up to date; 1 when migrations are pending (--check), or it is newer than the program.`,
    load: async () => (await import('./migrate.ts')).run,
  },
  verify: {
    usage: 'verify [--pool <id>] [--json]',
    zh: '由记录重新计算各项余额、贷款、汇总、期限和审计链，列出全部不符之处。',
    en: 'Recomputes balances, loans, summaries, duties and the audit chain from the records.',
    help: `Names every difference. Reads only, also beside the running product.
  --pool <id>   one pool; else all
  --json        for machines
Ends with 0 when everything agrees, 1 when something differs, 2 when it could not look.`,
    load: async () => (await import('./verify.ts')).run,
  },
  token: {
    usage: 'token --pool <id> --tenant <id> --role <role> [--user <id>] [--name <name>] [--hours <1–24>]',
    zh: '签发开发用访问令牌（仅限开发环境）。',
    en: 'Issues an access token of the development issuer; in development only.',
    help: `Signed with the key in DATA_FOLDER, so that the product on this machine takes it. Prints the token alone:
  ZHUBAO_TOKEN=$(zhubao token --pool … --tenant … --role OPERATOR)
  --role    VIEWER, OPERATOR or APPROVER
  --user    what the audit record names; "developer" unless given
  --hours   how long it is valid, 1 to 24; 8 unless given`,
    load: async () => (await import('./token.ts')).run,
  },
  found: {
    usage: 'found pool.json',
    zh: '设立一个资金池及其协调办公室。',
    en: 'Founds a pool with its office, in a deployment of its own (DATABASE_URL).',
    help: `The file is an object of texts: nameZh, nameEn, cityCode, cityZh, cityEn, officeZh, officeEn; and sandboxDate,
a date, for a sandbox with a clock of its own. The history of the LPR comes along.
Prints {"pool": …, "office": …}: the ids that the sign-in server puts into tokens.`,
    load: async () => (await import('./found.ts')).run,
  },
  import: {
    usage: 'import <kind> <file> [--check] [--again] [--key <idempotency key>]',
    zh: '导入文件（.xlsx、.csv、.jsonl），并显示进度。',
    en: 'Sends a file to the running product and follows its import.',
    help: `${ENVIRONMENT}
Prints {"id": …, "state": …, "rows": …, "done": …, "refused": …, "invalid": …} when it has ended.
  --check   judges every row and changes nothing
  --again   takes a file that was imported before once more
  --key     the same key again is the same import, and nothing is done twice
Ends with 0 when every row was done, 1 when some were not, 2 when it could not be sent.`,
    load: async () => (await import('./transfer.ts')).runImport,
  },
  export: {
    usage: 'export <kind> [--format csv|jsonl|xlsx] [--<name> <value> …] [--out <file>]',
    zh: '导出本单位可见的数据。',
    en: 'Fetches what the bearer of the token may see.',
    help: `${ENVIRONMENT}
Written to standard output unless --out names a file.`,
    load: async () => (await import('./transfer.ts')).runExport,
  },
  report: {
    usage: 'report <name> [--from <date> --to <date> | --on <date> | --year <year>] [--out <file>]',
    zh: '下载报表（.xlsx）。',
    en: 'Fetches a report as a spreadsheet.',
    help: `${ENVIRONMENT}
Written to <name>.xlsx unless --out names a file.`,
    load: async () => (await import('./transfer.ts')).runReport,
  },
  sweep: {
    usage: 'sweep [--pool <id>]',
    zh: '立即完成每日扫描，直至各资金池的业务日期。',
    en: 'Does the daily sweep once, up to the business date of each pool.',
    help: `The running product does this by itself after midnight (SWEEP=on); this is for SWEEP=off and a timer, or to make up
for outages at once. May run beside the product, and be killed at any point. Prints the ids of the pools, one a line.
  --pool <id>   one pool; else all`,
    load: async () => (await import('./sweep.ts')).run,
  },
  checkpoint: {
    usage: 'checkpoint [--pool <id>] [--keys]',
    zh: '立即签署检查点，或显示应予公布的公钥。',
    en: 'Signs a checkpoint of each pool now, or prints the public keys that are to be published.',
    help: `The running product does this by itself once a day, after the sweep. May run beside it.
Prints a line for each pool: its id and the number of the checkpoint, or "-" where nothing has come since the last.
  --pool <id>   one pool; else all
  --keys        prints the public keys instead, one a line: name, id and key; give them to the tenants by another way
Ends with 0; 1 where the records are not what the last checkpoint says, so that none is signed; 2 when it could not be done.`,
    load: async () => (await import('./checkpoint.ts')).run,
  },
  move: {
    usage:
      'move close|dump|load|leave|open|abort|clear [--pool <id>] [--folder <folder>] [--to <address>] [--key <key>] [--rehearse]',
    zh: '将一个资金池迁移至另一数据库服务器。',
    en: 'Moves one pool from this server to another, step by step.',
    help: `Needs DATABASE_URL of the server in question: its owner, past row security. Both databases are of the same version.
At the source:  close --pool <id>                    no more acts; reads go on
                dump --pool <id> --folder <new>      a file per table, with counts and hashes
At the target:  load --folder <folder>               all or nothing; compared with the source, then verified
At the source:  leave --pool <id> --to <address>     for good: whoever asks is told the address. Prints a key
At the target:  open --pool <id> --key <key>         only with that key
  abort --pool <id>   at the source, before leave: the pool takes acts again
  clear --pool <id>   removes what is left of a pool that has moved away, or was loaded and never opened
  --rehearse          dump and load while the pool goes on; what was loaded is rolled back
Ends with 0 when done, 1 when what was loaded is not whole, 2 when it could not be done. See docs/operations.md.`,
    load: async () => (await import('./move.ts')).run,
  },
};
