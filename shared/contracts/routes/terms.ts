/** What can be asked of inventories, and which values there are. */
import * as z from 'zod'
import { route } from '../route.ts'
import { CountedFieldValues, ExportFieldValuesQuery, FieldValuesQuery, InventoryFields, Suggestions, SuggestionsQuery } from '../terms.ts'
import { needs } from './pieces.ts'

export const termsRoutes = {
  listInventoryFields: route({
    method: 'GET',
    path: '/inventory/fields',
    tag: 'Inventory',
    summary: 'The fields that groups and searches know, with their types',
    access: needs('inventory:read'),
    status: 200,
    response: InventoryFields,
  }),
  suggestFieldValues: route({
    method: 'GET',
    path: '/inventory/suggestions',
    tag: 'Inventory',
    summary: 'Up to 20 values of a field that have a text in them',
    access: needs('inventory:read'),
    query: SuggestionsQuery,
    status: 200,
    response: Suggestions,
  }),
  countFieldValues: route({
    method: 'GET',
    path: '/inventory/values',
    tag: 'Inventory',
    summary: 'The values of a field, with how many machines have each',
    access: needs('inventory:read'),
    query: FieldValuesQuery,
    status: 200,
    response: CountedFieldValues,
  }),
  exportFieldValues: route({
    method: 'GET',
    path: '/inventory/values.csv',
    tag: 'Inventory',
    summary: 'The values of a field with how many machines have each, as CSV',
    access: needs('inventory:read'),
    query: ExportFieldValuesQuery,
    status: 200,
    response: z.string(),
    media: 'text/csv; charset=utf-8',
  }),
} as const
