import * as z from 'zod/mini'
import { slug } from '../names.ts'
import { admin, anyStaff, page, type Route, roles, route } from '../route.ts'
import { user } from './user.ts'

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
        email: z.string().check(z.maxLength(320)),
        name: z.string().check(z.minLength(1), z.maxLength(200)),
        groups: z.array(z.enum(roles)).check(z.minLength(1)),
        team: z.optional(slug),
        manager: z.optional(slug),
        zone: z.optional(z.string()),
        locale: z.optional(z.string().check(z.maxLength(35))),
        absences: z.optional(z.array(z.object({ from: z.iso.date(), to: z.iso.date() })).check(z.maxLength(500))),
        calendar: user.shape.calendar,
        languages: user.shape.languages,
        substitute: user.shape.substitute,
        capacity: user.shape.capacity,
        perWeek: user.shape.perWeek,
        weight: user.shape.weight,
        active: z.optional(z.boolean()),
      }),
    answers: { 200: 'stored', 409: 'another user signs in with this address' },
  }),
} as const satisfies Record<string, Route>
