import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { TableName } from '../acts/ports.ts';
import type { Columns, Reads } from '../acts/reads.ts';
import { readAnyId } from '../domain/ids.ts';
import type { RequestContext } from './context.ts';
import { badInput } from './errors.ts';
import { NODES, NodeType, nodeTypeOf } from './node.type.ts';

const NODES_MAX = 100;

/** Null for unknown, foreign and malformed alike. */
export async function nodeOf(reads: Reads, text: string): Promise<object | null> {
  const found = readAnyId(text);
  const typeName = found && nodeTypeOf.get(found.noun);
  const node = typeName ? NODES[typeName] : undefined;
  if (!found || !node) return null;
  const column = (node.table === 'pool' ? 'poolId' : 'id') as Columns<TableName>;
  const row = await reads.one(node.table, found.id, column);
  return row && { ...row, __typename: typeName };
}

@Resolver()
export class NodeResolver {
  @Query(() => NodeType, {
    nullable: true,
    description:
      '按编号查任意事物。Anything with an identity by its id; null for unknown, foreign and malformed ids alike.',
  })
  node(
    @Ctx() { reader }: RequestContext,
    @Arg('id', () => ID, { description: '不透明编号。Opaque id, as it was given.' }) id: string,
  ): Promise<object | null> {
    return nodeOf(reader.reads, id);
  }

  @Query(() => [NodeType], {
    nullable: 'items',
    description:
      '按编号查多项事物。Things by their ids, in the order asked; null in the place of unknown, foreign and malformed ids alike.',
  })
  nodes(
    @Ctx() { reader }: RequestContext,
    @Arg('ids', () => [ID], {
      description: `不透明编号，至多 ${NODES_MAX} 个。Opaque ids, at most ${NODES_MAX}.`,
    })
    ids: string[],
  ): Promise<(object | null)[]> {
    if (ids.length > NODES_MAX)
      throw badInput('ids', `至多 ${NODES_MAX} 个编号。`, `At most ${NODES_MAX} ids.`);
    return Promise.all(ids.map((id) => nodeOf(reader.reads, id)));
  }
}
