import { randomUUID } from 'node:crypto';
import type { Persona } from '../../src/domain/words.ts';
import { type Running, type User, uuidOf } from './product.ts';
import { done } from './recovery.ts';

// What a twin has to do with other systems: a webhook with a delivery that failed, and a file with a row that was wrong.

export async function furnishSystems(running: Running, user: User, persona: Persona): Promise<void> {
  const { webhookSecret } = await done(
    running.act(
      user,
      'createWebhook',
      { address: 'https://bank.example:8443/zhubao', description: '核心系统', kinds: null },
      'webhookSecret { webhook { id } }',
    ),
  );
  const { poolId, tenantId, userId } = user;
  await running.owner(
    `insert into webhook_delivery (pool_id, id, tenant_id, webhook_id, event_sequence, kind, subject, state, attempts, taken_in_at, last_error)
     values ($1, $2, $3, $4, 1, 'webhook.created', $5, 'DEAD', 8, now(), 'no answer')`,
    [poolId, randomUUID(), tenantId, uuidOf(webhookSecret.webhook.id), webhookSecret.webhook.id],
  );
  const importId = randomUUID();
  await running.owner(
    `insert into import_job (pool_id, id, tenant_id, user_id, role, persona, kind, format, check_only, file_hash, columns, row_count, state, opened_at, ended_at)
     values ($1, $2, $3, $4, 'OPERATOR', $5, 'REPAYMENTS', 'CSV', false, 'hash', '[{"heading":"贷款编号","field":"loan"}]', 1, 'DONE', now(), now())`,
    [poolId, importId, tenantId, userId, persona],
  );
  await running.owner(
    `insert into import_row (pool_id, import_id, number, tenant_id, cells, state, errors)
     values ($1, $2, 2, $3, '["L-1"]', 'INVALID', '[{"field":null,"zh":"无此贷款","en":"no such loan"}]')`,
    [poolId, importId, tenantId],
  );
}
