import * as z from 'zod'
import { slug } from '../names.ts'
import { admin, anyStaff, page, type Route, roles, route } from '../route.ts'

/** Who works here. */
export const staffRoutes = {
  listUsers: route({
    method: 'GET',
    path: '/users',
    who: anyStaff,
    summary: 'Staff',
    query: () => z.object(page()),
    answers: { 200: '{ items, next }' },
  }),
  putUser: route({
    method: 'PUT',
    path: '/users/{userId}',
    who: admin,
    summary: 'Add or change one of the staff',
    params: () => z.object({ userId: slug }),
    body: () =>
      z.strictObject({
        email: z.string().max(320),
        name: z.string().min(1).max(200),
        groups: z.array(z.enum(roles)).min(1),
        team: slug.optional(),
        manager: slug.optional(),
        zone: z.string().optional(),
        locale: z.string().max(35).optional(),
        absences: z
          .array(z.object({ from: z.iso.date(), to: z.iso.date() }))
          .max(500)
          .optional(),
        capacity: z.number().int().min(1).max(10_000).optional(),
        active: z.boolean().optional(),
      }),
    answers: { 200: 'stored', 409: 'another user signs in with this address' },
  }),
} as const satisfies Record<string, Route>
