import { type GraphQLSchema, isObjectType } from 'graphql';
import { applyMiddleware } from 'graphql-middleware';
import { allow, deny, rule, shield } from 'graphql-shield';
import type { Persona } from '../domain/words.ts';
import type { RequestContext } from './context.ts';
import { forbiddenError } from './errors.ts';
